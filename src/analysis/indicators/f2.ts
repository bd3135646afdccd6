import { addDays, monthEnd } from '../../platform/calendar.ts'

/** Days within which the second purchase may come. */
export const f2Windows = [30, 60, 90, 180, 365] as const

export interface F2Cohort {
  /** month of the first purchase, `2026-11` */
  month: string
  /** customers whose first purchase fell in this month */
  buyers: number
  /** of these, how many bought again within 30, 60, 90, 180 and 365 days */
  within: number[]
}

/**
 * The F2 rate of a cohort: customers with a second purchase within `window` days of the first ÷ customers with a first
 * purchase in the month (japan-practice.md §1.3, S11; vendors differ, so window and denominator are printed beside it).
 * Null for a cohort without buyers. `complete` is false (集計中) while the month's last buyer has had fewer than `window`
 * days until `asOf`: such a rate can still rise.
 */
export function f2Rate(
  cohort: F2Cohort,
  window: number,
  asOf: string,
): { rate: number | null; second: number; complete: boolean } {
  const place = (f2Windows as readonly number[]).indexOf(window)
  if (place < 0) throw new RangeError(`no such window: ${window}`)
  const second = cohort.within[place] as number
  const lastBuyer = monthEnd(`${cohort.month}-01`)
  return {
    rate: cohort.buyers === 0 ? null : second / cohort.buyers,
    second,
    complete: addDays(lastBuyer, window) <= asOf,
  }
}
