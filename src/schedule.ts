import type { CronLine } from './platform/jobs/boss.ts'

/** Everything that starts by the clock, in the company's time zone: minute hour day month weekday. */
export const schedule: CronLine[] = []
