import { expect, test } from 'vitest'
import type { CohortFigures } from '../count/rows.ts'
import { curveOf, firstAges, type KnownCohort, lifetimeValue, pooled, profitRate } from './ltv.ts'

const ages = <T>(values: T[], rest: T): T[] => Array.from({ length: 24 }, (_, age) => values[age] ?? rest)

/** Ten buyers who spent 10,000 at once, 2,000 a month later, and so on; half of it is profit. */
function cohort(net: number[], rest: Partial<KnownCohort> = {}): KnownCohort {
  const figures: CohortFigures = {
    buyers: 10,
    subscribers: 0,
    regulars: 10,
    active: ages([10, 2], 0),
    purchases: ages([10, 2], 0),
    net: ages(net, 0),
    gross: ages(net, 0).map((value) => value / 2),
    known: ages(net, 0),
    made: [],
    ripe: [],
    within: [],
    watched: 0,
  }
  return { figures, ahead: null, complete: 24, ...rest }
}

const sales = { numerator: 'sales', perPurchase: 0, spread: 0.1 } as const

test('observed as long as everybody has lived through the age; expected with its band after', () => {
  const ahead = { purchases: ages([0, 1], 4), net: ages([0, 1000], 3000) }
  const points = curveOf(cohort([10_000, 2000], { complete: 1, ahead }), sales)
  expect(points?.[0]).toEqual({ days: 30, observed: 1000, expected: null, low: null, high: null })
  // everything so far, and 1,000 more expected until the age is over
  expect(points?.[1]).toMatchObject({ days: 60, observed: null, expected: 1300 })
  const [low, high] = [points?.[1]?.low ?? 0, points?.[1]?.high ?? 0]
  expect(low).toBeGreaterThan(1200)
  expect(low).toBeLessThan(1300)
  expect((low - 1200) * (high - 1200)).toBeCloseTo(100 ** 2, 6)
  expect(points?.[23]).toMatchObject({ expected: 1500 })
})

test('nothing is said of the time to come where nothing is projected', () => {
  const points = curveOf(cohort([10_000], { complete: 1 }), sales)
  expect(points?.[1]).toEqual({ days: 60, observed: null, expected: null, low: null, high: null })
})

test('profit, and profit less what each purchase costs to ship', () => {
  const own = cohort([10_000, 2000])
  expect(curveOf(own, { ...sales, numerator: 'profit' })?.[1]?.observed).toBe(600)
  expect(curveOf(own, { ...sales, numerator: 'margin', perPurchase: 100 })?.[1]?.observed).toBe(600 - 120)
})

test('orders of unknown cost are taken to earn as the others do, up to a fifth of the sales', () => {
  expect(profitRate({ net: 1000, gross: 400, known: 800 })).toBe(0.5)
  expect(profitRate({ net: 1000, gross: 400, known: 799 })).toBeNull()
  expect(profitRate({ net: 0, gross: 0, known: 0 })).toBeNull()
  const unknown = cohort([10_000])
  unknown.figures.known = ages([5000], 0)
  expect(curveOf(unknown, { ...sales, numerator: 'profit' })).toBeNull()
})

test('cohorts together: sums, and as complete as the youngest', () => {
  const both = pooled([cohort([10_000]), cohort([4000, 1000], { complete: 2 })])
  expect(both).toMatchObject({ complete: 2, ahead: null, figures: { buyers: 20 } })
  expect(both?.figures.net.slice(0, 2)).toEqual([14_000, 1000])
  expect(pooled([])).toBeNull()
})

test('年間LTV and 上限CPA, with everything that goes into them', () => {
  const sums = firstAges([cohort([10_000, 2000]), cohort([99_999], { complete: 1 })], 2)
  expect(sums).toEqual({ buyers: 10, purchases: 12, net: 12_000, gross: 6000, known: 12_000 })
  expect(lifetimeValue(sums, { numerator: 'sales', perPurchase: 0 })).toEqual({
    buyers: 10,
    purchases: 12,
    sales: 12_000,
    profitRate: 0.5,
    amount: 12_000,
    each: 1200,
    limit: 600,
  })
  expect(lifetimeValue(sums, { numerator: 'margin', perPurchase: 100 })).toMatchObject({
    amount: 4800,
    each: 480,
    limit: 480,
  })
  const unknown = { ...sums, known: 1 }
  expect(lifetimeValue(unknown, { numerator: 'profit', perPurchase: 0 })).toMatchObject({ amount: null, limit: null })
})
