import { describe, expect, test } from 'vitest'
import { recordsWithTruth } from '../../demo/index.ts'
import { fillBase, openBase } from './base.ts'
import { eachPair, meet, sortPasses } from './blocks.ts'
import { cluster } from './cluster.ts'
import { ruleOf, vetoOf } from './decide.ts'
import { fields, levelsOf, patternOf, radixes } from './levels.ts'
import { matchBase } from './match.ts'
import type { SourceRecord } from './record.ts'
import { isOneSlip, jaroWinkler, wordLikeness } from './similarity.ts'
import { findStops } from './stops.ts'

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
    [{ email: 1, given: 2 }, 'email'],
    [{ email: 1, birth: 1 }, 'email'],
    [{ email: 1, birth: 1, given: 7 }, undefined],
    [{ phone: 1, given: 1, family: 1 }, 'mobile'],
    [{ phone: 1, given: 7, birth: 1 }, undefined],
    [{ phone: 2, family: 1 }, undefined],
    [{ phone: 1 }, undefined],
    [{ address: 1 }, undefined],
    [{ family: 1, given: 1 }, undefined],
    [{ family: 1, given: 1, birth: 1, address: 2 }, 'nameBirth'],
  ])('%j is joined by %s', (levels, rule) => expect(ruleOf(row(levels))).toBe(rule))
  test.each([
    [{ family: 1, given: 1 }, 'nameAlone'],
    [{ family: 1, given: 1, gender: 1, address: 5 }, 'nameAlone'],
    [{ phone: 1, given: 7 }, 'givenName'],
    [{ email: 1, given: 1, birth: 6 }, 'birth'],
    [{ email: 1, given: 1 }, undefined],
  ])('%j is forbidden by %s', (levels, veto) => expect(vetoOf(row(levels), false)).toBe(veto))
  test('a firm is not its director', () => expect(vetoOf(row({ email: 1, phone: 1, given: 1 }), true)).toBe('firm'))
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
