import type { Actor } from '../platform/access.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db/db.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { createRun, finishRun, progressRun, startRun } from '../platform/jobs/runs.ts'
import { inThread, type ThreadContext } from '../platform/jobs/thread.ts'

/** What is learned at night from everything that happened, one after the other, each in a thread of its own. */
const steps: URL[] = [new URL('./recommend/learn/worker.ts', import.meta.url)]

/** Learns everything anew and puts it in force, step by step. Safe to run at any time and again after a kill. */
export async function learnEverything(
  ctx: ThreadContext,
  onProgress: (done: number, total: number) => Promise<boolean> = async () => true,
): Promise<void> {
  for (const [done, step] of steps.entries()) {
    if (!(await onProgress(done, steps.length))) return
    await inThread(step, ctx)
  }
}

const learnJob = 'analysis.learn'

/** Queues the learning, with a run for its starter to watch. */
export async function queueLearning(ctx: Context & { db: Tx; actor: Actor }): Promise<number> {
  const jobId = await createRun(ctx.db, { kind: learnJob, staffId: ctx.actor.staffId, params: {}, now: ctx.now })
  await ctx.jobs.enqueue(ctx.db, learnJob, { runId: jobId })
  return jobId
}

/** Much has changed at once: learns as soon as `db` commits. */
export async function learnSoon(jobs: Jobs, db: Db): Promise<void> {
  await jobs.enqueue(db, learnJob, {}, { singletonKey: 'much has changed' })
}

/** Learns; a run someone watches is told of it. */
export async function doLearning(ctx: Context, runId?: number): Promise<void> {
  if (runId === undefined) return learnEverything(ctx)
  if (!(await startRun(ctx.pool, runId, ctx.now))) return
  await learnEverything(ctx, (done, total) => progressRun(ctx.pool, runId, done, total))
  await finishRun(ctx.pool, runId, { status: 'done', now: ctx.now, result: {} })
}
