import { levelsOf, type OverviewReply } from '../../../src/analysis/contract.ts'

export interface GridCell {
  /** null: the total over all */
  r: number | null
  f: number | null
  customers: number
  netSales: number
}

export interface Grid {
  /** rows by R, best first, each with its total last; then the row of totals */
  rows: GridCell[][]
  /** those who bought once, when they stand apart */
  oneTime: GridCell | null
  levels: number
  /** over the cells, totals left out */
  most: { customers: number; netSales: number }
}

/** The R×F grid summed over the chosen classes of M (none: all). */
export function gridOf(overview: OverviewReply, m: number[]): Grid {
  const levels = levelsOf(overview.rules.rfm)
  const chosen = overview.cells.filter((cell) => m.length === 0 || m.includes(cell.m))
  const sum = (r: number | null, f: number | null): GridCell => {
    let customers = 0
    let netSales = 0
    for (const cell of chosen) {
      if (cell.r === 0 || (r !== null && cell.r !== r) || (f !== null && cell.f !== f)) continue
      customers += cell.customers
      netSales += cell.netSales
    }
    return { r, f, customers, netSales }
  }
  const places = Array.from({ length: levels }, (_, index) => index + 1)
  const rows = [...places.toReversed(), null].map((r) => [...places, null].map((f) => sum(r, f)))
  const inside = rows.slice(0, -1).flatMap((row) => row.slice(0, -1))
  const once = overview.cells.find((cell) => cell.r === 0)
  return {
    rows,
    oneTime: once ? { r: 0, f: 0, customers: once.customers, netSales: once.netSales } : null,
    levels,
    most: {
      customers: Math.max(0, ...inside.map(({ customers }) => customers)),
      netSales: Math.max(0, ...inside.map(({ netSales }) => netSales)),
    },
  }
}
