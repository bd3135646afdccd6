import { Refusal } from './refusal.ts'

/** Keyset cursors: the sort values of the last row, opaque to clients. */
export function writeCursor(values: (string | number | boolean | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor made for `length` sort keys; refused when it was not made here. */
export function readCursor(cursor: string, length: number): (string | number | boolean | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const plain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)
    if (Array.isArray(values) && values.length === length && values.every(plain)) return values
  } catch {
    // falls through to the refusal
  }
  throw new Refusal('invalid-request', {}, [{ field: 'cursor', code: 'not-a-cursor' }])
}

/** Cuts one row more than the page off a result and says where the next page starts. */
export function page<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => string,
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}
