import { addDays, dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Counts, flowStates } from './contract.ts'
import { normalOf } from './normal.ts'
import * as store from './store.ts'

const hour = 3_600_000
const historyDays = 35

type State = (typeof flowStates)[number]
type Asked = Pick<Context, 'now' | 'company'>

/** How it stands with each connection and source, or with one connection. */
export async function readFlows(db: Db, ctx: Asked, connectionId: number | null = null) {
  const from = new Date(ctx.now.getTime() - historyDays * 24 * hour)
  const channels = await store.listChannels(db, connectionId)
  const counted = Map.groupBy(await store.countByHour(db, from, connectionId), keyOf)
  const arrivals = new Map(
    (await store.lastArrivals(db, connectionId)).map((row) => [keyOf({ ...row, sourceId: 0 }), row]),
  )
  const imports = new Map((await store.lastImports(db, connectionId)).map((row) => [keyOf(row), row]))
  const troubles = Map.groupBy(await store.openTroubles(db, connectionId), (row) => keyOf({ ...row, sourceId: 0 }))
  return channels.map((channel) => {
    const key = keyOf(channel)
    const { connectionId: id, kind, name, isActive } = channel
    const hours = counted.get(key) ?? []
    const arrival = arrivals.get(key)
    const lastImport = imports.get(key) ?? null
    const lastAt = newest(arrival?.lastAt, lastImport?.at)
    const { usualGapSeconds, isSilent } = normalOf(
      hours.map((row) => row.hour.getTime()),
      ctx.now.getTime(),
      ctx.company.timeZone,
    )
    const open = troubles.get(key) ?? []
    const isFailing = open.length > 0 || lastImport?.status === 'failed'
    return {
      key,
      connectionId: id,
      kind,
      name,
      state: stateOf({ isActive, isFailing, isSilent, lastAt }),
      lastAt,
      lastEventAt: arrival?.lastEventAt ?? null,
      lagSeconds: lagOf(arrival),
      usualGapSeconds,
      ...seriesOf(hours, ctx),
      openTroubles: open.length,
      trouble: open[0] ?? null,
      lastImport,
    }
  })
}

export function keyOf({ connectionId, sourceId }: { connectionId: number | null; sourceId: number }): string {
  return connectionId === null ? `source-${sourceId}` : `connection-${connectionId}`
}

function stateOf(known: { isActive: boolean; isFailing: boolean; isSilent: boolean; lastAt: Date | null }): State {
  if (!known.isActive) return 'off'
  if (known.isFailing) return 'failing'
  if (known.lastAt === null) return 'never'
  return known.isSilent ? 'silent' : 'flowing'
}

function newest(...dates: (Date | undefined)[]): Date | null {
  const known = dates.filter((date) => date !== undefined)
  return known.length === 0 ? null : new Date(Math.max(...known.map((date) => date.getTime())))
}

/** Clocks of senders may go ahead of ours: then it came at once. */
function lagOf(arrival: { lastAt: Date; lastEventAt: Date | null } | undefined): number | null {
  if (!arrival?.lastEventAt) return null
  return Math.max(0, Math.round((arrival.lastAt.getTime() - arrival.lastEventAt.getTime()) / 1000))
}

const nothing: Counts = { received: 0, stored: 0, duplicate: 0, failed: 0, unknown: 0 }

/** The last 24 hours and the last 30 days, today's last, each with what came in it. */
function seriesOf(counted: store.HourCounts[], { now, company }: Asked) {
  const thisHour = Math.floor(now.getTime() / hour) * hour
  const byHour = Map.groupBy(counted, (row) => row.hour.getTime())
  const byDay = Map.groupBy(counted, (row) => dayOf(row.hour, company.timeZone))
  const today = dayOf(now, company.timeZone)
  const hours = Array.from({ length: 24 }, (_, index) => thisHour - (23 - index) * hour)
  const days = Array.from({ length: 30 }, (_, index) => addDays(today, index - 29))
  const sumOf = (rows: store.HourCounts[][]) => rows.flat().reduce(add, { ...nothing })
  return {
    day: sumOf(hours.map((at) => byHour.get(at) ?? [])),
    month: sumOf(days.map((on) => byDay.get(on) ?? [])),
    hours: hours.map((at) => ({ at: new Date(at), ...shown(sumOf([byHour.get(at) ?? []])) })),
    days: days.map((on) => ({ on, ...shown(sumOf([byDay.get(on) ?? []])) })),
  }
}

function add(sum: Counts, row: Counts): Counts {
  sum.received += row.received
  sum.stored += row.stored
  sum.duplicate += row.duplicate
  sum.failed += row.failed
  sum.unknown += row.unknown
  return sum
}

function shown({ received, failed }: Counts) {
  return { received, failed }
}
