import iconv from 'iconv-lite'

export type OutputEncoding = 'utf-8' | 'cp932'

/**
 * One cell of a CSV for people and spreadsheets: quoted where needed, and with an apostrophe before what a spreadsheet
 * would run as a formula. Plain numbers, negative ones too, stay numbers.
 */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d[\d,]*(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvLine(cells: string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** UTF-8 with BOM, which Excel needs; or CP932, with 〓 for characters it has not. */
export function csvBytes(text: string, encoding: OutputEncoding, first: boolean): Buffer {
  if (encoding === 'utf-8') return Buffer.from(first ? `\ufeff${text}` : text)
  const bytes = iconv.encode(text, 'cp932')
  if (!bytes.includes(63)) return bytes
  return Buffer.concat(
    [...text].map((character) => {
      const encoded = iconv.encode(character, 'cp932')
      return encoded.length === 1 && encoded[0] === 63 && character !== '?' ? Buffer.from([0x81, 0xac]) : encoded
    }),
  )
}
