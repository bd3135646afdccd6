/** What a record was and what it became: the pure half of histories, conflicts and restoring. */

export type Value = string | number | boolean | null
export type Fields = Record<string, Value>
/** field → [before, after]; null where there was or is nothing */
export type Diff = Record<string, [Value, Value]>

/** The fields that really change. */
export function differences(before: Fields, after: Fields): Diff {
  const diff: Diff = {}
  for (const [field, value] of Object.entries(after)) {
    const former = before[field] ?? null
    if (former !== value) diff[field] = [former, value]
  }
  return diff
}

/** Someone else's change of a field since the version that was read. */
export interface Since {
  by: string | null
  at: string
}

/** What happened since a version; `complete` false when part of it left no history, so that any field may have moved. */
export interface ChangesSince {
  fields: Map<string, Since>
  complete: boolean
}

export interface Conflict {
  field: string
  yours: Value
  theirs: Value
  by: string | null
  at: string | null
}

/**
 * Merges what someone sends with what others did meanwhile: other fields are kept, the same value is no change, and
 * the same field with another value is for people to decide.
 */
export function merge(sent: Fields, current: Fields, since: ChangesSince): { diff: Diff; conflicts: Conflict[] } {
  const diff = differences(current, sent)
  const conflicts = Object.entries(diff)
    .filter(([field]) => since.fields.has(field) || !since.complete)
    .map(([field, [theirs, yours]]) => {
      const change = since.fields.get(field)
      return { field, yours, theirs, by: change?.by ?? null, at: change?.at ?? null }
    })
  return { diff, conflicts }
}

/** The values before a change, of all its fields or those named. */
export function former(diff: Diff, fields?: string[]): Fields {
  const wanted = Object.entries(diff).filter(([field]) => fields === undefined || fields.includes(field))
  return Object.fromEntries(wanted.map(([field, [before]]) => [field, before]))
}
