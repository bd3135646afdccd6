import type { Predicate } from '../../src/segments/contract.ts'
import { writeConditions } from '../customers/list/conditions.ts'
import { paths } from '../paths.ts'

/** A list that the screen of today speaks of: its count comes from the same conditions as its link. */
export interface People {
  key: 'atRisk' | 'fans' | 'second' | 'thank' | 'birthday' | 'welcome'
  conditions: Predicate[]
}

interface Known {
  /** 2026-11-22 */
  today: string
  /** the two best ranks, best first */
  best: readonly [string, string]
  /** the last month end whose ranks are kept; without it nobody is known to have moved up */
  monthEnd: string | null
}

/** Days past the person's own interval from which someone may be leaving. */
export const lateFrom = 14

/** Who deserves a word today, most urgent first. */
export function peopleOfToday({ today, best, monthEnd }: Known): People[] {
  const top = best[0]
  const month = Number(today.slice(5, 7))
  return [
    {
      key: 'atRisk',
      conditions: [
        { field: 'rank', in: [...best] },
        { field: 'overdueDays', from: lateFrom },
      ],
    },
    { key: 'fans', conditions: [{ field: 'fanFalling', is: true }] },
    {
      key: 'second',
      conditions: [
        { field: 'orderCount', from: 1, to: 1 },
        { field: 'firstOn', olderThanDays: 29 },
        { field: 'firstOn', withinDays: 60 },
      ],
    },
    ...(monthEnd === null
      ? []
      : [
          {
            key: 'thank' as const,
            conditions: [{ field: 'rank', in: [top] }, { not: { field: 'rankAt', at: monthEnd, in: [top] } }],
          },
        ]),
    {
      key: 'birthday',
      conditions: [
        { field: 'rank', in: [...best] },
        { field: 'birthMonth', in: [month] },
      ],
    },
    { key: 'welcome', conditions: [{ field: 'firstOn', withinDays: 6 }] },
  ]
}

export function hrefOf(conditions: readonly Predicate[]): string {
  return paths.customers(writeConditions(conditions))
}

export interface Period {
  from: string
  to: string
}

/** From the first of the month until today, and the same days a year before (29 February becomes the 28th). */
export function monthSoFar(today: string): { now: Period; yearAgo: Period } {
  const first = `${today.slice(0, 7)}-01`
  return { now: { from: first, to: today }, yearAgo: { from: yearBefore(first), to: yearBefore(today) } }
}

function yearBefore(day: string): string {
  const before = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  return before.endsWith('02-29') ? before.replace('02-29', '02-28') : before
}

/** The first and last day of a month, `2026-07`. */
export function daysOfMonth(month: string): Period {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) }
}
