import type { CpmRules } from '../rules/rules.ts'

/** 初回 よちよち コツコツ 流行 優良 */
export const cpmClasses = ['first', 'early', 'steady', 'trend', 'best'] as const

/** The ten cells: five classes of 現役 (active) customers, then five of 離脱 (lapsed) ones. */
export const cpmCells = [
  'first-active',
  'early-active',
  'steady-active',
  'trend-active',
  'best-active',
  'first-lapsed',
  'early-lapsed',
  'steady-lapsed',
  'trend-lapsed',
  'best-lapsed',
] as const
export type CpmCell = (typeof cpmCells)[number]

/**
 * The CPM cell of one customer (customer portfolio management, やずや; thresholds of LTV-Lab, japan-practice.md §1.1).
 *
 * Tenure 在籍日数 = days from the first to the last purchase, not to today. Silence 離脱日数 = days from the last purchase to
 * the reference day. Lapsed from `lapseDays` of silence on (240 itself is lapsed), else active. Then, in this order:
 * one purchase → 初回; tenure < short → よちよち; net sales < amount → コツコツ; tenure < long → 流行; else 優良. The published
 * rule overlaps at the exact amount: here it belongs to 流行 and 優良.
 *
 * Days are whole days, net sales the smallest unit of the currency. Returns a place in `cpmCells`. Never throws.
 */
export function cpmOf(
  customer: { purchases: number; tenure: number; silence: number; netSales: number },
  rules: CpmRules,
): number {
  return classOf(customer, rules) + (customer.silence >= rules.lapseDays ? cpmClasses.length : 0)
}

function classOf(customer: { purchases: number; tenure: number; netSales: number }, rules: CpmRules): number {
  if (customer.purchases < 2) return 0
  if (customer.tenure < rules.shortTenureDays) return 1
  if (customer.netSales < rules.amount) return 2
  return customer.tenure < rules.longTenureDays ? 3 : 4
}
