/** Calendar days as people and programs write them: 和暦, Excel serials, `20260801`, with or without a time of day. */

/** Order of the parts when the year does not stand first: `12/1/2010` is December in `mdy`. */
export type DateOrder = 'ymd' | 'mdy' | 'dmy'

export interface Parts {
  year: number
  month: number
  day: number
  /** milliseconds since midnight */
  time: number
  /** minutes east of UTC when the text said so */
  offset: number | undefined
}

const eras: Record<string, number> = { 令和: 2018, 平成: 1988, 昭和: 1925, 大正: 1911, 明治: 1867 }
const eraLetters: Record<string, number> = { R: 2018, H: 1988, S: 1925, T: 1911, M: 1867 }

/** MySQL's and Excel's ways of saying "no date". */
export function isBlankDate(text: string): boolean {
  return /^[\s\-/0:年月日.]*$/.test(text)
}

const written = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(.+))?$/
const eraWritten = /^(令和|平成|昭和|大正|明治|[RHSTM])\.?(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+(.+))?$/i
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T\s,]+(.+))?$/
const packed = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/

export function readParts(text: string, order: DateOrder): Parts | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[(（]?[日月火水木金土]曜?日?[)）]/, '')
    .trim()
    .replace(/^'/, '')
  let match = written.exec(plain)
  if (match) return assemble(match[1], match[2], match[3], match[4])
  match = eraWritten.exec(plain)
  if (match) return eraParts(match)
  match = yearLast.exec(plain)
  if (match && order !== 'ymd') {
    return order === 'mdy'
      ? assemble(match[3], match[1], match[2], match[4])
      : assemble(match[3], match[2], match[1], match[4])
  }
  match = packed.exec(plain)
  if (match) {
    return assemble(match[1], match[2], match[3], match[4] ? `${match[4]}:${match[5]}:${match[6] ?? '00'}` : undefined)
  }
  return excelParts(plain)
}

function eraParts(match: RegExpExecArray): Parts | undefined {
  const name = match[1] as string
  const base = eras[name] ?? eraLetters[name.toUpperCase()]
  const year = match[2] === '元' ? 1 : Number(match[2])
  if (base === undefined || year === 0) return undefined
  return assemble(String(base + year), match[3], match[4], match[5])
}

/** Days since 1899-12-30, as a cell without a date format holds them. 1954–2119 only: other numbers are not dates. */
function excelParts(plain: string): Parts | undefined {
  if (!/^\d{5}(\.\d+)?$/.test(plain)) return undefined
  const serial = Number(plain)
  if (serial < 20_000 || serial >= 80_500) return undefined
  const date = new Date(excelMilliseconds(serial))
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    time: date.getTime() % 86_400_000,
    offset: undefined,
  }
}

/** Local milliseconds of an Excel serial, to the second. */
export function excelMilliseconds(serial: number): number {
  return Math.round((serial - 25_569) * 86_400) * 1000
}

function assemble(
  y: string | undefined,
  m: string | undefined,
  d: string | undefined,
  clock?: string,
): Parts | undefined {
  const [year, month, day] = [Number(y), Number(m), Number(d)]
  if (!isDay(year, month, day)) return undefined
  const read = clock === undefined ? { time: 0, offset: undefined } : readTime(clock)
  return read && { year, month, day, ...read }
}

const clock =
  /^(午前|午後|AM|PM)?\s*(\d{1,2})[:時](\d{1,2})(?:[:分](\d{1,2})秒?(?:\.\d+)?)?分?\s*(AM|PM)?\s*(Z|UTC|JST|[+-]\d{2}:?\d{2})?$/i

export function readTime(text: string): { time: number; offset: number | undefined } | undefined {
  const plain = text.normalize('NFKC').trim()
  const packedTime = /^(\d{1,2})(\d\d)(\d\d)$/.exec(plain)
  const match = packedTime ? [plain, '', ...packedTime.slice(1)] : clock.exec(plain)
  if (!match) return undefined
  let hour = Number(match[2])
  const half = (match[1] || match[5] || '').toUpperCase()
  if ((half === '午後' || half === 'PM') && hour < 12) hour += 12
  else if ((half === '午前' || half === 'AM') && hour === 12) hour = 0
  const minute = Number(match[3])
  const second = Number(match[4] ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return { time: ((hour * 60 + minute) * 60 + second) * 1000, offset: readOffset(match[6]) }
}

function readOffset(text: string | undefined): number | undefined {
  if (!text) return undefined
  const upper = text.toUpperCase()
  if (upper === 'Z' || upper === 'UTC') return 0
  if (upper === 'JST') return 540
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return text.startsWith('-') ? -minutes : minutes
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1868 && year <= 2199 && month >= 1 && month <= 12 && day >= 1)) return false
  if (month === 2 && day === 29) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= (monthDays[month - 1] as number)
}

export function dayText(year: number, month: number, day: number): string {
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}
