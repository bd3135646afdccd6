import { type AnalysisRules, levelsOf } from '../rules/rules.ts'

/** Cell 0 is that of one-time buyers apart; cells 1 … levels³ are the table, R slowest, M fastest. */
export function cellNumber(r: number, f: number, m: number, levels: number): number {
  return r === 0 ? 0 : 1 + ((r - 1) * levels + (f - 1)) * levels + (m - 1)
}

/**
 * The rank of every cell as a place in the rank list (0 best), indexed by `cellNumber`: what the user painted on the
 * R×F×M table (うちでのこづち's rank table, japan-practice.md §1.2, S9).
 */
export function rankByCell(rules: AnalysisRules): Uint8Array {
  const levels = levelsOf(rules.rfm)
  const ranks = new Uint8Array(levels ** 3 + 1)
  ranks[0] = rules.ranks.oneTime
  ranks.set(rules.ranks.painting, 1)
  return ranks
}

/** The rank of one cell, a place in the rank list (0 best). */
export function rankOf(cell: { r: number; f: number; m: number }, rules: AnalysisRules): number {
  if (cell.r === 0) return rules.ranks.oneTime
  return rules.ranks.painting[cellNumber(cell.r, cell.f, cell.m, levelsOf(rules.rfm)) - 1] as number
}
