import { logBeta } from '../numerics/log-gamma.ts'
import type { Ahead } from './ahead.ts'

/**
 * E X for horizons of very many purchases, where summing over their number would take too long: integrated over the
 * chance p to leave instead. Given p, E X = E(1 − (1 − p)^M)/p with M the purchases that would come if nobody left, and the
 * generating function of the negative binomial gives the inner expectation. Exact for k = 1; for k > 1 the number of whole
 * groups of k stages is taken as (N + j − (k − 1)/2)/k.
 *
 * On the scale v = ln p/(1 − p) the integrand is analytic in a strip and log-concave: the trapezoidal rule converges
 * exponentially, and the tails, where it is a pure exponential, are geometric series.
 */
export function expectedByQuadrature({ stages, s, A, a, b }: Ahead, t: number): number {
  const k = stages.length
  const odds = t / A
  const norm = logBeta(a, b)

  const logIntegrand = (v: number): number => {
    const logP = v > 0 ? -Math.log1p(Math.exp(-v)) : v - Math.log1p(Math.exp(v))
    const logQ = v > 0 ? -v - Math.log1p(Math.exp(-v)) : -Math.log1p(Math.exp(v))
    let leaves = 0
    for (let j = 0; j < k; j++) {
      const share = stages[j] as number
      const stay = ((j - (k - 1) / 2) / k) * logQ - (s + j) * Math.log1p(-Math.expm1(logQ / k) * odds)
      leaves -= share * Math.expm1(Math.min(stay, 0))
    }
    return a * logP + b * logQ + Math.log(Math.max(leaves, 1e-300)) - logP - norm
  }

  const top = highest(logIntegrand)
  const level = logIntegrand(top)
  const bend = 2 * level - logIntegrand(top - 0.01) - logIntegrand(top + 0.01)
  const width = bend > 0 ? 0.01 / Math.sqrt(bend) : 1
  const step = Math.min(0.25, width / 2)
  // beyond these the integrand is a pure exponential of v
  const left = Math.min(top, -Math.log((s + k) * odds + 1)) - 40
  const right = Math.max(top, 0) + 40 * k

  let sum = 1
  for (let side = -1; side <= 1; side += 2) {
    let before = 1
    for (let i = 1; ; i++) {
      const v = top + side * i * step
      const height = Math.exp(logIntegrand(v) - level)
      sum += height
      if (height < 1e-18 * sum) break
      if (v < left || v > right) {
        const ratio = Math.min(height / before, 1 - 1e-9)
        sum += (height * ratio) / (1 - ratio)
        break
      }
      before = height
    }
  }
  return Math.min(sum * step * Math.exp(level), (s + k) * odds)
}

/** Where a function with one top is highest, by golden section. */
function highest(f: (v: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [-700, 700]
  for (let i = 0; i < 60; i++) {
    const inner = high - golden * (high - low)
    const outer = low + golden * (high - low)
    if (f(inner) < f(outer)) low = inner
    else high = outer
  }
  return (low + high) / 2
}
