import type { Actor } from '../../platform/access.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { job } from '../../platform/jobs/jobs.ts'
import { createRun, finishRun, progressRun, startRun } from '../../platform/jobs/runs.ts'
import { seenBy } from '../seen.ts'
import { joinIfPossible, type MergeKernel } from './join.ts'
import { estimate, listAcceptable } from './store.ts'

const acceptJob = 'customers.accept-proposals'
/** Joined at once at most; the rest waits for the next time. */
export const mostAccepted = 5000

interface Accepting {
  from: number
  actor: Pick<Actor, 'staffId' | 'apiKeyId' | 'storeIds'>
}

/** Queues the joining of all that nothing forbids; refused when more would be joined than the asker was shown. */
export async function queueAcceptance(
  ctx: Context & { db: Tx; actor: Actor },
  asked: { from: number; pairs: number },
): Promise<number> {
  const { pairs } = await estimate(ctx.db, seenBy(ctx.actor), asked.from)
  if (pairs > asked.pairs) throw new Refusal('conflict', { pairs })
  const { staffId, apiKeyId, storeIds } = ctx.actor
  const params: Accepting = { from: asked.from, actor: { staffId, apiKeyId, storeIds } }
  const total = Math.min(pairs, mostAccepted)
  const jobId = await createRun(ctx.db, { kind: acceptJob, staffId, params, total, now: ctx.now })
  await ctx.jobs.enqueue(ctx.db, acceptJob, { runId: jobId })
  return jobId
}

/** Run again after a kill it goes on with the pairs that are still proposed. */
async function doAccepting(ctx: Context, kernel: MergeKernel, runId: number): Promise<void> {
  const asked = await startRun<Accepting>(ctx.pool, runId, ctx.now)
  if (!asked) return
  const { from, actor } = asked
  let [done, joined] = [0, 0]
  for (const { customerId, otherId } of await listAcceptable(ctx.pool, seenBy(actor), from, mostAccepted)) {
    const isJoined = await joinIfPossible({ ...ctx, actor }, kernel, { into: customerId, from: otherId, via: 'bulk' })
    if (isJoined) joined++
    done++
    if (done % 20 === 0 && !(await progressRun(ctx.pool, runId, done))) return
  }
  await progressRun(ctx.pool, runId, done)
  await finishRun(ctx.pool, runId, { status: 'done', now: ctx.now, result: { joined, passedOver: done - joined } })
}

export const acceptJobs = (kernel: MergeKernel) => [
  job(acceptJob, (ctx, { runId }: { runId: number }) => doAccepting(ctx, kernel, runId)),
]
