import { describe, expect, test } from 'vitest'
import { recordsWithTruth } from '../../demo/index.ts'
import { writtenKey } from '../normalise/kanji.ts'
import { fillBase, openBase } from './base.ts'
import { eachPair, meet, sortPasses } from './blocks.ts'
import { cluster } from './cluster.ts'
import { comparer } from './compare.ts'
import { ruleOf, vetoOf } from './decide.ts'
import { frequenciesOf, shareOf } from './frequency.ts'
import { fields, levelsOf, Name, nameLevels, Phone, Place, patternOf, radixes } from './levels.ts'
import { matchBase } from './match.ts'
import type { SourceRecord } from './record.ts'
import { isOneSlip, jaroWinkler, wordLikeness } from './similarity.ts'
import { findStops } from './stops.ts'
import { wordId } from './words.ts'

function baseOf(records: Iterable<SourceRecord>) {
  const base = openBase()
  const filling = fillBase(base)
  for (const record of records) filling.add(record)
  filling.end()
  return base
}

const shop = (records: number, seed: number) => [...recordsWithTruth({ records, seed })]

describe('likeness of texts', () => {
  // published pairs (Winkler 1990)
  test.each([
    ['MARTHA', 'MARHTA', 0.9611],
    ['DIXON', 'DICKSONX', 0.8133],
    ['DWAYNE', 'DUANE', 0.84],
    ['高橋', '高橋', 1],
    ['a', 'b', 0],
    ['', 'b', 0],
  ])('%s, %s', (a, b, likeness) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(likeness, 4)
    expect(jaroWinkler(b, a)).toBeCloseTo(likeness, 4)
  })
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abd', true],
    ['abc', 'acb', true],
    ['abc', 'ab', true],
    ['bc', 'abc', true],
    ['abcd', 'badc', false],
    ['abc', 'a', false],
    ['abc', 'cba', false],
  ])('one slip between %s and %s: %s', (a, b, slip) => expect([isOneSlip(a, b), isOneSlip(b, a)]).toEqual([slip, slip]))
  test('words in another order or run together', () => {
    expect(wordLikeness('12 high street', 'high street 12')).toBe(1)
    expect(wordLikeness('wallaby place', 'wallabyplace')).toBeGreaterThan(0.9)
    expect(wordLikeness('wallaby place', 'kent street')).toBe(0)
  })
})

test('a row of levels and its number', () => {
  const radix = radixes(2)
  for (let seed = 1; seed < 500; seed++) {
    const row = Uint8Array.from(radix, (size, place) => (seed * (place + 7) * 31) % size)
    expect(levelsOf(patternOf(row, radix), radix)).toEqual(row)
  }
})

test('every pair that meets in a pass is visited, once', () => {
  const base = baseOf(shop(600, 5).map(({ record }) => record))
  const sorted = sortPasses(base, findStops(base))
  const visited: string[] = []
  eachPair(sorted, base.size, (a, b) => void visited.push([a, b].sort((x, y) => x - y).join('-')))
  const wanted: string[] = []
  for (let a = 0; a < base.size; a++) {
    for (let b = a + 1; b < base.size; b++) if (sorted.some((one) => meet(one, a, b))) wanted.push(`${a}-${b}`)
  }
  expect(visited.sort()).toEqual(wanted.sort())
})

describe('rules', () => {
  const row = (levels: Partial<Record<(typeof fields)[number], number>>) =>
    Uint8Array.from([...fields.map((field) => levels[field] ?? 0), 0])
  test.each([
    [{ member: 1 }, 'member'],
    [{ line: 1, given: 1 }, 'line'],
    [{ email: 1, given: Name.reading }, 'email'],
    [{ email: 1, birth: 1 }, 'email'],
    [{ email: 1, birth: 1, given: Name.different }, undefined],
    [{ phone: 1, given: 1, family: 1 }, 'mobile'],
    [{ phone: 1, given: Name.different, birth: 1 }, undefined],
    [{ phone: 2, family: 1 }, undefined],
    [{ phone: 1 }, undefined],
    [{ address: 1 }, undefined],
    [{ family: 1, given: 1 }, undefined],
    [{ family: 1, given: 1, birth: 1, address: 2 }, 'nameBirth'],
  ])('%j is joined by %s', (levels, rule) => expect(ruleOf(row(levels))).toBe(rule))
  test.each([
    [{ family: 1, given: 1 }, 'nameAlone'],
    [{ family: 1, given: 1, gender: 1, address: 5 }, 'nameAlone'],
    [{ phone: 1, given: Name.different }, 'givenName'],
    [{ email: 1, given: 1, birth: 6 }, 'birth'],
    [{ email: 1, given: 1 }, undefined],
  ])('%j is forbidden by %s', (levels, veto) => expect(vetoOf(row(levels), false)).toBe(veto))
  test('a firm is not its director', () => expect(vetoOf(row({ email: 1, phone: 1, given: 1 }), true)).toBe('firm'))
})

describe('names of two records', () => {
  const taught: SourceRecord[] = [
    { familyName: '渡部', givenName: '花', familyKana: 'ワタベ' },
    { familyName: '中島', givenName: '一', familyKana: 'ナカシマ' },
  ]
  test.each([
    ['高橋 花子', '髙橋 花子', 'same', 'same'],
    ['斉藤 花子', '斎藤 花子', 'likeKanji', 'same'],
    ['齊藤 花子', '齋藤 花子', 'likeKanji', 'same'],
    ['齊藤 花子', '斉藤 花子', 'same', 'same'],
    ['伊藤 一郎', '伊東 一朗', 'likeKanji', 'likeKanji'],
    ['渡辺 太一', '渡部 大一', 'likeKanji', 'likeKanji'],
    ['渡邉 裕子', '渡邊 祐子', 'same', 'likeKanji'],
    ['渡部 愛', 'ワタベ 愛', 'reading', 'same'],
    ['渡部 愛', 'ワタナベ 愛', 'reading', 'same'],
    ['中島 愛', 'ナカシマ 愛', 'reading', 'same'],
    ['中島 愛', 'ナカジマ 愛', 'reading', 'same'],
    ['東海林 愛', 'トウカイリン 愛', 'reading', 'same'],
    ['大野 愛', 'Ohno 愛', 'reading', 'same'],
    ['サトウ ハナコ', 'サイトウ ハナコ', 'similar', 'reading'],
    ['佐藤 花子', '鈴木 花枝', 'different', 'alike'],
    ['佐藤 花子', 'スズキ 花代', 'unlike', 'alike'],
    ['Anne Smith', 'Annie Smyth', 'lettersAlike', 'lettersSimilar'],
  ])('%s, %s: %s, %s', (a, b, family, given) => {
    const base = baseOf([...taught, { fullName: a }, { fullName: b }])
    const row = new Uint8Array(radixes(0).length)
    comparer(base, findStops(base), frequenciesOf(base))(2, 3, row)
    expect([nameLevels[row[0] as number], nameLevels[row[1] as number]]).toEqual([family, given])
  })
})

test('a name in letters is as common as it is among names in letters', () => {
  const named = (familyName: string, count: number) =>
    Array.from({ length: count }, () => ({ familyName, givenName: '花' }))
  const base = baseOf([...named('佐藤', 60), ...named('鈴木', 30), ...named('Sato', 6), ...named('Suzuki', 4)])
  const { family } = frequenciesOf(base)
  const share = (name: string) => {
    const id = wordId(base.words.names, writtenKey(name))
    return shareOf(family, id, base.scripts[id])
  }
  expect(['佐藤', 'Sato'].map(share)).toEqual([60 / 90, 6 / 10])
})

test('who moves far gets another landline: that it differs is no news', () => {
  const home = { familyName: '佐藤', givenName: '花', phone: '03-1234-5678', address1: '東京都千代田区丸の内1-1' }
  const base = baseOf([
    home,
    { ...home, phone: '06-6345-9999', address1: '大阪府大阪市北区梅田1-1' },
    { ...home, phone: '03-8765-4321' },
  ])
  const phone = (a: number, b: number) => {
    const row = new Uint8Array(radixes(0).length)
    comparer(base, findStops(base), frequenciesOf(base))(a, b, row)
    return row[Place.phone]
  }
  expect([phone(0, 1), phone(0, 2)]).toEqual([0, Phone.otherLandline])
})

test('one wrong link does not chain two people together', () => {
  // 0–1–2 and 3–4–5 are two people, 2–3 a mistake
  const truth = [0, 0, 0, 3, 3, 3]
  const pairs = [
    [0, 1],
    [1, 2],
    [0, 2],
    [3, 4],
    [4, 5],
    [3, 5],
    [2, 3],
  ] as const
  const links = {
    a: Int32Array.from(pairs, ([a]) => a),
    b: Int32Array.from(pairs, ([, b]) => b),
    logit: Float64Array.from([5, 5, 5, 5, 5, 5, 2]),
  }
  const rules = { between: () => -6, forbidden: () => false, mostRecords: 20 }
  expect([...cluster(6, links, rules)]).toEqual(truth)
  expect([...cluster(6, links, { ...rules, between: () => 3 })]).toEqual([0, 0, 0, 0, 0, 0])
  expect([...cluster(6, links, { ...rules, between: () => 3, mostRecords: 5 })]).toEqual(truth)
  const forbidden = (a: number, b: number) => a === 0 && b === 5
  expect([...cluster(6, links, { ...rules, between: () => 3, forbidden })]).toEqual(truth)
})

test('what one base taught is plain data, and judges again alike', { timeout: 120_000 }, () => {
  const base = baseOf(shop(3000, 11).map(({ record }) => record))
  const learned = matchBase(base)
  const again = matchBase(base, JSON.parse(JSON.stringify(learned.judge.parameters)))
  expect(again.compared.a).toEqual(learned.compared.a)
  again.compared.logit.forEach((logit, at) => expect(logit).toBeCloseTo(learned.compared.logit[at] as number, 9))
})
