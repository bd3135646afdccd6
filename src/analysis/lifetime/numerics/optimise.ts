import { choleskyInverse, choleskySolve } from './cholesky.ts'

/**
 * The value at a point; writes the gradient. Points are logarithms of parameters, a handful of them. The value grows
 * with the data, as a total log-likelihood does.
 */
export type Objective = (at: Float64Array, gradient: Float64Array) => number

export interface Bounds {
  low: number
  high: number
}

export interface Search {
  starts: readonly (readonly number[])[]
  /** one for all or one for each coordinate */
  bounds: Bounds | readonly Bounds[]
  /** how many observations the objective adds up; tolerances are per observation */
  size: number
  /** for objectives of many coordinates: ends when a step gains less than 1e-8 per observation, no Newton steps, no covariance */
  rough?: boolean
}

export interface Optimum {
  at: Float64Array
  value: number
  iterations: number
  /** the coordinate stands at a bound and would go on */
  atBound: boolean[]
  /** inverse of minus the Hessian over the coordinates that are not at a bound; null where that is not positive definite */
  covariance: number[][] | null
  converged: boolean
}

/** Bounds of log-parameters that keep every model's arithmetic within range. */
export const logBounds: Bounds = { low: -14, high: 11 }

const mostSteps = 200
const mostNewtonSteps = 12
const longestStep = 2
/** central differences of an exact gradient: their error is about this squared */
const difference = 1e-4

/**
 * The highest point found from any of the starts: quasi-Newton steps (BFGS) within bounds, then Newton steps with a
 * Hessian taken from differences of the gradient, which also gives the covariance. Seven digits where the top is a point;
 * on a ridge it stops when the value no longer rises.
 */
export function maximise(objective: Objective, search: Search): Optimum {
  const dimensions = search.starts[0]?.length ?? 0
  const bounds = Array.from({ length: dimensions }, (_, i) =>
    Array.isArray(search.bounds) ? (search.bounds[i] as Bounds) : (search.bounds as Bounds),
  )
  const problem: Problem = {
    bounds,
    scale: 1 / Math.max(search.size, 1),
    gain: search.rough ? 1e-8 : 1e-11,
    // minimised per observation; a value that is no number is a wall
    evaluate(at, gradient) {
      const value = objective(at, gradient)
      if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY
      for (let i = 0; i < dimensions; i++) gradient[i] = -(gradient[i] as number) * this.scale
      return -value * this.scale
    },
  }
  let best: Descent | undefined
  let iterations = 0
  for (const start of search.starts) {
    const found = descend(problem, start)
    iterations += found.iterations
    if (!best || found.value < best.value) best = found
  }
  if (!best) throw new RangeError('a search needs a start')
  if (search.rough) {
    const atBound = fixedAt(problem, best.at, best.gradient)
    const converged = best.iterations < mostSteps
    return { at: best.at, value: -best.value * search.size, iterations, atBound, covariance: null, converged }
  }
  const polished = polish(problem, best)
  return {
    at: polished.at,
    value: -polished.value / problem.scale,
    iterations: iterations + polished.iterations,
    atBound: polished.fixed,
    covariance: covarianceOf(polished, problem.scale),
    converged: polished.converged,
  }
}

interface Problem {
  bounds: Bounds[]
  scale: number
  /** a step worth the name, relative to the value */
  gain: number
  evaluate(at: Float64Array, gradient: Float64Array): number
}

interface Descent {
  at: Float64Array
  value: number
  gradient: Float64Array
  iterations: number
}

/** Coordinates at a bound whose descent leads outside. */
function fixedAt({ bounds }: Problem, at: Float64Array, gradient: Float64Array): boolean[] {
  return bounds.map(({ low, high }, i) => {
    const slope = gradient[i] as number
    return ((at[i] as number) <= low && slope >= 0) || ((at[i] as number) >= high && slope <= 0)
  })
}

function descend(problem: Problem, start: readonly number[]): Descent {
  const { bounds } = problem
  const n = bounds.length
  let at: Float64Array = Float64Array.from(bounds, ({ low, high }, i) =>
    Math.min(high, Math.max(low, start[i] as number)),
  )
  let gradient: Float64Array = new Float64Array(n)
  let value = problem.evaluate(at, gradient)
  let inverse = identity(n)
  let before = ''
  let steps = 0
  let stuck = 0
  for (; steps < mostSteps; steps++) {
    const fixed = fixedAt(problem, at, gradient)
    if (fixed.join() !== before) {
      inverse = identity(n)
      before = fixed.join()
    }
    if (gradient.every((slope, i) => fixed[i] || Math.abs(slope) < 1e-9)) break
    let direction = downhill(inverse, gradient, fixed)
    if (dot(direction, gradient) >= 0) {
      inverse = identity(n)
      direction = downhill(inverse, gradient, fixed)
    }
    const next = search(problem, at, value, gradient, direction)
    if (!next) break
    update(inverse, between(next.at, at), between(next.gradient, gradient))
    // a ridge rises a little for ever; two steps that gain nothing worth the name end it
    stuck = value - next.value < problem.gain * (1 + Math.abs(value)) ? stuck + 1 : 0
    ;({ at, value, gradient } = next)
    if (stuck > 1) break
  }
  return { at, value, gradient, iterations: steps }
}

/** Along the direction, shorter until it descends enough. Undefined: nowhere. */
function search(
  problem: Problem,
  at: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
): Omit<Descent, 'iterations'> | undefined {
  const longest = Math.max(...direction.map(Math.abs))
  let step = longest > longestStep ? longestStep / longest : 1
  for (let attempt = 0; attempt < 40; attempt++) {
    const next = at.map((coordinate, i) => {
      const { low, high } = problem.bounds[i] as Bounds
      return Math.min(high, Math.max(low, coordinate + step * (direction[i] as number)))
    })
    const moved = between(next, at)
    const nextGradient = new Float64Array(at.length)
    const nextValue = problem.evaluate(next, nextGradient)
    const expected = dot(gradient, moved)
    if (nextValue <= value + 1e-4 * expected && expected < 0)
      return { at: next, value: nextValue, gradient: nextGradient }
    // the parabola through both values and the slope tells where to look next
    const curvature = nextValue - value - expected
    const shorter = Number.isFinite(curvature) && curvature > 0 ? -expected / (2 * curvature) : 0.2
    step *= Math.min(0.6, Math.max(0.1, shorter))
  }
  return undefined
}

interface Polished {
  at: Float64Array
  value: number
  iterations: number
  fixed: boolean[]
  /** over the coordinates that are free, per observation */
  hessian: number[][]
  converged: boolean
}

/** Newton's steps to the last digits. Where the surface is no bowl it stays with what the descent found. */
function polish(problem: Problem, found: Descent): Polished {
  let { at, value, gradient } = found
  let converged = false
  let steps = 0
  let fixed = fixedAt(problem, at, gradient)
  let hessian = hessianAt(problem, at, fixed)
  for (; steps < mostNewtonSteps; steps++) {
    const free = freeOf(fixed)
    const slope = free.map((i) => gradient[i] as number)
    if (slope.every((one) => Math.abs(one) < 1e-12)) {
      converged = true
      break
    }
    const newton = choleskySolve(hessian, slope)
    if (!newton) break
    const direction = new Float64Array(at.length)
    free.forEach((i, place) => {
      direction[i] = -(newton[place] as number)
    })
    const longest = Math.max(...direction.map(Math.abs))
    const next = search(problem, at, value, gradient, direction)
    if (!next) {
      // rounding hides what is left to gain
      converged = longest < 1e-3
      break
    }
    ;({ at, value, gradient } = next)
    fixed = fixedAt(problem, at, gradient)
    if (longest < 1e-6) {
      converged = true
      break
    }
    hessian = hessianAt(problem, at, fixed)
  }
  converged ||= freeOf(fixed).every((i) => Math.abs(gradient[i] as number) < 1e-6)
  return { at, value, iterations: steps, fixed, hessian, converged }
}

const freeOf = (fixed: boolean[]): number[] => fixed.flatMap((one, i) => (one ? [] : [i]))

function hessianAt(problem: Problem, at: Float64Array, fixed: boolean[]): number[][] {
  const free = freeOf(fixed)
  const above = new Float64Array(at.length)
  const below = new Float64Array(at.length)
  const rows = free.map((i) => {
    problem.evaluate(moved(at, i, difference), above)
    problem.evaluate(moved(at, i, -difference), below)
    return free.map((j) => ((above[j] as number) - (below[j] as number)) / (2 * difference))
  })
  return rows.map((row, i) => row.map((one, j) => (one + ((rows[j] as number[])[i] as number)) / 2))
}

function moved(at: Float64Array, i: number, by: number): Float64Array {
  const next = at.slice()
  next[i] = (next[i] as number) + by
  return next
}

/** Rows and columns of fixed coordinates are 0. */
function covarianceOf({ hessian, fixed, at }: Polished, scale: number): number[][] | null {
  const inverse = choleskyInverse(hessian)
  if (!inverse) return null
  const full = Array.from(at, () => Array.from(at, () => 0))
  freeOf(fixed).forEach((i, row) => {
    freeOf(fixed).forEach((j, column) => {
      ;(full[i] as number[])[j] = ((inverse[row] as number[])[column] as number) * scale
    })
  })
  return full
}

const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)))

function downhill(inverse: number[][], gradient: Float64Array, fixed: boolean[]): Float64Array {
  return gradient.map((_, i) => {
    if (fixed[i]) return 0
    const row = inverse[i] as number[]
    return -row.reduce((sum, one, j) => (fixed[j] ? sum : sum + one * (gradient[j] as number)), 0)
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, one, i) => sum + one * (b[i] as number), 0)
}

function between(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((one, i) => one - (b[i] as number))
}

/** BFGS on the inverse Hessian; left alone where the curvature seen is not positive. */
function update(inverse: number[][], step: Float64Array, change: Float64Array): void {
  const curvature = dot(step, change)
  if (curvature <= 1e-14) return
  const n = step.length
  const image = Float64Array.from(inverse, (row) => row.reduce((sum, one, j) => sum + one * (change[j] as number), 0))
  const factor = (1 + dot(change, image) / curvature) / curvature
  for (let i = 0; i < n; i++) {
    const row = inverse[i] as number[]
    for (let j = 0; j < n; j++) {
      const [si, sj] = [step[i] as number, step[j] as number]
      row[j] =
        (row[j] as number) + factor * si * sj - ((image[i] as number) * sj + si * (image[j] as number)) / curvature
    }
  }
}
