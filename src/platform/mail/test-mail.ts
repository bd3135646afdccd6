import { htmlMail } from './html.ts'

/** What somebody gets who tries the settings out. */
export function testMail(locale: 'ja' | 'en', company: string): { subject: string; text: string; html: string } {
  const lines =
    locale === 'ja'
      ? [
          'Tokuiからのメールが届きました。',
          `${company}のメールの設定は正しく働いています。このメールへの返信はいりません。`,
        ]
      : ['A mail from Tokui has arrived.', `The mail settings of ${company} work. There is no need to answer.`]
  const subject = locale === 'ja' ? '【Tokui】テストメール' : 'Tokui: test mail'
  return { subject, text: `${lines.join('\n\n')}\n`, html: htmlMail({ locale, paragraphs: lines }) }
}
