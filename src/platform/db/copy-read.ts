import type { PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Sql } from './db.ts'

/** One field of a row in COPY's binary form, read without making strings or objects. */
export interface Fields {
  isNull(field: number): boolean
  int2(field: number): number
  int4(field: number): number
  int8(field: number): number
  bool(field: number): boolean
  /** length in bytes, enough to tell short words apart */
  length(field: number): number
  text(field: number): string
}

const signature = 11 + 4 + 4

/**
 * Reads `copy (…) to stdout (format binary)` and calls `visit` for each row; `fields` is valid only during the call.
 * Several times faster than rows as objects: 10 million rows in the time the server needs to send them.
 */
export async function readBinary(
  client: PoolClient,
  query: Sql,
  columns: number,
  visit: (fields: Fields) => void,
): Promise<void> {
  if (query.values.length > 0) throw new Error('COPY takes no parameters')
  const stream = client.query(copyTo(`copy (${query.sql}) to stdout (format binary)`))
  const offsets = new Int32Array(columns)
  const lengths = new Int32Array(columns)
  // one buffer for all chunks: a new one for each would be rubbish faster than it is collected
  let bytes: Buffer = Buffer.allocUnsafe(1 << 17)
  let end = 0
  const fields = fieldsOf(() => bytes, offsets, lengths)
  let skip = signature
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (end + chunk.length > bytes.length) bytes = Buffer.concat([bytes.subarray(0, end)], 2 * (end + chunk.length))
    end += chunk.copy(bytes, end)
    if (end < skip) continue
    let at = skip
    skip = 0
    for (
      let next = scan(bytes, at, end, columns, offsets, lengths);
      next > 0;
      next = scan(bytes, at, end, columns, offsets, lengths)
    ) {
      visit(fields)
      at = next
    }
    bytes.copyWithin(0, at, end)
    end -= at
  }
}

/** Finds the fields of the row at `at`; returns where the next row starts, 0 when the row is not all there. */
function scan(
  bytes: Buffer,
  at: number,
  end: number,
  columns: number,
  offsets: Int32Array,
  lengths: Int32Array,
): number {
  if (at + 2 > end || bytes.readInt16BE(at) < 0) return 0
  let next = at + 2
  for (let field = 0; field < columns; field++) {
    if (next + 4 > end) return 0
    const length = bytes.readInt32BE(next)
    next += 4
    offsets[field] = next
    lengths[field] = length
    if (length > 0) next += length
    if (next > end) return 0
  }
  return next
}

function fieldsOf(bytes: () => Buffer, offsets: Int32Array, lengths: Int32Array): Fields {
  const at = (field: number) => offsets[field] as number
  return {
    isNull: (field) => (lengths[field] as number) < 0,
    int2: (field) => bytes().readInt16BE(at(field)),
    int4: (field) => bytes().readInt32BE(at(field)),
    int8: (field) => bytes().readInt32BE(at(field)) * 0x100000000 + bytes().readUInt32BE(at(field) + 4),
    bool: (field) => bytes()[at(field)] === 1,
    length: (field) => lengths[field] as number,
    text: (field) => bytes().toString('utf8', at(field), at(field) + (lengths[field] as number)),
  }
}
