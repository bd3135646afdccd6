import type { Trait } from './first-orders.ts'
import { fitLogistic, logLikelihoodOf, logOddsOf, type Ridge, type Trials } from './numerics/logistic.ts'

/**
 * How the chance of a second purchase is fitted: stretches of time nearly free, levels of traits under a ridge, and what the
 * levels say scaled by what it proved to be worth.
 */

const leastSlope = 0
const mostSlope = 1.2
/** Stretches are drawn to their common level as if by this much of one trial. */
const stretchPenalty = 0.05

/** The traits' levels carry the ridge; the stretches stand nearly free around the common chance. */
export function ridgeOf(rows: Trials, ends: readonly number[], ridge: number): Ridge {
  const sum = (of: Float64Array) => of.reduce((all, one) => all + one, 0)
  const [hits, trials] = [sum(rows.hits), sum(rows.trials)]
  const common = Math.log((hits + 0.5) / (trials - hits + 0.5))
  const of = (stretch: number, level: number) =>
    Float64Array.from({ length: rows.features }, (_, feature) => (feature < ends.length ? stretch : level))
  return { penalty: of(stretchPenalty, ridge), towards: of(common, 0) }
}

/** What the traits said, apart from the stretch. */
function effectsOf(rows: Trials, ends: readonly number[], coefficients: Float64Array, slope: number): Float64Array {
  const effects = coefficients.map((one, feature) => (feature < ends.length ? 0 : slope * one))
  const bare: Trials = { ...rows, offset: undefined }
  return Float64Array.from(rows.trials, (_, row) => logOddsOf(bare, row, effects))
}

/** By how much the effects must be multiplied to fit later trials best, the stretches left free. */
export function slopeOf(later: Trials, ends: readonly number[], coefficients: Float64Array): number {
  let [low, high] = [leastSlope, mostSlope]
  const value = (slope: number) => {
    const { rows, fit } = stretchesOnly(later, ends, effectsOf(later, ends, coefficients, slope))
    return logLikelihoodOf(rows, fit.coefficients)
  }
  // one hump: a third of the range falls away with every two looks
  while (high - low > 0.02) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3]
    if (value(left) < value(right)) low = left
    else high = right
  }
  return (low + high) / 2
}

function stretchesOnly(rows: Trials, ends: readonly number[], offset: Float64Array) {
  const cells = Int32Array.from(rows.trials, (_, row) => rows.cells[row * rows.width] as number)
  const alone: Trials = { ...rows, features: ends.length, width: 1, cells, offset }
  return { rows: alone, fit: fitLogistic(alone, ridgeOf(alone, ends, 0)) }
}

/** Effects scaled, the stretches fitted anew so that chances add up to what happened. */
export function rescaled(
  rows: Trials,
  ends: readonly number[],
  coefficients: Float64Array,
  slope: number,
): Float64Array {
  const { fit } = stretchesOnly(rows, ends, effectsOf(rows, ends, coefficients, slope))
  return coefficients.map((one, feature) =>
    feature < ends.length ? (fit.coefficients[feature] as number) : slope * one,
  )
}

/** Each level against the average first order, the average moved into the stretches: the same chances, told better. */
export function centred(coefficients: Float64Array, traits: readonly Trait[], ends: readonly number[]): Float64Array {
  const moved = coefficients.slice()
  let start = ends.length
  for (const { levels, counts } of traits) {
    const all = counts.reduce((sum, count) => sum + count, 0)
    const mean =
      counts.reduce((sum, count, level) => sum + count * (coefficients[start + level] as number), 0) / (all || 1)
    levels.forEach((_, level) => {
      moved[start + level] = (moved[start + level] as number) - mean
    })
    for (let stretch = 0; stretch < ends.length; stretch++) moved[stretch] = (moved[stretch] as number) + mean
    start += levels.length
  }
  return moved
}

/** Stretches that lie within (age, age + days], each with the part of it that does; the last one goes on for ever. */
export function stretchesWithin(
  ends: readonly number[],
  age: number,
  days: number,
): { stretch: number; part: number }[] {
  const [from, to] = [Math.max(0, age), Math.max(0, age) + Math.max(0, days)]
  return ends.flatMap((end, stretch) => {
    const start = stretch === 0 ? 0 : (ends[stretch - 1] as number)
    const last = stretch === ends.length - 1
    const overlap = (last ? to : Math.min(end, to)) - Math.max(start, from)
    return overlap > 0 ? [{ stretch, part: overlap / (end - start) }] : []
  })
}

/** P(second purchase within these stretches), given the log-odds of the traits. */
export function chanceOver(
  parts: readonly { stretch: number; part: number }[],
  coefficients: Float64Array,
  effect: number,
): number {
  let logMiss = 0
  for (const { stretch, part } of parts) {
    const logOdds = Math.min(35, Math.max(-35, (coefficients[stretch] as number) + effect))
    logMiss -= part * Math.log1p(Math.exp(logOdds))
  }
  return Math.max(0, -Math.expm1(logMiss))
}
