import type { CronLine } from './platform/jobs/boss.ts'

/** Everything that starts by the clock, in the company's time zone: minute hour day month weekday. */
export const schedule: CronLine[] = [
  // a new day moves recency, later in the day orders move the figures; it does nothing when neither has happened
  { job: 'analysis.freshen', cron: '*/10 * * * *', data: {} },
]
