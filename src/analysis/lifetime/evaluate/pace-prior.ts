import { choleskyFactor } from '../numerics/cholesky.ts'

/** A month of the shop's clock: a twelfth of a year, so that twelve of them bring the same season back. */
export const daysPerMonth = 365 / 12

/**
 * What is believed of a shop's pace before looking: the logarithm of how fast its customers buy, month by month, is the sum
 * of a season that repeats each year, a level that wanders, a trend and what is left. Scales are standard deviations of the
 * logarithm; docs/forecast-report.md tells how each was checked.
 */
const seasonScale = 0.35
/** in squared half chords of the year: neighbouring months are alike by .43 */
const seasonReach = 0.4
/** a month's step of the level */
const levelStep = 0.04
const monthScale = 0.07
/** of the slope over a year; in a first year a trend can't be told from a season, so hardly any is believed */
const youngTrend = 0.05
const oldTrend = 0.15
/**
 * A group of customers buys less as time goes by, and models of drop-out see too little of it: over eight published holdouts
 * of other shops their totals came out 6 % too high on average, about a year ahead.
 */
const fadePerYear = 0.06

/** The prior over `past` months observed and `ahead` months to come, oldest first, in a form that is quick to compute with. */
export interface PacePrior {
  past: number
  ahead: number
  mean: Float64Array
  /** L of the covariance L Lᵀ: log pace = mean + L u with u independent standard normal */
  lower: number[][]
}

export function pacePrior(past: number, ahead: number, seasonal: boolean): PacePrior {
  const months = past + ahead
  const trend = youngTrend + (oldTrend - youngTrend) * Math.min(1, Math.max(0, past / 12 - 1))
  const covariance = Array.from({ length: months }, (_, i) =>
    Array.from({ length: months }, (_, j) => {
      const turn = Math.sin((Math.PI * (i - j)) / 12)
      const season = seasonal ? seasonScale ** 2 * Math.exp((-2 * turn * turn) / seasonReach ** 2) : 0
      const level = levelStep ** 2 * Math.min(i, j)
      const slope = (trend ** 2 * i * j) / 144
      return season + level + slope + (i === j ? monthScale ** 2 : 0)
    }),
  )
  const lower = choleskyFactor(covariance)
  if (!lower) throw new RangeError('the prior of the pace is positive definite by construction')
  const mean = Float64Array.from({ length: months }, (_, month) => (-fadePerYear * (month - (past - 1) / 2)) / 12)
  return { past, ahead, mean, lower }
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
