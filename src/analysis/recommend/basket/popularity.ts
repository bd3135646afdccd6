import type { Baskets } from './baskets.ts'

/** How many baskets hold each item, ever and lately. */
export interface Popularity {
  ever: Float64Array
  lately: Float64Array
  mostEver: number
  mostLately: number
  /** most popular first: ever, lately */
  best: Int32Array
  bestLately: Int32Array
}

const halfLife = 30
const listed = 100

/**
 * Popularity before `day`: each basket counts 0.5^(days before it / 30). Without days, 0.5^(age in its customer's baskets).
 */
export function popularityOf(baskets: Baskets, day?: number): Popularity {
  const ever = new Float64Array(baskets.items)
  const lately = new Float64Array(baskets.items)
  for (let u = 0; u < baskets.customers; u++) {
    const end = baskets.first[u + 1] as number
    for (let b = baskets.first[u] as number; b < end; b++) {
      const age = baskets.days && day !== undefined ? (day - (baskets.days[b] as number)) / halfLife : end - 1 - b
      // what came later is not known yet
      if (age < 0) continue
      const weight = 0.5 ** age
      const last = baskets.start[b + 1] as number
      for (let line = baskets.start[b] as number; line < last; line++) {
        const item = baskets.bought[line] as number
        ever[item] = (ever[item] as number) + 1
        lately[item] = (lately[item] as number) + weight
      }
    }
  }
  return {
    ever,
    lately,
    mostEver: greatest(ever),
    mostLately: greatest(lately),
    best: bestOf(ever),
    bestLately: bestOf(lately),
  }
}

const greatest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), 1e-9)

function bestOf(values: Float64Array): Int32Array {
  const ids = Int32Array.from(values.keys()).filter((id) => (values[id] as number) > 0)
  return ids.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b).slice(0, listed)
}
