/** Rows of a table in a test: `what was typed → what it means`, or several spellings of one meaning: `a = b = c`. */
export function arrows(table: string): [given: string, wanted: string][] {
  return lines(table).map((line) => {
    const [given = '', wanted = ''] = line.split('→').map((cell) => cell.trim())
    return [given, wanted]
  })
}

export function families(table: string): string[][] {
  return lines(table).map((line) => line.split(' = ').map((cell) => cell.trim()))
}

function lines(table: string): string[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
