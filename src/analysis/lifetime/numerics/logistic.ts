import { choleskyInverse, choleskySolve } from './cholesky.ts'

/**
 * Rows of yes-or-no features with how often they were tried and how often they hit; equal rows may be one. Row i has the
 * features cells[i * width] … cells[(i + 1) * width - 1], which ascend.
 */
export interface Trials {
  features: number
  width: number
  cells: Int32Array
  trials: Float64Array
  hits: Float64Array
  /** added to the log-odds of each row as it is */
  offset?: Float64Array
}

/** Coefficients are drawn to `towards` with the weight of `penalty`: a ridge, the same as a normal prior of variance 1/penalty. */
export interface Ridge {
  penalty: Float64Array
  towards: Float64Array
}

export interface Logistic {
  /** log-odds of each feature */
  coefficients: Float64Array
  /** inverse of the penalised information; null when it is singular */
  covariance: number[][] | null
}

const mostSteps = 60
/** log-odds beyond mean certainty to the last digit */
const surest = 35

/** Logistic regression with a ridge by Newton's method, halving steps that do not rise. Log-odds to 1e-9: the last step squares the error. */
export function fitLogistic(rows: Trials, ridge: Ridge, start?: Float64Array): Logistic {
  let at: Float64Array = start ? start.slice() : ridge.towards.slice()
  let value = penalised(rows, ridge, at)
  let information: number[][] = []
  for (let step = 0; step < mostSteps; step++) {
    const { slope, hessian } = derivatives(rows, ridge, at)
    information = hessian
    const direction = choleskySolve(hessian, Array.from(slope))
    if (!direction) break
    let length = 1
    let next = at
    let better = value
    for (let halving = 0; halving < 30; halving++, length /= 2) {
      next = at.map((one, feature) => one + length * (direction[feature] as number))
      better = penalised(rows, ridge, next)
      if (better >= value) break
    }
    if (!(better >= value)) break
    const moved = direction.reduce((most, one) => Math.max(most, Math.abs(one) * length), 0)
    at = next
    value = better
    if (moved < 1e-7) break
  }
  return { coefficients: at, covariance: choleskyInverse(information) }
}

/** Log-odds of a row. */
export function logOddsOf({ width, cells, offset }: Trials, row: number, coefficients: Float64Array): number {
  let sum = offset ? (offset[row] as number) : 0
  for (let cell = row * width; cell < (row + 1) * width; cell++) sum += coefficients[cells[cell] as number] as number
  return Math.min(surest, Math.max(-surest, sum))
}

/** Log-likelihood of trials under log-odds: hits ln h + misses ln (1 - h). */
export function logLikelihoodOf(rows: Trials, coefficients: Float64Array): number {
  let value = 0
  for (let row = 0; row < rows.trials.length; row++) {
    const logOdds = logOddsOf(rows, row, coefficients)
    const logMiss = logOdds > 0 ? -logOdds - Math.log1p(Math.exp(-logOdds)) : -Math.log1p(Math.exp(logOdds))
    value += (rows.hits[row] as number) * logOdds + (rows.trials[row] as number) * logMiss
  }
  return value
}

function penalised(rows: Trials, { penalty, towards }: Ridge, at: Float64Array): number {
  const away = at.reduce(
    (sum, one, feature) => sum + (penalty[feature] as number) * (one - (towards[feature] as number)) ** 2,
    0,
  )
  return logLikelihoodOf(rows, at) - away / 2
}

function derivatives(rows: Trials, { penalty, towards }: Ridge, at: Float64Array) {
  const { features, width, cells } = rows
  const slope = at.map((one, feature) => -(penalty[feature] as number) * (one - (towards[feature] as number)))
  const hessian = Array.from({ length: features }, (_, feature) => {
    const row = Array.from({ length: features }, () => 0)
    row[feature] = penalty[feature] as number
    return row
  })
  for (let row = 0; row < rows.trials.length; row++) {
    const trials = rows.trials[row] as number
    const hit = 1 / (1 + Math.exp(-logOddsOf(rows, row, at)))
    const residual = (rows.hits[row] as number) - trials * hit
    const weight = trials * hit * (1 - hit)
    for (let i = row * width; i < (row + 1) * width; i++) {
      const feature = cells[i] as number
      slope[feature] = (slope[feature] as number) + residual
      // features of a row ascend: one half of the matrix is enough
      const line = hessian[feature] as number[]
      for (let j = row * width; j <= i; j++) line[cells[j] as number] = (line[cells[j] as number] as number) + weight
    }
  }
  hessian.forEach((line, i) => {
    for (let j = 0; j < i; j++) (hessian[j] as number[])[i] = line[j] as number
  })
  return { slope, hessian }
}
