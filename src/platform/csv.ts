import iconv from 'iconv-lite'

/** CSV as Japanese offices open it: UTF-8 with BOM or CP932, CRLF, and nothing that a spreadsheet would run. */

export type CsvEncoding = 'utf-8' | 'cp932'
export type CsvCell = string | number | boolean | null | (string | number)[]

/** A character that the encoding does not have, and how often it was lost. */
export interface Unmappable {
  character: string
  codePoint: string
  count: number
}

export function csvLine(cells: CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'boolean') return cell ? '1' : '0'
  const text = harmless(Array.isArray(cell) ? cell.join('、') : cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A spreadsheet runs what begins with these; an apostrophe makes it text. Plain numbers, negative ones too, stay. */
function harmless(text: string): string {
  const runs = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^[+-]?\d[\d,]*(\.\d+)?$/.test(text)
  return runs ? `'${text}` : text
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
const lostCharacter = '〓'
export const byteOrderMark = '\ufeff'

/** Turns text into bytes and keeps count of the characters CP932 does not have; 〓 stands in for each. */
export function csvEncoder(encoding: CsvEncoding): { encode(text: string): Buffer; unmappable(): Unmappable[] } {
  const lost = new Map<string, number>()
  const known = new Map<string, string>()
  const mapped = (character: string): string => {
    let twin = known.get(character)
    if (twin === undefined) {
      const candidate = windowsTwin[character] ?? character
      twin = iconv.encode(candidate, 'cp932').toString('latin1') === '?' ? lostCharacter : candidate
      known.set(character, twin)
    }
    if (twin === lostCharacter && character !== lostCharacter) lost.set(character, (lost.get(character) ?? 0) + 1)
    return twin
  }
  return {
    encode: (text) =>
      encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text.replace(/[^ -~\s]/gu, mapped), 'cp932'),
    unmappable: () =>
      [...lost]
        .map(([character, count]) => ({ character, codePoint: codePoint(character), count }))
        .sort((a, b) => b.count - a.count),
  }
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
