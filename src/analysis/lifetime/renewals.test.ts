import { expect, test } from 'vitest'
import { bdw } from './models/bdw.ts'
import { sbg } from './models/sbg.ts'
import { discountedRenewals, expectedRenewals, survivalFrom } from './renewals.ts'

const yearly = Math.log(1.1)

function expectRelative(found: number, expected: number, share: number): void {
  expect(Math.abs(found / expected - 1), `${found} against ${expected}`).toBeLessThanOrEqual(share)
}

/** ltv.md §6: DERL at 10 % of contracts 0, 1, 2 … years old. */
test.each([
  ['regular, 7 years', 0.7040772985, 1.182043026, [2.964399270264222, 4.103139775086269, 4.869804652527123]],
  ['regular, 12 years', 0.6973624517, 1.168904621, [2.97362679414565, 4.1224448771557975, 4.892716639423006]],
  ['high end, 7 years', 0.6680883511, 3.806094964, [5.414478845364272, 5.901377593810304, 6.293891569418785]],
  ['high end, 12 years', 0.5961112005, 3.326968741, [5.507435991283387, 6.043656788936041, 6.463897042293237]],
])('DERL of %s', (_title, alpha, beta, expected) => {
  expected.forEach((value, past) => expectRelative(discountedRenewals(sbg, { alpha, beta }, past, yearly), value, 1e-8))
})

test('DERL of the high end after seven renewals', () => {
  expect(discountedRenewals(sbg, { alpha: 0.6680883511, beta: 3.806094964 }, 7, yearly)).toBeCloseTo(7.53, 3)
})

test('DERL of the two cases of Fader & Hardie 2010', () => {
  const years = [0, 1, 2, 3, 4]
  const of = (alpha: number, beta: number) =>
    years.map((past) => discountedRenewals(sbg, { alpha, beta }, past, yearly))
  expect(of(3.8, 15.2).map((value) => value.toFixed(2))).toEqual(['3.31', '3.45', '3.59', '3.72', '3.84'])
  expect(of(0.067, 0.267).map((value) => value.toFixed(4))).toEqual([
    '7.6708',
    '9.4553',
    '9.8508',
    '10.0562',
    '10.1886',
  ])
})

test('one constant retention rate undervalues the base by 12 % (Fader & Hardie 2010, case 1)', () => {
  const params = { alpha: 3.8, beta: 15.2 }
  // five cohorts of 10,000, the newest just come
  const base = [0, 1, 2, 3, 4].map((past) => 10_000 * survivalFrom(sbg, params, 0, past))
  const value = base.reduce((sum, count, past) => sum + count * discountedRenewals(sbg, params, past, yearly), 0)
  const total = base.reduce((sum, count) => sum + count, 0)
  const retained = (total - (base[0] as number)) / (total - (base[4] as number))
  const constant = (total * retained * 1.1) / (1.1 - retained)
  expect(constant / value).toBeCloseTo(182_292 / 207_438, 2)
})

function direct(
  model: typeof bdw,
  params: { alpha: number; beta: number; c: number },
  past: number,
  rate: number,
  to: number,
) {
  let sum = 0
  for (let t = to; t >= 1; t--) sum += survivalFrom(model, params, past, t) * Math.exp(-rate * (t - 1))
  return sum
}

test('as by adding up term by term, discounted or not', () => {
  for (const [alpha, beta, c] of [
    [0.7, 1.2, 1],
    [0.2, 1.4, 1.7],
    [3, 40, 0.6],
    [0.01, 5, 0.3],
    [40, 400, 1],
  ] as const) {
    const params = { alpha, beta, c }
    for (const past of [0, 3, 200]) {
      expectRelative(discountedRenewals(bdw, params, past, 0.002), direct(bdw, params, past, 0.002, 21_000), 1e-9)
      expectRelative(expectedRenewals(bdw, params, past, 7_000), direct(bdw, params, past, 0, 7_000), 1e-9)
      expectRelative(expectedRenewals(bdw, params, past, 12), direct(bdw, params, past, 0, 12), 1e-12)
    }
  }
})

test('never NaN, never infinite, whatever the numbers', () => {
  const extremes = [0, 1e-300, 1e-12, 1, 3.7, 1e6, 1e12, 1e300, -5]
  for (let round = 0; round < 700; round++) {
    // every combination of five numbers of the list comes up in time; some of them are tried
    const pick = (place: number) => extremes[Math.floor((round * 7919) / 9 ** place) % 9] as number
    const params = { alpha: pick(0), beta: pick(1), c: pick(2) }
    const model = round % 2 === 0 ? bdw : (sbg as typeof bdw)
    const said = JSON.stringify({ ...params, past: pick(3), rate: pick(4) })
    expect(Number.isFinite(discountedRenewals(model, params, pick(3), pick(4))), said).toBe(true)
    const share = survivalFrom(model, params, pick(3), pick(4))
    expect(share >= 0 && share <= 1, said).toBe(true)
  }
})
