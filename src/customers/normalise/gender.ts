export type Gender = 'female' | 'male' | 'other' | 'unanswered'

const genders: [Gender, RegExp][] = [
  ['female', /^(女性?|女の人|f|female|woman|2)$/i],
  ['male', /^(男性?|男の人|m|male|man|1)$/i],
  ['other', /^(その他|other|x|nonbinary|3)$/i],
  ['unanswered', /^(回答しない|未回答|不明|無回答|unknown|unanswered|0|4|9)$/i],
]

/** What the word for a gender says; undefined for words that are not one. */
export function readGender(text: string): Gender | undefined {
  const plain = text.normalize('NFKC').trim()
  return genders.find(([, words]) => words.test(plain))?.[0]
}
