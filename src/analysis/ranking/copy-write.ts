import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const blockBytes = 1 << 18
const longestRow = 1024

/** Appends one value after another in COPY's binary form. */
export interface RowWriter {
  int2(value: number): void
  int4(value: number): void
  /** NaN writes null */
  int4OrNull(value: number): void
  int8(value: number): void
  /** whole numbers only; NaN writes null */
  int8OrNull(value: number): void
  /** days since 1970-01-01 */
  date(day: number): void
  /** NaN writes null */
  dateOrNull(day: number): void
  bool(value: boolean): void
  /** at most 200 bytes */
  text(value: Uint8Array): void
  /** at most 60 characters */
  textOrNull(value: string | null): void
  instant(at: Date): void
}

/** Writes `rows` rows of `columns` columns with `copy … from stdin (format binary)`; `write` writes the values of one. */
export async function writeBinary(
  client: PoolClient,
  statement: string,
  columns: number,
  rows: number,
  write: (to: RowWriter, row: number) => void,
): Promise<void> {
  await pipeline(Readable.from(blocks(columns, rows, write), { objectMode: true }), client.query(copyFrom(statement)))
}

function* blocks(columns: number, rows: number, write: (to: RowWriter, row: number) => void): Generator<Buffer> {
  const header = Buffer.alloc(19)
  header.write('PGCOPY\n\xff\r\n\0', 'latin1')
  yield header
  let row = 0
  while (row < rows) {
    const block = Buffer.allocUnsafe(blockBytes)
    const cursor = { at: 0 }
    const to = rowWriter(block, cursor)
    while (row < rows && cursor.at < blockBytes - longestRow) {
      cursor.at = block.writeInt16BE(columns, cursor.at)
      write(to, row++)
    }
    yield block.subarray(0, cursor.at)
  }
  yield Buffer.from([0xff, 0xff])
}

// days and microseconds from 1970-01-01 to PostgreSQL's 2000-01-01
const epochDays = 10_957
const epochMilliseconds = epochDays * 86_400_000

function rowWriter(block: Buffer, cursor: { at: number }): RowWriter {
  const length = (bytes: number) => {
    cursor.at = block.writeInt32BE(bytes, cursor.at)
  }
  const int4 = (value: number) => {
    length(4)
    cursor.at = block.writeInt32BE(value, cursor.at)
  }
  const int8 = (value: number) => {
    length(8)
    const high = Math.floor(value / 0x100000000)
    block.writeInt32BE(high, cursor.at)
    cursor.at = block.writeUInt32BE(value - high * 0x100000000, cursor.at + 4)
  }
  const text = (value: Uint8Array) => {
    length(value.length)
    block.set(value, cursor.at)
    cursor.at += value.length
  }
  return {
    int2(value) {
      length(2)
      cursor.at = block.writeInt16BE(value, cursor.at)
    },
    int4,
    int4OrNull: (value) => (Number.isNaN(value) ? length(-1) : int4(value)),
    int8,
    int8OrNull: (value) => (Number.isNaN(value) ? length(-1) : int8(value)),
    date: (day) => int4(day - epochDays),
    dateOrNull: (day) => (Number.isNaN(day) ? length(-1) : int4(day - epochDays)),
    bool(value) {
      length(1)
      cursor.at = block.writeUInt8(value ? 1 : 0, cursor.at)
    },
    text,
    textOrNull: (value) => (value === null ? length(-1) : text(Buffer.from(value))),
    instant: (at) => int8((at.getTime() - epochMilliseconds) * 1000),
  }
}
