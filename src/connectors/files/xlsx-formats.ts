import { excelMilliseconds } from '../../platform/written-day.ts'

/** How a number in a sheet is shown: as a date, with leading zeros, or as it is. */
export type NumberKind = { kind: 'date' } | { kind: 'zeros'; digits: number } | undefined

// The date formats built into Excel, those of East Asian versions included.
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

export function formatKinds(used: number[], codes: Map<number, string>): NumberKind[] {
  return used.map((id) => {
    const code = codes.get(id)
    if (code === undefined) return isBuiltInDate(id) ? { kind: 'date' } : undefined
    if (/^0{2,20}$/.test(code)) return { kind: 'zeros', digits: code.length }
    // quoted words, escapes and [colours] may hold the letters of dates
    const plain = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
    return /[ymdhsge年月日]/i.test(plain) && !/[#?]|0\.0|E\+/.test(plain) ? { kind: 'date' } : undefined
  })
}

/** A number cell as text: dates in ISO form, the zeros its format shows, and never 4.9E+12. */
export function excelText(value: string, format: NumberKind, from1904: boolean): string {
  if (value === '') return ''
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (format?.kind === 'date') return dateText(number + (from1904 ? 1462 : 0))
  if (format?.kind === 'zeros') return value.padStart(format.digits, '0')
  if (!/e/i.test(value)) return value
  return Number.isSafeInteger(number) ? number.toFixed(0) : String(number)
}

function dateText(serial: number): string {
  if (serial < 0 || serial > 2_958_466) return String(serial)
  const iso = new Date(excelMilliseconds(serial)).toISOString()
  if (serial < 1) return iso.slice(11, 19)
  return Number.isInteger(serial) ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}
