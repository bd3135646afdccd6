import { digamma, logRising } from '../numerics/log-gamma.ts'
import { gaussLegendre } from '../numerics/quadrature.ts'
import type { Patterns } from '../patterns.ts'
import { type Curve, type Panel, panelAt } from './pareto-curve.ts'

/**
 * The total log-likelihood of Pareto/NBD and its exact gradient. The integral from tx to T is a difference of two integrals
 * up to the last age of the same x, and ages repeat: so every stretch between neighbouring ages is integrated once for
 * all customers with that x, with few nodes.
 */
export interface Grid {
  groups: Group[]
}

interface Group {
  x: number
  /** ages that occur as tx or T, ascending */
  ages: Float64Array
  /** places in `ages` of each pattern */
  tx: Int32Array
  T: Int32Array
  weight: Float64Array
}

/** Ages in `unit`s. */
export function gridOf(patterns: Patterns, unit: number): Grid {
  const byX = new Map<number, number[]>()
  for (let pattern = 0; pattern < patterns.size; pattern++) {
    const x = patterns.x[pattern] as number
    const found = byX.get(x)
    if (found) found.push(pattern)
    else byX.set(x, [pattern])
  }
  const groups = [...byX].map(([x, members]): Group => {
    const pick = (of: Float64Array, by: number) => Float64Array.from(members, (pattern) => (of[pattern] as number) / by)
    const [tx, T] = [pick(patterns.tx, unit), pick(patterns.T, unit)]
    const ages = Float64Array.from(new Set([...tx, ...T])).sort()
    const places = new Map(Array.from(ages, (age, place) => [age, place]))
    const placed = (of: Float64Array) => Int32Array.from(of, (age) => places.get(age) as number)
    return { x, ages, tx: placed(tx), T: placed(T), weight: pick(patterns.weight, 1) }
  })
  return { groups }
}

/** Value and derivatives by r + x, α, s, β of the integral from an age to the last, relative to the curve at that age. */
const stride = 5

/** Adds up everyone; writes the gradient by ln r, ln α, ln s, ln β. */
export function totalLogLikelihood(grid: Grid, at: Float64Array, gradient: Float64Array): number {
  const [r, alpha, s, beta] = at.map(Math.exp) as unknown as [number, number, number, number]
  const slope = new Float64Array(4)
  let total = 0
  for (const group of grid.groups) total += addGroup(group, r, alpha, s, beta, slope)
  gradient[0] = r * (slope[0] as number)
  gradient[1] = alpha * (slope[1] as number)
  gradient[2] = s * (slope[2] as number)
  gradient[3] = beta * (slope[3] as number)
  return total
}

/** Likelihood relative to the curve at tx: q (1 - s J(T)) + s J(tx), q the fall of the curve from tx to T. */
function addGroup(group: Group, r: number, alpha: number, s: number, beta: number, slope: Float64Array): number {
  const { x, ages } = group
  const A = r + x
  const J = integralsToEnd(ages, { A, alpha, s, beta })
  const logA = ages.map((age) => Math.log1p(age / alpha))
  const logB = ages.map((age) => Math.log1p(age / beta))
  const constant = logRising(r, x) - x * Math.log(alpha)
  const psi = digamma(A) - digamma(r)
  let total = 0
  let [byA, byAlpha, byS, byBeta, weights] = [0, 0, 0, 0, 0]
  for (let member = 0; member < group.tx.length; member++) {
    const [i, j] = [group.tx[member] as number, group.T[member] as number]
    const [tx, T, weight] = [ages[i] as number, ages[j] as number, group.weight[member] as number]
    const [logAi, logBi] = [logA[i] as number, logB[i] as number]
    const dA = (logA[j] as number) - logAi
    const dB = (logB[j] as number) - logBi
    const q = Math.exp(-A * dA - s * dB)
    const [Ji, Jj] = [J[i * stride] as number, J[j * stride] as number]
    const rest = 1 - s * Jj
    const value = q * rest + s * Ji
    total += weight * (constant - A * logAi - s * logBi + Math.log(value))
    const share = weight / value
    const sq = s * q
    const derivative = (of: number) => s * (J[i * stride + of] as number) - sq * (J[j * stride + of] as number)
    const qr = q * rest
    byA += share * (derivative(1) - qr * dA) - weight * logAi
    byAlpha += share * (derivative(2) + qr * A * (1 / (alpha + tx) - 1 / (alpha + T))) - (weight * A) / (alpha + tx)
    byS += share * (derivative(3) - qr * dB + Ji - q * Jj) - weight * logBi
    byBeta += share * (derivative(4) + qr * s * (1 / (beta + tx) - 1 / (beta + T))) - (weight * s) / (beta + tx)
    weights += weight
  }
  slope[0] = (slope[0] as number) + byA + weights * psi
  slope[1] = (slope[1] as number) + byAlpha + (weights * r) / alpha
  slope[2] = (slope[2] as number) + byS
  slope[3] = (slope[3] as number) + byBeta + (weights * s) / beta
  return total
}

/** From the last age back: what a stretch holds, and what lies behind it lowered by the fall of the curve across it. */
function integralsToEnd(ages: Float64Array, curve: Curve): Float64Array {
  const { A, alpha, s, beta } = curve
  const J = new Float64Array(ages.length * stride)
  const own = new Float64Array(stride)
  for (let place = ages.length - 2; place >= 0; place--) {
    const [from, to] = [ages[place] as number, ages[place + 1] as number]
    const [here, there] = [place * stride, (place + 1) * stride]
    stretch(from, to, curve, own)
    const fallA = Math.log1p((to - from) / (alpha + from))
    const fallB = Math.log1p((to - from) / (beta + from))
    const fallAlpha = A * (1 / (alpha + from) - 1 / (alpha + to))
    const fallBeta = s * (1 / (beta + from) - 1 / (beta + to))
    const height = Math.exp(-A * fallA - s * fallB)
    const behind = J[there] as number
    const later = (of: number) => J[there + of] as number
    J[here] = (own[0] as number) + height * behind
    J[here + 1] = (own[1] as number) + height * (later(1) - fallA * behind)
    J[here + 2] = (own[2] as number) + height * (later(2) + fallAlpha * behind)
    J[here + 3] = (own[3] as number) + height * (later(3) - fallB * behind)
    J[here + 4] = (own[4] as number) + height * (later(4) + fallBeta * behind)
  }
  return J
}

/** The integral of curve(u)/curve(from) / (β + u) and its derivatives by A, α, s, β; nodes as in `integralOver`. */
function stretch(from: number, to: number, curve: Curve, out: Float64Array): void {
  const { A, alpha, s, beta } = curve
  const [startA, startB] = [alpha + from, beta + from]
  const least = Math.min(startA, startB)
  const [gapA, gapB] = [startA - least, startB - least]
  const width = Math.log1p((to - from) / least)
  let [value, byA, byAlpha, byS, byBeta] = [0, 0, 0, 0, 0]
  for (let y = 0; y < width; y += 2 * panel.half) {
    panelAt(panel, curve, y, width, least, gapA, gapB)
    const { nodes, weights } = gaussLegendre(panel.size)
    let term = 0
    for (let index = 0; index < panel.size; index++) {
      const at = y + panel.half * (1 + (nodes[index] as number))
      const length = least * Math.expm1(at)
      // one of the two logs is y itself
      const logA = gapA === 0 ? at : Math.log1p(length / startA)
      const logB = gapB === 0 ? at : Math.log1p(length / startB)
      const endB = startB + length
      term = ((weights[index] as number) * panel.half * Math.exp(-A * logA - s * logB) * (least + length)) / endB
      value += term
      byA -= term * logA
      byAlpha += (term * length) / (startA + length)
      byS -= term * logB
      byBeta += term * (s / startB - (s + 1) / endB)
    }
    if (term <= 1e-19 * value || panel.half === 0) break
  }
  out[0] = value
  out[1] = byA
  out[2] = (byAlpha * A) / startA
  out[3] = byS
  out[4] = byBeta
}

const panel: Panel = { half: 0, size: 0 }
