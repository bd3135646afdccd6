import { expect, test } from 'vitest'
import { openPurchaseLog } from '../histories.ts'
import { ownRate, recencyRate } from './baselines.ts'
import { blended, blendOf } from './blend.ts'
import { actualAfter, originAt } from './candidates.ts'
import { byRepeats, decilesOf, scoresOf } from './scores.ts'
import { speaks, windowsBefore } from './windows.ts'

/** days of purchase by customer */
function logOf(days: Record<string, number[]>) {
  const log = openPurchaseLog()
  for (const [id, some] of Object.entries(days)) for (const day of some) log.add(id, day)
  return log.close()
}

const log = logOf({ a: [0, 10, 20, 60], b: [0, 50], c: [10], d: [30, 31, 70, 75], e: [90] })
const origin = originAt(log, 40)
const actual = actualAfter(log, origin, 40)

test('errors, Brier score and AUC by hand', () => {
  expect([...actual]).toEqual([1, 1, 0, 2])
  const forecast = ownRate(origin.patterns, 40)
  // x/T·40: 2, 0, 0, 4
  const scores = scoresOf(origin.patterns, forecast, actual)
  expect(scores.total).toBe(6)
  expect(scores.bias).toBe(0.5)
  expect(scores.mae).toBe((1 + 1 + 0 + 2) / 4)
  expect(scores.rmse).toBe(Math.sqrt((1 + 1 + 0 + 4) / 4))
  const misses = [Math.exp(-2), 1, 0, Math.exp(-4)].map((one) => one ** 2)
  expect(scores.brier).toBeCloseTo(misses.reduce((sum, one) => sum + one, 0) / 4, 12)
  // a and d above c, b tied with c
  expect(scores.auc).toBeCloseTo((1 + 0.5 + 1) / 3, 12)
})

test('AUC and bias are not made up where they do not exist', () => {
  const forecast = ownRate(origin.patterns, 5)
  const nothing = scoresOf(origin.patterns, forecast, new Int32Array(4))
  expect([nothing.bias, nothing.auc]).toEqual([null, null])
})

test('groups by what was expected and by repeats hold every customer once', () => {
  const forecast = ownRate(origin.patterns, 40)
  const deciles = decilesOf(origin.patterns, forecast, actual)
  expect(deciles.map(({ expected }) => expected)).toEqual([0, 0, 2, 4])
  const groups = byRepeats(origin.patterns, forecast, actual, 2)
  expect(groups.map(({ customers }) => customers)).toEqual([2, 1, 1])
  expect(groups[2]).toEqual({ customers: 1, expected: 2, actual: 1, buys: 1 - Math.exp(-2), bought: 1 })
  expect(groups[0]).toMatchObject({ expected: 0, actual: 0.5, bought: 0.5 })
})

test('recency learns from an earlier day what those away as long went on to do', () => {
  // everyone buys each 10 days; half of them stop at day 50
  const regular = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `c${i}`,
      Array.from({ length: i % 2 ? 13 : 5 }, (_, n) => n * 10 + (i % 5)).filter((day) => day <= 120),
    ]),
  )
  const regulars = originAt(logOf(regular), 120)
  const { expected } = recencyRate(logOf(regular), 120, regulars.patterns, regulars.days, 30)
  const of = (customer: number) => expected[regulars.patterns.of[customer] as number] as number
  expect(of(1)).toBeGreaterThan(2)
  expect(of(0)).toBeLessThan(of(1))
})

test('a mixture keeps the total and takes what came closest to each customer', () => {
  const { patterns } = origin
  const flat = { expected: new Float64Array(4).fill(1), buys: new Float64Array(4).fill(0.5) }
  const right = {
    expected: Float64Array.from(patterns.x, (_, i) => actual[patterns.of.indexOf(i)] as number),
    buys: flat.buys,
  }
  const samples = [{ patterns, forecasts: [flat, right], actual, weight: 1 }]
  expect(blendOf(samples, 2)).toEqual([0, 1])
  expect(blendOf(samples, 2, [1, 0.5])).toEqual([0.5, 0.5])
  expect(blendOf([], 2)).toEqual([1, 0])
  const { expected } = blended(patterns, [flat, right], [0.5, 0.5], 2)
  expect(expected.reduce((sum, one) => sum + one, 0)).toBeCloseTo(8, 12)
})

test('trials never reach beyond the cut or before what they learn from', () => {
  for (const days of [10, 80, 120, 200, 400, 900, 3_000]) {
    for (const horizon of [7, 30, 90, 365, 1_000]) {
      const windows = windowsBefore(days, horizon)
      for (const window of windows) {
        expect(window.horizon).toBeGreaterThan(0)
        expect(window.horizon).toBeLessThanOrEqual(Math.min(window.back, Math.max(horizon, 1)))
        expect(days - window.back).toBeGreaterThanOrEqual(60)
      }
      expect(windows.filter((one) => speaks(one, horizon)).length).toBeGreaterThanOrEqual(Math.min(1, windows.length))
    }
  }
  expect(windowsBefore(80, 30)).toEqual([])
  expect(windowsBefore(3_000, 365)).toContainEqual({ back: 1_460, horizon: 365 })
})
