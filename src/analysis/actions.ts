import type { Actor } from '../platform/access.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/calendar.ts'
import type { Context } from '../platform/context.ts'
import { type Db, one, sql, type Tx } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { createRun, finishRun, progressRun, startRun } from '../platform/jobs/runs.ts'
import { rankEverything } from './history/rank-everything.ts'
import { learnSoon } from './learning.ts'
import { rankAll } from './ranking/rank-all.ts'
import type { AnalysisRules } from './rules/rules.ts'
import { appendRules, readRules, readRulesById } from './rules/store.ts'

type Acting = Context & { db: Tx; actor: Actor }

const rankJob = 'analysis.rank'

/** Puts rules in force; everyone is ranked again in the background. Refused when `basedOn` is not the version in force. */
export async function putRulesInForce(ctx: Acting, rules: AnalysisRules, basedOn?: number | null) {
  // two people saving at once take turns, so that the second sees the first one's version
  await ctx.db.query(sql`lock table analysis_settings in share row exclusive mode`)
  const before = await readRules(ctx.db, ctx.company.currency)
  if (basedOn !== undefined && basedOn !== before.id) throw new Refusal('conflict', { version: before.id })
  const id = await appendRules(ctx.db, rules, ctx.actor.staffId, ctx.now)
  await audit(ctx.db, ctx.now, ctx.actor, {
    action: 'changed',
    subject: 'analysis-rules',
    subjectId: id,
    detail: { before: before.id, after: id },
  })
  return { id, jobId: await queueRanking(ctx) }
}

export async function restoreOlderRules(ctx: Acting, id: number) {
  const rules = await readRulesById(ctx.db, id)
  if (!rules) throw new Refusal('not-found')
  return putRulesInForce(ctx, rules)
}

/** Queues a ranking of everyone, with a run for its starter to watch. */
export async function queueRanking(ctx: Acting): Promise<number> {
  const jobId = await createRun(ctx.db, { kind: rankJob, staffId: ctx.actor.staffId, params: {}, now: ctx.now })
  await ctx.jobs.enqueue(ctx.db, rankJob, { runId: jobId })
  return jobId
}

/** Does a queued ranking and reports to its run. */
export async function doRanking(ctx: Context, runId: number): Promise<void> {
  if (!(await startRun(ctx.pool, runId, ctx.now))) return
  const result = await rankEverything(ctx, {
    onProgress: (done, total) => progressRun(ctx.pool, runId, done, total),
  })
  await finishRun(ctx.pool, runId, { status: 'done', now: ctx.now, result })
}

const freshenJob = 'analysis.freshen'

/** Many orders came or went at once: ranks everyone as soon as `db` commits, month ends included. */
export async function freshenSoon(jobs: Jobs, db: Db): Promise<void> {
  await jobs.enqueue(db, freshenJob, { manyOrders: true }, { singletonKey: 'many orders' })
}

/** A ranking may take this share of the time since the last one. */
const mostLoad = 0.02

/**
 * Ranks everyone as of today when the last ranking is of another day or when orders came since, but so seldom that a
 * large base is not kept busy with it: figures of a small shop are never older than minutes.
 */
export async function freshenRanking(ctx: Context, manyOrders = false): Promise<void> {
  const last = await one<{ asOf: string; milliseconds: number; computedAt: Date }>(
    ctx.pool,
    sql`select as_of_on as "asOf", milliseconds, computed_at as "computedAt" from rank_runs where is_current`,
  )
  if (manyOrders || !last || last.asOf !== dayOf(ctx.now, ctx.company.timeZone)) {
    await rankEverything(ctx)
    if (manyOrders) await learnSoon(ctx.jobs, ctx.pool)
    return
  }
  if (last.milliseconds > mostLoad * (ctx.now.getTime() - last.computedAt.getTime())) return
  const newer = await one(ctx.pool, sql`select 1 from customer_metrics where updated_at > ${last.computedAt} limit 1`)
  if (newer) await rankAll(ctx)
}
