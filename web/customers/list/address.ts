import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import * as z from 'zod'
import type { Predicate } from '../../../src/segments/contract.ts'
import { writeSearch } from '../../paths.ts'
import { predicateOf, readConditions, writeConditions } from './conditions.ts'

const own = z.object({
  q: z.string().max(100).catch(''),
  sort: z.string().max(60).catch('-netSales'),
  cols: z.string().max(2000).optional().catch(undefined),
  density: z.enum(['compact']).optional().catch(undefined),
  /** the saved view this address was opened from */
  view: z.coerce.number().int().positive().optional().catch(undefined),
  /** cursor of the page shown, and its number */
  after: z.string().optional().catch(undefined),
  page: z.coerce.number().int().min(1).catch(1),
})

/** What the list shows before anyone chose columns. */
export const standardColumns = ['rank', 'netSales', 'orderCount', 'lastOn', 'cpm', 'prefecture', 'tag']
const standardSort = '-netSales'

export interface ListAddress {
  q: string
  sort: string
  columns: string[]
  density: 'standard' | 'compact'
  view: number | undefined
  after: string | undefined
  page: number
  conditions: Predicate[]
  predicate: Predicate
  /** what a saved view keeps: conditions, search, sort, columns, density */
  query: string
}

export function readAddress(search: Readonly<Record<string, unknown>>): ListAddress {
  const read = own.parse(search)
  const conditions = readConditions(search)
  return {
    q: read.q,
    sort: read.sort,
    columns: read.cols?.split(',').filter(Boolean) ?? standardColumns,
    density: read.density ?? 'standard',
    view: read.view,
    after: read.after,
    page: read.after ? Math.max(2, read.page) : 1,
    conditions,
    predicate: predicateOf(conditions, read.q),
    query: writeSearch({
      ...writeConditions(conditions),
      q: read.q,
      sort: read.sort === standardSort ? undefined : read.sort,
      cols: read.cols,
      density: read.density,
    }),
  }
}

export interface AddressChange {
  q?: string
  sort?: string
  columns?: string[] | null
  density?: 'standard' | 'compact'
  conditions?: readonly Predicate[]
  after?: string | undefined
  page?: number
}

/** The search parameters after a change; anything but turning the page goes back to the first one. */
export function changedAddress(
  search: Readonly<Record<string, unknown>>,
  change: AddressChange,
): Record<string, unknown> {
  const address = readAddress(search)
  const columns = change.columns === undefined ? own.parse(search).cols : change.columns?.join(',')
  const sort = change.sort ?? address.sort
  const density = change.density ?? address.density
  const turns = change.after !== undefined || change.page !== undefined
  return {
    view: address.view,
    ...writeConditions(change.conditions ?? address.conditions),
    q: change.q ?? address.q,
    sort: sort === standardSort ? undefined : sort,
    cols: columns,
    density: density === 'standard' ? undefined : density,
    after: turns ? change.after : change.columns !== undefined || change.density ? address.after : undefined,
    page: turns && (change.page ?? 1) > 1 ? change.page : undefined,
  }
}

export function useListAddress() {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const address = useMemo(() => readAddress(search), [search])
  const change = useCallback(
    (next: AddressChange, { replace = false } = {}) => {
      void navigate({
        to: '.',
        search: ((former: Record<string, unknown>) => changedAddress(former, next)) as never,
        replace,
        resetScroll: false,
      })
    },
    [navigate],
  )
  return [address, change] as const
}
