import { type Rows, sharedFloats, sharedInts } from '../rows.ts'

/**
 * How often items go together: g(i, j) = Σ over rows of weight(i) · weight(j). Of each item the `width` most similar others
 * are kept with their sums (ascending by id, for look-ups), and the first `most` of them by similarity.
 */
export interface Pairs {
  items: number
  width: number
  most: number
  /** g(i, i) */
  own: Float32Array
  /** per item, how many of its `width` places are taken */
  lengths: Int32Array
  ids: Int32Array
  sums: Float32Array
  /** per item `most` ids, most similar first; −1 fills the rest */
  nearest: Int32Array
}

/** Sums kept over all items: 8 bytes each. */
const mostSums = 24_000_000

/** `used`: the memory of earlier pairs of as many items, which are lost. */
export function openPairs(rows: Rows, most: number, used?: Pairs): Pairs {
  const items = rows.columns
  const width = Math.max(1, Math.min(items - 1, Math.max(most, Math.floor(mostSums / Math.max(1, items)))))
  const own = sharedFloats(items)
  const total = rows.starts[rows.size] as number
  for (let at = 0; at < total; at++) {
    const item = rows.items[at] as number
    own[item] = (own[item] as number) + (rows.weights[at] as number) ** 2
  }
  if (used?.items === items && used.width === width && used.most === most) {
    used.nearest.fill(-1)
    return { ...used, own }
  }
  return {
    items,
    width,
    most,
    own,
    lengths: sharedInts(items),
    ids: sharedInts(items * width),
    sums: sharedFloats(items * width),
    nearest: sharedInts(items * most).fill(-1),
  }
}

/** similarity = g(i, j) / (√g(i, i) · √g(j, j) + shrink): cosine, less sure of rare items. */
export const shrink = 10

/** Fills the places of items `from` … `to` − 1. Every item is its own work, so threads may share the items in any way. */
export function sweepPairs(rows: Rows, columns: Rows, pairs: Pairs, from: number, to: number): void {
  const sums = new Float64Array(pairs.items)
  const similarity = new Float64Array(pairs.items)
  const seen = new Int32Array(pairs.items)
  const roots = Float64Array.from(pairs.own, Math.sqrt)
  for (let item = from; item < to; item++) {
    const count = addCompanions(rows, columns, item, sums, seen)
    const found = seen.subarray(0, count)
    for (const other of found) {
      similarity[other] = (sums[other] as number) / ((roots[item] as number) * (roots[other] as number) + shrink)
    }
    const kept = greatest(found, similarity, pairs.width).sort()
    const place = item * pairs.width
    pairs.lengths[item] = kept.length
    for (let at = 0; at < kept.length; at++) {
      const other = kept[at] as number
      pairs.ids[place + at] = other
      pairs.sums[place + at] = sums[other] as number
    }
    const near = greatest(kept, similarity, pairs.most).sort(
      (a, b) => (similarity[b] as number) - (similarity[a] as number) || a - b,
    )
    pairs.nearest.set(near, item * pairs.most)
    for (const other of found) sums[other] = 0
  }
}

/** Sums of an item with every other one of its rows; returns how many others stand in `seen`. */
function addCompanions(rows: Rows, columns: Rows, item: number, sums: Float64Array, seen: Int32Array): number {
  let count = 0
  const end = columns.starts[item + 1] as number
  for (let at = columns.starts[item] as number; at < end; at++) {
    const row = columns.items[at] as number
    const weight = columns.weights[at] as number
    const last = rows.starts[row + 1] as number
    for (let place = rows.starts[row] as number; place < last; place++) {
      const other = rows.items[place] as number
      if (other === item) continue
      const before = sums[other] as number
      if (before === 0) seen[count++] = other
      sums[other] = before + weight * (rows.weights[place] as number)
    }
  }
  return count
}

/** The `size` ids of greatest value, in no order; of equal ones the smaller ids. */
function greatest(ids: Int32Array, values: Float64Array, size: number): Int32Array {
  if (ids.length <= size) return ids.slice()
  const sorted = Float64Array.from(ids, (id) => values[id] as number)
  const least = nthGreatest(sorted, size)
  const kept = new Int32Array(size)
  const ties: number[] = []
  let count = 0
  for (const id of ids) {
    const value = values[id] as number
    if (value > least) kept[count++] = id
    else if (value === least) ties.push(id)
  }
  ties.sort((a, b) => a - b)
  for (let at = 0; count < size; at++) kept[count++] = ties[at] as number
  return kept
}

/** The n-th greatest of the values, which are moved about. Quickselect, median of three. */
export function nthGreatest(values: Float64Array, n: number): number {
  let low = 0
  let high = values.length - 1
  const wanted = values.length - n
  while (low < high) {
    const pivot = middleOf(values[low] as number, values[(low + high) >> 1] as number, values[high] as number)
    let left = low
    let right = high
    while (left <= right) {
      while ((values[left] as number) < pivot) left++
      while ((values[right] as number) > pivot) right--
      if (left > right) break
      const kept = values[left] as number
      values[left++] = values[right] as number
      values[right--] = kept
    }
    if (wanted <= right) high = right
    else if (wanted >= left) low = left
    else break
  }
  return values[wanted] as number
}

const middleOf = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
