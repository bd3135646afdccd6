import type { Patterns } from '../patterns.ts'
import { type Forecast, totalOf } from './candidates.ts'

/** Parts of each customer's forecast, in the order of the forecasts; they add up to 1. */
export type Blend = readonly number[]

/** A stretch of the past with forecasts for the same customers; the first is the one whose total is used. */
export interface Sample {
  patterns: Patterns
  forecasts: readonly Forecast[]
  actual: Int32Array
  weight: number
}

const steps = 4
/** how much the root mean square error counts beside the mean absolute one; both relative to the first forecast */
const squareShare = 0.25
/** what leaving the first forecast alone must gain for each quarter given to others, as a share of the loss */
const worthwhile = 0.001

/**
 * Who buys how much, the total being settled: the mixture of forecasts, each brought to the same total, that would have
 * come closest to each customer in the trials. In quarters, so that little is learnt from noise; `most`: the largest part
 * of each, 1 where left out.
 */
export function blendOf(samples: readonly Sample[], forecasts: number, most: readonly number[] = []): Blend {
  const alone = [1, ...Array.from({ length: forecasts - 1 }, () => 0)]
  if (samples.length === 0) return alone
  const prepared = samples.map(prepare)
  let best: { blend: Blend; loss: number } | undefined
  for (const blend of mixtures(forecasts)) {
    if (blend.some((share, part) => share > (most[part] ?? 1))) continue
    const given = 1 + worthwhile * steps * (1 - (blend[0] as number))
    const loss = given * prepared.reduce((all, sample) => all + lossOf(sample, blend), 0)
    if (!best || loss < best.loss - 1e-9) best = { blend, loss }
  }
  return best?.blend ?? alone
}

/** All in quarters, the first forecast alone first. */
function* mixtures(parts: number, left = steps): Generator<number[]> {
  if (parts === 1) {
    yield [left / steps]
    return
  }
  for (let first = left; first >= 0; first--) {
    for (const rest of mixtures(parts - 1, left - first)) yield [first / steps, ...rest]
  }
}

interface Prepared extends Sample {
  level: Float64Array[]
  mae: number
  rmse: number
}

function prepare(sample: Sample): Prepared {
  const level = atOneTotal(sample.patterns, sample.forecasts)
  const errors = errorsOf(sample, level[0] as Float64Array)
  return { ...sample, level, ...errors }
}

function atOneTotal(patterns: Patterns, forecasts: readonly Forecast[]): Float64Array[] {
  const total = totalOf(patterns, (forecasts[0] as Forecast).expected)
  return forecasts.map(({ expected }) => {
    const own = totalOf(patterns, expected)
    return own > 0 ? expected.map((one) => (one * total) / own) : (forecasts[0] as Forecast).expected
  })
}

function lossOf(sample: Prepared, blend: Blend): number {
  const { mae, rmse } = errorsOf(sample, mixed(sample.level, blend))
  return sample.weight * (mae / (sample.mae || 1) + (squareShare * rmse) / (sample.rmse || 1))
}

function mixed(columns: readonly Float64Array[], blend: Blend): Float64Array {
  const size = columns[0]?.length ?? 0
  const sum = new Float64Array(size)
  columns.forEach((column, part) => {
    const share = blend[part] as number
    if (share === 0) return
    for (let i = 0; i < size; i++) sum[i] = (sum[i] as number) + share * (column[i] as number)
  })
  return sum
}

function errorsOf({ patterns, actual }: Sample, expected: Float64Array): { mae: number; rmse: number } {
  let [absolute, square] = [0, 0]
  for (let i = 0; i < patterns.customers; i++) {
    const off = (expected[patterns.of[i] as number] as number) - (actual[i] as number)
    absolute += Math.abs(off)
    square += off * off
  }
  const size = Math.max(patterns.customers, 1)
  return { mae: absolute / size, rmse: Math.sqrt(square / size) }
}

/** The blended forecast with the total of the first times `factor`. */
export function blended(patterns: Patterns, forecasts: readonly Forecast[], blend: Blend, factor: number): Forecast {
  const level = atOneTotal(patterns, forecasts)
  const chances = forecasts.map(({ buys }) => buys)
  return { expected: mixed(level, blend).map((one) => one * factor), buys: mixed(chances, blend) }
}
