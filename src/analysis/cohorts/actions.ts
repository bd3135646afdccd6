import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { createRun, finishRun, startRun } from '../../platform/jobs/runs.ts'
import { inThread } from '../../platform/jobs/thread.ts'
import { type Cost, deleteCost, findCost, insertCost, updateCost } from './answer/store.ts'

type Acting = Context & { db: Tx; actor: Actor }

const recountJob = 'analysis.cohorts'

/** Queues a count as of a past day or today, with a run for its starter to watch. */
export async function queueRecount(ctx: Acting, asOf: string): Promise<number> {
  if (asOf > dayOf(ctx.now, ctx.company.timeZone)) {
    throw new Refusal('invalid-request', {}, [{ field: 'asOf', code: 'in-the-future' }])
  }
  const params = { asOf }
  const runId = await createRun(ctx.db, { kind: recountJob, staffId: ctx.actor.staffId, params, now: ctx.now })
  await ctx.jobs.enqueue(ctx.db, recountJob, { runId })
  return runId
}

/** Does a queued count, in a thread of its own. */
export async function doRecount(ctx: Context, runId: number): Promise<void> {
  const params = await startRun<{ asOf: string }>(ctx.pool, runId, ctx.now)
  if (!params) return
  const entry = new URL('./learn/worker.ts', import.meta.url)
  const isDone = await inThread<boolean>(entry, ctx, { asOf: params.asOf, runId })
  if (isDone) await finishRun(ctx.pool, runId, { status: 'done', now: ctx.now, result: params })
}

interface CostChange {
  month: string
  adCode: string
  /** null: take it away */
  amount: number | null
  /** of the entry that was changed; null: there was none */
  version: number | null
}

/** Enters, changes or takes away a cost. Refused when somebody else did so meanwhile. */
export async function putCost(ctx: Acting, change: CostChange): Promise<Cost | null> {
  const { month, adCode, amount, version } = change
  const before = await findCost(ctx.db, month, adCode)
  const after = await changeCost(ctx, change)
  if (after === undefined) throw new Refusal('conflict', { version: before?.version ?? null })
  await audit(ctx.db, ctx.now, ctx.actor, {
    action: version === null ? 'created' : amount === null ? 'deleted' : 'changed',
    subject: 'acquisition-cost',
    subjectId: `${month} ${adCode}`,
    detail: { before: before?.amount ?? null, after: amount },
  })
  return after
}

async function changeCost(
  ctx: Acting,
  { month, adCode, amount, version }: CostChange,
): Promise<Cost | null | undefined> {
  if (amount === null) {
    return version !== null && (await deleteCost(ctx.db, month, adCode, version)) ? null : undefined
  }
  const cost = { month, adCode, amount, staffId: ctx.actor.staffId, now: ctx.now }
  return version === null ? insertCost(ctx.db, cost) : updateCost(ctx.db, cost, version)
}
