import { kummerU } from '../numerics/kummer.ts'
import { logBeta, logRising } from '../numerics/log-gamma.ts'
import { gaussLegendre } from '../numerics/quadrature.ts'
import { meanAge, stageRate } from './cnbd-k.ts'
import { tameCount, tameParameter, tameRecency, tameTime } from './finite.ts'
import { fitByLikelihood, type Likelihood } from './maximum.ts'
import type { BuyingModel, Parameters } from './model.ts'
import { type Curve, integralOver, logDrop } from './pareto-curve.ts'
import { gridOf, totalLogLikelihood } from './pareto-grid.ts'

type Parameter = 'r' | 'alpha' | 's' | 'beta'
type Params = Parameters<Parameter>

/**
 * Pareto/NBD (Schmittlein, Morrison & Colombo 1987): buys at random at a rate of his own, Gamma(r, α); leaves for good at
 * any moment at a rate of his own, Gamma(s, β). α and β in the unit of time, r and s without. Computed from positive
 * integrals instead of differences of 2F1 (Fader & Hardie 2005, "A note on deriving the Pareto/NBD model"), so that heavy
 * buyers, α = β and s = 1 are nothing special; relative error 1e-10 where the answer is above 1e-300, else 0.
 */
export const paretoNbd: BuyingModel<Parameter> = {
  name: 'pnbd',
  k: 1,
  parameters: ['r', 'alpha', 's', 'beta'],
  scales: ['alpha', 'beta'],
  fit: (patterns) => fitByLikelihood(likelihood, patterns),
  logLikelihood(params, x, tx, T) {
    const { curve, r, count, last, stayed, left } = stateOf(params, x, tx, T)
    const { alpha, s, beta } = curve
    const atLast = -r * Math.log1p(last / alpha) - count * Math.log(alpha + last) - s * Math.log1p(last / beta)
    return logRising(r, count) + atLast + Math.log(Math.max(stayed + left, Number.MIN_VALUE))
  },
  alive: (params, x, tx, T) => stateOf(params, x, tx, T).alive,
  expected(params, x, tx, T, t) {
    const { curve, age, alive } = stateOf(params, x, tx, T)
    return alive * (curve.A / (curve.alpha + age)) * meanStay(curve.s, curve.beta + age, tameTime(t))
  },
  buysWithin(params, x, tx, T, t) {
    const { curve, age, alive } = stateOf(params, x, tx, T)
    return alive * reaches(curve, age, tameTime(t), 1)
  },
  atLeast(params, x, tx, T, t, count) {
    if (count <= 0) return 1
    const { curve, age, alive } = stateOf(params, x, tx, T)
    return alive * reaches(curve, age, tameTime(t), tameCount(Math.ceil(count)))
  },
  openResidual(params, rate) {
    const [s, beta] = [tameParameter(params.s), tameParameter(params.beta)]
    // Fader, Hardie & Lee 2005, eq. 2, with z^(s-1) U(s, s, z) = U(1, 2 - s, z), which depends on T alone
    const stays = new Map<number, number>()
    const stayFrom = (age: number): number => {
      return Math.min(1 / rate, (beta + age) * kummerU(1, 2 - s, rate * (beta + age)))
    }
    return (x, _tx, T) => {
      const age = tameTime(T)
      const stay = stays.get(age) ?? stayFrom(age)
      stays.set(age, stay)
      return ((tameParameter(params.r) + tameCount(x)) / (tameParameter(params.alpha) + age)) * stay
    }
  },
  unconditional(params, t) {
    return (
      (tameParameter(params.r) / tameParameter(params.alpha)) *
      meanStay(tameParameter(params.s), tameParameter(params.beta), tameTime(t))
    )
  },
}

interface State {
  curve: Curve
  r: number
  count: number
  last: number
  age: number
  /** still a customer against left since the last purchase, both relative to the curve at the last purchase */
  stayed: number
  left: number
  alive: number
}

function stateOf(params: Params, x: number, tx: number, T: number): State {
  const count = tameCount(x)
  const age = tameTime(T)
  const last = tameRecency(count, tx, age)
  const r = tameParameter(params.r)
  const curve = {
    A: r + count,
    alpha: tameParameter(params.alpha),
    s: tameParameter(params.s),
    beta: tameParameter(params.beta),
  }
  const stayed = Math.exp(-logDrop(curve, last, age))
  const left = curve.s * integralOver(curve, 'death', last, age)
  return { curve, r, count, last, age, stayed, left, alive: stayed === 0 ? 0 : stayed / (stayed + left) }
}

/** Expected time as a customer within the next t, of one still a customer whose rate of leaving is Gamma(s, b). */
function meanStay(s: number, b: number, t: number): number {
  const grown = Math.log1p(t / b)
  const power = (1 - s) * grown
  // (1 - s) cancels as s goes to 1: e^power - 1 over power is smooth
  return b * grown * (Math.abs(power) < 1e-8 ? 1 + power / 2 : Math.expm1(power) / power)
}

/** P(the n-th next purchase comes within t), of one alive at T. */
function reaches(curve: Curve, T: number, t: number, n: number): number {
  if (t === 0) return 0
  if (n === 1) return Math.min(1, curve.A * integralOver(curve, 'purchase', T, T + t))
  return Math.min(1, nthWithin(curve.A, curve.alpha + T, curve.s, curve.beta + T, t, n))
}

/**
 * For n ≥ 2, rates Gamma(A, a) and Gamma(s, b): the integral over u in [0, t] of
 * u^(n-1) a^A (a+u)^-(A+n) (b/(b+u))^s / B(A, n). Log-concave in ln u; panels from the peak outward.
 */
function nthWithin(A: number, a: number, s: number, b: number, t: number, n: number): number {
  const constant = -logBeta(A, n)
  const log = (v: number) => {
    const u = Math.exp(v)
    return -n * Math.log1p(a / u) - A * Math.log1p(u / a) - s * Math.log1p(u / b) + constant
  }
  const half = ((n - s) * a - A * b) / 2
  const root = Math.sqrt(half * half + (A + s) * n * a * b)
  const peak = half > 0 ? (half + root) / (A + s) : (n * a * b) / (root - half)
  const end = Math.log(t)
  const middle = Math.min(Math.log(peak), end)
  const at = Math.exp(middle)
  const bend = ((A + n) * a * at) / (a + at) ** 2 + (s * b * at) / (b + at) ** 2
  const width = Math.min(1.5, 3 / Math.sqrt(bend))
  return panelsFrom(log, middle, -width, Number.NEGATIVE_INFINITY) + panelsFrom(log, middle, width, end)
}

/** Integral of e^log from `from` in panels of `width` (its sign is the direction) up to `end` or until nothing comes. */
function panelsFrom(log: (v: number) => number, from: number, width: number, end: number): number {
  const { nodes, weights } = gaussLegendre(16)
  let sum = 0
  for (let low = from; width > 0 ? low < end : low > end; low += width) {
    const half = Math.min(Math.abs(width), Math.abs(end - low)) / 2
    const middle = low + Math.sign(width) * half
    let panel = 0
    for (let index = 0; index < nodes.length; index++) {
      panel += (weights[index] as number) * Math.exp(log(middle + half * (nodes[index] as number)))
    }
    sum += panel * half
    if (!(panel * half > 1e-15 * sum)) break
  }
  return sum
}

const likelihood: Likelihood<Parameter> = {
  parameters: ['r', 'alpha', 's', 'beta'],
  scales: ['alpha', 'beta'],
  open(patterns, unit) {
    const grid = gridOf(patterns, unit)
    return (at, gradient) => totalLogLikelihood(grid, at, gradient)
  },
  starts(patterns, unit) {
    const rate = stageRate(patterns, 1, unit)
    const age = meanAge(patterns, unit)
    return [
      [1, age / 10, 1, age],
      [0.5, 0.3 / rate, 0.5, age / 3],
      [1, 1 / rate, 0.05, age],
    ]
  },
  constant: ({ repeats }, unit) => -repeats * Math.log(unit),
}
