import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { withoutLegalForm } from './normalise/firm.ts'
import { everydaySpelling } from './variants.ts'

/**
 * Keys: the form in which two spellings of the same thing are equal. Search, sorting and matching compare keys; what
 * was given stays beside them untouched. A key is stored, so changing a rule here means rewriting the key columns.
 */

/** Katakana becomes hiragana: the two differ by a fixed distance in Unicode. */
function hiragana(text: string): string {
  return text.replace(/[\u30a1-\u30f6\u30fd\u30fe]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
}

const plainKana: Record<string, string> = {
  ...pairs('ぁぃぅぇぉっゃゅょゎゕゖ', 'あいうえおつやゆよわかけ'),
  ...pairs('ゐゑをゔぢづ', 'いえおぶじず'),
}

function pairs(from: string, to: string): Record<string, string> {
  return Object.fromEntries([...from].map((kana, index) => [kana, to[index] ?? '']))
}

// Variation selectors, which tell 邉 from 邉 with another stroke, are marks too and go with the punctuation.
const notSaid = /[^\p{L}\p{N}]|[ーｰ〱-〵]/gu

const foldedCharacters = new Map<string, string>()

/** Width, case, spaces, hyphens, small kana and the prolonged sound mark do not matter. */
function foldText(text: string): string {
  let folded = ''
  for (const character of text.normalize('NFKC').toLowerCase()) {
    let plain = foldedCharacters.get(character)
    if (plain === undefined) {
      plain = foldCharacter(character)
      foldedCharacters.set(character, plain)
    }
    folded += plain
  }
  return folded
}

function foldCharacter(character: string): string {
  const said = hiragana(character).replace(notSaid, '')
  return plainKana[said] ?? said
}

/** Key of a name: `髙橋 ミサキ`, `高橋みさき` and `ﾀｶ橋` meet their everyday spelling. */
export function foldName(text: string): string {
  return foldSpelling(text, everydaySpelling)
}

/** The same with other characters taken for one. */
export function foldSpelling(text: string, everyday: ReadonlyMap<string, string>): string {
  let folded = ''
  let before = ''
  for (const character of foldText(text)) {
    before = character === '々' ? before : (everyday.get(character) ?? character)
    folded += before
  }
  return folded
}

/** Key of a reading, in hiragana: `タカハシ`, `ﾀｶﾊｼ` and `たかはし` are the same. */
export function foldKana(text: string): string {
  return foldText(text)
}

export interface Names {
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
}

/** The key columns of a customer. Without a reading the name stands in, so that lists sort it after the kana. */
export function nameKeys(names: Names): {
  nameKey: string
  givenNameKey: string
  kanaKey: string
  givenKanaKey: string
} {
  const nameKey = foldName(names.familyName + names.givenName) || foldName(withoutLegalForm(names.companyName))
  return {
    nameKey,
    givenNameKey: foldName(names.givenName),
    kanaKey: foldKana(names.familyKana + names.givenKana) || nameKey,
    givenKanaKey: foldKana(names.givenKana),
  }
}

/** Key of a phone number: national digits with the leading 0; `+` and all digits for numbers abroad. */
export function phoneKey(text: string): string {
  const plain = text.normalize('NFKC').replace(/[^\d+]/g, '')
  if (/^0[1-9]\d{8,9}$/.test(plain)) return plain
  const parsed = parsePhoneNumberFromString(plain, 'JP')
  if (!parsed?.isPossible()) return plain.replace(/\D/g, '')
  return parsed.countryCallingCode === '81' ? `0${parsed.nationalNumber}` : parsed.number
}

/** Key of an e-mail address. Carriers' odd local parts (`a..b@docomo.ne.jp`) are real and stay. */
export function emailKey(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
}

/** A Japanese postcode as its seven digits; anything else only trimmed. */
export function postcodeKey(text: string): string {
  const plain = text.normalize('NFKC').trim()
  const digits = plain.replace(/[〒\s\p{Pd}ー−]/gu, '')
  return /^\d{7}$/.test(digits) ? digits : plain
}

/** Key of a street address: kanji numerals and 丁目 stay, spelling and width do not matter. */
export function addressKey(text: string): string {
  return foldName(text)
}

export type ContactKind = 'email' | 'phone' | 'address' | 'line'

export function contactKey(kind: ContactKind, value: string): string {
  if (kind === 'phone') return phoneKey(value)
  if (kind === 'email') return emailKey(value)
  return kind === 'address' ? addressKey(value) : value.trim()
}
