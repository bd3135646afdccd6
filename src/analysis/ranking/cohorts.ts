import { type F2Cohort, f2Windows } from '../indicators/f2.ts'
import type { Columns } from './base.ts'
import { monthName, monthOf } from './channels.ts'

/** First-time buyers by month and how many bought again in time: the counts `f2Rate` divides. */
export function countCohorts(columns: Columns): F2Cohort[] {
  const cohorts = new Map<number, F2Cohort>()
  for (let place = 0; place < columns.size; place++) {
    const first = columns.firstDay[place] as number
    const month = monthOf(first)
    let cohort = cohorts.get(month)
    if (!cohort) {
      cohort = { month: monthName(month), buyers: 0, within: f2Windows.map(() => 0) }
      cohorts.set(month, cohort)
    }
    cohort.buyers++
    const gap = (columns.secondDay[place] as number) - first
    for (let index = f2Windows.length - 1; index >= 0 && gap <= (f2Windows[index] as number); index--) {
      cohort.within[index] = (cohort.within[index] as number) + 1
    }
  }
  return [...cohorts].sort(([a], [b]) => a - b).map(([, cohort]) => cohort)
}
