import type { Pool } from '../../platform/db/db.ts'
import type { Placed } from './write.ts'

/** What came last, for people who watch whether it does. In memory: it is forgotten when the program is started again. */
export interface Recent {
  receivedAt: Date
  at: Date
  type: string
  kind: string
  /** the event's own name, the page's title, what was searched for */
  about: string
  customerId: number | null
}

const most = 20
const kept = new WeakMap<Pool, Map<number, Recent[]>>()

export function noteRecent(pool: Pool, placed: readonly Placed[]): void {
  const sites = kept.get(pool) ?? new Map<number, Recent[]>()
  kept.set(pool, sites)
  for (const [id, came] of Map.groupBy(placed, ({ piece }) => piece.site.id)) {
    const newest = came.slice(-most).reverse().map(recentOf)
    sites.set(id, [...newest, ...(sites.get(id) ?? [])].slice(0, most))
  }
}

export function recentOfSite(pool: Pool, connectionId: number): Recent[] {
  return kept.get(pool)?.get(connectionId) ?? []
}

function recentOf({ piece, whose }: Placed): Recent {
  const { type, kind, at, data } = piece.message
  const { name, title, query, path } = JSON.parse(data) as Record<string, unknown>
  const about = [title, name, query, path].find((one) => typeof one === 'string') as string | undefined
  return {
    receivedAt: piece.receivedAt,
    at: new Date(at),
    type,
    kind,
    about: (about ?? '').slice(0, 100),
    customerId: whose?.customerId ?? null,
  }
}
