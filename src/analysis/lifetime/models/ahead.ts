import { regularisedBeta } from '../numerics/incomplete-beta.ts'
import { logRising } from '../numerics/log-gamma.ts'
import { expectedByQuadrature } from './long-horizon.ts'

/**
 * The future of a customer who is alive now, in the models whose customers may leave after each purchase. Stages come at
 * rate λ, every k-th is a purchase, after each the customer leaves with probability p. Given λ ~ Gamma(s, rate A) and
 * p ~ Beta(a, b), with `j` stages already gone since the last purchase, the number N of stages in a time t is negative
 * binomial, and
 *
 *     P(X ≥ m) = P(N ≥ m k − j) · E(1 − p)^(m − 1)
 *     E X      = Σ P(N = n) · C(⌊(n + j)/k⌋)   with C(m) = Σ_{i<m} E(1 − p)^i
 *
 * Every term is positive: nothing cancels, and there is no pole at a = 1 as in the closed form with ₂F₁ (which this
 * equals: Fader, Hardie & Lee 2005, eq. 10, for k = 1). For k > 1 it is exact too, where the literature approximates.
 */
export interface Ahead {
  /** P(j stages gone since the last purchase), j = 0 … k − 1; λ is then Gamma(s + j, rate A) */
  stages: readonly number[]
  s: number
  A: number
  a: number
  b: number
}

const rescaleAbove = 1e200
const rescaleBy = Math.log(rescaleAbove)
const mostTerms = 20_000

/** About as many terms as the sums below need. */
function termsNeeded(s: number, odds: number): number {
  return s * odds + 9 * Math.sqrt(s * odds * (1 + odds)) + 36 * (1 + odds)
}

/** E X in a time t. Relative error about 1e-13; for k > 1 and horizons of more than some 10,000 stages about 1e-3. */
export function expectedAhead(ahead: Ahead, t: number): number {
  const { stages, s, A } = ahead
  if (t <= 0) return 0
  if (termsNeeded(s + stages.length, t / A) > mostTerms) return expectedByQuadrature(ahead, t)
  let sum = 0
  for (let j = 0; j < stages.length; j++) {
    const share = stages[j] as number
    if (share > 0) sum += share * seriesFrom(ahead, s + j, j, t)
  }
  return sum
}

function seriesFrom({ stages, A, a, b }: Ahead, s: number, gone: number, t: number): number {
  const k = stages.length
  const z = t / (A + t)
  let scale = -s * Math.log1p(t / A)
  let chance = 1
  // purchases so far, their expected number if each is preceded by staying, the chance to stay through all of them
  let purchases = 0
  let expected = 0
  let stays = 1
  let sum = 0
  let untilNext = k - gone
  for (let n = 0; ; n++) {
    if (n > 0 && --untilNext === 0) {
      untilNext = k
      expected += stays
      stays *= (b + purchases) / (a + b + purchases)
      purchases++
    }
    const term = chance * expected
    sum += term
    const ratio = ((s + n) / (n + 1)) * z
    if (ratio < 1 && purchases > 0 && term <= 1e-17 * (1 - ratio) * (1 - ratio) * sum) break
    if (n > 4 * mostTerms) break
    chance *= ratio
    if (chance > rescaleAbove) {
      chance /= rescaleAbove
      sum /= rescaleAbove
      scale += rescaleBy
    }
  }
  return sum * Math.exp(scale)
}

/** E(1 − p)^m. */
function staysThrough({ a, b }: Ahead, m: number): number {
  return m <= 0 ? 1 : Math.exp(Math.min(0, logRising(b, m) - logRising(a + b, m)))
}

/** P(X ≥ count) within a time t. */
export function atLeastAhead(ahead: Ahead, t: number, count: number): number {
  if (count <= 0) return 1
  if (t <= 0) return 0
  const { stages, s, A } = ahead
  const k = stages.length
  const z = t / (A + t)
  let sum = 0
  for (let j = 0; j < k; j++) {
    const share = stages[j] as number
    const needed = count * k - j
    if (share === 0) continue
    sum += share * (needed === 1 ? -Math.expm1(-(s + j) * Math.log1p(t / A)) : regularisedBeta(needed, s + j, z))
  }
  return Math.min(sum, 1) * staysThrough(ahead, count - 1)
}

/** The smallest count with P(X > count) ≤ tail, for a customer who is alive with probability `alive`. */
export function quantileAhead(ahead: Ahead, alive: number, t: number, tail: number): number {
  return smallestWith((count) => alive * atLeastAhead(ahead, t, count + 1), tail)
}

/** The smallest count whose `beyond`, which falls with the count, is at most `tail`. */
export function smallestWith(beyond: (count: number) => number, tail: number): number {
  let high = 0
  let step = 1
  while (beyond(high) > tail && high < 2e9) {
    high += step
    step *= 2
  }
  let low = high - step / 2
  while (high - low > 1 && high > 0) {
    const middle = Math.floor((low + high) / 2)
    if (beyond(middle) > tail) low = middle
    else high = middle
  }
  return high
}

/** Two quantiles and the expectation in one walk over stages, for counts that are not huge. Null: take the long way. */
export function walkAhead(
  { stages, s, A, a, b }: Ahead,
  alive: number,
  t: number,
  tail: number,
): { expected: number; low: number; high: number } | null {
  const k = stages.length
  const odds = t / A
  const z = t / (A + t)
  const none = -Math.log1p(odds)
  if ((s + k) * none < -600 || termsNeeded(s + k, odds) > 2_000) return null
  // chances[j]: that n stages are gone since the last purchase, j of them before now
  const chances = new Float64Array(k)
  let cumulated = 0
  let purchases = 0
  let expected = 0
  let stays = 1
  let sum = 0
  let low = -1
  let high = -1
  for (let n = 0, untilNext = k; ; n++) {
    if (n < k) chances[n] = (stages[n] as number) * Math.exp((s + n) * none)
    let chance = 0
    const growth = (s + n) * z
    for (let j = Math.min(n, k - 1); j >= 0; j--) {
      const one = chances[j] as number
      chance += one
      chances[j] = (one * growth) / (n + 1 - j)
    }
    const term = chance * expected
    sum += term
    cumulated += chance
    if (--untilNext > 0) continue
    // the next stage is a purchase. P(X > purchases): it comes, and the customer stayed through all before
    const beyond = alive * stays * (1 - cumulated)
    if (low < 0 && beyond <= 1 - tail) low = purchases
    if (high < 0 && beyond <= tail) high = purchases
    const ratio = growth / (n + 2 - k)
    if (ratio < 1 && purchases > 0 && term <= 1e-17 * (1 - ratio) * (1 - ratio) * sum) break
    untilNext = k
    expected += stays
    stays *= (b + purchases) / (a + b + purchases)
    purchases++
  }
  return { expected: sum, low: Math.max(low, 0), high: Math.max(high, 0) }
}
