import * as z from 'zod'

/**
 * The list a record was opened from, kept for this tab, so that J and K go on through it, over the ends of its pages too.
 * Only ids are kept, never what stands in the rows.
 */
const walk = z.object({
  /** address of the list with its conditions, without the page */
  href: z.string(),
  /** what the server was asked for the list */
  asked: z.object({ filter: z.string().optional(), sort: z.string() }),
  /** ids of pages one after the other, the first of them page number `page` (from 1) */
  ids: z.array(z.number()),
  page: z.number(),
  /** where the page after the last id begins; null: there is none */
  next: z.string().nullable(),
  total: z.number(),
  exact: z.boolean(),
})
export type Walk = z.infer<typeof walk>
export type Asked = Walk['asked']

/** rows of a full page of the list */
export const pageSize = 100

const walkKey = 'tokui:walk:customers'
const cursorsKey = (asked: Asked) => `tokui:pages:${asked.sort}:${asked.filter ?? ''}`

export function keepWalk(value: Walk): void {
  keep(walkKey, value)
}

export function readWalk(): Walk | null {
  return walk.safeParse(read(walkKey)).data ?? null
}

/** page number → where it begins */
const cursors = z.record(z.string(), z.string())
const cursorsOf = (asked: Asked) => cursors.safeParse(read(cursorsKey(asked))).data ?? {}

/** Cursors only lead forward: where each page met so far begins is remembered, for the way back. */
export function keepCursor(asked: Asked, page: number, cursor: string): void {
  const known = cursorsOf(asked)
  if (known[page] === cursor) return
  const before = Object.entries(known).filter(([one]) => Number(one) < page)
  keep(cursorsKey(asked), { ...Object.fromEntries(before), [page]: cursor })
}

/** Where this page begins: null for the first one, undefined when it was not met on the way. */
export function readCursor(asked: Asked, page: number): string | null | undefined {
  return page === 1 ? null : cursorsOf(asked)[page]
}

function keep(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // storage full or switched off: going on without it only loses the way back
  }
}

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

interface Place {
  /** 1-based place among all that match */
  number: number
  /** page of the list it stands on */
  page: number
  previous: number | null
  next: number | null
}

/** Where a record stands in the list it was opened from; null when it is not part of it. */
export function placeOf(walk: Pick<Walk, 'ids' | 'page'> | null, id: number): Place | null {
  const index = walk?.ids.indexOf(id) ?? -1
  if (!walk || index < 0) return null
  return {
    number: (walk.page - 1) * pageSize + index + 1,
    page: walk.page + Math.floor(index / pageSize),
    previous: walk.ids[index - 1] ?? null,
    next: walk.ids[index + 1] ?? null,
  }
}

/** The page of the list that is to be read so that the walk goes on beyond this record; null while its neighbours are known. */
export function missingPage(walk: Walk | null, id: number): { page: number; cursor: string | null } | null {
  const place = placeOf(walk, id)
  if (!walk || !place) return null
  if (place.next === null && walk.next !== null) return { page: place.page + 1, cursor: walk.next }
  if (place.previous !== null || walk.page === 1) return null
  const cursor = readCursor(walk.asked, walk.page - 1)
  return cursor === undefined ? null : { page: walk.page - 1, cursor }
}

/** The walk with a page added at its end or before its beginning. */
export function extended(walk: Walk, page: number, ids: readonly number[], next: string | null): Walk {
  // who moved in the list meanwhile keeps the first place
  const fresh = ids.filter((id) => !walk.ids.includes(id))
  return page < walk.page
    ? { ...walk, page, ids: [...fresh, ...walk.ids] }
    : { ...walk, ids: [...walk.ids, ...fresh], next }
}
