import { monthEnd } from '../../platform/calendar.ts'
import { type Db, many, sql } from '../../platform/db/db.ts'
import { f2Rate } from '../indicators/f2.ts'
import { type RunResults, readCurrentRun } from './overview.ts'

/** CPM cells at each kept month end and today, oldest first; the month that holds today is not over. */
export async function readCpmMonths(db: Db, limit: number) {
  const rows = await many<{ asOf: string; cpm: RunResults['cpm']; lapsed: number[] }>(
    db,
    sql`select * from (
          select as_of_on as "asOf", results->'cpm' as cpm, results->'lapsedThisMonth' as lapsed
          from rank_runs order by as_of_on desc limit ${limit}) newest
        order by "asOf"`,
  )
  return rows.map((row) => ({ ...row, isComplete: row.asOf === monthEnd(row.asOf) }))
}

/** Net sales and purchases by month and channel, oldest month first. */
export async function readChannelMonths(db: Db, months: number) {
  const run = await readCurrentRun(db)
  if (!run) return undefined
  const names = await many<{ id: number; name: string }>(db, sql`select id, name from channels order by id`)
  const all = [...new Set(run.results.channels.map(({ month }) => month))].sort()
  const shown = new Set(all.slice(-months))
  return {
    asOf: run.asOf,
    computedAt: run.computedAt,
    channels: names,
    months: [...shown],
    items: run.results.channels.filter(({ month }) => shown.has(month)),
  }
}

/** F2 rates by month of the first purchase, oldest first. */
export async function readF2(db: Db, window: number, months: number) {
  const run = await readCurrentRun(db)
  if (!run) return undefined
  return {
    asOf: run.asOf,
    computedAt: run.computedAt,
    window,
    items: run.results.cohorts
      .slice(-months)
      .map((cohort) => ({ month: cohort.month, buyers: cohort.buyers, ...f2Rate(cohort, window, run.asOf) })),
  }
}
