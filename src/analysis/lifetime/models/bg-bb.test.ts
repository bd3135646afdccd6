import { expect, test } from 'vitest'
import { createChance } from '../../../demo/chance.ts'
import { dayNumber } from '../../../platform/calendar.ts'
import { openPurchaseLog } from '../histories.ts'
import { logBeta } from '../numerics/log-gamma.ts'
import { betaNodes } from '../numerics/quadrature.ts'
import { patternsOf } from '../patterns.ts'
import { bgBb, occasionsOf } from './bg-bb.ts'

/** Donors of 1995 and the six years after: x, tx, number of donors, of n = 6 (Fader, Hardie & Shang 2010, table 1). */
const donors = [
  [6, 6, 1203],
  [5, 6, 728],
  [4, 6, 512],
  [3, 6, 357],
  [2, 6, 234],
  [1, 6, 129],
  [5, 5, 335],
  [4, 5, 284],
  [3, 5, 225],
  [2, 5, 173],
  [1, 5, 119],
  [4, 4, 240],
  [3, 4, 181],
  [2, 4, 155],
  [1, 4, 78],
  [3, 3, 322],
  [2, 3, 255],
  [1, 3, 129],
  [2, 2, 613],
  [1, 2, 277],
  [1, 1, 1091],
  [0, 0, 3464],
] as const

/** BTYD 2.4.3, vignette. */
const published = {
  alpha: 1.20352083040498,
  beta: 0.749714243061896,
  gamma: 0.656711169147878,
  delta: 2.78340801635898,
}

function expectRelative(found: number, expected: number, share: number): void {
  expect(Math.abs(found / expected - 1), `${found} against ${expected}`).toBeLessThanOrEqual(share)
}

function patterns(rows: readonly (readonly [x: number, tx: number, weight: number])[], n: number) {
  const each = rows.flatMap(([x, tx, weight]) => Array.from({ length: weight }, () => [x, tx] as const))
  return patternsOf({
    size: each.length,
    x: Int32Array.from(each, ([x]) => x),
    tx: Float64Array.from(each, ([, tx]) => tx),
    T: new Float64Array(each.length).fill(n),
    logGaps: new Float64Array(each.length),
  })
}

test('donors: parameters and likelihood as published', () => {
  const { params, logLikelihood, warnings, se } = bgBb.fit(patterns(donors, 6))
  expect(warnings).toEqual([])
  expect(logLikelihood).toBeCloseTo(-33225.58, 2)
  expectRelative(params.alpha, published.alpha, 3e-4)
  expectRelative(params.beta, published.beta, 3e-4)
  expectRelative(params.gamma, published.gamma, 3e-4)
  expectRelative(params.delta, published.delta, 3e-4)
  expect(Object.values(se).every((one) => one !== null && one > 0)).toBe(true)
  const sum = donors.reduce((all, [x, tx, weight]) => all + weight * bgBb.logLikelihood(params, x, tx, 6), 0)
  expectRelative(sum, logLikelihood, 1e-12)
})

test('donors: what was expected of the next five years and of single donors', () => {
  expect(bgBb.expected(published, 0, 0, 6, 10)).toBeCloseTo(0.1302, 4)
  expect(bgBb.expected(published, 4, 5, 6, 10)).toBeCloseTo(3.628, 3)
  // one who never missed is surely still there
  expect(bgBb.alive(published, 6, 6, 6)).toBeCloseTo(published.delta / (published.gamma + published.delta), 0)
})

test('as by integrating over the chances to buy and to leave, for random parameters', () => {
  const { next } = createChance(5, 0)
  for (let round = 0; round < 60; round++) {
    const [alpha, beta, gamma, delta] = [0.2 + 3 * next(), 0.2 + 3 * next(), 0.2 + 3 * next(), 0.2 + 9 * next()]
    const params = { alpha, beta, gamma, delta }
    const n = 1 + Math.floor(15 * next())
    const tx = Math.floor((n + 1) * next())
    const x = tx === 0 ? 0 : 1 + Math.floor(tx * next())
    const ahead = 1 + Math.floor(20 * next())
    // given the history up to the last purchase
    const buying = betaNodes(alpha + x, beta + tx - x)
    const leaving = betaNodes(gamma, delta + tx)
    const upTo =
      logBeta(alpha + x, beta + tx - x) - logBeta(alpha, beta) + logBeta(gamma, delta + tx) - logBeta(gamma, delta)
    let [likelihood, alive, expected, buys] = [0, 0, 0, 0]
    buying.nodes.forEach((p, i) => {
      leaving.nodes.forEach((theta, j) => {
        const weight = (buying.weights[i] as number) * (leaving.weights[j] as number)
        for (let silent = 0; silent < n - tx; silent++) {
          likelihood += weight * ((1 - p) * (1 - theta)) ** silent * theta
        }
        const there = weight * ((1 - p) * (1 - theta)) ** (n - tx)
        likelihood += there
        alive += there * (1 - theta)
        for (let occasion = 1; occasion <= ahead; occasion++) {
          expected += there * (1 - theta) ** occasion * p
          buys += there * (1 - theta) ** occasion * (1 - p) ** (occasion - 1) * p
        }
      })
    })
    // the quadrature is exact to a share of the largest value, not of a small mean
    expect(Math.abs(bgBb.logLikelihood(params, x, tx, n) - upTo - Math.log(likelihood))).toBeLessThan(1e-9)
    expect(Math.abs(bgBb.alive(params, x, tx, n) - alive / likelihood)).toBeLessThan(1e-9)
    expect(Math.abs(bgBb.expected(params, x, tx, n, ahead) - expected / likelihood)).toBeLessThan(1e-9)
    expect(Math.abs(bgBb.buysWithin(params, x, tx, n, ahead) - buys / likelihood)).toBeLessThan(1e-9)
  }
})

test('long horizons agree with the sum', () => {
  for (const gamma of [0.3, 0.99999999, 1, 1.0000001, 2.5]) {
    const params = { alpha: 1, beta: 2, gamma, delta: 3 }
    let sum = 0
    // many short horizons, one after the other
    for (let past = 0; past < 1_400; past++) {
      let there = 1
      for (let step = 0; step <= past; step++) there *= (3 + 4 + step) / (gamma + 3 + 4 + step)
      sum += there
    }
    const one = bgBb.expected(params, 2, 4, 4, 1) / ((3 + 4) / (gamma + 3 + 4))
    expectRelative(bgBb.expected(params, 2, 4, 4, 1_400), one * sum, 1e-9)
  }
})

test('occasions are counted from the first purchase on', () => {
  const log = openPurchaseLog()
  const start = dayNumber('2024-01-01')
  // a month of 30 days: bought in months 1 (twice), 3 and, not over yet, 4
  for (const day of [0, 10, 30, 85, 91]) log.add('a', start + day, 100)
  log.add('b', start + 60, 100)
  const { size, x, tx, T, customers } = occasionsOf(log.close(), start + 100, 30)
  expect([size, customers]).toEqual([2, 2])
  expect([x[0], tx[0], T[0]]).toEqual([2, 3, 3])
  expect([x[1], tx[1], T[1]]).toEqual([0, 0, 1])
})

test('never NaN, never infinite, whatever the numbers', () => {
  const { next } = createChance(17, 0)
  const extreme = () => [0, 1e-300, 1e-12, 1, 3.7, 40, 1e12, 1e300, -5][Math.floor(9 * next())] as number
  for (let round = 0; round < 300; round++) {
    const params = { alpha: extreme(), beta: extreme(), gamma: extreme(), delta: extreme() }
    const [x, tx, n, ahead] = [extreme(), extreme(), extreme(), extreme()]
    const answers = [
      bgBb.logLikelihood(params, x, tx, n),
      bgBb.alive(params, x, tx, n),
      bgBb.expected(params, x, tx, n, ahead),
      bgBb.buysWithin(params, x, tx, n, ahead),
    ]
    const said = JSON.stringify({ params, x, tx, n, ahead, answers })
    for (const answer of answers) expect(Number.isFinite(answer), said).toBe(true)
    for (const share of [answers[1], answers[3]])
      expect((share as number) >= 0 && (share as number) <= 1, said).toBe(true)
  }
})

test.each([
  ['nobody', []],
  ['nobody bought again', [[0, 0, 50]]],
  ['everybody every time', [[6, 6, 50]]],
  ['one customer', [[3, 4, 1]]],
] as [string, [number, number, number][]][])('a fit of %s can be used', (_title, rows) => {
  const { params, logLikelihood } = bgBb.fit(patterns(rows, 6))
  expect([...Object.values(params), logLikelihood].every(Number.isFinite)).toBe(true)
  expect(Number.isFinite(bgBb.expected(params, 3, 4, 6, 12))).toBe(true)
})
