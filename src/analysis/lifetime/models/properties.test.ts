import { expect, test } from 'vitest'
import { simulatedHistories, simulatedLog } from '../../../../test/buyers.ts'
import { type Chance, createChance } from '../../../demo/chance.ts'
import { forecast, outlookOf } from '../forecast.ts'
import { historiesAt, purchasesBetween } from '../histories.ts'
import { windowOfNext } from '../next-purchase.ts'
import { logBeta, logGamma } from '../numerics/log-gamma.ts'
import { patternsOf } from '../patterns.ts'
import { bgCnbd, bgNbd } from './bg-nbd.ts'
import { dropOutLikelihood } from './drop-out-likelihood.ts'
import { fitOrSimpler } from './fit-or-simpler.ts'
import { mbgCnbd, mbgNbd } from './mbg-nbd.ts'
import type { BuyingModel } from './model.ts'
import { nbd } from './nbd.ts'

const ofChance = (chance: Chance, low: number, high: number): number => low * (high / low) ** chance.next()

function expectRelative(found: number, expected: number, share: number, of = ''): void {
  expect(Math.abs(found - expected), `${of}: ${found} against ${expected}`).toBeLessThanOrEqual(
    share * Math.abs(expected) + 1e-14,
  )
}

/** Nodes and weights of a trapezoidal rule for Gamma(shape, rate) in ln λ, and for Beta(a, b) in ln p/(1 − p). */
function gammaRule(shape: number, rate: number, idle: number): [lambda: number, alive: number, left: number][] {
  const rule: [number, number, number][] = []
  const high = Math.log((shape + 80 + 12 * Math.sqrt(shape)) / (rate - idle))
  for (let v = Math.log(shape / rate) - 45 / Math.min(shape, 1); v < high; v += 0.04) {
    const lambda = Math.exp(v)
    const logWeight = Math.log(0.04) + shape * (v + Math.log(rate)) - lambda * rate - logGamma(shape)
    // those who left are weighted by e^(λ idle)
    const left = Math.exp(logWeight + lambda * idle)
    if (left > 1e-18) rule.push([lambda, Math.exp(logWeight), left])
  }
  return rule
}

function betaRule(a: number, b: number): [p: number, q: number, weight: number][] {
  const rule: [number, number, number][] = []
  for (let v = -40 / Math.min(a, 1); v < 40 / Math.min(b, 1); v += 0.1) {
    const p = 1 / (1 + Math.exp(-v))
    const weight = 0.1 * Math.exp(-a * Math.log1p(Math.exp(-v)) - b * Math.log1p(Math.exp(v)) - logBeta(a, b))
    if (weight > 1e-18) rule.push([p, 1 / (1 + Math.exp(v)), weight])
  }
  return rule
}

interface Case {
  params: { r: number; alpha: number; a: number; b: number }
  x: number
  tx: number
  T: number
  t: number
}

function randomCase(chance: Chance): Case {
  const T = ofChance(chance, 1, 1000)
  const x = chance.next() < 0.25 ? 0 : Math.floor(ofChance(chance, 1, 40))
  return {
    params: {
      r: ofChance(chance, 0.15, 5),
      alpha: ofChance(chance, 1, 300),
      a: ofChance(chance, 0.15, 5),
      b: ofChance(chance, 0.15, 8),
    },
    x,
    tx: x === 0 ? 0 : T * chance.next(),
    T,
    t: ofChance(chance, 1, 300),
  }
}

/** P(Poisson(mean) = n) for n = 0 … most. */
function poisson(mean: number, most: number): number[] {
  return Array.from({ length: most + 1 }, (_, n) => Math.exp(n * Math.log(mean) - mean - logGamma(n + 1)))
}

/** ln L, P(alive), E X and P(X ≥ 1), by integrating what one buyer does over rates and chances to leave. */
function integrated(modified: boolean, k: number, { params, x, tx, T, t }: Case) {
  const { r, alpha, a, b } = params
  const n = x + (modified ? 1 : 0)
  // Gamma(r, alpha) times λ^(kx) e^(−λT): the rule of a gamma distribution, up to a constant that both parts share
  const shift = logGamma(r + k * x) - logGamma(r) + r * Math.log(alpha) - (r + k * x) * Math.log(alpha + T)
  const rates = gammaRule(r + k * x, alpha + T, T - tx)
  const chances = betaRule(a, b)
  let stayed = 0
  let left = 0
  for (const [p, q, weight] of chances) {
    stayed += weight * q ** n
    if (n > 0) left += weight * p * q ** (n - 1)
  }
  let alive = 0
  let dead = 0
  let expected = 0
  let buys = 0
  const sums = new Map<number, number>()
  for (const [lambda, weight, weightLeft] of rates) {
    const idle = lambda * (T - tx)
    const waiting = Array.from({ length: k }, (_, j) => idle ** j / Math.exp(logGamma(j + 1)))
    alive += weight * stayed * waiting.reduce((sum, one) => sum + one, 0)
    dead += weightLeft * left
    if (weight < 1e-18) continue
    const most = Math.ceil(lambda * t + 12 * Math.sqrt(lambda * t) + 30)
    const come = poisson(lambda * t, most)
    waiting.forEach((share, j) => {
      const groups = come.map((_, m) => Math.floor((m + j) / k))
      const atLeastOne = come.reduce((sum, one, m) => ((groups[m] as number) > 0 ? sum + one : sum), 0)
      buys += weight * share * stayed * atLeastOne
      const counts = new Float64Array(Math.floor((most + j) / k) + 1)
      come.forEach((one, m) => {
        counts[groups[m] as number] = (counts[groups[m] as number] as number) + one
      })
      // E(1 − (1 − p)^m)/p over the chances of those who stayed n times: m is small
      expected += weight * share * counts.reduce((sum, one, m) => sum + one * stayingSum(m), 0)
    })
  }
  function stayingSum(m: number): number {
    const known = sums.get(m)
    if (known !== undefined) return known
    const sum = chances.reduce((all, [p, q, weight]) => {
      const purchases = p < 1e-12 || m === 0 ? m : -Math.expm1(m * Math.log(q)) / p
      return all + weight * q ** n * purchases
    }, 0)
    sums.set(m, sum)
    return sum
  }
  return {
    logLikelihood: shift + Math.log(alive + dead),
    alive: alive / (alive + dead),
    expected: expected / (alive + dead),
    buys: buys / (alive + dead),
  }
}

const families: [BuyingModel, modified: boolean, k: number, cases: number][] = [
  [bgNbd, false, 1, 20],
  [mbgNbd, true, 1, 20],
  [bgCnbd(2), false, 2, 10],
  [mbgCnbd(2), true, 2, 10],
  [mbgCnbd(4), true, 4, 5],
]

test.each(families.map((one) => [`${one[0].name} k=${one[2]}`, one] as const))(
  '%s equals the integrals over its buyers',
  (_title, [model, modified, k, cases]) => {
    const chance = createChance(7, k)
    for (let i = 0; i < cases; i++) {
      const one = randomCase(chance)
      const { params, x, tx, T, t } = one
      const whole = integrated(modified, k, one)
      const of = JSON.stringify(one)
      const found = model.logLikelihood(params, x, tx, T) + (k === 1 ? 0 : x * logGamma(k))
      expect(Math.abs(found - whole.logLikelihood), of).toBeLessThan(1e-8)
      expectRelative(model.alive(params, x, tx, T), whole.alive, 1e-7, of)
      expectRelative(model.expected(params, x, tx, T, t), whole.expected, 1e-7, of)
      expectRelative(model.buysWithin(params, x, tx, T, t), whole.buys, 1e-7, of)
    }
  },
)

test('expectations are the sums of the chances of at least so many', () => {
  const chance = createChance(11, 0)
  for (const [model] of families) {
    for (let i = 0; i < 20; i++) {
      const { params, x, tx, T } = randomCase(chance)
      const t = T / 3
      let sum = 0
      for (let count = 1; count < 3_000; count++) {
        const more = model.atLeast(params, x, tx, T, t, count)
        sum += more
        if (more < 1e-14 * sum) break
      }
      expectRelative(model.expected(params, x, tx, T, t), sum, 1e-9)
    }
  }
})

test('gradients are those of the value, for every k', () => {
  const histories = simulatedHistories({
    customers: 300,
    params: { r: 0.8, alpha: 40, a: 0.8, b: 3 },
    joining: 200,
    days: 400,
    seed: 3,
  })
  const patterns = patternsOf(histories)
  const chance = createChance(5, 0)
  for (const modified of [true, false]) {
    for (const k of [1, 2, 3, 5]) {
      const objective = dropOutLikelihood({ modified, k }, patterns, 100)
      const at = Float64Array.from({ length: 4 }, () => 2 * chance.next() - 1)
      const gradient = new Float64Array(4)
      objective(at, gradient)
      for (let i = 0; i < 4; i++) {
        const value = (by: number) =>
          objective(
            at.map((one, place) => (place === i ? one + by : one)),
            new Float64Array(4),
          )
        expectRelative(gradient[i] as number, (value(1e-5) - value(-1e-5)) / 2e-5, 1e-6)
      }
    }
  }
})

test.each([1, 2, 3])('k = %d: what a simulated shop was made of is found again within its errors', (k) => {
  const params = { r: 0.8, alpha: 60 / k, a: 0.9, b: 2.5 }
  const shop = { customers: 20_000, params, k, joining: 500, days: 700, seed: k }
  const fit = mbgCnbd(k).fit(patternsOf(simulatedHistories(shop)))
  expect(fit.warnings).toEqual([])
  for (const name of ['r', 'alpha', 'a', 'b'] as const) {
    // whole days in place of moments cost a little bias beside the error
    expect(Math.abs(fit.params[name] - params[name]), name).toBeLessThan(
      3.5 * (fit.se[name] as number) + 0.04 * params[name],
    )
  }
})

test('a year ahead: the total is met, the interval holds its share, the window a half', () => {
  const shop = { customers: 30_000, params: { r: 0.8, alpha: 90, a: 0.8, b: 2.5 }, joining: 500, days: 1100, seed: 21 }
  const log = simulatedLog(shop)
  const histories = historiesAt(log, 700)
  const patterns = patternsOf(histories)
  const { model, fit } = fitOrSimpler(mbgNbd, patterns)
  const ahead = forecast(model, fit.params, patterns, { horizon: 365 })
  const { counts } = purchasesBetween(log, histories, 700, 1065)
  let expected = 0
  let actual = 0
  let held = 0
  for (let i = 0; i < histories.size; i++) {
    const pattern = patterns.of[i] as number
    const count = counts[i] as number
    expected += ahead.expected[pattern] as number
    actual += count
    if (count >= (ahead.low[pattern] as number) && count <= (ahead.high[pattern] as number)) held++
  }
  expect(Math.abs(expected / actual - 1)).toBeLessThan(0.03)
  expect(held / histories.size).toBeGreaterThan(0.8)
})

test('the window of the next purchase: closed forms, bisection and the chance to buy agree', () => {
  const params = { r: 0.8, alpha: 90, a: 0.8, b: 2.5 }
  const [x, tx, T] = [4, 200, 260]
  for (const model of [bgNbd, mbgNbd, mbgCnbd(3)] as BuyingModel[]) {
    const without = { ...model, wait: undefined } as unknown as BuyingModel
    const window = windowOfNext(model, params, x, tx, T)
    const slow = windowOfNext(without, params, x, tx, T)
    for (const edge of ['from', 'middle', 'to'] as const) expect(window[edge]).toBeCloseTo(slow[edge], 1)
    const whole = model.buysWithin(params, x, tx, T, 3653)
    expectRelative(model.buysWithin(params, x, tx, T, window.middle), whole / 2, 1e-5)
  }
  // ltv.md §8.4: the median wait of who is alive
  expectRelative(mbgNbd.wait?.(params, x, tx, T, 0.5) as number, (90 + T) * (2 ** (1 / (0.8 + x)) - 1), 1e-12)
})

test('interval and expectation in one walk are those computed one by one', () => {
  const chance = createChance(17, 0)
  for (let i = 0; i < 300; i++) {
    const { params, x, tx, T, t } = randomCase(chance)
    for (const model of [nbd, bgNbd, mbgNbd, bgCnbd(2), mbgCnbd(3)] as BuyingModel[]) {
      const without = { ...model, outlook: undefined } as unknown as BuyingModel
      const quick = outlookOf(model, params, x, tx, T, t, 0.8)
      const slow = outlookOf(without, params, x, tx, T, t, 0.8)
      expectRelative(quick.expected, slow.expected, 1e-11)
      expect({ ...quick, expected: 0 }).toEqual({ ...slow, expected: 0 })
    }
  }
})
