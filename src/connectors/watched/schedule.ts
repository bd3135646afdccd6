import { dayOf } from '../../platform/calendar.ts'
import { localTime } from '../normalise/zone.ts'
import type { WatchSettings } from './settings.ts'

/** Whether a place is to be looked at again. A daily look that was missed is made up for on the same day. */
export function isDue(schedule: WatchSettings['schedule'], lookedAt: Date | null, now: Date, zone: string): boolean {
  if ('everyMinutes' in schedule) {
    // the clock that asks comes every five minutes and a little late
    return lookedAt === null || now.getTime() - lookedAt.getTime() >= (schedule.everyMinutes - 1) * 60_000
  }
  const [hours = 0, minutes = 0] = schedule.dailyAt.split(':').map(Number)
  const wanted = hours * 60 + minutes
  const minuteOf = (at: Date) => Math.floor(localTime(zone, at.getTime()) / 60_000) % 1440
  if (minuteOf(now) < wanted) return false
  return lookedAt === null || dayOf(lookedAt, zone) !== dayOf(now, zone) || minuteOf(lookedAt) < wanted
}
