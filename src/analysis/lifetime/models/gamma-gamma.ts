import { digamma, logGamma } from '../numerics/log-gamma.ts'
import { type Bounds, maximise, type Objective } from '../numerics/optimise.ts'
import { tameCount, tameParameter } from './finite.ts'
import { describe } from './maximum.ts'
import type { Fit, Parameters, Warning } from './model.ts'

export type SpendParameter = 'p' | 'q' | 'gamma'
type Params = Parameters<SpendParameter>

/** What customers spent on their repeat purchase days; the same places in both. */
export interface Spend {
  /** repeat purchase days */
  x: ArrayLike<number>
  /** mean amount of those days; NaN or nothing above 0: not told */
  spend: ArrayLike<number>
}

export interface SpendFit extends Fit<SpendParameter> {
  /** repeat buyers the fit rests on */
  customers: number
  /** repeat buyers left out because their mean is not above 0 */
  dropped: number
  /** what the model expects of a customer it knows nothing of, in money per purchase day: pγ / (q − 1) */
  populationMean: number
  /** mean over repeat buyers of their observed means */
  observedMean: number
  /** Pearson, of the number of repeat purchases and their mean amount; the model takes it to be 0 */
  correlation: number
}

/** From here on the warning is given: the model's mean would be off by so much for the most frequent buyers. */
const correlated = 0.25
const fewestForCorrelation = 30

/**
 * Gamma-Gamma (Fader, Hardie & Lee 2005, "RFM and CLV"; note 025): the amounts of one customer's purchase days are
 * Gamma(p, ν), ν differs between customers as Gamma(q, γ), independent of how often they buy. γ in money, p and q without
 * unit. Fitted within bounds with q > 1, so that means are finite; the degenerate ridge p → ∞, γ → 0 lies lower than the
 * top and several starts leave it. One who buys with great spread is drawn strongly to the mean of all.
 */
export const gammaGamma = {
  name: 'gammagamma' as const,
  parameters: ['p', 'q', 'gamma'] as const,
  fit,
  /** expected amount of a future purchase day, given `x` repeat purchase days of mean `spend` (x = 0: knowing nothing) */
  mean(params: Params, x: number, spend: number): number {
    const { p, q, gamma } = tamed(params)
    const known = spend > 0 ? tameCount(x) : 0
    const total = known === 0 ? 0 : known * Math.min(spend, mostMoney)
    return ((gamma + total) * p) / (p * known + q - 1)
  },
  /** standard deviation of that expectation: how little is known of this customer; null when it is not finite (px + q ≤ 2) */
  uncertainty(params: Params, x: number, spend: number): number | null {
    const { p, q } = tamed(params)
    const shape = p * (spend > 0 ? tameCount(x) : 0) + q
    return shape > 2 ? this.mean(params, x, spend) / Math.sqrt(shape - 2) : null
  },
  /** ln density of one customer's mean amount, x ≥ 1 and spend > 0 */
  logLikelihood(params: Params, x: number, spend: number): number {
    const { p, q, gamma } = tamed(params)
    const n = Math.max(1, tameCount(x))
    const m = Math.min(Math.max(spend, Number.MIN_VALUE), mostMoney)
    return (
      logGamma(p * n + q) -
      logGamma(p * n) -
      logGamma(q) +
      q * Math.log(gamma) +
      (p * n - 1) * Math.log(m) +
      p * n * Math.log(n) -
      (p * n + q) * Math.log(gamma + m * n)
    )
  },
}

const mostMoney = 1e15

function tamed(params: Params): Params {
  return { p: tameParameter(params.p), q: 1 + tameParameter(params.q - 1), gamma: tameParameter(params.gamma) }
}

/** ln p, ln(q − 1), ln of γ in units of the observed mean. */
const bounds: Bounds[] = [
  { low: -6, high: 8 },
  { low: -6, high: 9 },
  { low: -9, high: 11 },
]

/** Repeat buyers with the same number of repeat days. */
interface Group {
  n: number
  /** sum of the amounts of each, in units of the observed mean */
  totals: number[]
  /** sum of the logarithms of their mean amounts */
  logs: number
}

function fit({ x, spend }: Spend): SpendFit {
  const counts: number[] = []
  const means: number[] = []
  let dropped = 0
  for (let place = 0; place < x.length; place++) {
    const count = tameCount(x[place] as number)
    const mean = spend[place] as number
    if (count === 0 || Number.isNaN(mean)) continue
    if (mean > 0 && mean <= mostMoney) {
      counts.push(count)
      means.push(mean)
    } else dropped++
  }
  const customers = counts.length
  const observedMean = customers === 0 ? 0 : means.reduce((sum, mean) => sum + mean, 0) / customers
  const unit = observedMean || 1
  const starts = [
    [1, 2, 2],
    [6, 2.7, 0.45],
    [0.5, 1, 2],
    [30, 3, 0.1],
  ].map((start) => start.map(Math.log))
  const likelihood = likelihoodOf(groupsOf(counts, means, unit))
  const optimum = maximise(likelihood, { starts, bounds, size: customers })
  const warnings: Warning[] = []
  if (customers === 0) warnings.push({ code: 'no-repeats' })
  if (dropped > 0) warnings.push({ code: 'spend-not-positive', count: dropped })
  if (!optimum.converged) warnings.push({ code: 'not-converged' })
  if (optimum.atBound[1] && (optimum.at[1] as number) < 0) warnings.push({ code: 'spend-mean-infinite' })
  const correlation = correlationOf(counts, means)
  if (customers >= fewestForCorrelation && Math.abs(correlation) > correlated) {
    warnings.push({ code: 'spend-depends-on-frequency' })
  }
  const found = describe({ parameters: ['p', 'q', 'gamma'], scales: ['gamma'] }, optimum, {
    unit,
    warnings,
    iterations: optimum.iterations,
    logLikelihood: optimum.value - customers * Math.log(unit),
  })
  // the search is over q - 1
  const params = { ...found.params, q: 1 + found.params.q, gamma: customers === 0 ? 0 : found.params.gamma }
  const populationMean = gammaGamma.mean(params, 0, 0)
  return { ...found, params, customers, dropped, populationMean, observedMean, correlation }
}

function groupsOf(counts: number[], means: number[], unit: number): Group[] {
  const groups = new Map<number, Group>()
  counts.forEach((n, place) => {
    const mean = (means[place] as number) / unit
    const group = groups.get(n) ?? { n, totals: [], logs: 0 }
    group.totals.push(mean * n)
    group.logs += Math.log(mean)
    groups.set(n, group)
  })
  return [...groups.values()]
}

function likelihoodOf(groups: Group[]): Objective {
  return (at, gradient) => {
    const p = Math.exp(at[0] as number)
    const above = Math.exp(at[1] as number)
    const gamma = Math.exp(at[2] as number)
    const q = 1 + above
    const [logGammaQ, digammaQ] = [logGamma(q), digamma(q)]
    let value = 0
    let [byP, byQ, byGamma] = [0, 0, 0]
    for (const { n, totals, logs } of groups) {
      const shape = p * n + q
      const size = totals.length
      let sumOfLogs = 0
      let sumOfShares = 0
      for (let place = 0; place < size; place++) {
        const total = gamma + (totals[place] as number)
        sumOfLogs += Math.log(total)
        sumOfShares += 1 / total
      }
      const logN = Math.log(n)
      const digammaShape = digamma(shape)
      value +=
        size * (logGamma(shape) - logGamma(p * n) - logGammaQ + q * (at[2] as number) + p * n * logN) +
        (p * n - 1) * logs -
        shape * sumOfLogs
      byP += n * (size * (digammaShape - digamma(p * n) + logN) + logs - sumOfLogs)
      byQ += size * (digammaShape - digammaQ + (at[2] as number)) - sumOfLogs
      byGamma += (size * q) / gamma - shape * sumOfShares
    }
    gradient[0] = p * byP
    gradient[1] = above * byQ
    gradient[2] = gamma * byGamma
    return value
  }
}

function correlationOf(a: number[], b: number[]): number {
  const size = a.length
  const mean = (of: number[]) => of.reduce((sum, one) => sum + one, 0) / size
  const [meanA, meanB] = [mean(a), mean(b)]
  let [both, squareA, squareB] = [0, 0, 0]
  for (let place = 0; place < size; place++) {
    const [fromA, fromB] = [(a[place] as number) - meanA, (b[place] as number) - meanB]
    both += fromA * fromB
    squareA += fromA * fromA
    squareB += fromB * fromB
  }
  const scale = Math.sqrt(squareA) * Math.sqrt(squareB)
  return scale > 0 ? both / scale : 0
}
