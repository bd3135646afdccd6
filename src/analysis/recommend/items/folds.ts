import { ndcgOf } from '../evaluate/measure.ts'
import { emptyRows, type Rows } from '../rows.ts'
import { openSheet } from '../sheet.ts'
import { type ItemModel, rankItems } from './model.ts'

/** A part of every row put aside: the model learns from `rows` and is asked for `hidden`. */
export interface Fold {
  rows: Rows
  hidden: Int32Array[]
}

/** Customers asked per fold, and folds until about as many answers have come together. */
const asked = 5000
const mostFolds = 4
const cutoff = 20

export function foldsOf(rows: Rows): Fold[] {
  const count = Math.min(mostFolds, Math.max(1, Math.ceil(asked / Math.max(1, rows.size))))
  return Array.from({ length: count }, (_, fold) => foldOf(rows, fold))
}

function foldOf(rows: Rows, fold: number): Fold {
  const total = rows.starts[rows.size] as number
  const kept = emptyRows(rows.size, rows.columns, total)
  const hidden: Int32Array[] = []
  let at = 0
  for (let u = 0; u < rows.size; u++) {
    const aside: number[] = []
    const end = rows.starts[u + 1] as number
    const first = at
    for (let place = rows.starts[u] as number; place < end; place++) {
      const item = rows.items[place] as number
      if (isAside(u, item, fold)) aside.push(item)
      else {
        kept.items[at] = item
        kept.weights[at++] = rows.weights[place] as number
      }
    }
    // who has nothing left cannot be asked
    hidden.push(Int32Array.from(at > first ? aside : []))
    kept.starts[u + 1] = at
  }
  return { rows: kept, hidden }
}

/** One in ten, spread by a mixing of the bits of both ids. */
function isAside(row: number, item: number, fold: number): boolean {
  let mixed = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(item + 7, 0x85ebca6b) ^ Math.imul(fold + 3, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) % 10 === 0
}

/** How well one model a fold finds what its fold hid: NDCG@20 over all items but those of the row, one a customer asked. */
export function ndcgsOfFolds(folds: Fold[], models: ItemModel[]): Float64Array {
  const ndcgs: number[] = []
  for (const [f, { rows, hidden }] of folds.entries()) {
    const sheet = openSheet(rows.columns)
    const customers = [...hidden.keys()].filter((u) => (hidden[u] as Int32Array).length > 0)
    const step = Math.max(1, customers.length / asked)
    for (let at = 0; at < customers.length; at += step) {
      const u = customers[Math.floor(at)] as number
      const history = rows.items.subarray(rows.starts[u], rows.starts[u + 1])
      const ids = rankItems(models[f] as ItemModel, history, [], cutoff, sheet)
      ndcgs.push(ndcgOf(ids, new Set(hidden[u]), cutoff))
    }
  }
  return Float64Array.from(ndcgs)
}

/** Is the first better than the second by more than chance would often make it, asked of the same customers? */
export function isBetter(first: Float64Array, second: Float64Array): boolean {
  let sum = 0
  let squares = 0
  for (let n = 0; n < first.length; n++) {
    const gain = (first[n] as number) - (second[n] as number)
    sum += gain
    squares += gain * gain
  }
  const mean = sum / first.length
  const error = Math.sqrt(Math.max(0, squares / first.length - mean * mean) / first.length)
  return mean > errors * error
}

/** Standard errors that a gain must exceed. */
const errors = 1.5
