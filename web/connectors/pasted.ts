const mostRows = 5_000
const mostBytes = 5_000_000

/** Why pasted text is not taken as a table; null when it is. Rows in quotes may hold line breaks: only a bound matters. */
export function judgePaste(text: string): 'empty' | 'no-table' | 'too-large' | null {
  if (text.trim() === '') return 'empty'
  if (text.length > mostBytes || new Blob([text]).size > mostBytes) return 'too-large'
  const rows = recordsIn(text)
  if (rows > mostRows + 1) return 'too-large'
  return rows < 2 ? 'no-table' : null
}

/** Records of a copied table: line ends outside quotes. A quote opens only at the start of a cell. */
function recordsIn(text: string): number {
  let records = 0
  let quoted = false
  let atStart = true
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (quoted) {
      if (letter === '"' && text[at + 1] === '"') at += 1
      else if (letter === '"') quoted = false
      continue
    }
    if (letter === '"' && atStart) quoted = true
    else if (letter === '\n') records += 1
    atStart = letter === '\t' || letter === '\n'
  }
  return text.endsWith('\n') && !quoted ? records : records + 1
}
