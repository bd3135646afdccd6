import type { Baskets } from '../basket/baskets.ts'
import { type Rows, turned } from '../rows.ts'
import { topOf } from '../top.ts'
import { lowerShare } from './wilson.ts'

/**
 * Products that belong to a product, best first. `lift`: how many times likelier than for everyone, at least, with 95 %
 * confidence (Wilson's lower bound of the share / the share over everyone). `support`: baskets or customers it rests on.
 */
export interface Affinities {
  starts: Int32Array
  ids: Int32Array
  lift: Float32Array
  share: Float32Array
  support: Int32Array
}

export interface AffinityOptions {
  /** fewer common baskets or customers than this say nothing */
  least: number
  size: number
}

const usual: AffinityOptions = { least: 5, size: 20 }

/** Bought together: in the same basket. */
export function boughtTogether(baskets: Baskets, options = usual): Affinities {
  const rows: Rows = {
    size: baskets.start.length - 1,
    columns: baskets.items,
    starts: baskets.start,
    items: baskets.bought,
    weights: new Float32Array(baskets.bought.length),
  }
  const holders = turned(rows)
  const counts = new Float64Array(baskets.items)
  return collect(baskets.items, rows.size, holders, options, (item, met) => {
    let count = 0
    for (let at = holders.starts[item] as number; at < (holders.starts[item + 1] as number); at++) {
      const basket = holders.items[at] as number
      const end = baskets.start[basket + 1] as number
      for (let line = baskets.start[basket] as number; line < end; line++) {
        const other = baskets.bought[line] as number
        if (other === item) continue
        if (counts[other] === 0) met[count++] = other
        counts[other] = (counts[other] as number) + 1
      }
    }
    return { counts, count }
  })
}

/** Baskets after this many days are no longer because of the purchase. */
const soon = 90

/**
 * Bought next: of the customers of a product, how many had another one for the first time within 90 days after their first
 * purchase (without days: in their next three baskets).
 */
export function boughtNext(baskets: Baskets, owners: Rows, options = usual): Affinities {
  const holders = turned(owners)
  const counts = new Float64Array(baskets.items)
  const metIn = new Int32Array(baskets.items)
  let visit = 0
  return collect(baskets.items, baskets.customers, holders, options, (item, met) => {
    let count = 0
    for (let at = holders.starts[item] as number; at < (holders.starts[item + 1] as number); at++) {
      const customer = holders.items[at] as number
      const end = baskets.first[customer + 1] as number
      let first = -1
      visit++
      for (let b = baskets.first[customer] as number; b < end; b++) {
        if (first >= 0 && !isSoon(baskets, first, b)) break
        const later = first >= 0
        const last = baskets.start[b + 1] as number
        for (let line = baskets.start[b] as number; line < last; line++) {
          const other = baskets.bought[line] as number
          if (other === item && first < 0) first = b
          // what they had before, or took along, did not follow
          const isNew = metIn[other] !== visit
          metIn[other] = visit
          if (!later || !isNew || other === item) continue
          if (counts[other] === 0) met[count++] = other
          counts[other] = (counts[other] as number) + 1
        }
      }
    }
    return { counts, count }
  })
}

function isSoon({ days }: Baskets, first: number, basket: number): boolean {
  return days ? (days[basket] as number) - (days[first] as number) <= soon : basket - first <= 3
}

function collect(
  items: number,
  everyone: number,
  holders: Rows,
  { least, size }: AffinityOptions,
  countWith: (item: number, met: Int32Array) => { counts: Float64Array; count: number },
): Affinities {
  const found = {
    starts: [0],
    ids: [] as number[],
    lift: [] as number[],
    share: [] as number[],
    support: [] as number[],
  }
  const met = new Int32Array(items)
  const lifts = new Float64Array(items)
  const heldBy = (item: number) => (holders.starts[item + 1] as number) - (holders.starts[item] as number)
  for (let item = 0; item < items; item++) {
    const { counts, count } = countWith(item, met)
    const tries = heldBy(item)
    const others = met.subarray(0, count)
    for (const other of others) {
      const hits = counts[other] as number
      const lift = lowerShare(hits, tries) / (heldBy(other) / everyone)
      lifts[other] = hits >= least && lift > 1 ? lift : Number.NEGATIVE_INFINITY
    }
    const top = topOf(lifts, size, met, count)
    for (const [n, other] of top.ids.entries()) {
      found.ids.push(other)
      found.lift.push(top.scores[n] as number)
      found.share.push((counts[other] as number) / tries)
      found.support.push(counts[other] as number)
    }
    found.starts.push(found.ids.length)
    for (const other of others) counts[other] = 0
  }
  return {
    starts: Int32Array.from(found.starts),
    ids: Int32Array.from(found.ids),
    lift: Float32Array.from(found.lift),
    share: Float32Array.from(found.share),
    support: Int32Array.from(found.support),
  }
}
