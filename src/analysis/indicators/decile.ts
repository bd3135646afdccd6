import { quantileOf } from './rfm.ts'

/** One tenth of the customers: decile 1 spent most, decile 10 least. */
export interface Decile {
  decile: number
  customers: number
  netSales: number
  /** the smallest and the largest net sales in this tenth, smallest unit */
  least: number
  most: number
  /** net sales of this tenth ÷ all net sales; null when there are none */
  share: number | null
  /** share of this tenth and those before it */
  cumulative: number | null
}

/**
 * The decile (1 largest … 10) of place `place` (0-based) when customers are sorted by net sales, largest first. Equal
 * amounts: later last purchase first, then larger customer id first (the reverse of the quantile order of M). Groups
 * are as equal as can be, the first ones one larger. デシル分析, japan-practice.md §1.2, S10.
 */
export function decileOf(place: number, size: number): number {
  return quantileOf(place, size, 10)
}

/** Adds shares and cumulative shares. Input by decile, 1 first. Net sales may be negative (refunds): shares then too. */
export function withShares(groups: Omit<Decile, 'share' | 'cumulative'>[]): Decile[] {
  const total = groups.reduce((sum, group) => sum + group.netSales, 0)
  let running = 0
  return groups.map((group) => {
    running += group.netSales
    return {
      ...group,
      share: total > 0 ? group.netSales / total : null,
      cumulative: total > 0 ? running / total : null,
    }
  })
}
