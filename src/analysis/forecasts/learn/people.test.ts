import { expect, test } from 'vitest'
import { simulatedLog } from '../../../../test/buyers.ts'
import {
  forecastShop,
  gammaGamma,
  historiesAt,
  openPurchaseLog,
  patternsOf,
  purchasesBetween,
} from '../../lifetime/index.ts'
import { horizons, year } from './horizons.ts'
import { openOutlooks } from './outlooks.ts'
import { forecastPeople } from './people.ts'
import { sampleOf } from './sample.ts'
import { foretellSubscriptions } from './subscriptions.ts'

const log = simulatedLog({
  customers: 1500,
  params: { r: 1.2, alpha: 60, a: 0.6, b: 2 },
  joining: 600,
  days: 1095,
  seed: 11,
})
const cut = 730

function foretold() {
  const shipped = forecastShop(log, cut, 365)
  const histories = historiesAt(log, cut)
  const patterns = patternsOf(histories)
  const people = forecastPeople(shipped, patterns)
  const outlookOf = openOutlooks({
    ids: log.ids,
    histories,
    patterns,
    people,
    spend: gammaGamma.fit(histories),
    second: null,
    subscriptions: foretellSubscriptions([], new Map(), cut),
  })
  return { shipped, histories, patterns, people, outlookOf }
}

test('what came a year later lay in the intervals of single customers, and chances came true', () => {
  const { shipped, histories, patterns, people, outlookOf } = foretold()
  const { counts, money } = purchasesBetween(log, histories, cut, cut + 365)
  let [counted, spent, bought, chance, total] = [0, 0, 0, 0, 0]
  for (let place = 0; place < histories.size; place++) {
    const one = outlookOf(place)
    const came = counts[place] as number
    if (one.purchasesLow <= came && came <= one.purchasesHigh) counted++
    // amounts are not whole numbers of purchases: a cent at either end is none
    const spend = money[place] as number
    if ((one.moneyLow[year] as number) - 0.01 <= spend && spend <= (one.moneyHigh[year] as number) + 0.01) spent++
    if (came > 0) bought++
    chance += one.buys[year] as number
    total += one.purchases[year] as number
  }
  expect(counted / histories.size).toBeGreaterThan(0.8)
  expect(spent / histories.size).toBeGreaterThan(0.78)
  expect(Math.abs(chance - bought) / histories.size).toBeLessThan(0.04)
  expect(total).toBeCloseTo(shipped.total, 6)
  expect(patterns.of.every((pattern) => (people.alive[pattern] as number) <= 1)).toBe(true)
})

test('longer times bring more, and soon is part of later', () => {
  const { people, patterns } = foretold()
  for (let i = 0; i < patterns.size; i++) {
    const at = (columns: Float64Array[], h: number) => (columns[h] as Float64Array)[i] as number
    for (let h = 1; h < horizons.length; h++) {
      expect(at(people.expected, h)).toBeGreaterThanOrEqual(at(people.expected, h - 1))
      expect(at(people.buys, h)).toBeGreaterThanOrEqual(at(people.buys, h - 1) - 1e-9)
    }
    expect(at(people.buysSoon, 0)).toBeLessThanOrEqual(at(people.buysSoon, 1) + 1e-9)
    expect(at(people.buysSoon, 1)).toBeLessThanOrEqual(at(people.buys, 0) + 1e-9)
    expect(people.from[i]).toBeLessThanOrEqual(people.to[i] as number)
    expect(Number.isFinite(people.residual[i])).toBe(true)
  }
})

test('a sample is drawn by id: the same whatever the order, with all purchases of its customers and the oldest of them', () => {
  const sample = sampleOf(log, 500)
  if (!sample) throw new Error('no sample')
  expect(sample.log.ids.length).toBeGreaterThan(400)
  expect(sample.log.ids.length).toBeLessThan(600)
  const reversed = openPurchaseLog<number>()
  for (let slot = log.ids.length - 1; slot >= 0; slot--) {
    for (let row = log.starts[slot] as number; row < (log.starts[slot + 1] as number); row++) {
      reversed.add(log.ids[slot] as number, log.days[row] as number, log.amounts[row])
    }
  }
  const other = sampleOf(reversed.close(), 500)
  const first = log.days.reduce((least, day) => Math.min(least, day))
  expect(sample.log.days.reduce((least, day) => Math.min(least, day))).toBe(first)
  // the oldest may be another one of the same day
  const common = other?.log.ids.filter((id) => sample.log.ids.includes(id)).length ?? 0
  expect(common).toBeGreaterThanOrEqual(sample.log.ids.length - 1)
  sample.members.forEach((slot, at) => {
    const rows = (sample.log.starts[at + 1] as number) - (sample.log.starts[at] as number)
    expect(rows).toBe((log.starts[slot + 1] as number) - (log.starts[slot] as number))
  })
  expect(sampleOf(log, 5000)).toBeNull()
})
