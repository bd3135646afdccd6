import { type DateOrder, dayText, isBlankDate, isDay, readParts, readTime } from '../../platform/written-day.ts'
import { type Parsed, parsed, problem } from './parsed.ts'
import { instantIn, localTime } from './zone.ts'

export interface Moment {
  /** milliseconds since 1970, UTC */
  at: number
  /** the calendar day in the company's zone */
  on: string
}

/** A calendar day. Times in the text are dropped; 和暦, Excel serials and `20260801` are read. */
export function parseDay(text: string, order: DateOrder = 'ymd'): Parsed<string | null> {
  if (text === '' || isBlankDate(text)) return parsed(null)
  const parts = readParts(text, order)
  return parts ? parsed(dayText(parts.year, parts.month, parts.day)) : problem('not-a-date')
}

/** An instant. Without an offset in the text the company's zone holds; `time` is the cell of a separate time column. */
export function parseMoment(text: string, zone: string, order: DateOrder = 'ymd', time = ''): Parsed<Moment | null> {
  const quick = quickMoment(text, zone, time)
  if (quick) return parsed(quick)
  if (text === '' || isBlankDate(text)) return parsed(null)
  const parts = readParts(text, order)
  if (!parts) return problem('not-a-date')
  const separate = time === '' ? undefined : readTime(time)
  if (time !== '' && separate === undefined) return problem('not-a-date')
  const local = Date.UTC(parts.year, parts.month - 1, parts.day) + (separate?.time ?? parts.time)
  const offset = separate?.offset ?? parts.offset
  if (offset === undefined)
    return parsed({ at: instantIn(zone, local), on: dayText(parts.year, parts.month, parts.day) })
  const at = local - offset * 60_000
  return parsed({ at, on: new Date(localTime(zone, at)).toISOString().slice(0, 10) })
}

/** `2026-08-10 12:34:56` is what nearly every system writes; it takes no detour. */
function quickMoment(text: string, zone: string, time: string): Moment | undefined {
  if (text.length !== 19 || time !== '') return undefined
  const dash = text[4] as string
  if ((dash !== '-' && dash !== '/') || text[7] !== dash || (text[10] !== ' ' && text[10] !== 'T')) return undefined
  if (text[13] !== ':' || text[16] !== ':') return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  // NaN, where there was no digit, is not within any bounds
  if (!(hour <= 23 && minute <= 59 && second <= 59) || !isDay(year, month, day)) return undefined
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  return { at: instantIn(zone, local), on: dayText(year, month, day) }
}

function twoDigits(text: string, at: number): number {
  const [tens, units] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : Number.NaN
}
