import { dayFromNumber, dayNumber, monthEnd } from '../../../platform/calendar.ts'
import { monthName, monthOf } from '../../ranking/channels.ts'
import { ageCount, ageDays, type Grain } from './terms.ts'

/** A number that ascends with the cohorts of a grain: the month, or the week from Monday. */
export function cohortOf(grain: Grain, day: number): number {
  return grain === 'month' ? monthOf(day) : Math.floor((day + 3) / 7)
}

/** First and last day of a cohort, days since 1970-01-01. */
export function spanOf(grain: Grain, cohort: number): { from: number; to: number } {
  if (grain === 'week') return { from: cohort * 7 - 3, to: cohort * 7 + 3 }
  const first = `${monthName(cohort)}-01`
  return { from: dayNumber(first), to: dayNumber(monthEnd(first)) }
}

/** How many ages everybody of a cohort has lived through on a day. The others are 集計中. */
export function completeAges(grain: Grain, startsOn: number, asOf: number): number {
  const { to } = spanOf(grain, cohortOf(grain, startsOn))
  return Math.max(0, Math.min(ageCount[grain], Math.floor((asOf + 1 - to) / ageDays[grain])))
}

/** How many ages the first buyers of a cohort may have begun on a day. */
export function begunAges(grain: Grain, startsOn: number, asOf: number): number {
  return Math.max(0, Math.min(ageCount[grain], Math.floor((asOf - startsOn) / ageDays[grain]) + 1))
}

export const lastDayOf = (grain: Grain, startsOn: string): string =>
  dayFromNumber(spanOf(grain, cohortOf(grain, dayNumber(startsOn))).to)
