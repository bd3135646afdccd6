import * as z from 'zod'

/**
 * The list a record was opened from, kept for this tab, so that J and K go on through it. Only ids are kept, never what
 * stands in the rows.
 */
const walk = z.object({
  /** address of the list, with its conditions */
  href: z.string(),
  /** what the list is called: the saved view, or null for a list of its own */
  name: z.string().nullable(),
  ids: z.array(z.number()),
  /** place of the first id among all that match, from 0 */
  start: z.number(),
  total: z.number(),
  exact: z.boolean(),
})
export type Walk = z.infer<typeof walk>

const key = (list: string) => `tokui:walk:${list}`

export function keepWalk(list: string, value: Walk): void {
  try {
    sessionStorage.setItem(key(list), JSON.stringify(value))
  } catch {
    // storage full or switched off: going on without it only loses the way back
  }
}

export function readWalk(list: string): Walk | null {
  try {
    return walk.parse(JSON.parse(sessionStorage.getItem(key(list)) ?? 'null'))
  } catch {
    return null
  }
}

export interface Place {
  /** 1-based place among all that match */
  number: number
  previous: number | null
  next: number | null
}

/** Where a record stands in the list it was opened from; null when it is not part of it. */
export function placeOf(walk: Pick<Walk, 'ids' | 'start'> | null, id: number): Place | null {
  const index = walk?.ids.indexOf(id) ?? -1
  if (!walk || index < 0) return null
  return {
    number: walk.start + index + 1,
    previous: walk.ids[index - 1] ?? null,
    next: walk.ids[index + 1] ?? null,
  }
}
