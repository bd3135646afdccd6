import { digamma, logGamma, logRising } from '../numerics/log-gamma.ts'
import type { Objective } from '../numerics/optimise.ts'
import type { Patterns } from '../patterns.ts'
import { atLeastAhead, quantileAhead } from './ahead.ts'
import { meanAge, stageRate } from './cnbd-k.ts'
import { tameCount, tameParameter, tameTime } from './finite.ts'
import { fitByLikelihood, type Likelihood } from './maximum.ts'
import type { BuyingModel, Parameters } from './model.ts'
import { waitAhead } from './wait.ts'

type NbdParameter = 'r' | 'alpha'

/**
 * NBD, the floor: customers buy at random at rates of their own (gamma-distributed, r and alpha) and never leave
 * (Ehrenberg 1959; the likelihood in the timing form of Fader, Hardie & Lee 2005).
 */
export const nbd: BuyingModel<NbdParameter> = {
  name: 'nbd',
  k: 1,
  parameters: ['r', 'alpha'],
  scales: ['alpha'],
  fit: (patterns) => fitByLikelihood(likelihood, patterns),
  logLikelihood(params, x, _tx, T) {
    const { s, A } = futureOf(params, x, T)
    const r = tameParameter(params.r)
    return logRising(r, tameCount(x)) + r * Math.log(tameParameter(params.alpha)) - s * Math.log(A)
  },
  alive: () => 1,
  expected(params, x, _tx, T, t) {
    const { s, A } = futureOf(params, x, T)
    return (s * tameTime(t)) / A
  },
  buysWithin: (params, x, _tx, T, t) => atLeastAhead(futureOf(params, x, T), tameTime(t), 1),
  atLeast: (params, x, _tx, T, t, count) =>
    atLeastAhead(futureOf(params, x, T), tameTime(t), tameCount(Math.ceil(count))),
  unconditional(params, t) {
    return (tameParameter(params.r) * tameTime(t)) / tameParameter(params.alpha)
  },
  openResidual: (params, rate) => (x, _tx, T) => {
    const { s, A } = futureOf(params, x, T)
    return s / A / rate
  },
  wait: (params, x, _tx, T, share) => waitAhead(futureOf(params, x, T), share),
  outlook(params, x, _tx, T, anyT, share) {
    const t = tameTime(anyT)
    const ahead = futureOf(params, x, T)
    const tail = (1 - Math.min(1, Math.max(0, share))) / 2
    return {
      alive: 1,
      expected: (ahead.s * t) / ahead.A,
      buysWithin: atLeastAhead(ahead, t, 1),
      low: quantileAhead(ahead, 1, t, 1 - tail),
      high: quantileAhead(ahead, 1, t, tail),
    }
  },
}

/** A customer who leaves with a chance that is 0 for all purposes. */
function futureOf(params: Parameters<NbdParameter>, x: number, T: number) {
  const s = tameParameter(params.r) + tameCount(x)
  return { stages: [1], s, A: tameParameter(params.alpha) + tameTime(T), a: 0, b: 1 }
}

const likelihood: Likelihood<NbdParameter> = {
  parameters: ['r', 'alpha'],
  scales: ['alpha'],
  open: openLikelihood,
  starts(patterns, unit) {
    const rate = stageRate(patterns, 1, unit)
    return [
      [1, meanAge(patterns, unit) / 10],
      [0.5, 0.5 / rate],
      [3, 3 / rate],
    ]
  },
  constant: ({ repeats }, unit) => -repeats * Math.log(unit),
}

function openLikelihood({ size, x, T, weight }: Patterns, unit: number): Objective {
  return (at, gradient) => {
    const r = Math.exp(at[0] as number)
    const alpha = Math.exp(at[1] as number)
    const logAlpha = at[1] as number
    const [logGammaR, digammaR] = [logGamma(r), digamma(r)]
    const gammas = new Map<number, [log: number, first: number]>()
    let value = 0
    let byR = 0
    let byAlpha = 0
    for (let i = 0; i < size; i++) {
      const w = weight[i] as number
      const count = x[i] as number
      let gamma = gammas.get(count)
      if (!gamma) {
        gamma = count < 64 ? rising(r, count) : [logGamma(r + count) - logGammaR, digamma(r + count) - digammaR]
        gammas.set(count, gamma)
      }
      const sum = alpha + (T[i] as number) / unit
      const logRatio = Math.log(sum) - logAlpha
      value += w * (gamma[0] - r * logRatio - count * (logRatio + logAlpha))
      byR += w * (gamma[1] - logRatio)
      byAlpha += w * (r / alpha - (r + count) / sum)
    }
    gradient[0] = r * byR
    gradient[1] = alpha * byAlpha
    return value
  }
}

function rising(c: number, n: number): [log: number, first: number] {
  let log = 0
  let first = 0
  for (let i = 0; i < n; i++) {
    log += Math.log(c + i)
    first += 1 / (c + i)
  }
  return [log, first]
}
