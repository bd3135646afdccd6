import type { Arrival, Cells } from '../arriving/take-in.ts'
import type { Target } from '../imports/field.ts'
import { Unreadable } from './json.ts'
import { itemsAt, textAt } from './paths.ts'

/** field → where it stands in the message */
export type Paths = Partial<Record<Target, string>>

/** Of an order with more lines than any real one nothing is taken in. */
const mostLines = 2_000

/** Reads one record out of a message: fields under `[*]` make a row an item, the others stand on every row. */
export function rowsAt(message: unknown, paths: Paths): Cells[] {
  const entries = Object.entries(paths) as [Target, string][]
  const count = Math.max(1, ...entries.map(([, path]) => itemsAt(message, path)))
  if (count > mostLines) throw new Unreadable('too-many-lines')
  return Array.from({ length: count }, (_, item) =>
    Object.fromEntries(entries.map(([field, path]) => [field, textAt(message, path, item)])),
  )
}

/** An instant as systems write them: ISO 8601, or seconds or milliseconds since 1970. */
export function instantOf(text: string): Date | undefined {
  if (/^\d{10}$/.test(text)) return new Date(Number(text) * 1000)
  if (/^\d{13}$/.test(text)) return new Date(Number(text))
  const at = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? new Date(text) : undefined
  return at && !Number.isNaN(at.getTime()) ? at : undefined
}

export function arrivalAt(message: unknown, paths: Paths, changedAt: Date): Arrival {
  return { changedAt, rows: rowsAt(message, paths) }
}
