import { expect, test } from 'vitest'
import { simulatedLog } from '../../../../test/buyers.ts'
import { historiesAt } from '../histories.ts'
import { patternsOf } from '../patterns.ts'
import { actualAfter, originAt, totalOf } from './candidates.ts'
import { clockAhead, fitClock } from './clock.ts'
import { clockObjective, coordinatesOf, monthsOf, type Observed } from './clock-likelihood.ts'
import { pacePrior, usualBelief } from './pace-prior.ts'

const params = { r: 0.7, alpha: 60, a: 0.6, b: 4 }
const year = 365
/** a third more around day 330 of each year */
const autumn = (day: number): number => 1 + Math.exp(-((((day - 330 + 547.5) % year) - 182.5) ** 2) / 1800)

test('the gradient is that of the value', () => {
  const log = simulatedLog({ customers: 400, params, joining: 300, days: 400, seed: 5, pace: autumn })
  const histories = historiesAt(log, 400)
  const patterns = patternsOf(histories)
  const months = monthsOf(patterns.T.reduce((most, age) => Math.max(most, age), 0))
  const observed: Observed = { patterns, months, repeatsByMonth: new Float64Array(months.count).fill(30) }
  const objective = clockObjective(observed, pacePrior(months.count, 6, usualBelief))
  const size = coordinatesOf(months.count)
  const at = Float64Array.from({ length: size }, (_, i) => (i < 4 ? [-0.3, 3.9, -0.4, 1.2][i] : Math.sin(i)) as number)
  const gradient = new Float64Array(size)
  objective(at, gradient)
  const step = 1e-5
  for (let i = 0; i < size; i++) {
    const beside = (by: number) => objective(at.with(i, (at[i] as number) + by), new Float64Array(size))
    const slope = (beside(step) - beside(-step)) / (2 * step)
    expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)))
  }
})

test('months are counted back from the cut; the oldest takes what is left over', () => {
  const { count, of } = monthsOf(100)
  expect(count).toBe(3)
  expect([of[0], of[30], of[31], of[61], of[100]]).toEqual([2, 2, 1, 0, 0])
  expect(monthsOf(5).count).toBe(1)
})

test('a season seen twice is expected again', () => {
  const log = simulatedLog({ customers: 2_500, params, joining: 700, days: 1_095, seed: 11, pace: autumn })
  const cut = 730
  const origin = originAt(log, cut)
  const fit = fitClock(log, origin.histories, origin.patterns, origin.fit('mbgnbd').params)
  const days = (from: number, to: number) => clockAhead(fit, to).days - clockAhead(fit, from).days
  expect(days(300, 360) / days(120, 180)).toBeGreaterThan(1.4)
  // before the autumn, the plain model goes on at the mean pace of the whole year
  const actual = actualAfter(log, origin, 240).reduce((sum, one) => sum + one, 0)
  const miss = (name: 'clock' | 'mbgnbd') =>
    Math.abs(totalOf(origin.patterns, origin.forecast(name, 240).expected) / actual - 1)
  expect(miss('clock')).toBeLessThan(miss('mbgnbd'))
  expect(miss('clock')).toBeLessThan(0.12)
})

test('customers a log begins with are old ones, and new ones are not taken for them', () => {
  const log = simulatedLog({ customers: 6_000, params, joining: 365, before: 1_095, days: 730, seed: 3 })
  const origin = originAt(log, 365)
  const actual = actualAfter(log, origin, 365).reduce((sum, one) => sum + one, 0)
  const miss = (name: 'clock' | 'mbgnbd') => totalOf(origin.patterns, origin.forecast(name, 365).expected) / actual - 1
  expect(miss('mbgnbd')).toBeGreaterThan(0.1)
  expect(Math.abs(miss('clock'))).toBeLessThan(0.1)
})

test('any log gives finite forecasts, however short or strange', () => {
  const shops = [
    { customers: 1, joining: 1, days: 1 },
    { customers: 3, joining: 2, days: 40 },
    { customers: 150, joining: 1, days: 90 },
    { customers: 150, joining: 4_000, days: 4_100 },
  ]
  for (const shop of shops) {
    const log = simulatedLog({ ...shop, params, seed: 8 })
    const origin = originAt(log, shop.days)
    for (const name of ['clock', 'steady', 'ownRate', 'recency'] as const) {
      const { expected, buys } = origin.forecast(name, 1_500)
      for (const one of [...expected, ...buys]) expect(Number.isFinite(one) && one >= 0).toBe(true)
      expect(Math.max(...buys)).toBeLessThanOrEqual(1)
    }
    expect(origin.spread(1_500)).toBeGreaterThan(0)
  }
})
