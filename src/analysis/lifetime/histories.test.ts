import { expect, test } from 'vitest'
import { historiesAt, openPurchaseLog, purchasesBetween } from './histories.ts'
import { patternsOf } from './patterns.ts'

function logOf(rows: [id: string, day: number, amount?: number][], zeros: 'purchases' | 'ignored' = 'purchases') {
  const log = openPurchaseLog({ zeros })
  for (const row of rows) log.add(...row)
  return log.close()
}

test('purchases of one day are one; the first is none of the repeats', () => {
  const log = logOf([
    ['a', 30, 500],
    ['b', 12, 100],
    ['a', 10, 300],
    ['a', 30, 100],
    ['a', 40, 200],
  ])
  const found = historiesAt(log, 50)
  expect([...found.x]).toEqual([2, 0])
  expect([...found.tx]).toEqual([30, 0])
  expect([...found.T]).toEqual([40, 38])
  expect([...found.spend]).toEqual([400, Number.NaN])
  expect(found.logGaps[0]).toBeCloseTo(Math.log(20) + Math.log(10), 12)
  expect(log.counts).toEqual({ rows: 5, zeros: 0, refunds: 0, sameDay: 1 })
})

test('a cut sees what was known then, and what came after is counted apart', () => {
  const log = logOf([
    ['late', 60, 10],
    ['a', 10, 10],
    ['a', 20, 10],
    ['a', 55, 70],
    ['a', 56, -20],
    ['a', 90, 5],
  ])
  const found = historiesAt(log, 50)
  expect(found.size).toBe(1)
  expect([...found.member].map((member) => log.ids[member])).toEqual(['a'])
  expect([...found.x, ...found.tx, ...found.T, ...found.spend]).toEqual([1, 10, 40, 10])
  const after = purchasesBetween(log, found, 50, 80)
  expect([...after.counts, ...after.money]).toEqual([1, 50])
})

test('refunds are no purchases and lower the mean; those of the first purchase do not; rows of 0 as the caller says', () => {
  const rows: [string, number, number][] = [
    ['a', 1, 100],
    ['a', 2, -100],
    ['a', 5, 80],
    ['a', 6, -30],
    ['a', 9, 0],
    ['only refunds', 3, -10],
  ]
  const counted = historiesAt(logOf(rows), 10)
  expect([counted.size, counted.x[0], counted.spend[0]]).toEqual([1, 2, 25])
  const ignored = historiesAt(logOf(rows, 'ignored'), 10)
  expect([ignored.size, ignored.x[0], ignored.spend[0]]).toEqual([1, 1, 50])
  expect(logOf(rows).counts).toEqual({ rows: 6, zeros: 1, refunds: 3, sameDay: 0 })
})

test('long histories in any order', () => {
  const days = Array.from({ length: 500 }, (_, index) => (index * 211) % 500)
  const found = historiesAt(logOf(days.map((day) => ['a', day, day])), 499)
  expect([found.x[0], found.tx[0], found.T[0]]).toEqual([499, 499, 499])
  expect(found.spend[0]).toBeCloseTo(250, 10)
})

test('equal histories are one pattern; no two different ones are', () => {
  const size = 5000
  const histories = {
    size,
    x: Int32Array.from({ length: size }, (_, i) => i % 7),
    tx: Float64Array.from({ length: size }, (_, i) => (i % 7) * 3 + (i % 2) / 7),
    T: Float64Array.from({ length: size }, (_, i) => 100 + (i % 11) / 7),
    logGaps: new Float64Array(size).fill(0.5),
  }
  const patterns = patternsOf(histories)
  expect(patterns.size).toBe(7 * 2 * 11)
  expect(patterns.weight.reduce((sum, one) => sum + one, 0)).toBe(size)
  expect(patterns.logGaps).toBe(size / 2)
  for (let i = 0; i < size; i++) {
    const pattern = patterns.of[i] as number
    expect([patterns.x[pattern], patterns.tx[pattern], patterns.T[pattern]]).toEqual([
      histories.x[i],
      histories.tx[i],
      histories.T[i],
    ])
  }
})
