import iconv from 'iconv-lite'
import type { Cell } from '../lists/list.ts'

/** CSV as Japanese offices open it: UTF-8 with BOM or CP932, CRLF, text in quotes, nothing that runs as a formula. */

export type Encoding = 'utf-8' | 'cp932'

export interface Unmappable {
  character: string
  codePoint: string
  count: number
}

export function csvLine(cells: Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'boolean') return cell ? '1' : '0'
  const text = Array.isArray(cell) ? cell.join('、') : cell
  return `"${harmless(text).replaceAll('"', '""')}"`
}

/** A spreadsheet runs what begins with these; an apostrophe before it makes it text (and stays visible elsewhere). */
function harmless(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
}

// The same sign has another code point in Unicode than Windows gives it.
const windowsTwin: Record<string, string> = {
  '〜': '～',
  '−': '－',
  '‖': '∥',
  '—': '―',
  '–': '－',
  '¢': '￠',
  '£': '￡',
  '¬': '￢',
  '¥': '\\',
}

/** Turns text into bytes and keeps count of the characters CP932 does not have; 〓 stands in for each. */
export function encoder(encoding: Encoding): { encode(text: string): Buffer; unmappable(): Unmappable[] } {
  const lost = new Map<string, number>()
  const known = new Map<string, string>()
  const mapped = (character: string): string => {
    let twin = known.get(character)
    if (twin === undefined) {
      const candidate = windowsTwin[character] ?? character
      const survives = candidate === '?' || iconv.encode(candidate, 'cp932').toString('latin1') !== '?'
      twin = survives ? candidate : '〓'
      known.set(character, twin)
    }
    if (twin === '〓' && character !== '〓') lost.set(character, (lost.get(character) ?? 0) + 1)
    return twin
  }
  return {
    encode(text) {
      if (encoding === 'utf-8') return Buffer.from(text)
      return iconv.encode(text.replace(/[^\x00-\x7f]/gu, mapped), 'cp932')
    },
    unmappable: () =>
      [...lost]
        .map(([character, count]) => ({ character, codePoint: codePoint(character), count }))
        .sort((a, b) => b.count - a.count),
  }
}

export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

export const byteOrderMark = '\ufeff'
