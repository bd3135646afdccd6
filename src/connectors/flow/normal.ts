import { localTime } from '../normalise/zone.ts'

/**
 * What is normal for a source, from the hours in which something came during the last 35 days. `usualGapSeconds`: the
 * median time between two such hours; said after 5 gaps. `isSilent`: the quiet since the last arrival is either
 * - unlikely: for each whole hour of it, the share of past days on which something came in that hour of the day (days of
 *   the week on which nothing ever comes are left out) gives the chance that nothing comes; their product is below 3 %.
 *   Of a source with more than three busy hours a day no single hour weighs more than 5 in 6, so that two must be missing;
 * - or more than twice as long as the longest gap there was, among 5 at least: what comes once a week or at odd hours.
 * Hours are not independent, so the chance is a rule of thumb, not a probability. A week of history is needed.
 */
export interface Normal {
  usualGapSeconds: number | null
  isSilent: boolean
}

const hour = 3_600_000
const day = 24 * hour
const enoughGaps = 5
const unlikely = 0.03
const mostOfBusy = 5 / 6

export function normalOf(hours: readonly number[], now: number, zone: string): Normal {
  const busy = [...new Set(hours)].sort((one, other) => one - other)
  const first = busy[0]
  const last = busy.at(-1)
  const gaps = busy.slice(1).map((at, index) => at - (busy[index] as number))
  const usual = gaps.length < enoughGaps ? null : (gaps.toSorted((one, other) => one - other)[gaps.length >> 1] ?? null)
  const usualGapSeconds = usual === null ? null : usual / 1000
  if (first === undefined || last === undefined || usual === null) return { usualGapSeconds, isSilent: false }
  // the hour under way says nothing yet
  const quiet = now - last - hour
  const isLong = quiet > 2 * Math.max(...gaps)
  const isUnlikely = last - first >= 6 * day && chanceOfQuiet(busy, last, now, zone) < unlikely
  return { usualGapSeconds, isSilent: isLong || isUnlikely }
}

/** The chance that nothing comes in the whole hours between the last arrival and now. */
function chanceOfQuiet(busy: number[], last: number, now: number, zone: string): number {
  const local = busy.map((at) => localTime(zone, at))
  const days = new Set(local.map((at) => Math.floor(at / day)))
  const first = Math.min(...days)
  const weekdays = new Set([...days].map((one) => one % 7))
  let openDays = 0
  for (let one = first; one <= Math.max(...days); one++) if (weekdays.has(one % 7)) openDays += 1
  const seen = new Map<number, number>()
  for (const at of local) seen.set(hourOfDay(at), (seen.get(hourOfDay(at)) ?? 0) + 1)
  const cap = busy.length / openDays > 3 ? mostOfBusy : 1
  let chance = 1
  for (let at = last + hour; at + hour <= now; at += hour) {
    const wall = localTime(zone, at)
    if (!weekdays.has(Math.floor(wall / day) % 7)) continue
    const share = (seen.get(hourOfDay(wall)) ?? 0) / (openDays + 0.5)
    chance *= 1 - Math.min(cap, share)
    if (chance < unlikely) break
  }
  return chance
}

function hourOfDay(local: number): number {
  return Math.floor(local / hour) % 24
}
