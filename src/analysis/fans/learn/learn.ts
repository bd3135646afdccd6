import { dayFromNumber, dayOf, pastMonthEnds } from '../../../platform/calendar.ts'
import { readBinary } from '../../../platform/db/copy-read.ts'
import { sql, type Tx, transaction } from '../../../platform/db/db.ts'
import type { ThreadContext } from '../../../platform/jobs/thread.ts'
import { rankAll } from '../../ranking/rank-all.ts'
import { stepsOf } from '../fan-index.ts'
import { findIndicators } from '../indicators.ts'
import { readDefinition } from '../settings.ts'
import { type Census, oneMoment, takeCensus } from './census.ts'
import { progressOfEveryone } from './progress.ts'
import { keptMonthEnds } from './read-becoming.ts'
import { date, readBuyers } from './read-buyers.ts'
import { storeRun } from './store-run.ts'

/** Learns what made buyers fans and how far everyone is. Safe to run at any time and again. */
export async function learnFans(ctx: ThreadContext): Promise<void> {
  const started = performance.now()
  const inForce = await readDefinition(ctx.pool)
  const { definition } = inForce
  if (definition.rank) await rankBack(ctx)
  const { timeZone } = ctx.company
  const read = await transaction(ctx.pool, async (tx) => {
    await oneMoment(tx)
    const census = await takeCensus(tx, ctx, definition)
    const { firstDays } = definition
    const buyers = await readBuyers(tx, census.everyone, { firstDays, timeZone, today: census.today })
    return { census, buyers, ranksBefore: await readRanksBefore(tx, census) }
  })
  const { census, buyers, ranksBefore } = read
  const study = buyers.study((customerId) => census.outcomes.get(customerId))
  const findings = findIndicators(study, { falseShare: definition.falseShare })
  const steps = stepsOf(findings)
  const progress = progressOfEveryone({ census, buyers, steps, ranksBefore, firstDays: definition.firstDays })
  await transaction(ctx.pool, (tx) =>
    storeRun(tx, {
      settingsId: inForce.id,
      definition,
      counts: census.counts,
      findings,
      steps,
      progress,
      learnedOn: dayFromNumber(census.today),
      milliseconds: Math.round(performance.now() - started),
      now: ctx.now,
    }),
  )
}

/** Keeping a rank is told from month ends: as far back as this they are made where they are missing, a few a night. */
const monthsBack = 36
const monthsANight = 6

async function rankBack(ctx: ThreadContext): Promise<void> {
  const today = dayOf(ctx.now, ctx.company.timeZone)
  const missing = await transaction(ctx.pool, async (tx) => {
    const { rows } = await tx.query<{ firstOn: string | null }>(
      sql`select min(first_on) as "firstOn" from customer_metrics`,
    )
    const since = rows[0]?.firstOn
    const kept = new Set((await keptMonthEnds(tx, Number.MAX_SAFE_INTEGER)).map(dayFromNumber))
    return since ? pastMonthEnds(today, monthsBack).filter((day) => day >= since && !kept.has(day)) : []
  })
  for (const asOf of missing.slice(-monthsANight)) await rankAll(ctx, { asOf })
}

/** At least so many days lie between a rank and the one it is compared with. */
const fewWeeks = 28

/** Places of ranks at the last kept month end four weeks ago or more, by customer id. */
async function readRanksBefore(tx: Tx, { today, ranks }: Census): Promise<Map<number, number>> {
  const before = new Map<number, number>()
  const day = (await keptMonthEnds(tx, today - fewWeeks)).at(-1)
  if (day === undefined) return before
  const placeOf = new Map(ranks.map((key, place) => [key, place]))
  await readBinary(tx, sql`select customer_id, rank from rank_history where as_of_on = ${date(day)}`, 2, (row) => {
    const place = placeOf.get(row.text(1))
    if (place !== undefined) before.set(row.int8(0), place)
  })
  return before
}
