import { expect, test } from 'vitest'
import { foldName } from '../fold.ts'
import { readAddress } from './address.ts'
import { readBirth } from './birth.ts'
import { readEmail } from './email.ts'
import { withoutLegalForm } from './firm.ts'
import { likeKanjiKey, writtenKey } from './kanji.ts'
import { bareName, nameKeysOf, splitName } from './name.ts'
import { readPhones } from './phone.ts'
import { isBlankLike, plain } from './plain.ts'
import { readingKey } from './reading.ts'

/** Pieces that cells are made of, right and wrong, in no order. */
const pieces = [
  ...'山田髙﨑邉𠮷々〆ヶケが一二三十丁目番地号室区市町村県都府通上る下ル西入ー－−‐―~・、。,./@+-()（）「」株式会社㈱様殿',
  ...'ｱｶﾞﾊﾟｯｰァィッャュョヴヰヱヲンあゞゝ',
  ...'0123456789０１９aZé\u0300\u200b\u{fe01}\u{e0101}\t\n \u3000',
  '東京都',
  '京都市中京区',
  '昭和',
  '平成元年',
  '内線',
  '+81',
  '090-',
  '@gmail.com',
  'S30.',
  'ltd',
  '\ud800',
  '😀',
  '㍻',
  'ﷺ',
]

function noise(seed: number): string {
  let state = seed + 0x9e3779b9
  const next = (bound: number) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5
    return ((state ^ (state >>> 13)) >>> 0) % bound
  }
  return Array.from({ length: next(24) }, () => pieces[next(pieces.length)]).join('')
}

const texts = Array.from({ length: 4000 }, (_, seed) => noise(seed))

test('keys of keys are themselves', () => {
  for (const text of texts) {
    expect(plain(plain(text))).toBe(plain(text))
    expect(foldName(foldName(text))).toBe(foldName(text))
    expect(writtenKey(writtenKey(text))).toBe(writtenKey(text))
    expect(foldName(writtenKey(text))).toBe(foldName(text))
    expect(likeKanjiKey(likeKanjiKey(text))).toBe(likeKanjiKey(text))
    expect(readingKey(readingKey(text))).toBe(readingKey(text))
    expect(withoutLegalForm(withoutLegalForm(text)).length).toBeLessThanOrEqual(withoutLegalForm(text).length)
    const email = readEmail(text)
    if (email) expect(readEmail(email.key)).toEqual(email)
    for (const phone of readPhones(text)) {
      expect(readPhones(phone.number)).toEqual([{ ...phone, extension: '' }])
    }
    const birth = readBirth(text)
    if (birth?.certain && birth.year > 0) expect(readBirth(`${birth.year}-${birth.month}-${birth.day}`)).toEqual(birth)
  }
})

test('width, spaces around and invisible signs do not matter', () => {
  for (const text of texts.slice(0, 1000)) {
    const dressed = ` ${text}\u200b\u3000`
    expect(foldName(dressed)).toBe(foldName(text))
    expect(plain(dressed)).toBe(plain(text))
    expect(isBlankLike(dressed)).toBe(isBlankLike(text))
  }
})

test('nothing throws, and what was given stays as it was', () => {
  texts.forEach((text, at) => {
    const more = texts[(at * 7 + 3) % texts.length] as string
    const name = Object.freeze({
      family: text,
      given: more,
      familyKana: more,
      givenKana: text,
      full: at % 3 ? '' : text,
    })
    const address = Object.freeze({ postcode: more, prefecture: text.slice(0, 3), address1: text, address2: more })
    const keys = nameKeysOf(name)
    expect(nameKeysOf(name)).toEqual(keys)
    expect(readAddress(address)).toEqual(readAddress(address))
    expect(splitName(bareName(text)).join('').length).toBeLessThanOrEqual(bareName(text).length)
  })
})
