import { choleskyFactor } from '../numerics/cholesky.ts'

/** A month of the shop's clock: a twelfth of a year, so that twelve of them bring the same season back. */
export const daysPerMonth = 365 / 12

/**
 * What is believed of a shop before looking. The logarithm of how fast its customers buy, month by month, is the sum of a
 * season that repeats each year, a level that wanders, a trend and what is left. Standard deviations of that logarithm;
 * docs/forecast-report.md tells what other values gave.
 */
export interface Belief {
  /** of a month's season; 0 for none */
  season: number
  /** reach of the season's likeness, in half chords of the year: at .4 neighbouring months are alike by .43 */
  reach: number
  /** of a month's step of the level */
  level: number
  /** of what is left, month by month */
  month: number
  /** of the slope over a year, in a first year of history, where a trend can't be told from a season, and from two on */
  youngTrend: number
  oldTrend: number
  /**
   * How much less a group of customers buys each year than drop-out explains: over eight published holdouts of other shops,
   * about a year ahead, totals of such models came out 6 % too high on average.
   */
  fade: number
  /** of a month's step of how fast customers acquired in that month buy */
  cohort: number
}

export const usualBelief: Belief = {
  season: 0.35,
  reach: 0.4,
  level: 0.04,
  month: 0.07,
  youngTrend: 0.05,
  oldTrend: 0.15,
  fade: 0.06,
  cohort: 0.2,
}

/** Belief over `past` months observed and `ahead` months to come, oldest first, in a form that is quick to compute with. */
export interface PacePrior {
  past: number
  ahead: number
  mean: Float64Array
  /** L of the covariance L Lᵀ: log pace = mean + L u with u independent standard normal */
  lower: number[][]
  /** of a step from one cohort to the next */
  cohort: number
}

export function pacePrior(past: number, ahead: number, belief: Belief): PacePrior {
  const months = past + ahead
  const { youngTrend, oldTrend, reach } = belief
  const trend = youngTrend + (oldTrend - youngTrend) * Math.min(1, Math.max(0, past / 12 - 1))
  const covariance = Array.from({ length: months }, (_, i) =>
    Array.from({ length: months }, (_, j) => {
      const turn = Math.sin((Math.PI * (i - j)) / 12)
      const season = belief.season ** 2 * Math.exp((-2 * turn * turn) / reach ** 2)
      const level = belief.level ** 2 * Math.min(i, j)
      const slope = (trend ** 2 * i * j) / 144
      return season + level + slope + (i === j ? belief.month ** 2 : 0)
    }),
  )
  const lower = choleskyFactor(covariance)
  if (!lower) throw new RangeError('the prior of the pace is positive definite by construction')
  const mean = Float64Array.from({ length: months }, (_, month) => (-belief.fade * (month - (past - 1) / 2)) / 12)
  return { past, ahead, mean, lower, cohort: belief.cohort }
}

/** Log pace of the observed months from their `u`. */
export function pastPace({ past, mean, lower }: PacePrior, u: Float64Array): Float64Array {
  return Float64Array.from({ length: past }, (_, month) => {
    const row = lower[month] as number[]
    let sum = mean[month] as number
    for (let j = 0; j <= month; j++) sum += (row[j] as number) * (u[j] as number)
    return sum
  })
}

/** The slope by `u`, from the slope by log pace. */
export function bySource({ past, lower }: PacePrior, slope: Float64Array): Float64Array {
  return Float64Array.from({ length: past }, (_, j) => {
    let sum = 0
    for (let month = j; month < past; month++)
      sum += (slope[month] as number) * ((lower[month] as number[])[j] as number)
    return sum
  })
}

/** Log pace expected of the months to come, given the `u` of those observed. */
export function paceAhead({ past, ahead, mean, lower }: PacePrior, u: Float64Array): Float64Array {
  return Float64Array.from({ length: ahead }, (_, month) => {
    const row = lower[past + month] as number[]
    let sum = mean[past + month] as number
    for (let j = 0; j < past; j++) sum += (row[j] as number) * (u[j] as number)
    return sum
  })
}

/** Standard deviation of a weighted sum of the log pace of the months to come, those observed being known. */
export function spreadAhead({ past, ahead, lower }: PacePrior, weights: Float64Array): number {
  let variance = 0
  for (let j = past; j < past + ahead; j++) {
    let sum = 0
    for (let month = j - past; month < ahead; month++) {
      sum += (weights[month] as number) * ((lower[past + month] as number[])[j] as number)
    }
    variance += sum * sum
  }
  return Math.sqrt(variance)
}
