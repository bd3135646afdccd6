import { describe, expect, test } from 'vitest'
import { contactKey, emailKey, foldKana, foldName, nameKeys, phoneKey, postcodeKey } from './fold.ts'
import { everydaySpelling } from './variants.ts'

describe('names', () => {
  test.each([
    ['髙橋 美咲', '高橋美咲'],
    ['山﨑', '山崎'],
    ['渡邊　一郎', '渡辺一郎'],
    ['渡邉', '渡辺'],
    ['渡邉\u{e0101}', '渡辺'],
    ['齋藤', '斉藤'],
    ['斎藤', '斉藤'],
    ['濵田', '浜田'],
    ['𠮷田', '吉田'],
    ['佐々木', '佐佐木'],
    ['神谷', '神谷'],
    ['ﾀｶﾊｼ', 'たかはし'],
    ['関ケ原', '関け原'],
    ['関ヶ原', '関け原'],
    ['Smith‐Jones', 'smithjones'],
    ['ＡＢＣ', 'abc'],
    ['', ''],
    ['　・ー', ''],
  ])('%s → %s', (given, key) => expect(foldName(given)).toBe(key))

  test('a spelling leads to one everyday form, which leads nowhere else', () => {
    for (const everyday of everydaySpelling.values()) expect(everydaySpelling.has(everyday)).toBe(false)
  })

  test('names that only look alike stay apart', () => {
    expect(foldName('大坂')).not.toBe(foldName('大阪'))
  })
})

describe('readings', () => {
  test.each([
    ['タカハシ', 'たかはし'],
    ['ﾀｶﾊｼ ﾐｻｷ', 'たかはしみさき'],
    ['ｶﾞｯｷｰ', 'がつき'],
    ['オオタ', 'おおた'],
    ['シヅカ', 'しずか'],
    ['キョウコ', 'きようこ'],
    ['ヴィオラ', 'ぶいおら'],
    ['ヱミ', 'えみ'],
  ])('%s → %s', (given, key) => expect(foldKana(given)).toBe(key))

  test('any beginning of a reading folds to a beginning of its key', () => {
    const reading = 'ワタナベ キョウコ'
    for (let end = 0; end <= reading.length; end++) {
      expect(foldKana(reading).startsWith(foldKana(reading.slice(0, end)))).toBe(true)
    }
  })
})

describe('key columns', () => {
  const nobody = { familyName: '', givenName: '', familyKana: '', givenKana: '', companyName: '' }

  test('join family and given name', () => {
    const keys = nameKeys({
      ...nobody,
      familyName: '髙橋',
      givenName: '美咲',
      familyKana: 'タカハシ',
      givenKana: 'ミサキ',
    })
    expect(keys).toEqual({
      nameKey: '高橋美咲',
      givenNameKey: '美咲',
      kanaKey: 'たかはしみさき',
      givenKanaKey: 'みさき',
    })
  })
  test('the name stands in for a missing reading', () => {
    expect(nameKeys({ ...nobody, familyName: 'さくら' }).kanaKey).toBe('さくら')
  })
  test('a company without a person is found by its name', () => {
    for (const companyName of ['㈱ハナ・ビューティー', '（株）ハナビューティー', '株式会社 ハナ・ビューティー']) {
      expect(nameKeys({ ...nobody, companyName }).nameKey).toBe('はなびゆてい')
    }
  })
})

describe('phone numbers', () => {
  test.each([
    ['090-1234-5678', '09012345678'],
    ['０９０（１２３４）５６７８', '09012345678'],
    ['09012345678', '09012345678'],
    ['+81 90-1234-5678', '09012345678'],
    ["'+819012345678", '09012345678'],
    ['+81(0)90 1234 5678', '09012345678'],
    ['03-1234-5678', '0312345678'],
    ['0120-000-000', '0120000000'],
    ['+1 415 555 2671', '+14155552671'],
    ['5678', '5678'],
    ['なし', ''],
  ])('%s → %s', (given, key) => expect(phoneKey(given)).toBe(key))
})

describe('other keys', () => {
  test.each([
    [' Hanako@Example.JP ', 'hanako@example.jp'],
    ['ｈａｎａ＠example.jp', 'hana@example.jp'],
    ['a..b.@docomo.ne.jp', 'a..b.@docomo.ne.jp'],
  ])('e-mail %s → %s', (given, key) => expect(emailKey(given)).toBe(key))

  test.each([
    ['〒105-0011', '1050011'],
    ['１０５ー００１１', '1050011'],
    ['0600000', '0600000'],
    ['SW1A 1AA', 'SW1A 1AA'],
  ])('postcode %s → %s', (given, key) => expect(postcodeKey(given)).toBe(key))

  test('each kind of contact point has its own key', () => {
    expect(contactKey('phone', '090-1234-5678')).toBe('09012345678')
    expect(contactKey('email', 'A@b.jp')).toBe('a@b.jp')
    expect(contactKey('address', '東京都港区芝１－２－３')).toBe('東京都港区芝123')
    expect(contactKey('line', ' U123 ')).toBe('U123')
  })
})
