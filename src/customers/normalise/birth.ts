import { isDay, readParts } from '../../platform/written-day.ts'
import { isBlankLike, plain } from './plain.ts'

/** 0 where a part is not known. `certain` is false for digits that are no day: they may still be a mistyped one. */
export interface Birth {
  year: number
  month: number
  day: number
  certain: boolean
}

// days that forms and programs fill in by themselves
const fillers = new Set([
  '19000101',
  '19010101',
  '19700101',
  '18991230',
  '19991231',
  '11111111',
  '99991231',
  '22221231',
])
const monthAndDay = /^(?:[-x*?]+[/-])?(\d{1,2})[-/.月](\d{1,2})日?(?:生(?:まれ)?)?$/i
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/

/** A birth date in any of its notations; store cards often know month and day only. */
export function readBirth(text: string): Birth | undefined {
  if (isBlankLike(text)) return undefined
  const written = plain(text)
    .replace(/生(?:まれ)?$/, '')
    .replace(/\s*([年月日/.-])\s*/g, '$1')
  const short = monthAndDay.exec(written)
  if (short) return known(0, Number(short[1]), Number(short[2]))
  const last = dayFirst.exec(written)
  // of two numbers before the year only one above 12 says which is the day; else month first
  if (last) {
    const [first, second] = [Number(last[1]), Number(last[2])]
    return first > 12 ? known(Number(last[3]), second, first) : known(Number(last[3]), first, second)
  }
  if (!/^\d{5}(\.\d+)?$/.test(written) || Number(written) < 43_000) {
    const parts = readParts(written, 'ymd')
    if (parts) return known(parts.year, parts.month, parts.day)
  }
  const digits = written.replace(/\D/g, '')
  if (digits.length !== 8 || digits.startsWith('000') || fillers.has(digits)) return undefined
  return {
    year: Number(digits.slice(0, 4)),
    month: Number(digits.slice(4, 6)),
    day: Number(digits.slice(6)),
    certain: false,
  }
}

function known(year: number, month: number, day: number): Birth | undefined {
  const digits = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
  if (fillers.has(digits)) return undefined
  return { year, month, day, certain: isDay(year === 0 ? 2000 : year, month, day) }
}
