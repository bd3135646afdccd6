import { Refusal } from '../../platform/http/refusal.ts'

export const delimiters = [',', '\t', ';', '|'] as const
export type Delimiter = (typeof delimiters)[number]

export interface ScanOptions {
  delimiter: Delimiter
  /** columns to cut out; the others come as ''. Undefined: all. Most of a 70-column file is never looked at. */
  wanted?: ReadonlySet<number>
}

/** Takes text as it comes; hands over each record with its number in the file (the first is 1). */
export interface Scanner {
  push(text: string): void
  end(): void
}

const maxColumns = 2_000
const maxRecord = 4_000_000
const quote = 34
const lineFeed = 10
const carriageReturn = 13

/**
 * Reads separated values: RFC 4180 with the liberties real files take (LF, CR LF or CR; a bare quote inside a quoted
 * cell as PHP writes it). Memory is bounded by one record; what cannot be a table is refused with its record number.
 */
export function scanner(options: ScanOptions, onRecord: (cells: string[], number: number) => void): Scanner {
  const separator = options.delimiter.charCodeAt(0)
  const wanted = options.wanted
  let carry = ''
  let number = 0
  let inQuotes = false
  let cells: string[] = []

  /** One quoted cell from its opening quote; returns where it ends, or -1 when the text ends first. */
  function quotedCell(text: string, start: number, final: boolean): number {
    let from = start + 1
    let escaped = false
    for (;;) {
      const at = text.indexOf('"', from)
      if (at < 0 || (at + 1 === text.length && !final)) {
        inQuotes = true
        return -1
      }
      const next = text.charCodeAt(at + 1)
      if (next === quote) {
        escaped = true
        from = at + 2
        continue
      }
      if (next === separator || next === lineFeed || next === carriageReturn || at + 1 === text.length) {
        if (keep(cells.length)) {
          const value = text.substring(start + 1, at)
          cells.push(escaped ? value.replaceAll('""', '"') : value)
        } else cells.push('')
        return at + 1
      }
      // a bare quote: allowed within a line, but after a line break it means an earlier quote was never closed
      if (text.charCodeAt(at - 1) !== 92 && text.lastIndexOf('\n', at) > start) {
        throw new Refusal('unreadable-file', { reason: 'unclosed-quote', row: number + 1 })
      }
      from = at + 1
    }
  }

  function plainCell(text: string, start: number, final: boolean): number {
    let at = start
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === separator || code === lineFeed || code === carriageReturn) break
    }
    if (at === text.length && !final) return -1
    cells.push(keep(cells.length) && at > start ? text.substring(start, at) : '')
    return at
  }

  function keep(column: number): boolean {
    return wanted === undefined || wanted.has(column)
  }

  /** Reads whole records; returns how far. */
  function scan(text: string, final: boolean): number {
    let at = 0
    while (at < text.length) {
      const start = at
      cells = []
      for (;;) {
        const end = text.charCodeAt(at) === quote ? quotedCell(text, at, final) : plainCell(text, at, final)
        if (end < 0) return start
        if (cells.length > maxColumns)
          throw new Refusal('unreadable-file', { reason: 'too-many-columns', max: maxColumns })
        const code = text.charCodeAt(end)
        at = end + 1
        if (code === separator) continue
        if (code === carriageReturn) {
          if (at === text.length && !final) return start
          if (text.charCodeAt(at) === lineFeed) at += 1
        }
        break
      }
      number += 1
      onRecord(cells, number)
    }
    return at
  }

  return {
    push(text) {
      inQuotes = false
      const joined = carry + text
      carry = joined.substring(scan(joined, false))
      if (carry.length > maxRecord) {
        throw new Refusal('unreadable-file', { reason: inQuotes ? 'unclosed-quote' : 'line-too-long', row: number + 1 })
      }
    },
    end() {
      inQuotes = false
      if (carry !== '' && scan(carry, true) < carry.length) {
        throw new Refusal('unreadable-file', { reason: 'unclosed-quote', row: number + 1 })
      }
      carry = ''
    },
  }
}
