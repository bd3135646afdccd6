/** Memory that threads may share; zeroed, and only pages written to are really taken. */
export const sharedInts = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4))
export const sharedFloats = (length: number) => new Float32Array(new SharedArrayBuffer(length * 4))

/**
 * Who has what: row u holds `items[starts[u]] … items[starts[u + 1] − 1]`, each once and ascending, with a weight
 * (1: bought; less: looked at, or long ago). The same shape turned around says who has an item.
 */
export interface Rows {
  size: number
  /** ids in `items` are 0 … columns − 1 */
  columns: number
  starts: Int32Array
  items: Int32Array
  weights: Float32Array
}

/** Rows from lists of items, latest last. What comes again keeps its greatest weight. */
export function rowsOf(lists: Iterable<ArrayLike<number>>, columns: number, weightsOf?: ArrayLike<number>[]): Rows {
  const kept: Map<number, number>[] = []
  let total = 0
  for (const list of lists) {
    const row = new Map<number, number>()
    const weights = weightsOf?.[kept.length]
    for (let at = 0; at < list.length; at++) {
      const item = list[at] as number
      const weight = weights?.[at] ?? 1
      // a weight of 0 (returned, say) is as if it had never been
      if (weight > 0) row.set(item, Math.max(row.get(item) ?? 0, weight))
    }
    kept.push(row)
    total += row.size
  }
  const rows = emptyRows(kept.length, columns, total)
  let at = 0
  for (const [u, row] of kept.entries()) {
    for (const item of [...row.keys()].sort((a, b) => a - b)) {
      rows.items[at] = item
      rows.weights[at++] = row.get(item) as number
    }
    rows.starts[u + 1] = at
  }
  return rows
}

export function emptyRows(size: number, columns: number, total: number): Rows {
  const starts = sharedInts(size + 1)
  return { size, columns, starts, items: sharedInts(total), weights: sharedFloats(total) }
}

/** The same facts by item: row i of the result holds the rows that have item i. */
export function turned(rows: Rows): Rows {
  const total = rows.starts[rows.size] as number
  const by = emptyRows(rows.columns, rows.size, total)
  const { starts } = by
  for (let at = 0; at < total; at++) {
    const item = rows.items[at] as number
    starts[item + 1] = (starts[item + 1] as number) + 1
  }
  for (let item = 0; item < rows.columns; item++)
    starts[item + 1] = (starts[item + 1] as number) + (starts[item] as number)
  const next = starts.slice(0, rows.columns)
  for (let u = 0; u < rows.size; u++) {
    const end = rows.starts[u + 1] as number
    for (let at = rows.starts[u] as number; at < end; at++) {
      const item = rows.items[at] as number
      const place = next[item] as number
      next[item] = place + 1
      by.items[place] = u
      by.weights[place] = rows.weights[at] as number
    }
  }
  return by
}

/**
 * Weights of a row times (mean length / its length)^(exponent / 2): a customer of many items says less about each pair of
 * them. 0 leaves rows alone, 1 gives every customer the same say.
 */
export function scaledRows(rows: Rows, exponent: number): Rows {
  if (exponent === 0) return rows
  const weights = sharedFloats(rows.weights.length)
  const mean = (rows.starts[rows.size] as number) / Math.max(1, rows.size)
  for (let u = 0; u < rows.size; u++) {
    const from = rows.starts[u] as number
    const to = rows.starts[u + 1] as number
    const factor = (mean / Math.max(1, to - from)) ** (exponent / 2)
    for (let at = from; at < to; at++) weights[at] = (rows.weights[at] as number) * factor
  }
  return { ...rows, weights }
}

/** How many rows have each item. */
export function countItems(rows: Rows): Int32Array {
  const counts = new Int32Array(rows.columns)
  const total = rows.starts[rows.size] as number
  for (let at = 0; at < total; at++) {
    const item = rows.items[at] as number
    counts[item] = (counts[item] as number) + 1
  }
  return counts
}

/**
 * The greatest length at which Σ min(length, cap)² stays within `budget`: work on pairs grows with the square of a row, and
 * one wholesaler must not cost more than everyone else.
 */
export function capFor(lengths: ArrayLike<number>, budget: number): number {
  let low = 1
  let high = 1
  for (let u = 0; u < lengths.length; u++) high = Math.max(high, lengths[u] as number)
  const cost = (cap: number) => {
    let sum = 0
    for (let u = 0; u < lengths.length; u++) sum += Math.min(lengths[u] as number, cap) ** 2
    return sum
  }
  if (cost(high) <= budget) return high
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (cost(middle) <= budget) low = middle
    else high = middle - 1
  }
  return low
}
