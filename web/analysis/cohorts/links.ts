import type { Dimension } from '../../../src/analysis/cohorts/contract.ts'
import type { Condition, Predicate } from '../../../src/segments/contract.ts'
import { paths } from '../../paths.ts'

/** The list of customers behind a figure. */
export const listLink = (...all: Predicate[]) => paths.customers({ filter: JSON.stringify({ all }) })

const fieldOf = { product: 'firstProduct', channel: 'firstChannel', ad: 'firstAdCode', store: 'firstStore' } as const

/** Which customers a value of a dimension has; 'other' are those of no other value. */
export function ofValue(
  dimension: Dimension,
  value: string | null | undefined,
  values: readonly { value: string }[],
): Condition[] {
  if (dimension === 'all' || value === null || value === undefined || value === 'all') return []
  const field = fieldOf[dimension]
  const idOf = (one: string) => (dimension === 'ad' ? one.slice(3) : Number(one.slice(3)))
  if (value === 'none') return [{ field, empty: true }]
  if (value !== 'other') return [{ field, in: [idOf(value)] }]
  const apart = values.filter((one) => one.value.startsWith('id:')).map((one) => idOf(one.value))
  return [
    { field, empty: false },
    { field, notIn: apart },
  ]
}

/** First purchase between two days, both included; open where there is none. */
export function firstBought(from: string | null | undefined, to: string | null | undefined): Condition[] {
  if (from) return [{ field: 'firstOn', from, ...(to ? { to } : {}) }]
  return to ? [{ field: 'firstOn', to }] : []
}

/** Bought between so many days since the first purchase, as known on a day. */
export const atAge = (asOf: string, from: number, to: number): Condition => ({
  field: 'boughtAtAge',
  at: asOf,
  from,
  to,
})

/** Had bought n times by a day; with `until`, by then. */
export const hasMade = (asOf: string, n: number, until?: string): Condition =>
  until ? { field: `nthOn${n}`, at: asOf, to: until } : { field: `nthOn${n}`, at: asOf, empty: false }

/** From the n-th purchase to the next one within so many days. */
export const nextWithin = (asOf: string, n: number, days: number): Condition => ({
  field: `nthGap${n + 1}`,
  at: asOf,
  to: days,
})

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}

/** First and last day of months, `2026-11`. */
export const monthStart = (month: string | undefined) => (month ? `${month}-01` : undefined)
export function monthEnd(month: string | undefined): string | undefined {
  if (!month) return undefined
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** A month so many before the one of a day. */
export function monthBefore(day: string, back: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7)
}
