import { isFirm, withoutLegalForm } from './firm.ts'
import { writtenKey } from './kanji.ts'
import { isBlankLike, plain } from './plain.ts'
import { readingKey } from './reading.ts'
import { knownSurnames } from './surnames.ts'

export interface WrittenName {
  family: string
  given: string
  familyKana: string
  givenKana: string
  /** all of it in one cell */
  full: string
}

/** Keys of a name: what is compared. '' where nothing is known. */
export interface NameKeys {
  family: string
  given: string
  familyReading: string
  givenReading: string
  firm: boolean
}

/** Surnames met where 姓 and 名 stood apart, as keys; a shop's own records know more of them than any list. */
export interface Surnames {
  written: ReadonlySet<string>
  readings: ReadonlySet<string>
}

const listed: ReadonlySet<string> = new Set(knownSurnames.map(writtenKey))
const nobody: Surnames = { written: new Set(), readings: new Set() }

const honorific = /\s*(?:様方?|さま|サマ|殿|どの|御中|先生|氏|さん|\(様\))$/
const title = /^(?:mr|mrs|ms|miss|dr|prof)\b\.?\s*|[\s,]+(?:sama|san|jr|sr)\.?$/gi
const remark = /[(（[【〔].*?[)）\]】〕]/g

/** `山田 太郎 様` → `山田 太郎`; notes in brackets go, too. */
export function bareName(text: string): string {
  if (isBlankLike(text)) return ''
  return plain(text).replace(remark, ' ').replace(title, '').trim().replace(honorific, '').trim()
}

export function nameKeysOf(name: WrittenName, surnames: Surnames = nobody): NameKeys {
  const whole = name.full === '' ? `${name.family}${name.given}` : name.full
  if (isFirm(whole)) {
    return { family: writtenKey(withoutLegalForm(whole)), given: '', familyReading: '', givenReading: '', firm: true }
  }
  let [family, given] = [bareName(name.family), bareName(name.given)]
  // one cell with both, under either heading
  if (family === '' && given === '') [family, given] = splitName(bareName(name.full), surnames)
  else if (given === '' && hasBoth(family)) [family, given] = splitName(family, surnames)
  let [familyKana, givenKana] = [bareName(name.familyKana), bareName(name.givenKana)]
  if (givenKana === '' && familyKana !== '' && given !== '') {
    ;[familyKana, givenKana] = splitName(familyKana, surnames)
  }
  return {
    family: writtenKey(family),
    given: writtenKey(given),
    familyReading: readingKey(familyKana) || readingKey(family),
    givenReading: readingKey(givenKana) || readingKey(given),
    firm: false,
  }
}

function hasBoth(text: string): boolean {
  return /[\s・,]/.test(text) || (text.length > 3 && /\p{Script=Han}/u.test(text))
}

/**
 * 姓 and 名 of a name in one cell. A space or a comma parts it; without one a surname that is known, the longest first,
 * and else the lengths that are most common.
 */
export function splitName(text: string, surnames: Surnames = nobody): [family: string, given: string] {
  const comma = /^([^,、]+)[,、]\s*(.+)$/.exec(text)
  if (comma) return [comma[1] as string, comma[2] as string]
  const words = text.split(/[\s・]+/)
  if (words.length > 1 && words.some(isWestern)) return [words.at(-1) as string, words.slice(0, -1).join(' ')]
  if (words.length > 1) return inOrder(words[0] as string, words.slice(1).join(' '), surnames)
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return [text, '']
  const signs = [...text]
  for (let length = Math.min(4, signs.length - 1); length >= 1; length--) {
    const head = signs.slice(0, length).join('')
    // 林 is a surname, but 林田 太郎 begins with it: one character only before two or three
    if (length === 1 && signs.length > 3 && !/[ぁ-ヶ]/.test(signs[1] as string)) break
    if (isSurname(head, surnames)) return [head, signs.slice(length).join('')]
  }
  if (!/\p{Script=Han}/u.test(text)) return splitReading(text, surnames)
  if (signs.length < 2) return [text, '']
  const head = signs.length === 2 ? 1 : signs.length >= 6 ? 3 : 2
  return [signs.slice(0, head).join(''), signs.slice(head).join('')]
}

function isSurname(text: string, surnames: Surnames): boolean {
  const key = writtenKey(text)
  return listed.has(key) || surnames.written.has(key)
}

function splitReading(kana: string, surnames: Surnames): [string, string] {
  for (let length = kana.length - 2; length >= 2; length--) {
    if (surnames.readings.has(readingKey(kana.slice(0, length)))) return [kana.slice(0, length), kana.slice(length)]
  }
  return [kana, '']
}

/** In letters that no Japanese name is written with: its surname comes last. */
function isWestern(word: string): boolean {
  return (
    word.length > 1 && /^[a-z\u00c0-\u024f'’-]+$/i.test(word) && readingKey(word) === '' && word !== word.toUpperCase()
  )
}

/** Letters may stand in western order: a surname that is known, or in capitals, says so. */
function inOrder(first: string, second: string, surnames: Surnames): [string, string] {
  if (!/^[\x20-\x7e\u00c0-\u024f]+$/.test(first + second)) return [first, second]
  const capitals = (word: string) => word.length > 1 && word === word.toUpperCase() && /[A-Z]/.test(word)
  if (capitals(first) !== capitals(second)) return capitals(first) ? [first, second] : [second, first]
  const known = (word: string) => surnames.readings.has(readingKey(word))
  return known(second) && !known(first) ? [second, first] : [first, second]
}
