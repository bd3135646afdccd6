/** Time zones, fast enough for a million rows: the offset is asked of Intl once for each hour that occurs. */

const hour = 3_600_000
const known = new Map<string, Map<number, number>>()
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds to add to an instant to read its local clock as if it were UTC. */
function offsetAt(zone: string, at: number): number {
  if (zone === 'Asia/Tokyo' && at > -500_000_000_000) return 9 * hour
  let hours = known.get(zone)
  if (!hours) {
    hours = new Map()
    known.set(zone, hours)
  }
  const key = Math.floor(at / hour)
  let offset = hours.get(key)
  if (offset === undefined) {
    offset = askOffset(zone, key * hour)
    if (hours.size > 200_000) hours.clear()
    hours.set(key, offset)
  }
  return offset
}

function askOffset(zone: string, at: number): number {
  let format = formatters.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formatters.set(zone, format)
  }
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name)
  if (!match) return 0
  const size = Number(match[2]) * hour + Number(match[3]) * 60_000 + Number(match[4] ?? 0) * 1000
  return match[1] === '-' ? -size : size
}

/** The clock on the wall at an instant, as milliseconds read as UTC. */
export function localTime(zone: string, at: number): number {
  return at + offsetAt(zone, at)
}

/**
 * The instant at which the wall clock shows `local`. A time that the change to summer time skips moves on by the gap;
 * one that occurs twice is the first of the two.
 */
export function instantIn(zone: string, local: number): number {
  const before = offsetAt(zone, local - 24 * hour)
  const first = local - before
  if (offsetAt(zone, first) === before) return first
  const second = local - offsetAt(zone, first)
  return localTime(zone, second) === local ? second : first
}
