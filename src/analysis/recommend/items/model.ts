import { sharedFloats, sharedInts } from '../rows.ts'
import { type Sheet, strike, topOfSheet, wipe } from '../sheet.ts'
import { type Pairs, shrink } from './pairs.ts'

/**
 * What each item of a history adds to every other item's score, by source: item i speaks for `targets[starts[i]] …` with
 * `weights`. A customer's score of an item is the sum over their history, so that every score can be told in its parts.
 */
export interface ItemModel {
  items: number
  starts: Int32Array
  targets: Int32Array
  weights: Float32Array
}

/** From weights by target, `k` a target, as `fitLocal` leaves them. */
export function modelOfNearest(pairs: Pairs, weights: Float32Array, k: number): ItemModel {
  const { items, most, nearest } = pairs
  const starts = sharedInts(items + 1)
  const each = (visit: (source: number, target: number, weight: number) => void) => {
    for (let target = 0; target < items; target++) {
      for (let n = 0; n < Math.min(k, most); n++) {
        const source = nearest[target * most + n] as number
        if (source < 0) break
        const weight = weights[target * k + n] as number
        if (weight !== 0) visit(source, target, weight)
      }
    }
  }
  each((source) => {
    starts[source + 1] = (starts[source + 1] as number) + 1
  })
  for (let item = 0; item < items; item++) starts[item + 1] = (starts[item + 1] as number) + (starts[item] as number)
  const next = starts.slice()
  const total = starts[items] as number
  const model = { items, starts, targets: sharedInts(total), weights: sharedFloats(total) }
  each((source, target, weight) => {
    const place = next[source] as number
    next[source] = place + 1
    model.targets[place] = target
    model.weights[place] = weight
  })
  return model
}

/** The plain neighbours (ItemKNN): similarity itself is the weight. */
export function modelOfSimilarity(pairs: Pairs, k: number): ItemModel {
  const weights = new Float32Array(pairs.items * k)
  for (let target = 0; target < pairs.items; target++) {
    const from = target * pairs.width
    const near = new Map<number, number>()
    for (let at = from; at < from + (pairs.lengths[target] as number); at++)
      near.set(pairs.ids[at] as number, pairs.sums[at] as number)
    for (let n = 0; n < Math.min(k, pairs.most); n++) {
      const source = pairs.nearest[target * pairs.most + n] as number
      if (source < 0) break
      const length = Math.sqrt(pairs.own[source] as number) * Math.sqrt(pairs.own[target] as number)
      weights[target * k + n] = (near.get(source) as number) / (length + shrink)
    }
  }
  return modelOfNearest(pairs, weights, k)
}

/** From a full matrix in rows by source. */
export function modelOfMatrix(matrix: Float32Array, items: number): ItemModel {
  const starts = sharedInts(items + 1)
  const targets = sharedInts(items * items)
  for (let source = 0; source < items; source++) {
    starts[source + 1] = (source + 1) * items
    for (let target = 0; target < items; target++) targets[source * items + target] = target
  }
  return { items, starts, targets, weights: matrix }
}

/** Adds what a history says; `by` tells how much each of its items counts. */
export function addScores(
  model: ItemModel,
  history: ArrayLike<number>,
  by: ArrayLike<number> | undefined,
  sheet: Sheet,
): void {
  const { scores, marks, seen } = sheet
  let count = sheet.count
  for (let n = 0; n < history.length; n++) {
    const source = history[n] as number
    const weight = by ? (by[n] as number) : 1
    const end = model.starts[source + 1] as number
    for (let at = model.starts[source] as number; at < end; at++) {
      const target = model.targets[at] as number
      scores[target] = (scores[target] as number) + weight * (model.weights[at] as number)
      if (marks[target] === 0) {
        marks[target] = 1
        seen[count++] = target
      }
    }
  }
  sheet.count = count
}

/** The best items for a history, best first, none of them in it; the first of `popular` where it says too little. */
export function rankItems(
  model: ItemModel,
  history: ArrayLike<number>,
  popular: ArrayLike<number>,
  size: number,
  sheet: Sheet,
): number[] {
  addScores(model, history, undefined, sheet)
  for (let n = 0; n < history.length; n++) strike(sheet, history[n] as number)
  const { ids } = topOfSheet(sheet, size)
  const held = new Set(ids)
  for (let n = 0; n < popular.length && ids.length < size; n++) {
    const id = popular[n] as number
    if (!held.has(id) && sheet.scores[id] !== Number.NEGATIVE_INFINITY) ids.push(id)
  }
  wipe(sheet)
  return ids
}
