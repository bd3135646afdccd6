import { createReadStream } from 'node:fs'
import { Refusal } from '../../platform/http/refusal.ts'
import { decoder, type Encoding } from './encoding.ts'
import { type Delimiter, delimiters, scanner } from './scan.ts'
import { openWorkbook } from './xlsx.ts'

/** How a file is to be read; found by `detectFormat`, changed by people where it guessed wrong. */
export type FileFormat =
  | { type: 'text'; encoding: Encoding; delimiter: Delimiter; headerRow: number }
  | { type: 'xlsx'; sheet: string; sheets: string[]; headerRow: number }

export interface FileRow {
  cells: string[]
  /** as a spreadsheet would number it: the first record of the file is 1 */
  number: number
}

export interface Progress {
  bytes: number
  rows: number
}

export interface ReadOptions {
  /** columns to cut out; the others come as '' */
  wanted?: ReadonlySet<number>
  signal?: AbortSignal
}

const readBytes = 32 * 1024

/**
 * Streams the records of a file in batches, blank ones left out. The next batch is read only after `onBatch` has
 * settled, so memory stays at one batch whatever the size of the file. `onBatch` returns false to stop.
 */
export async function readRows(
  path: string,
  format: FileFormat,
  onBatch: (rows: FileRow[], progress: Progress) => Promise<boolean>,
  options: ReadOptions = {},
): Promise<void> {
  if (format.type === 'xlsx') return readSheetRows(path, format.sheet, onBatch)
  let rows: FileRow[] = []
  let count = 0
  const scan = scanner({ delimiter: format.delimiter, wanted: options.wanted }, (cells, number) => {
    count = number
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, number })
  })
  const text = decoder(format.encoding)
  let bytes = 0
  const stream = createReadStream(path, { highWaterMark: readBytes, signal: options.signal })
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    scan.push(text.decode(chunk, { stream: true }))
    if (rows.length === 0) continue
    const batch = rows
    rows = []
    if (!(await onBatch(batch, { bytes, rows: count }))) return
  }
  scan.push(text.decode())
  scan.end()
  if (rows.length > 0) await onBatch(rows, { bytes, rows: count })
}

async function readSheetRows(
  path: string,
  sheet: string,
  onBatch: (rows: FileRow[], progress: Progress) => Promise<boolean>,
): Promise<void> {
  const book = await openWorkbook(path)
  try {
    let rows: FileRow[] = []
    await book.read(sheet, async (cells, number) => {
      if (cells.some((cell) => cell !== '')) rows.push({ cells, number })
      if (rows.length < 500) return true
      const batch = rows
      rows = []
      return onBatch(batch, { bytes: 0, rows: number })
    })
    if (rows.length > 0) await onBatch(rows, { bytes: 0, rows: rows.at(-1)?.number ?? 0 })
  } finally {
    book.close()
  }
}

/** The first records as they stand, for people to look at. */
export async function firstRows(path: string, format: FileFormat, count: number): Promise<FileRow[]> {
  const found: FileRow[] = []
  await readRows(path, format, async (rows) => {
    found.push(...rows.slice(0, count - found.length))
    return found.length < count
  })
  return found
}

/**
 * Finds delimiter, sheet and header row. `known` says how many cells of a row are column names we have seen before:
 * the row with most of them among the first ten is the header, titles above it are skipped.
 */
export async function detectFormat(
  path: string,
  container: { type: 'text'; encoding: Encoding } | { type: 'xlsx' },
  known: (cells: string[]) => number,
): Promise<FileFormat> {
  let format: FileFormat
  if (container.type === 'xlsx') {
    const book = await openWorkbook(path)
    book.close()
    format = { type: 'xlsx', sheet: book.sheets[0] ?? '', sheets: book.sheets, headerRow: 1 }
  } else {
    format = { type: 'text', encoding: container.encoding, delimiter: ',', headerRow: 1 }
    format.delimiter = await findDelimiter(path, format)
  }
  const rows = await firstRows(path, format, 10)
  if (rows.length === 0) throw new Refusal('unreadable-file', { reason: 'empty' })
  let best = { score: 0, number: rows.find((row) => row.cells.length > 1)?.number ?? rows[0]?.number ?? 1 }
  for (const row of rows) {
    const score = known(row.cells)
    if (score > best.score) best = { score, number: row.number }
  }
  return { ...format, headerRow: best.number }
}

/** The delimiter that cuts the first records into most columns, as evenly as possible. */
async function findDelimiter(path: string, format: FileFormat & { type: 'text' }): Promise<Delimiter> {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  let failure: unknown
  for (const delimiter of delimiters) {
    try {
      const rows = await firstRows(path, { ...format, delimiter }, 20)
      const widths = rows.map((row) => row.cells.length)
      const widest = Math.max(...widths, 0)
      const score = widest > 1 ? widths.filter((width) => width === widest).length * Math.min(widest, 50) : 0
      if (score > best.score) best = { delimiter, score }
    } catch (error) {
      failure ??= error
    }
  }
  if (best.score === 0 && failure) throw failure
  return best.delimiter
}
