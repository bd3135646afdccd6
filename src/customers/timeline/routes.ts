import { may } from '../../platform/access.ts'
import { addDays } from '../../platform/calendar.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { maskDeeply } from '../contacts/mask.ts'
import { requireCustomer } from '../seen.ts'
import { getTimeline } from './contract.ts'
import { events, notes } from './store.ts'
import { readTimeline, type TimelineSource } from './timeline.ts'

/** The timeline over this room's own events and notes and the sources other rooms hand in. */
export function timelineRoutes(handedIn: TimelineSource[]): Route[] {
  const everySource = [events, notes, ...handedIn]
  return [
    route(getTimeline, async (ctx, { params, query }) => {
      await requireCustomer(ctx.db, ctx.actor, params.id)
      const sources = everySource.filter((source) => source.needs === undefined || may(ctx.actor, source.needs))
      const asked = { customerId: params.id, actor: ctx.actor, kinds: query.kinds ?? null }
      const from = query.cursor ? startAfter(query.cursor) : startOf(query.until, ctx.company.timeZone)
      const entries = await readTimeline(ctx.db, sources, { ...asked, from, limit: query.limit + 1 })
      const counts = query.cursor
        ? null
        : (await Promise.all(sources.map((source) => source.count(ctx.db, { ...asked, kinds: null })))).flat()
      const { items, next } = page(entries, query.limit, (entry) =>
        writeCursor([entry.source, entry.position, entry.id]),
      )
      const shown = may(ctx.actor, 'contacts.read')
      return {
        items: items.map((entry) => ({
          ...entry,
          key: `${entry.source}:${entry.id}`,
          data: shown ? entry.data : (maskDeeply(entry.data) as Record<string, unknown>),
        })),
        next,
        counts: counts && Object.fromEntries(counts.map(({ kind, count }) => [kind, count])),
      }
    }),
  ]
}

function startAfter(cursor: string): { source: string; at: string; id: number } {
  const [source, at, id] = readCursor(cursor, 3)
  return { source: String(source), at: String(at), id: Number(id) }
}

/** The end of a day in the company's zone, as PostgreSQL reads it. */
function startOf(until: string | undefined, timeZone: string): string {
  return until === undefined ? 'infinity' : `${addDays(until, 1)} 00:00:00 ${timeZone}`
}
