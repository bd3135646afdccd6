import { type Bounds, logBounds, maximise, type Objective, type Optimum } from '../numerics/optimise.ts'
import type { Patterns } from '../patterns.ts'
import type { Fit, Warning } from './model.ts'

/** A likelihood over patterns, of the logarithms of the parameters, with times measured in `unit`s. */
export interface Likelihood<P extends string> {
  parameters: readonly P[]
  scales: readonly P[]
  open(patterns: Patterns, unit: number): Objective
  /** natural parameters to start from, times in `unit`s */
  starts(patterns: Patterns, unit: number): readonly (readonly number[])[]
  bounds?: readonly Bounds[]
  /** what to add so that the value is a density of times in the unit of the histories: factors without a parameter, the unit */
  constant(patterns: Patterns, unit: number): number
}

/** Fits with more patterns than this choose their start on a sample of them. */
const sampleSize = 1_000
/** standard error of a logarithm beyond which a parameter may be anything: a factor of 7 either way */
const knownWithin = 2

/**
 * Maximum likelihood of a model, whatever the data: time is measured in units of the longest history, several starts (on a
 * sample of the patterns when they are many), bounded parameters, standard errors by the delta method. A parameter that
 * ends at a bound or whose logarithm is uncertain by more than a factor of 7 is called not identified.
 */
export function fitByLikelihood<P extends string>(likelihood: Likelihood<P>, patterns: Patterns): Fit<P> {
  const unit = patterns.T.reduce((longest, T) => Math.max(longest, T), 0) || 1
  const starts = likelihood.starts(patterns, unit).map((start) => start.map(Math.log))
  const bounds = likelihood.bounds ?? logBounds
  const warnings: Warning[] = []
  if (patterns.customers === 0) warnings.push({ code: 'no-customers' })
  else if (patterns.repeats === 0) warnings.push({ code: 'no-repeats' })

  const search = (over: Patterns, from: readonly (readonly number[])[]): Optimum =>
    maximise(likelihood.open(over, unit), { starts: from, bounds, size: over.customers })
  let iterations = 0
  let from: readonly (readonly number[])[] = starts
  if (patterns.size > 4 * sampleSize) {
    const sampled = search(sampleOf(patterns), starts)
    iterations += sampled.iterations
    from = [Array.from(sampled.at)]
  }
  const optimum = search(patterns, from)
  if (!optimum.converged) warnings.push({ code: 'not-converged' })
  return describe(likelihood, optimum, {
    unit,
    warnings,
    iterations: iterations + optimum.iterations,
    logLikelihood: optimum.value + likelihood.constant(patterns, unit),
  })
}

/** Parameters, standard errors and what to warn of, from the logarithms at the optimum. */
export function describe<P extends string>(
  { parameters, scales }: Pick<Likelihood<P>, 'parameters' | 'scales'>,
  { at, atBound, covariance }: Optimum,
  { unit, warnings, ...rest }: { unit: number; warnings: Warning[]; iterations: number; logLikelihood: number },
): Fit<P> {
  const params = {} as Record<P, number>
  const se = {} as Record<P, number | null>
  parameters.forEach((parameter, i) => {
    const value = Math.exp(at[i] as number) * (scales.includes(parameter) ? unit : 1)
    const deviation = covariance && !atBound[i] ? Math.sqrt((covariance[i] as number[])[i] as number) : Number.NaN
    const known = deviation <= knownWithin
    params[parameter] = value
    se[parameter] = known ? value * deviation : null
    if (!known) warnings.push({ code: 'not-identified', parameter })
  })
  const identified = parameters.every((parameter) => se[parameter] !== null)
  return { params, se, covariance, identified, warnings, ...rest }
}

/** Every so many patterns, with their weights. */
function sampleOf(patterns: Patterns): Patterns {
  const stride = patterns.size / sampleSize
  const places = Array.from({ length: sampleSize }, (_, i) => Math.floor((i + 0.5) * stride))
  const pick = (values: Float64Array) => Float64Array.from(places, (place) => values[place] as number)
  const weight = pick(patterns.weight)
  return {
    ...patterns,
    size: sampleSize,
    x: pick(patterns.x),
    tx: pick(patterns.tx),
    T: pick(patterns.T),
    weight,
    customers: weight.reduce((sum, one) => sum + one, 0),
  }
}
