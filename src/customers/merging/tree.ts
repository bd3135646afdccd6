/** Which records are one customer, and how they came to be: the pure half of merging. */

/** A record that is part of another. */
export interface Merged {
  id: number
  /** the customer it is part of today */
  customerId: number
  /** the record it was merged into */
  intoId: number
  mergeId: number
}

/** A record with all that were merged into it, and into those. */
export function branchOf(record: number, all: readonly Merged[]): number[] {
  const children = all.filter(({ intoId }) => intoId === record)
  return [record, ...children.flatMap(({ id }) => branchOf(id, all))]
}

/** The merges on the way from the customer down to a record. */
function wayTo(record: number, all: readonly Merged[]): number[] {
  const merged = all.find(({ id }) => id === record)
  return merged ? [...wayTo(merged.intoId, all), merged.mergeId] : []
}

/**
 * Of rows that say the same, the one to show: the customer's own before those of merged records, these in the order in
 * which they came.
 */
export function firstOf<Row extends { record: number }>(rows: readonly Row[], all: readonly Merged[]): Row | undefined {
  const ways = new Map(rows.map((row) => [row, wayTo(row.record, all)]))
  return rows.toSorted((a, b) => compare(ways.get(a) ?? [], ways.get(b) ?? []))[0]
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < Math.min(a.length, b.length); place++) {
    const difference = (a[place] as number) - (b[place] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
