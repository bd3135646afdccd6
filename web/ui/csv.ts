type Cell = string | number | null

/** A spreadsheet would run a text that starts like a formula. */
function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** UTF-8 with BOM and CRLF, as spreadsheets expect. */
export function csvText(rows: Cell[][]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

export function csvOf(rows: Cell[][]): Blob {
  return new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' })
}
