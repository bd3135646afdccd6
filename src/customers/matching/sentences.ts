import type { Evidence, Explanation } from './evidence.ts'

/** Evidence as people say it. Codes are `field.level`; a code without a sentence cannot come out of evidence.ts. */
const ja: Record<string, string> = {
  'family.same': '姓が同じ',
  'family.reading': '姓の読みが同じ',
  'family.otherKanji': '姓の読みは同じで漢字が違う',
  'family.likeKanji': '姓の漢字が取り違えやすいもの（斉と斎など）',
  'family.similar': '姓がよく似ている',
  'family.alike': '姓が似ている',
  'family.unlike': '姓が違う',
  'family.different': '姓が違う',
  'family.lettersSame': '姓が同じ',
  'family.lettersReading': '姓の読みが同じ',
  'family.lettersSimilar': '姓がよく似ている',
  'family.lettersAlike': '姓が似ている',
  'family.lettersUnlike': '姓が違う',
  'given.same': '名が同じ',
  'given.reading': '名の読みが同じ',
  'given.otherKanji': '名の読みは同じで漢字が違う',
  'given.likeKanji': '名の漢字が取り違えやすいもの（郎と朗など）',
  'given.similar': '名がよく似ている',
  'given.alike': '名が似ている',
  'given.unlike': '名が違う',
  'given.different': '名が違う',
  'given.lettersSame': '名が同じ',
  'given.lettersReading': '名の読みが同じ',
  'given.lettersSimilar': '名がよく似ている',
  'given.lettersAlike': '名が似ている',
  'given.lettersUnlike': '名が違う',
  'given.swapped': '姓と名が入れ替わっている',
  'birth.same': '生年月日が同じ',
  'birth.slip': '生年月日が1か所だけ違う',
  'birth.dayOnly': '誕生日（月日）が同じ',
  'birth.twoParts': '生年月日の年・月・日のうち2つが同じ',
  'birth.yearOnly': '生まれた年だけが同じ',
  'birth.different': '生年月日が違う',
  'phone.mobile': '携帯電話が同じ',
  'phone.landline': '固定電話が同じ',
  'phone.slip': '電話番号が1か所だけ違う',
  'phone.otherMobile': '携帯電話が違う',
  'phone.otherLandline': '固定電話が違う',
  'email.same': 'メールアドレスが同じ',
  'email.localPart': 'メールアドレスの@より前が同じ',
  'email.slip': 'メールアドレスが1か所だけ違う',
  'email.different': 'メールアドレスが違う',
  'address.room': '住所が部屋番号まで同じ',
  'address.house': '番地まで同じ（建物名や部屋番号は比べられない）',
  'address.otherRoom': '番地は同じで部屋番号が違う',
  'address.town': '町名または郵便番号まで同じ',
  'address.city': '市区町村まで同じ',
  'address.different': '住所が違う',
  'gender.same': '性別が同じ',
  'gender.different': '性別が違う',
  'member.same': '会員番号が同じ',
  'member.slip': '会員番号が1か所だけ違う',
  'member.different': '会員番号が違う',
  'line.same': 'LINEのIDが同じ',
  'line.different': 'LINEのIDが違う',
  'postcode.same': '郵便番号が同じ',
  'postcode.slip': '郵便番号が1か所だけ違う',
  'postcode.area': '郵便番号の地域が同じ',
  'postcode.different': '郵便番号が違う',
  'other.same': 'ほかの項目が同じ',
  'other.similar': 'ほかの項目が似ている',
  'other.different': 'ほかの項目が違う',
}

const en: Record<string, string> = {
  'family.same': 'same surname',
  'family.reading': 'surname read alike',
  'family.otherKanji': 'surname read alike, written differently',
  'family.likeKanji': 'surname in kanji easily mistaken, as 斉 and 斎',
  'family.similar': 'surnames nearly the same',
  'family.alike': 'surnames alike',
  'family.unlike': 'other surname',
  'family.different': 'other surname',
  'family.lettersSame': 'same surname',
  'family.lettersReading': 'surname read alike',
  'family.lettersSimilar': 'surnames nearly the same',
  'family.lettersAlike': 'surnames alike',
  'family.lettersUnlike': 'other surname',
  'given.same': 'same given name',
  'given.reading': 'given name read alike',
  'given.otherKanji': 'given name read alike, written differently',
  'given.likeKanji': 'given name in kanji easily mistaken, as 郎 and 朗',
  'given.similar': 'given names nearly the same',
  'given.alike': 'given names alike',
  'given.unlike': 'other given name',
  'given.different': 'other given name',
  'given.lettersSame': 'same given name',
  'given.lettersReading': 'given name read alike',
  'given.lettersSimilar': 'given names nearly the same',
  'given.lettersAlike': 'given names alike',
  'given.lettersUnlike': 'other given name',
  'given.swapped': 'surname and given name changed about',
  'birth.same': 'same birth date',
  'birth.slip': 'birth dates differ in one place',
  'birth.dayOnly': 'same birthday, year not known',
  'birth.twoParts': 'two of year, month and day of birth the same',
  'birth.yearOnly': 'only the year of birth the same',
  'birth.different': 'other birth date',
  'phone.mobile': 'same mobile number',
  'phone.landline': 'same landline number',
  'phone.slip': 'phone numbers differ in one place',
  'phone.otherMobile': 'other mobile number',
  'phone.otherLandline': 'other landline number',
  'email.same': 'same e-mail address',
  'email.localPart': 'e-mail address the same before the @',
  'email.slip': 'e-mail addresses differ in one place',
  'email.different': 'other e-mail address',
  'address.room': 'same address, room included',
  'address.house': 'same house; building or room cannot be compared',
  'address.otherRoom': 'same house, other room',
  'address.town': 'same town or postcode',
  'address.city': 'same city',
  'address.different': 'other address',
  'gender.same': 'same gender',
  'gender.different': 'other gender',
  'member.same': 'same member number',
  'member.slip': 'member numbers differ in one place',
  'member.different': 'other member number',
  'line.same': 'same LINE id',
  'line.different': 'other LINE id',
  'postcode.same': 'same postcode',
  'postcode.slip': 'postcodes differ in one place',
  'postcode.area': 'postcodes of one district',
  'postcode.different': 'other postcode',
  'other.same': 'a further field is the same',
  'other.similar': 'a further field is alike',
  'other.different': 'a further field differs',
}

const vetoes = {
  ja: {
    givenName: '名が一致しないため、自動では統合しません。',
    birth: '生年月日が大きく違うため、自動では統合しません。',
    firm: '法人と個人のため、統合しません。',
    nameAlone: '名前のほかに一致する項目がないため、自動では統合しません。',
    never: '別人と判断済みのため、統合しません。',
  },
  en: {
    givenName: 'Given names do not agree: never joined without asking.',
    birth: 'Birth dates differ too much: never joined without asking.',
    firm: 'A firm and a person: not joined.',
    nameAlone: 'Nothing but the name agrees: never joined without asking.',
    never: 'Somebody said that they are two people: not joined.',
  },
}

export type Locale = 'ja' | 'en'

export function sayEvidence({ code, a, b }: Pick<Evidence, 'code' | 'a' | 'b'>, locale: Locale): string {
  const sentence = (locale === 'ja' ? ja : en)[code] ?? code
  if (a === '' && b === '') return sentence
  const shown = a === b ? a : locale === 'ja' ? `${a}／${b}` : `${a} / ${b}`
  return locale === 'ja' ? `${sentence}（${shown}）` : `${sentence} (${shown})`
}

/** One line for a queue, the weightiest first: 携帯電話が同じ、名の読みが同じ、住所が違う。 */
export function sayPair({ evidence, veto }: Explanation, locale: Locale, most = 4): string {
  const said = evidence.slice(0, most).map(({ code }) => (locale === 'ja' ? ja : en)[code] ?? code)
  const line = locale === 'ja' ? `${said.join('、')}。` : `${said.join('; ')}.`
  const why = veto && vetoes[locale][veto]
  if (!why) return line
  return locale === 'ja' ? line + why : `${line} ${why}`
}

export const knownCodes: readonly string[] = Object.keys(ja)
