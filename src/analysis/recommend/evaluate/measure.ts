/** Definitions of the figures; all are means over the customers asked. K: length of the list shown. */

/** DCG of the hits / DCG of min(K, wanted) hits at the top; discount 1 / log2(place + 1). */
export function ndcgOf(ids: readonly number[], wanted: ReadonlySet<number>, k: number): number {
  let gain = 0
  let best = 0
  for (let place = 0; place < k; place++) {
    const worth = 1 / Math.log2(place + 2)
    if (place < wanted.size) best += worth
    if (place < ids.length && wanted.has(ids[place] as number)) gain += worth
  }
  return best > 0 ? gain / best : 0
}

/** Wanted items in the first K / all wanted. */
function recallOf(ids: readonly number[], wanted: ReadonlySet<number>, k: number): number {
  let hits = 0
  for (const id of ids.slice(0, k)) if (wanted.has(id)) hits++
  return hits / wanted.size
}

export type ByK = Record<string, number>

export interface Figures {
  users: number
  recall: ByK
  ndcg: ByK
  /** share of customers with at least one hit */
  phr: ByK
}

export interface Sums {
  /** nothing wanted: the customer is not asked */
  add(ids: readonly number[], wanted: ReadonlySet<number>): void
  figures(): Figures
  /** half width of the 95 % interval of NDCG at the first K, by its spread over customers */
  margin(): number
}

export function openSums(ks: readonly number[]): Sums {
  const recall = ks.map(() => 0)
  const ndcg = ks.map(() => 0)
  const hit = ks.map(() => 0)
  let users = 0
  let squares = 0
  const mean = (sums: number[]): ByK =>
    Object.fromEntries(ks.map((k, n) => [k, users ? (sums[n] as number) / users : 0]))
  return {
    add(ids, wanted) {
      if (wanted.size === 0) return
      users++
      for (const [n, k] of ks.entries()) {
        const found = recallOf(ids, wanted, k)
        const gain = ndcgOf(ids, wanted, k)
        recall[n] = (recall[n] as number) + found
        ndcg[n] = (ndcg[n] as number) + gain
        hit[n] = (hit[n] as number) + (found > 0 ? 1 : 0)
        if (n === 0) squares += gain * gain
      }
    },
    figures: () => ({ users, recall: mean(recall), ndcg: mean(ndcg), phr: mean(hit) }),
    margin() {
      if (users < 2) return 0
      const middle = (ndcg[0] as number) / users
      return 1.96 * Math.sqrt(Math.max(0, squares / users - middle * middle) / (users - 1))
    },
  }
}
