import type { PurchaseLog } from '../histories.ts'
import { digamma, logBeta, logGammaGain } from '../numerics/log-gamma.ts'
import { logBounds, maximise, type Objective } from '../numerics/optimise.ts'
import { type Patterns, patternsOf } from '../patterns.ts'
import { tameCount, tameParameter } from './finite.ts'
import { describe } from './maximum.ts'
import type { Fit, Parameters, Warning } from './model.ts'

type Parameter = 'alpha' | 'beta' | 'gamma' | 'delta'
type Params = Parameters<Parameter>

/**
 * BG/BB (Fader, Hardie & Shang 2010): occasions to buy come one after the other (a season, a yearly fair, a monthly box). Before
 * each a customer may leave for good, with a chance of his own, Beta(γ, δ); if he is there he buys with a chance of his own,
 * Beta(α, β). He bought at x of n occasions, the last time at the tx-th (0 for never). No parameter has a unit; times are
 * numbers of occasions. Products and sums of positive terms only: relative error 1e-11.
 */
export const bgBb = {
  name: 'bgbb' as const,
  parameters: ['alpha', 'beta', 'gamma', 'delta'] as const,
  /** of patterns whose tx and T are counted in occasions, as `occasionsOf` gives them */
  fit,
  /** of the occasions bought at, in their order */
  logLikelihood(params: Params, x: number, tx: number, n: number): number {
    const { alpha, beta, gamma, delta, count, last, sum } = stateOf(params, x, tx, n)
    const buying = logBeta(alpha + count, beta + last - count) - logBeta(alpha, beta)
    return buying + logBeta(gamma, delta + last) - logBeta(gamma, delta) + Math.log(sum)
  },
  /** P(still a customer at the next occasion) */
  alive(params: Params, x: number, tx: number, n: number): number {
    const { alive, gamma, delta, now } = stateOf(params, x, tx, n)
    return (alive * (delta + now)) / (gamma + delta + now)
  },
  /** expected number of purchases at the next `occasions` */
  expected(params: Params, x: number, tx: number, n: number, occasions: number): number {
    const { alive, alpha, beta, gamma, delta, count, now } = stateOf(params, x, tx, n)
    const buys = (alpha + count) / (alpha + beta + now)
    return alive * buys * staysOver(gamma, delta + now, tameOccasions(occasions))
  },
  /** P(at least one purchase at the next `occasions`) */
  buysWithin(params: Params, x: number, tx: number, n: number, occasions: number): number {
    const { alive, alpha, beta, gamma, delta, count, now } = stateOf(params, x, tx, n)
    let there = 1
    let first = (alpha + count) / (alpha + beta + now)
    let sum = 0
    for (let past = 0; past < tameOccasions(occasions); past++) {
      there *= (delta + now + past) / (gamma + delta + now + past)
      sum += there * first
      if (there * first < 1e-18 * sum) break
      first *= (beta + now - count + past) / (alpha + beta + now + 1 + past)
    }
    return Math.min(1, alive * sum)
  },
}

const mostOccasions = 100_000
const tameOccasions = (count: number): number => Math.min(tameCount(count), mostOccasions)

interface State {
  alpha: number
  beta: number
  gamma: number
  delta: number
  count: number
  last: number
  now: number
  /** likelihood relative to that of the history up to the last purchase */
  sum: number
  /** P(still a customer at occasion n) */
  alive: number
}

function stateOf(params: Params, x: number, tx: number, n: number): State {
  const [alpha, beta] = [tameParameter(params.alpha), tameParameter(params.beta)]
  const [gamma, delta] = [tameParameter(params.gamma), tameParameter(params.delta)]
  const now = tameOccasions(n)
  const last = x >= 1 ? Math.min(Math.max(1, tameCount(tx)), now) : 0
  const count = Math.min(tameCount(x), last)
  // silent since, and left before each of these occasions or still there
  let silent = 1
  let left = 0
  for (let occasion = last; occasion < now; occasion++) {
    const stays = gamma + delta + occasion
    left += (silent * gamma) / stays
    silent *= ((beta - count + occasion) / (alpha + beta + occasion)) * ((delta + occasion) / stays)
  }
  const sum = left + silent
  return { alpha, beta, gamma, delta, count, last, now, sum, alive: silent / sum }
}

/** Sum over the next occasions of P(still there), of one there at the last, with chance to leave Beta(γ, c). */
function staysOver(gamma: number, c: number, occasions: number): number {
  if (occasions <= 1_000) {
    let there = 1
    let sum = 0
    for (let past = 0; past < occasions; past++) {
      there *= (c + past) / (gamma + c + past)
      sum += there
    }
    return sum
  }
  const power = gamma - 1
  // the sum in closed form is c (1 - R) / (γ - 1) with ln R = -(γ - 1) times a mean of ψ differences
  const from = c + 1
  if (Math.abs(power) < 1e-4) {
    const slope = digamma(from + occasions + power / 2) - digamma(from + power / 2)
    return c * slope * (1 - (power * slope) / 2)
  }
  const log =
    power > 0
      ? logGammaGain(from, power) - logGammaGain(from + occasions, power)
      : logGammaGain(from + power + occasions, -power) - logGammaGain(from + power, -power)
  return (-c * Math.expm1(log)) / power
}

/** Occasions one after the other from each customer's first purchase day, `days` long; those not over by `until` are left out. */
export function occasionsOf(log: PurchaseLog<unknown>, until: number, days: number): Patterns {
  const x: number[] = []
  const tx: number[] = []
  const T: number[] = []
  for (let slot = 0; slot + 1 < log.starts.length; slot++) {
    const [start, end] = [log.starts[slot] as number, log.starts[slot + 1] as number]
    const first = log.days[start] as number
    if (start === end || first > until) continue
    const over = Math.floor((until - first) / days)
    let [bought, last] = [0, 0]
    for (let row = start + 1; row < end; row++) {
      const occasion = Math.ceil(((log.days[row] as number) - first) / days)
      if (occasion > over) break
      if (occasion > last) bought++
      last = occasion
    }
    x.push(bought)
    tx.push(last)
    T.push(over)
  }
  return patternsOf({
    size: x.length,
    x: Int32Array.from(x),
    tx: Float64Array.from(tx),
    T: Float64Array.from(T),
    logGaps: new Float64Array(x.length),
  })
}

function fit(patterns: Patterns): Fit<Parameter> {
  const starts = [
    [1, 1, 1, 5],
    [0.5, 1, 0.5, 2],
    [1, 5, 0.3, 10],
    [3, 2, 2, 20],
  ].map((start) => start.map(Math.log))
  const warnings: Warning[] = []
  if (patterns.customers === 0) warnings.push({ code: 'no-customers' })
  else if (patterns.repeats === 0) warnings.push({ code: 'no-repeats' })
  const bounds = { low: logBounds.low, high: 9 }
  const optimum = maximise(likelihoodOf(patterns), { starts, bounds, size: patterns.customers })
  if (!optimum.converged) warnings.push({ code: 'not-converged' })
  return describe({ parameters: ['alpha', 'beta', 'gamma', 'delta'], scales: [] }, optimum, {
    unit: 1,
    warnings,
    iterations: optimum.iterations,
    logLikelihood: optimum.value,
  })
}

function likelihoodOf(patterns: Patterns): Objective {
  return (at, gradient) => {
    const params = { alpha: 0, beta: 0, gamma: 0, delta: 0 }
    bgBb.parameters.forEach((name, place) => {
      params[name] = Math.exp(at[place] as number)
    })
    const slope = new Float64Array(4)
    let value = 0
    for (let pattern = 0; pattern < patterns.size; pattern++) value += addPattern(patterns, pattern, params, slope)
    bgBb.parameters.forEach((name, place) => {
      gradient[place] = params[name] * (slope[place] as number)
    })
    return value
  }
}

/** As `stateOf`, with the derivatives of the logarithms of its products carried along. */
function addPattern({ x, tx, T, weight }: Patterns, pattern: number, params: Params, slope: Float64Array): number {
  const { alpha, beta, gamma, delta } = params
  const [count, last] = [x[pattern] as number, tx[pattern] as number]
  let [silent, sum] = [1, 0]
  let [byAlpha, byBeta, byGamma, byDelta] = [0, 0, 0, 0]
  let [lnAlpha, lnBeta, lnGamma, lnDelta] = [0, 0, 0, 0]
  for (let occasion = last; occasion < (T[pattern] as number); occasion++) {
    const stays = 1 / (gamma + delta + occasion)
    const both = 1 / (alpha + beta + occasion)
    const misses = beta - count + occasion
    const left = silent * gamma * stays
    sum += left
    byAlpha += left * lnAlpha
    byBeta += left * lnBeta
    byGamma += left * (lnGamma + 1 / gamma - stays)
    byDelta += left * (lnDelta - stays)
    silent *= misses * both * (delta + occasion) * stays
    lnAlpha -= both
    lnBeta += 1 / misses - both
    lnGamma -= stays
    lnDelta += 1 / (delta + occasion) - stays
  }
  sum += silent
  const times = weight[pattern] as number
  const share = times / sum
  const bothDigamma = digamma(alpha + beta) - digamma(alpha + beta + last)
  const staysDigamma = digamma(gamma + delta) - digamma(gamma + delta + last)
  const add = (place: number, own: number, silence: number) => {
    slope[place] = (slope[place] as number) + times * own + share * silence
  }
  add(0, digamma(alpha + count) - digamma(alpha) + bothDigamma, byAlpha + silent * lnAlpha)
  add(1, digamma(beta + last - count) - digamma(beta) + bothDigamma, byBeta + silent * lnBeta)
  add(2, staysDigamma, byGamma + silent * lnGamma)
  add(3, digamma(delta + last) - digamma(delta) + staysDigamma, byDelta + silent * lnDelta)
  const buying = logBeta(alpha + count, beta + last - count) - logBeta(alpha, beta)
  return times * (buying + logBeta(gamma, delta + last) - logBeta(gamma, delta) + Math.log(sum))
}
