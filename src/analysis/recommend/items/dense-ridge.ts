import type { Rows } from '../rows.ts'
import { meanOwn } from './local-ridge.ts'

/** g(i, j) of every pair as a full matrix: 8 · items² bytes. */
export function denseSums(rows: Rows): Float64Array {
  const size = rows.columns
  const sums = new Float64Array(size * size)
  for (let u = 0; u < rows.size; u++) {
    const end = rows.starts[u + 1] as number
    for (let a = rows.starts[u] as number; a < end; a++) {
      const line = (rows.items[a] as number) * size
      const weight = rows.weights[a] as number
      // ids ascend within a row: the lower triangle is enough
      for (let b = rows.starts[u] as number; b <= a; b++) {
        const place = line + (rows.items[b] as number)
        sums[place] = (sums[place] as number) + weight * (rows.weights[b] as number)
      }
    }
  }
  return sums
}

/**
 * EASE over every item at once: B = I − P · diag(1 / P), P = (G + Λ)⁻¹, Λ as in the local form. `matrix` holds the lower
 * triangle of G and is used up. Returns B in rows by source item; its diagonal is 0. n³ / 2 multiplications.
 */
export function fitDense(matrix: Float64Array, size: number, l2: number, drop: number): Float32Array {
  const penalty = drop / (1 - drop)
  const scale = l2 * meanOwn(Float64Array.from({ length: size }, (_, i) => matrix[i * size + i] as number))
  for (let i = 0; i < size; i++) {
    const own = matrix[i * size + i] as number
    matrix[i * size + i] = own + scale + penalty * own
  }
  factor(matrix, size)
  invertFactor(matrix, size)
  return weightsOf(matrix, size)
}

/** Rows worked on together, so that what was loaded is used often before it leaves the processor's cache. */
const block = 32

/** G = L·Lᵀ in place; where the diagonal of L would stand, its inverse. */
function factor(m: Float64Array, size: number): void {
  const dots = new Float64Array(16)
  for (let first = 0; first < size; first += block) {
    const end = Math.min(first + block, size)
    for (let i = first; i < size; i += 4) {
      for (let j = first; j < end; j += 4) {
        dotTile(m, size, i, j, 0, first, dots)
        for (let a = 0; a < 4 && i + a < size; a++) {
          for (let b = 0; b < 4 && j + b < end; b++) {
            const place = (i + a) * size + j + b
            // above the diagonal nothing is kept
            if (j + b <= i + a) m[place] = (m[place] as number) - (dots[a * 4 + b] as number)
          }
        }
      }
    }
    for (let j = first; j < end; j++) factorColumn(m, size, first, j)
  }
}

function factorColumn(m: Float64Array, size: number, first: number, j: number): void {
  const line = j * size
  const own = (m[line + j] as number) - dot(m, line, line, first, j)
  // a sum that rounding made negative belongs to an item that others explain fully
  const inverse = 1 / Math.sqrt(Math.max(own, 1e-9))
  m[line + j] = inverse
  for (let i = j + 1; i < size; i++) {
    m[i * size + j] = ((m[i * size + j] as number) - dot(m, i * size, line, first, j)) * inverse
  }
}

/** Column j of L⁻¹ into row j, from the diagonal on; below it L stays. */
function invertFactor(m: Float64Array, size: number): void {
  const dots = new Float64Array(16)
  for (let first = 0; first < size; first += block) {
    const end = Math.min(first + block, size)
    for (let j = first; j < end; j++)
      for (let i = j + 1; i < end; i++) invertPlace(m, size, j, i, dot(m, i * size, j * size, j, i))
    for (let i = end; i < size; i += 4) {
      for (let j = first; j < end; j += 4) {
        dotTile(m, size, i, j, end, i, dots)
        for (let b = 0; b < 4 && j + b < end; b++) {
          const own = (j + b) * size
          for (let a = 0; a < 4 && i + a < size; a++) {
            const line = (i + a) * size
            const near = dot(m, line, own, j + b, end) + dot(m, line, own, i, i + a)
            invertPlace(m, size, j + b, i + a, (dots[a * 4 + b] as number) + near)
          }
        }
      }
    }
  }
}

function invertPlace(m: Float64Array, size: number, j: number, i: number, sum: number): void {
  m[j * size + i] = -sum * (m[i * size + i] as number)
}

/** P = L⁻ᵀ·L⁻¹ from the rows above the diagonal, turned into B. */
function weightsOf(m: Float64Array, size: number): Float32Array {
  // zeros below the diagonal let four rows begin at the same place
  for (let i = 0; i < size; i++) m.fill(0, i * size, i * size + i)
  const weights = new Float32Array(size * size)
  const own = new Float64Array(size)
  const dots = new Float64Array(16)
  for (let first = 0; first < size; first += block) {
    const end = Math.min(first + block, size)
    for (let j = 0; j < end; j += 4) {
      for (let i = Math.max(first, j); i < end; i += 4) {
        dotTile(m, size, i, j, i, size, dots)
        for (let a = 0; a < 4 && i + a < end; a++) {
          for (let b = 0; b < 4 && j + b <= i + a; b++) {
            const value = dots[a * 4 + b] as number
            weights[(i + a) * size + j + b] = value
            weights[(j + b) * size + i + a] = value
            if (i + a === j + b) own[j + b] = value
          }
        }
      }
    }
  }
  for (let source = 0; source < size; source++) {
    const line = source * size
    for (let target = 0; target < size; target++) {
      weights[line + target] = target === source ? 0 : -(weights[line + target] as number) / (own[target] as number)
    }
  }
  return weights
}

function dot(m: Float64Array, a: number, b: number, from: number, to: number): number {
  let sum = 0
  for (let t = from; t < to; t++) sum += (m[a + t] as number) * (m[b + t] as number)
  return sum
}

/** Sixteen dot products at once, rows i … i + 3 with rows j … j + 3, from column `from` to before `to`; 0 beyond the last row. */
function dotTile(m: Float64Array, size: number, i: number, j: number, from: number, to: number, dots: Float64Array) {
  if (i + 4 > size || j + 4 > size) {
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        dots[a * 4 + b] = i + a < size && j + b < size ? dot(m, (i + a) * size, (j + b) * size, from, to) : 0
      }
    }
    return
  }
  pairTile(m, size, i, j, from, to, dots, 0)
  pairTile(m, size, i + 2, j, from, to, dots, 8)
}

/** Two rows with four: eight sums stay in registers. */
function pairTile(
  m: Float64Array,
  size: number,
  i: number,
  j: number,
  from: number,
  to: number,
  dots: Float64Array,
  at: number,
): void {
  const a0 = i * size
  const a1 = a0 + size
  const b0 = j * size
  const b1 = b0 + size
  const b2 = b1 + size
  const b3 = b2 + size
  let s00 = 0
  let s01 = 0
  let s02 = 0
  let s03 = 0
  let s10 = 0
  let s11 = 0
  let s12 = 0
  let s13 = 0
  for (let t = from; t < to; t++) {
    const x = m[a0 + t] as number
    const y = m[a1 + t] as number
    const p = m[b0 + t] as number
    const q = m[b1 + t] as number
    const r = m[b2 + t] as number
    const s = m[b3 + t] as number
    s00 += x * p
    s01 += x * q
    s02 += x * r
    s03 += x * s
    s10 += y * p
    s11 += y * q
    s12 += y * r
    s13 += y * s
  }
  dots[at] = s00
  dots[at + 1] = s01
  dots[at + 2] = s02
  dots[at + 3] = s03
  dots[at + 4] = s10
  dots[at + 5] = s11
  dots[at + 6] = s12
  dots[at + 7] = s13
}
