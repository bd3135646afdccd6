import { dayOf } from '../../../platform/calendar.ts'
import { sql, type Tx, transaction } from '../../../platform/db/db.ts'
import type { ThreadContext } from '../../../platform/jobs/thread.ts'
import { readRules } from '../../rules/store.ts'
import { answer, newestMonth, type Question, questionsOf } from '../questions.ts'
import { readLeaving, readTallies } from './read-counts.ts'
import { worthOfBest, worthOfReturn } from './read-worth.ts'

/** The window of coming back, and the share of false ones among all that is shown. */
const windowDays = 90
const falseShare = 0.1

/** Asks every question anew of the cohorts and month ends as they were counted tonight, and keeps the answers. */
export async function learnDiscoveries(ctx: ThreadContext): Promise<void> {
  const started = performance.now()
  await transaction(ctx.pool, async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read`)
    const asOf = dayOf(ctx.now, ctx.company.timeZone)
    const { rules } = await readRules(tx, ctx.company.currency)
    const best = rules.ranks.list[0]?.key ?? ''
    const tallies = await readTallies(tx, windowDays)
    const newest = newestMonth(tallies)
    const leaving = await readLeaving(tx, best)
    const questions = newest === '' ? [] : questionsOf(tallies, newest, leaving)
    const worth = {
      returning: await worthOfReturn(tx, asOf, windowDays),
      best: await worthOfBest(tx, asOf, best),
    }
    const worthOf = ({ kind }: Question) => (kind === 'best-leaving' ? worth.best : worth.returning)
    await storeRun(tx, {
      asOf,
      newest,
      asked: questions.length,
      worth,
      findings: answer(questions, worthOf, falseShare),
      milliseconds: Math.round(performance.now() - started),
      now: ctx.now,
    })
  })
}

interface Run {
  asOf: string
  newest: string
  asked: number
  worth: object
  findings: object[]
  milliseconds: number
  now: Date
}

async function storeRun(tx: Tx, run: Run): Promise<void> {
  await tx.query(sql`delete from discovery_runs where as_of_on = ${run.asOf}`)
  await tx.query(
    sql`insert into discovery_runs (as_of_on, newest_month, window_days, false_share, asked, worth, findings, milliseconds,
          computed_at)
        values (${run.asOf}, ${run.newest}, ${windowDays}, ${falseShare}, ${run.asked}, ${JSON.stringify(run.worth)},
          ${JSON.stringify(run.findings)}, ${run.milliseconds}, ${run.now})`,
  )
}
