import { paths } from '../paths.ts'

/** Customers of one cell of the table; `m` empty: of any amount. `null`: of any recency, of any number of purchases. */
export function cellLink(r: number | null, f: number | null, m: number[]): string {
  return paths.customers({
    r,
    f,
    m: m.length > 0 ? m : undefined,
    ...(r === null && f === null ? { orderCount: '1..' } : {}),
  })
}

export const cpmLink = (cell: string) => paths.customers({ cpm: cell })
/** Customers who first bought in a month, `2026-11`. */
export const cohortLink = (month: string) => paths.customers({ firstOn: `${month}-01..${monthEnd(month)}` })

/** Orders of a channel in a month. */
export const channelLink = (month: string, channelId: number) =>
  paths.orders({ channelId, from: `${month}-01`, to: monthEnd(month) })

/** The last day of a month, `2026-11`. */
export function monthEnd(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

export const decileLink = (decile: number) => paths.customers({ decile })

/** Customers who were in one rank on a kept day and are in another on the later one. `null`: had not bought yet. */
export function moveLink(
  from: { on: string; rank: string | null },
  to: { on: string; rank: string | null; isToday: boolean },
): string {
  const before =
    from.rank === null
      ? { field: 'rankAt', at: from.on, empty: true }
      : { field: 'rankAt', at: from.on, in: [from.rank] }
  const field = to.isToday ? { field: 'rank' } : { field: 'rankAt', at: to.on }
  const after = to.rank === null ? { ...field, empty: true } : { ...field, in: [to.rank] }
  return paths.customers({ filter: JSON.stringify({ all: [before, after] }) })
}
