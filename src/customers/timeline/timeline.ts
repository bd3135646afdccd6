import type { Actor, Permission } from '../../platform/access.ts'
import type { Db } from '../../platform/db/db.ts'

/** Where the next page begins: below (at, id) in the descending order of one source. `at` keeps all its digits. */
export interface Below {
  at: string
  id: number
}

export interface TimelineAsked {
  customerId: number
  actor: Actor
  /** only these kinds; null: all */
  kinds: string[] | null
}

export interface Entry {
  id: number
  kind: string
  at: Date
  /** `at` as the database writes it, for the cursor */
  position: string
  staffId: number | null
  staffName: string | null
  data: Record<string, unknown>
}

/**
 * A stream of things that happened with a customer, read where they live. Rooms hand theirs in; the timeline merges
 * them. `read` gives the newest `limit` entries below a point, by (at, id) descending.
 */
export interface TimelineSource {
  /** unique; begins the keys of its entries */
  name: string
  needs?: Permission
  read(db: Db, asked: TimelineAsked & { below: Below; limit: number }): Promise<Entry[]>
  count(db: Db, asked: TimelineAsked): Promise<{ kind: string; count: number }[]>
}

export interface PlacedEntry extends Entry {
  source: string
}

const above = Number.MAX_SAFE_INTEGER

/** Where a source goes on after an entry of (maybe) another source: at one instant, sources stand in their order. */
export function belowFor(sources: readonly string[], source: string, last: { source: string } & Below): Below {
  if (source === last.source) return { at: last.at, id: last.id }
  const isLater = sources.indexOf(source) > sources.indexOf(last.source)
  return { at: last.at, id: isLater ? above : 0 }
}

/** Merges the newest entries of each source, by time descending; sources in their order at one instant. */
export function mergeEntries(streams: { source: string; entries: Entry[] }[], limit: number): PlacedEntry[] {
  const order = streams.map((stream) => stream.source)
  return streams
    .flatMap(({ source, entries }) => entries.map((entry) => ({ ...entry, source })))
    .sort((a, b) => compare(b.position, a.position) || order.indexOf(a.source) - order.indexOf(b.source) || b.id - a.id)
    .slice(0, limit)
}

// Positions are instants in UTC with six decimals: their text order is their order in time.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export async function readTimeline(
  db: Db,
  sources: readonly TimelineSource[],
  asked: TimelineAsked & { from: ({ source: string } & Below) | string; limit: number },
): Promise<PlacedEntry[]> {
  const names = sources.map((source) => source.name)
  const { from } = asked
  const streams = await Promise.all(
    sources.map(async (source) => {
      const below = typeof from === 'string' ? { at: from, id: 0 } : belowFor(names, source.name, from)
      return { source: source.name, entries: await source.read(db, { ...asked, below }) }
    }),
  )
  return mergeEntries(streams, asked.limit)
}
