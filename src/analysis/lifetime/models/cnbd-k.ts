import { logBeta, logGamma, logRising } from '../numerics/log-gamma.ts'
import type { Patterns } from '../patterns.ts'
import { type Ahead, atLeastAhead, expectedAhead, quantileAhead, walkAhead } from './ahead.ts'
import { type DropOut, dropOutLikelihood } from './drop-out-likelihood.ts'
import { tameCount, tameParameter, tameRecency, tameTime } from './finite.ts'
import { fitByLikelihood, type Likelihood } from './maximum.ts'
import type { BuyingModel, ModelName, Outlook, Parameters } from './model.ts'
import { openResidualAhead } from './residual-ahead.ts'
import { waitAhead } from './wait.ts'

export type DropOutParameter = 'r' | 'alpha' | 'a' | 'b'
type Params = Parameters<DropOutParameter>

/**
 * The family of models whose customers may leave right after a purchase, each time with the same chance of their own
 * (beta-distributed over customers, a and b). While they stay, the time between two purchases is the sum of k exponential
 * stages whose rate differs between customers (gamma-distributed, r and alpha): k = 1 is buying at random, a larger k is
 * buying at regular intervals. `modified`: customers may leave after their first purchase already.
 *
 * BG/NBD: Fader, Hardie & Lee 2005, "Counting your customers the easy way". MBG/NBD: Batislam, Denizel & Filiztekin 2007.
 * (M)BG/CNBD-k: Reutterer, Platzer & Schröder 2021; expectations here are exact for every k (`ahead.ts`).
 */
export function dropOutModel(name: ModelName, { modified, k }: DropOut): BuyingModel<DropOutParameter> {
  const family: DropOut = { modified, k }
  const stateOf = openStates(family)
  return {
    name,
    k,
    parameters: ['r', 'alpha', 'a', 'b'],
    scales: ['alpha'],
    fit: (patterns) => fitByLikelihood(likelihoodOf(family), patterns),
    logLikelihood(params, x, tx, T, logGaps = 0) {
      const state = stateOf(params, x, tx, T)
      const { r, alpha, a, b, c, n } = state
      return (
        logRising(r, c - r) +
        r * Math.log(alpha) +
        (n === 0 ? 0 : logBeta(a, b + n) - logBeta(a, b)) -
        c * Math.log(state.ahead.A) +
        Math.max(state.logStays, state.logLeft) +
        Math.log1p(Math.exp(-Math.abs(state.logStays - state.logLeft))) +
        (k === 1 ? 0 : (k - 1) * logGaps - state.x * logGamma(k))
      )
    },
    alive: (params, x, tx, T) => stateOf(params, x, tx, T).alive,
    expected(params, x, tx, T, t) {
      const { alive, ahead } = stateOf(params, x, tx, T)
      return alive * expectedAhead(ahead, tameTime(t))
    },
    buysWithin(params, x, tx, T, t) {
      const { alive, ahead } = stateOf(params, x, tx, T)
      return alive * atLeastAhead(ahead, tameTime(t), 1)
    },
    atLeast(params, x, tx, T, t, count) {
      const { alive, ahead } = stateOf(params, x, tx, T)
      return count <= 0 ? 1 : alive * atLeastAhead(ahead, tameTime(t), tameCount(Math.ceil(count)))
    },
    unconditional(params, t) {
      const { alive, ahead } = stateOf(params, 0, 0, 0)
      return alive * expectedAhead(ahead, tameTime(t))
    },
    openResidual(params, rate) {
      const residual = openResidualAhead(rate)
      return (x, tx, T) => residual(stateOf(params, x, tx, T).ahead)
    },
    wait(params, x, tx, T, share) {
      return waitAhead(stateOf(params, x, tx, T).ahead, share)
    },
    outlook: (params, x, tx, T, t, share) => outlookOf(stateOf(params, x, tx, T), tameTime(t), share),
  }
}

interface State {
  x: number
  r: number
  alpha: number
  a: number
  b: number
  /** r + kx */
  c: number
  /** occasions on which the customer might have left and did not, if alive */
  n: number
  /** ln S and ln of a/(b+n−1) · ((α+T)/(α+tx))^c: alive against left, in the same measure */
  logStays: number
  logLeft: number
  alive: number
  ahead: Ahead
}

function stateOf({ modified, k }: DropOut, params: Params, anyX: number, anyTx: number, anyT: number): State {
  const r = tameParameter(params.r)
  const alpha = tameParameter(params.alpha)
  const a = tameParameter(params.a)
  const b = tameParameter(params.b)
  const x = tameCount(anyX)
  const T = tameTime(anyT)
  const tx = tameRecency(x, anyTx, T)
  const c = r + k * x
  const n = x + (modified ? 1 : 0)
  const idle = (T - tx) / (alpha + T)
  const stages = [1]
  let sum = 1
  for (let j = 1; j < k; j++) {
    const next = ((stages[j - 1] as number) * (c + j - 1) * idle) / j
    stages.push(next)
    sum += next
  }
  const logStays = Math.log(sum)
  const logLeft =
    n === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + n - 1)) + c * Math.log((alpha + T) / (alpha + tx))
  return {
    x,
    r,
    alpha,
    a,
    b,
    c,
    n,
    logStays,
    logLeft,
    alive: 1 / (1 + Math.exp(logLeft - logStays)),
    ahead: { stages: k === 1 ? stages : stages.map((stage) => stage / sum), s: c, A: alpha + T, a, b: b + n },
  }
}

/** States of customers one after the other; of one customer several things are asked in a row, so the last is kept. */
function openStates(family: DropOut): (params: Params, x: number, tx: number, T: number) => State {
  const asked = new Float64Array(7).fill(Number.NaN)
  let last: State | undefined
  return (params, x, tx, T) => {
    const isSame =
      asked[0] === x &&
      asked[1] === tx &&
      asked[2] === T &&
      asked[3] === params.r &&
      asked[4] === params.alpha &&
      asked[5] === params.a &&
      asked[6] === params.b
    if (last && isSame) return last
    asked.set([x, tx, T, params.r, params.alpha, params.a, params.b])
    last = stateOf(family, params, x, tx, T)
    return last
  }
}

function outlookOf({ alive, ahead }: State, t: number, share: number): Outlook {
  const tail = (1 - Math.min(1, Math.max(0, share))) / 2
  const buysWithin = alive * atLeastAhead(ahead, t, 1)
  const walked = walkAhead(ahead, alive, t, tail)
  if (walked) return { alive, expected: alive * walked.expected, buysWithin, low: walked.low, high: walked.high }
  return {
    alive,
    expected: alive * expectedAhead(ahead, t),
    buysWithin,
    low: quantileAhead(ahead, alive, t, 1 - tail),
    high: quantileAhead(ahead, alive, t, tail),
  }
}

function likelihoodOf(family: DropOut): Likelihood<DropOutParameter> {
  const { k } = family
  return {
    parameters: ['r', 'alpha', 'a', 'b'],
    scales: ['alpha'],
    open: (patterns, unit) => dropOutLikelihood(family, patterns, unit),
    starts(patterns, unit) {
      const rate = stageRate(patterns, k, unit)
      const age = meanAge(patterns, unit)
      return [
        [1, age / 10, 1, 1],
        [0.5, 0.25 / rate, 0.5, 2],
        [0.25, age / 10, 0.8, 2.5],
        [2, 1 / rate, 0.05, 1],
      ]
    },
    constant: ({ repeats, logGaps }, unit) =>
      -k * repeats * Math.log(unit) + (k === 1 ? 0 : (k - 1) * logGaps - repeats * logGamma(k)),
  }
}

/** Stages a customer goes through in a unit of time, on average over all customer time. */
export function stageRate({ repeats, T, weight }: Patterns, k: number, unit: number): number {
  const time = T.reduce((sum, age, i) => sum + age * (weight[i] as number), 0) / unit
  return time > 0 && repeats > 0 ? (k * repeats) / time : 1
}

export function meanAge({ customers, T, weight }: Patterns, unit: number): number {
  const time = T.reduce((sum, age, i) => sum + age * (weight[i] as number), 0) / unit
  return time > 0 ? time / customers : 1
}
