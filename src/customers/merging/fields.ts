import type { Diff, Fields, Value } from '../history/change.ts'

/** What records show of each other's fields: the pure half of merging and taking back. */

/** A field that a record shows because another was merged into it. */
export interface Layer {
  intoId: number
  field: string
  recordId: number
  before: Value
  after: Value
  changeId: number
}

/** field → whose value is taken; left out: the surviving record's own. An empty field is filled in any case. */
export type Choices = Record<string, 'into' | 'from'>

export const isEmpty = (value: Value | undefined): boolean => value === undefined || value === null || value === ''

/** What a record takes over from one that is merged into it. */
export function taken(into: Fields, from: Fields, choices: Choices): Diff {
  const diff: Diff = {}
  for (const [field, theirs] of Object.entries(from)) {
    const own = into[field] ?? null
    const isTaken = isEmpty(own) || choices[field] === 'from'
    if (isTaken && !isEmpty(theirs) && theirs !== own) diff[field] = [own, theirs]
  }
  return diff
}

/** A record, merged or not, with what it shows. */
export interface Known {
  id: number
  /** the record it is part of; null: none */
  intoId: number | null
  mergeId: number | null
  /** since when it is part of that */
  mergedAt: Date | null
  fields: Fields
}

/** A change of a field by people or files. */
export interface Edit {
  id: number
  at: Date
}

/** All that is known of the fields of some customers and the records that are part of them. */
export interface Shown {
  records: Map<number, Known>
  layers: Layer[]
  /** changes of a field of a record by people and files, ascending */
  edits(record: number, field: string): readonly Edit[]
  /** what records show anew: record → field → [before, after] */
  changed: Map<number, Diff>
}

/** Of a change that is being made. */
export const pending = Number.MAX_SAFE_INTEGER

/** Gives a record what it takes over from one that is merged into it now. */
export function give(shown: Shown, into: number, from: number, choices: Choices): void {
  const [to, giver] = [shown.records.get(into), shown.records.get(from)]
  if (!to || !giver) return
  for (const [field, [, value]] of Object.entries(taken(to.fields, giver.fields, choices))) {
    lay(shown, to, field, giver.id, value)
  }
}

/**
 * Takes away what a record gave to the one it was merged into: what that showed before stands again, unless it was changed
 * since. What had been handed on follows, and what would be empty is filled from those still merged.
 */
export function takeBack(shown: Shown, record: number): void {
  const gone = shown.layers.filter(({ recordId }) => recordId === record)
  shown.layers = shown.layers.filter((layer) => !gone.includes(layer))
  const leaving = shown.records.get(record)
  if (leaving) leaving.intoId = null
  for (const layer of gone) replace(shown, layer, layer.before)
}

/** A merged record has another value now: who shows it, or nothing in this field, follows, unless it was changed since. */
function follow(shown: Shown, record: number, field: string, value: Value): void {
  const parent = shown.records.get(record)?.intoId
  if (parent === null || parent === undefined) return
  const layer = shown.layers.find((one) => one.recordId === record && one.field === field)
  if (!layer) {
    const into = shown.records.get(parent)
    const isOpen = into && isEmpty(into.fields[field]) && !isEmptied(shown, parent, field, record)
    if (isOpen && !isEmpty(value)) lay(shown, into, field, record, value)
  } else if (isEmpty(value)) {
    shown.layers = shown.layers.filter((other) => other !== layer)
    replace(shown, layer, layer.before)
  } else {
    replace(shown, layer, value)
    layer.after = value
  }
}

/** Puts another value where a layer's stands: in the layer above it, or in what the record shows. */
function replace(shown: Shown, layer: Layer, value: Value): void {
  const { intoId, field, changeId } = layer
  const above = shown.layers
    .filter((one) => one !== layer && one.intoId === intoId && one.field === field && one.changeId > changeId)
    .toSorted((a, b) => a.changeId - b.changeId)[0]
  const end = above?.changeId ?? Number.POSITIVE_INFINITY
  if (shown.edits(intoId, field).some(({ id }) => id > changeId && id < end)) return
  if (above) above.before = value
  else if (isEmpty(value)) refill(shown, intoId, field, value)
  else show(shown, intoId, field, value)
}

/** A field that would be empty takes the value of the first of those merged that has one, unless it was emptied since. */
function refill(shown: Shown, record: number, field: string, empty: Value): void {
  const known = shown.records.get(record)
  if (!known) return
  const giver = [...shown.records.values()]
    .filter((one) => one.intoId === record && !isEmpty(one.fields[field]))
    .filter(({ id }) => !isEmptied(shown, record, field, id))
    .toSorted((a, b) => (a.mergeId ?? 0) - (b.mergeId ?? 0))[0]
  if (giver) lay(shown, known, field, giver.id, giver.fields[field] ?? null, empty)
  else show(shown, record, field, empty)
}

/** Whether a field was changed since another record was merged: empty, it was emptied. */
function isEmptied(shown: Shown, record: number, field: string, giver: number): boolean {
  const since = shown.records.get(giver)?.mergedAt
  return shown.edits(record, field).some(({ at }) => since && at > since)
}

function lay(
  shown: Shown,
  into: Known,
  field: string,
  recordId: number,
  after: Value,
  before: Value = into.fields[field] ?? null,
): void {
  shown.layers = shown.layers.filter((one) => one.field !== field || one.recordId !== recordId)
  shown.layers.push({ intoId: into.id, field, recordId, before, after, changeId: pending })
  show(shown, into.id, field, after)
}

/** A record shows a value; who shows it because of that follows. */
export function show(shown: Shown, record: number, field: string, value: Value): void {
  const known = shown.records.get(record)
  if (!known) return
  const diff = shown.changed.get(record) ?? {}
  diff[field] = [diff[field] ? diff[field][0] : (known.fields[field] ?? null), value]
  shown.changed.set(record, diff)
  known.fields = { ...known.fields, [field]: value }
  follow(shown, record, field, value)
}
