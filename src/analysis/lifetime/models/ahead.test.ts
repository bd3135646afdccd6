import { expect, test } from 'vitest'
import { createChance } from '../../../demo/chance.ts'
import { outlookOf } from '../forecast.ts'
import { windowOfNext } from '../next-purchase.ts'
import { patternsOf } from '../patterns.ts'
import { type Ahead, expectedAhead } from './ahead.ts'
import { bgCnbd, bgNbd } from './bg-nbd.ts'
import { fitOrSimpler } from './fit-or-simpler.ts'
import { expectedByQuadrature } from './long-horizon.ts'
import { mbgCnbd, mbgNbd } from './mbg-nbd.ts'
import type { BuyingModel } from './model.ts'
import { nbd } from './nbd.ts'

function farthest(cases: number, k: number): number {
  const chance = createChance(23, k)
  const drawn = (low: number, high: number) => low * (high / low) ** chance.next()
  let most = 0
  for (let i = 0; i < cases; i++) {
    const shares = Array.from({ length: k }, () => chance.next())
    const total = shares.reduce((sum, one) => sum + one, 0)
    const ahead: Ahead = {
      stages: shares.map((one) => one / total),
      s: drawn(0.2, 200),
      A: drawn(1, 300),
      a: drawn(0.01, 50),
      b: drawn(0.05, 300),
    }
    const t = ahead.A * drawn(0.01, 100)
    most = Math.max(most, Math.abs(expectedByQuadrature(ahead, t) / expectedAhead(ahead, t) - 1))
  }
  return most
}

test('the integral over the chances to leave is the sum over purchases', () => {
  expect(farthest(200, 1)).toBeLessThan(1e-10)
})

// by quadrature of 50 digits
test.each([
  [0.5, 10, 0.3, 0.8, 1e7, 9583.954946206],
  [2.5, 40, 1.2, 0.5, 1e6, 3.203156818163475],
  [30, 5, 0.9, 40, 1e5, 644.592029154394],
  [0.2, 1, 0.05, 0.1, 1e9, 49631037.158531174],
])('a horizon of many lives: s %d, A %d, a %d, b %d, t %d', (s, A, a, b, t, expected) => {
  expect(Math.abs(expectedAhead({ stages: [1], s, A, a, b }, t) / expected - 1)).toBeLessThan(1e-10)
})

/** Any number at all, ordinary ones and the ends of what a number can be. */
function anything(next: () => number): number {
  const kind = next()
  const sign = next() < 0.2 ? -1 : 1
  if (kind < 0.1) return 0
  if (kind < 0.2) return sign * 10 ** (600 * next() - 308)
  if (kind < 0.25) return sign * Number.MAX_VALUE
  if (kind < 0.3) return sign * Number.MIN_VALUE
  if (kind < 0.5) return sign * Math.floor(next() * 500)
  return sign * 10 ** (8 * next() - 3)
}

test('no finite input gives NaN or Infinity, and chances stay chances', { timeout: 120_000 }, () => {
  const { next } = createChance(31, 0)
  const models: BuyingModel[] = [nbd, bgNbd, mbgNbd, bgCnbd(2), mbgCnbd(3)]
  for (let i = 0; i < 3_000; i++) {
    const params = { r: anything(next), alpha: anything(next), a: anything(next), b: anything(next) }
    const [x, tx, T, t] = Array.from({ length: 4 }, () => anything(next)) as [number, number, number, number]
    const model = models[i % models.length] as BuyingModel
    const of = JSON.stringify({ model: model.name, k: model.k, params, x, tx, T, t })
    const outlook = outlookOf(model, params, x, tx, T, t, 0.8)
    const window = windowOfNext(model, params, x, tx, T)
    const chances = [
      outlook.alive,
      outlook.buysWithin,
      model.alive(params, x, tx, T),
      model.buysWithin(params, x, tx, T, t),
      model.atLeast(params, x, tx, T, t, anything(next)),
    ]
    const amounts = [
      model.expected(params, x, tx, T, t),
      model.unconditional(params, t),
      ...Object.values(outlook),
      ...Object.values(window),
    ]
    for (const one of chances) expect(one >= 0 && one <= 1, `${of} ${chances.join()}`).toBe(true)
    for (const one of amounts) expect(Number.isFinite(one) && one >= 0, `${of} ${amounts.join()}`).toBe(true)
    expect(Number.isFinite(model.logLikelihood(params, x, tx, T)), of).toBe(true)
  }
})

test('a fit of anything gives parameters that can be used', { timeout: 120_000 }, () => {
  const { next } = createChance(37, 0)
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  for (let i = 0; i < 150; i++) {
    const size = whole(0, i % 3 === 0 ? 3 : 40)
    const scale = 10 ** whole(-6, 8)
    const x = Int32Array.from({ length: size }, () => (i % 5 === 0 ? 0 : i % 7 === 0 ? whole(0, 5_000) : whole(0, 6)))
    const T = Float64Array.from({ length: size }, () => (i % 11 === 0 ? 0 : next() * scale))
    const tx = T.map((age, at) => (x[at] === 0 ? 0 : i % 13 === 0 ? age : age * next()))
    const logGaps = Float64Array.from(x, (count) => count * Math.log(scale / 10))
    const patterns = patternsOf({ size, x, tx, T, logGaps })
    for (const wanted of [nbd, bgNbd, mbgNbd, mbgCnbd(2)] as BuyingModel[]) {
      const { model, fit } = fitOrSimpler(wanted, patterns)
      const of = JSON.stringify({ i, model: wanted.name, x: [...x], tx: [...tx], T: [...T], fit })
      const numbers = [
        fit.logLikelihood,
        ...Object.values(fit.params),
        ...Object.values(fit.se).filter((one) => one !== null),
      ]
      expect(numbers.every(Number.isFinite), of).toBe(true)
      expect(
        Object.values(fit.params).every((one) => one > 0),
        of,
      ).toBe(true)
      expect(Number.isFinite(model.expected(fit.params, 1, scale / 4, scale / 2, scale)), of).toBe(true)
      if (size === 0) expect(fit.warnings).toContainEqual({ code: 'no-customers' })
      else if (patterns.repeats === 0) expect(fit.warnings).toContainEqual({ code: 'no-repeats' })
    }
  }
})

test('where nobody leaves, how they leave is not identified and the simpler model serves', () => {
  const { next } = createChance(41, 0)
  const size = 3_000
  const T = Float64Array.from({ length: size }, () => 300 + Math.floor(100 * next()))
  const x = new Int32Array(size)
  const tx = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const rate = 0.05 * (0.5 + next())
    for (let at = -Math.log(1 - next()) / rate; at < (T[i] as number); at -= Math.log(1 - next()) / rate) {
      x[i] = (x[i] as number) + 1
      tx[i] = at
    }
  }
  const { model, fit } = fitOrSimpler(mbgNbd, patternsOf({ size, x, tx, T, logGaps: new Float64Array(size) }))
  expect(model.name).toBe('nbd')
  const unknown = fit.warnings.filter(({ code }) => code === 'not-identified').map(({ parameter }) => parameter)
  expect(['a', 'b', 'a,b']).toContain(unknown.join())
  expect(fit.se.r).toBeGreaterThan(0)
  expect(fit.warnings).toContainEqual({ code: 'simpler-model', model: 'mbgnbd' })
  expect(fit.params.r! / fit.params.alpha!).toBeCloseTo(0.05, 2)
})
