import type { Baskets } from './baskets.ts'

/**
 * How willingly each item is bought again, relative to all items: of the baskets of its earlier buyers, the share that holds
 * it, drawn to the share over all items as if 20 more baskets had shown that one. 1: like any other.
 */
export function propensityOf(baskets: Baskets): Float64Array {
  const chances = new Float64Array(baskets.items)
  const again = new Float64Array(baskets.items)
  let allChances = 0
  let allAgain = 0
  const firstAt = new Int32Array(baskets.items)
  for (let u = 0; u < baskets.customers; u++) {
    const from = baskets.first[u] as number
    const end = baskets.first[u + 1] as number
    const seen: number[] = []
    for (let b = from; b < end; b++) {
      const last = baskets.start[b + 1] as number
      for (let line = baskets.start[b] as number; line < last; line++) {
        const item = baskets.bought[line] as number
        if (firstAt[item] === 0) {
          firstAt[item] = b - from + 1
          seen.push(item)
        } else {
          again[item] = (again[item] as number) + 1
          allAgain++
        }
      }
    }
    for (const item of seen) {
      const count = end - from - (firstAt[item] as number)
      chances[item] = (chances[item] as number) + count
      allChances += count
      firstAt[item] = 0
    }
  }
  const mean = allChances > 0 ? Math.max(allAgain, 0.5) / allChances : 1
  return chances.map((count, item) => ((again[item] as number) + 20 * mean) / (count + 20) / mean)
}
