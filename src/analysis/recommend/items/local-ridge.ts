import { solveCholesky } from '../cholesky.ts'
import type { Pairs } from './pairs.ts'

/**
 * How an item is explained by others: the ridge regression of its column on its k nearest items, in closed form. Local form
 * of EASE (Steck 2019; B = I − P · diag(1 / P), P = (G + Λ)⁻¹) with the penalty of EDLAE (Steck 2020): Λ = l2 + d / (1 − d) · g(a, a), where `drop` d keeps
 * an item from being explained by a few customers alone.
 */
export interface Ridge {
  k: number
  /** in units of the mean g(i, i) over all items, so that the same value suits sparse and dense shops */
  l2: number
  /** share of each row forgotten on average while learning, 0 ≤ drop < 1 */
  drop: number
}

/** Weights by target item: `weights[item · k + n]` belongs to the n-th nearest item of `pairs`. */
export function fitLocal(pairs: Pairs, ridge: Ridge, weights: Float32Array, from: number, to: number): void {
  const { k } = ridge
  const l2 = ridge.l2 * meanOwn(pairs.own)
  const penalty = ridge.drop / (1 - ridge.drop)
  const system = new Float64Array(k * k)
  const answer = new Float64Array(k)
  const near = new Int32Array(k)
  const placeOf = new Int32Array(pairs.items).fill(-1)
  for (let item = from; item < to; item++) {
    const size = nearestOf(pairs, item, near, placeOf)
    system.fill(0)
    answer.fill(0)
    takeSums(pairs, item, placeOf, answer)
    for (let a = 0; a < size; a++) {
      takeSystem(pairs, near[a] as number, placeOf, system, a, k)
      const own = pairs.own[near[a] as number] as number
      system[a * k + a] = own + l2 + penalty * own
    }
    solveCholesky(system, answer, size, k)
    for (let a = 0; a < size; a++) {
      weights[item * k + a] = answer[a] as number
      placeOf[near[a] as number] = -1
    }
  }
}

/** Mean of g(i, i) over the items that anyone has. */
export function meanOwn(own: ArrayLike<number>): number {
  let sum = 0
  let count = 0
  for (let item = 0; item < own.length; item++) {
    sum += own[item] as number
    if ((own[item] as number) > 0) count++
  }
  return count > 0 ? sum / count : 1
}

/** The nearest items of one into `near`, and where each stands there into `placeOf`. */
function nearestOf(pairs: Pairs, item: number, near: Int32Array, placeOf: Int32Array): number {
  const start = item * pairs.most
  const most = Math.min(near.length, pairs.most)
  let size = 0
  while (size < most && (pairs.nearest[start + size] as number) >= 0) {
    const other = pairs.nearest[start + size] as number
    near[size] = other
    placeOf[other] = size++
  }
  return size
}

/** The sums an item keeps with those that have a place. */
function takeSums(pairs: Pairs, item: number, placeOf: Int32Array, sums: Float64Array): void {
  const start = item * pairs.width
  const end = start + (pairs.lengths[item] as number)
  for (let at = start; at < end; at++) {
    const place = placeOf[pairs.ids[at] as number] as number
    if (place >= 0) sums[place] = pairs.sums[at] as number
  }
}

/**
 * The same into the lower triangle of the system, for the item in place `a`: a pair may be kept by only one of the two.
 * Going through all an item keeps is faster than looking up the few that are wanted.
 */
function takeSystem(
  pairs: Pairs,
  item: number,
  placeOf: Int32Array,
  system: Float64Array,
  a: number,
  stride: number,
): void {
  const start = item * pairs.width
  const end = start + (pairs.lengths[item] as number)
  for (let at = start; at < end; at++) {
    const place = placeOf[pairs.ids[at] as number] as number
    if (place < 0) continue
    system[place < a ? a * stride + place : place * stride + a] = pairs.sums[at] as number
  }
}
