import { expect, test } from 'vitest'
import { defaultRules } from '../rules/rules.ts'
import { decileOf, withShares } from './decile.ts'
import { f2Rate } from './f2.ts'
import { migrationOf } from './migration.ts'
import {
  classByCuts,
  fixedCell,
  frequencyClass,
  monetaryClass,
  quantileOf,
  quantileStarts,
  recencyClass,
} from './rfm.ts'

const { rfm } = defaultRules('JPY')

test.each([
  [0, 5],
  [30, 5],
  [31, 4],
  [90, 4],
  [91, 3],
  [180, 3],
  [181, 2],
  [365, 2],
  [366, 1],
])('%i days since the last purchase are R%i', (silence, expected) => {
  expect(recencyClass(silence, rfm.recencyDays)).toBe(expected)
})

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [7, 3],
  [8, 4],
  [11, 4],
  [12, 5],
  [500, 5],
])('%i purchases are F%i', (purchases, expected) => {
  expect(frequencyClass(purchases, rfm.purchases)).toBe(expected)
})

test.each([
  [-100, 1],
  [5_000, 1],
  [5_001, 2],
  [8_000, 2],
  [12_000, 3],
  [20_000, 4],
  [20_001, 5],
])('%i yen are M%i', (amount, expected) => {
  expect(monetaryClass(amount, rfm.amounts)).toBe(expected)
})

test('one-time buyers stand on the table, or apart when the shop says so', () => {
  const once = { silence: 3, purchases: 1, netSales: 30_000 }
  expect(fixedCell(once, rfm)).toEqual({ r: 5, f: 1, m: 5 })
  expect(fixedCell(once, { ...rfm, oneTimeApart: true })).toEqual({ r: 0, f: 0, m: 0 })
})

test.each([3, 5, 10])('%i quantiles: as equal as can be, the lower ones larger', (classes) => {
  for (const size of [0, 1, 2, 7, 10, 11, 100, 11_506]) {
    const sizes = Array.from({ length: classes }, () => 0)
    for (let place = 0; place < size; place++) {
      const found = quantileOf(place, size, classes)
      sizes[found - 1] = (sizes[found - 1] as number) + 1
    }
    expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(size)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes)
    const starts = quantileStarts(size, classes)
    expect(starts.filter((start) => start < size).map((start) => quantileOf(start, size, classes))).toEqual(
      starts.filter((start) => start < size).map((_, index) => index + 2),
    )
  }
})

test('equal values are told apart by last day, then amount, then id', () => {
  const cut: [number, number, number, number] = [4, 20_000, 9_000, 17]
  expect(classByCuts([4, 20_000, 9_000, 16], [cut])).toBe(1)
  expect(classByCuts([4, 20_000, 9_000, 17], [cut])).toBe(2)
  expect(classByCuts([4, 20_000, 8_999, 99], [cut])).toBe(1)
  expect(classByCuts([4, 20_001, 1, 1], [cut])).toBe(2)
  expect(classByCuts([5, 1, 1, 1], [cut])).toBe(2)
})

test('deciles: the first tenth is the largest, shares add up to one', () => {
  expect([0, 1, 2, 11, 24].map((place) => decileOf(place, 25))).toEqual([1, 1, 1, 4, 10])
  const groups = withShares([
    { decile: 1, customers: 1, netSales: 700, least: 700, most: 700 },
    { decile: 2, customers: 1, netSales: 300, least: 300, most: 300 },
  ])
  expect(groups.map(({ cumulative }) => cumulative)).toEqual([0.7, 1])
  expect(withShares([{ decile: 1, customers: 1, netSales: 0, least: 0, most: 0 }])[0]?.share).toBeNull()
})

test('a cohort is incomplete until its last buyer has had the whole window', () => {
  const cohort = { month: '2026-08', buyers: 100, within: [10, 20, 31, 40, 41] }
  expect(f2Rate(cohort, 90, '2026-11-28')).toEqual({ rate: 0.31, second: 31, complete: false })
  expect(f2Rate(cohort, 90, '2026-11-29')).toEqual({ rate: 0.31, second: 31, complete: true })
  expect(f2Rate({ ...cohort, buyers: 0, within: [0, 0, 0, 0, 0] }, 30, '2026-11-29').rate).toBeNull()
  expect(() => f2Rate(cohort, 45, '2026-11-29')).toThrow(RangeError)
})

test('the margins of a migration matrix are the counts of both days', () => {
  const found = migrationOf(
    [
      { from: 'S', to: 'S', customers: 4 },
      { from: 'S', to: 'A', customers: 2 },
      { from: 'A', to: 'S', customers: 1 },
      { from: 'A', to: null, customers: 1 },
      { from: null, to: 'A', customers: 5 },
    ],
    ['S', 'A'],
  )
  expect(found).toMatchObject({
    matrix: [
      [4, 2],
      [1, 0],
    ],
    fromTotals: [6, 2],
    toTotals: [5, 7],
    newcomers: [0, 5],
    gone: [0, 1],
    up: 1,
    down: 2,
    same: 4,
    largest: { from: 'S', to: 'A', customers: 2 },
  })
  expect(() => migrationOf([{ from: 'X', to: 'S', customers: 1 }], ['S', 'A'])).toThrow(RangeError)
})
