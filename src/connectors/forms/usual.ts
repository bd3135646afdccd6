import type { Definition, Field, FieldKind, FormKind } from './definition.ts'

const labels = {
  ja: {
    name: 'お名前',
    kana: 'フリガナ',
    email: 'メールアドレス',
    birth: '生年月日',
    text: { inquiry: 'お問い合わせの内容', survey: 'お気づきの点' },
    rating: 'お知り合いにすすめたいと思いますか',
  },
  en: {
    name: 'Name',
    kana: 'Reading',
    email: 'E-mail address',
    birth: 'Date of birth',
    text: { inquiry: 'Your question', survey: 'Anything else' },
    rating: 'Would you recommend us to somebody you know?',
  },
}

const texts = {
  ja: {
    'sign-up': { button: '登録する', thanks: 'ご登録ありがとうございます。' },
    inquiry: { button: '送信する', thanks: 'お問い合わせを受け付けました。ご返事までしばらくお待ちください。' },
    survey: { button: '回答を送る', thanks: 'ご回答ありがとうございました。' },
    wording: '新しい商品や催しのお知らせを、メールで受け取ります。',
  },
  en: {
    'sign-up': { button: 'Sign up', thanks: 'Thank you for signing up.' },
    inquiry: { button: 'Send', thanks: 'We have received your question and will answer soon.' },
    survey: { button: 'Send answers', thanks: 'Thank you for your answers.' },
    wording: 'I want to hear of new products and events by mail.',
  },
}

/** What a form of a kind usually asks, to begin with. */
export function usualDefinition(kind: FormKind, locale: 'ja' | 'en', name: string): Definition {
  const words = labels[locale]
  const field = (fieldKind: FieldKind, label: string, isRequired: boolean): Field => ({
    key: fieldKind,
    kind: fieldKind,
    label,
    note: '',
    isRequired,
    choices: [],
    attribute: null,
  })
  const [askName, askMail] = [field('name', words.name, true), field('email', words.email, true)]
  const fields: Record<FormKind, Field[]> = {
    'sign-up': [
      askName,
      ...(locale === 'ja' ? [field('kana', words.kana, false)] : []),
      askMail,
      field('birth', words.birth, false),
    ],
    inquiry: [askName, askMail, field('text', words.text.inquiry, true)],
    survey: [field('rating', words.rating, true), field('text', words.text.survey, false)],
  }
  const { wording, ...kinds } = texts[locale]
  return {
    title: name,
    intro: '',
    fields: fields[kind],
    consents:
      kind === 'sign-up'
        ? [{ channel: 'mail', purpose: 'promotion', body: wording, asks: 'tick', isRequired: false }]
        : [],
    ...kinds[kind],
    redirectUrl: null,
  }
}
