import { expect, test } from 'vitest'
import { simulatedLog } from '../../../../test/buyers.ts'
import { openPurchaseLog, type PurchaseLog } from '../histories.ts'
import { evaluateAt } from './evaluate.ts'
import { reasonFor } from './reason.ts'
import { trustReport } from './report.ts'
import { forecastShop } from './ship.ts'

const params = { r: 0.7, alpha: 60, a: 0.6, b: 4 }

/** The same log with other things done after the cut. */
function withOtherFuture(log: PurchaseLog<number>, cut: number): PurchaseLog<number> {
  const other = openPurchaseLog<number>()
  log.ids.forEach((id, slot) => {
    for (let row = log.starts[slot] as number; row < (log.starts[slot + 1] as number); row++) {
      if ((log.days[row] as number) <= cut) other.add(id, log.days[row] as number)
    }
    if (slot % 3 === 0) for (let day = cut + 1; day < cut + 60; day += 2) other.add(id, day)
  })
  return other.close()
}

test('nothing after the cut touches the forecast', () => {
  const log = simulatedLog({ customers: 900, params, joining: 400, days: 800, seed: 21 })
  const cut = 500
  const one = forecastShop(log, cut, 180)
  const other = forecastShop(withOtherFuture(log, cut), cut, 180)
  expect([other.total, other.low, other.high, other.chosen]).toEqual([one.total, one.low, one.high, one.chosen])
  expect(other.parts).toEqual(one.parts)
  expect(other.trials).toEqual(one.trials)
})

test('a forecast is held against what came, total and customer by customer', () => {
  const log = simulatedLog({ customers: 2_000, params, joining: 500, days: 1_100, seed: 4 })
  const found = evaluateAt(log, 700, 300)
  const { shipped, ownRate, mbgnbd } = found.models
  expect(found.actual).toBeGreaterThan(500)
  expect(Math.abs(shipped.bias as number)).toBeLessThan(0.1)
  expect(found.inside).toBe(true)
  expect(shipped.low).toBeLessThan(shipped.total)
  expect(shipped.high).toBeGreaterThan(shipped.total)
  expect(shipped.mae).toBeLessThan(1.02 * Math.min(mbgnbd.mae, ownRate.mae))
  expect(shipped.auc).toBeGreaterThan(0.7)
  const customers = found.deciles.reduce((sum, group) => sum + group.customers, 0)
  expect(customers).toBe(found.customers)
  const expected = found.deciles.reduce((sum, group) => sum + group.customers * group.expected, 0)
  expect(expected).toBeCloseTo(shipped.total, 6)
  const last = found.tracking.at(-1)
  expect(last).toMatchObject({ day: 300, actual: found.actual })
  expect(last?.expected).toBeCloseTo(shipped.total, 6)
  expect(found.tracking[0]).toMatchObject({ day: 30 })
})

test('reasons are told in both languages with the figures they rest on', () => {
  const log = simulatedLog({ customers: 900, params, joining: 400, days: 500, seed: 21 })
  const shipped = forecastShop(log, 500, 90)
  const english = reasonFor(shipped, 'en')
  expect(english).toContain('The total is forecast by')
  expect(english).toMatch(/of the shop’s own past, up to 90 days long, the totals missed by: .*MBG\/NBD \d+ %/)
  const japanese = reasonFor(shipped, 'ja')
  expect(japanese).toMatch(/^合計は「.*」で予測しています。この店の過去\d+区間（最長90日）/)
  const young = forecastShop(log, 70, 90)
  expect(reasonFor(young, 'en')).toMatch(/Too few data|days of history are too few/)
})

test('a report over earlier days: every cut scored, the plain models beside', () => {
  const log = simulatedLog({ customers: 500, params, joining: 300, days: 460, seed: 9 })
  const { evaluations, meanBias, inside } = trustReport(log, 460, 120)
  expect(evaluations.length).toBeGreaterThanOrEqual(4)
  expect(evaluations.every(({ cut, horizon }) => cut + horizon <= 460 && horizon <= 120)).toBe(true)
  expect(evaluations.map(({ cut }) => cut)).toEqual(evaluations.map(({ cut }) => cut).sort((a, b) => a - b))
  expect(meanBias.shipped).toBeLessThan(meanBias.ownRate as number)
  expect(inside).toBe(evaluations.filter((one) => one.inside).length)
  expect(trustReport(log, 40, 120).evaluations).toEqual([])
})

test('too few data: how few is said, and customers are put in order by the rule of thumb', () => {
  const log = simulatedLog({ customers: 60, params, joining: 100, days: 200, seed: 2 })
  const shipped = forecastShop(log, 200, 90)
  expect(shipped.small).toMatchObject({ customers: 60, days: expect.any(Number) })
  expect(shipped.chosen).toBe('ruleOfThumb')
  expect(reasonFor(shipped, 'ja')).toContain('お客様60人')
  expect(shipped.high / shipped.low).toBeGreaterThanOrEqual(4)
  const { expected } = shipped.forecast
  const { x, tx, T } = shipped.origin.patterns
  // of two who bought as often in as long, the one seen lately comes first
  for (let one = 0; one < expected.length; one++) {
    for (let other = 0; other < expected.length; other++) {
      if (x[one] !== x[other] || T[one] !== T[other] || (tx[one] as number) <= (tx[other] as number)) continue
      expect(expected[one]).toBeGreaterThanOrEqual(expected[other] as number)
    }
  }
  const scored = evaluateAt(log, 150, 50)
  expect(Number.isFinite(scored.models.shipped.mae)).toBe(true)
})
