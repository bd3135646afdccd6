import type { Spells } from './spells.ts'

/** The days between two purchases of an item by the same customer, per item, over pairs that came. */
export interface Intervals {
  /** pairs; the other columns say nothing where there are none */
  count: Int32Array
  middle: Float32Array
  /** the middle lies between them with 95 % confidence, by the places of a sorted sample */
  low: Float32Array
  high: Float32Array
  quarter: Float32Array
  threeQuarters: Float32Array
}

/** Quantile 0.975 of a standard normal. */
const z = 1.959963984540054

/**
 * Middle, its interval (order statistics n/2 ± 1.96·√n/2, which hold whatever the distribution) and quartiles of the days
 * that ended spells took, as they were: quantities are not reckoned out.
 */
export function intervalsOf(spells: Spells, items: number): Intervals {
  const starts = new Int32Array(items + 1)
  for (let s = 0; s < spells.size; s++) {
    if (spells.ended[s] === 0) continue
    const next = (spells.item[s] as number) + 1
    starts[next] = (starts[next] as number) + 1
  }
  for (let item = 0; item < items; item++) starts[item + 1] = (starts[item + 1] as number) + (starts[item] as number)
  const days = new Float32Array(starts[items] as number)
  const place = starts.slice(0, items)
  for (let s = 0; s < spells.size; s++) {
    if (spells.ended[s] === 0) continue
    const item = spells.item[s] as number
    const at = place[item] as number
    place[item] = at + 1
    days[at] = spells.days[s] as number
  }
  const column = () => new Float32Array(items)
  const found: Intervals = {
    count: new Int32Array(items),
    middle: column(),
    low: column(),
    high: column(),
    quarter: column(),
    threeQuarters: column(),
  }
  for (let item = 0; item < items; item++) describe(found, item, days.subarray(starts[item], starts[item + 1]).sort())
  return found
}

function describe(found: Intervals, item: number, sorted: Float32Array): void {
  const n = sorted.length
  found.count[item] = n
  if (n === 0) return
  const at = (rank: number) => sorted[Math.min(n - 1, Math.max(0, rank))] as number
  const half = (z * Math.sqrt(n)) / 2
  found.middle[item] = (at((n - 1) >> 1) + at(n >> 1)) / 2
  found.low[item] = at(Math.floor(n / 2 - half) - 1)
  found.high[item] = at(Math.ceil(n / 2 + half))
  found.quarter[item] = at(Math.round((n - 1) / 4))
  found.threeQuarters[item] = at(Math.round(((n - 1) * 3) / 4))
}
