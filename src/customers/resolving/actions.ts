import type { Actor } from '../../platform/access.ts'
import type { Context } from '../../platform/context.ts'
import { one, sql, type Tx } from '../../platform/db/db.ts'
import { job } from '../../platform/jobs/jobs.ts'
import { createRun, finishRun, startRun } from '../../platform/jobs/runs.ts'
import { inThread, type ThreadContext } from '../../platform/jobs/thread.ts'
import { joinAutomatically, type MergeKernel } from '../proposals/join.ts'
import { readLearned } from './learned.ts'
import { countWaiting, matchWaiting, mostOneByOne } from './waiting.ts'
import { matchEveryone, type WholeOptions, type WholeResult } from './whole.ts'
import type { WholeTask } from './worker.ts'

const wholeJob = 'customers.match'
const entry = new URL('./worker.ts', import.meta.url)

/** Queues a run over the whole base for its starter to watch. */
export async function queueMatching(ctx: Context & { db: Tx; actor: Actor }): Promise<number> {
  const { staffId } = ctx.actor
  const jobId = await createRun(ctx.db, { kind: wholeJob, staffId, params: {}, now: ctx.now })
  await ctx.jobs.enqueue(ctx.db, wholeJob, { runId: jobId, staffId })
  return jobId
}

/** For the command line, in this thread: matches the whole base and joins what may be joined without asking. */
export async function matchNow(
  ctx: ThreadContext,
  kernel: MergeKernel,
  options: WholeOptions,
): Promise<WholeResult['report']> {
  return conclude(ctx, kernel, await matchEveryone(ctx, options))
}

/** Joins what a run found to be joined without asking. */
async function conclude(
  ctx: ThreadContext,
  kernel: MergeKernel,
  { runId, report, automatic }: WholeResult,
): Promise<WholeResult['report']> {
  const joined = await joinAutomatically({ ...ctx, actor: null }, kernel, automatic)
  await ctx.pool.query(
    sql`update match_runs set report = report || jsonb_build_object('joined', ${joined}::int) where id = ${runId}`,
  )
  return { ...report, joined }
}

/** Learns from the whole base and matches it, in a thread of its own. */
async function doMatching(
  ctx: Context,
  kernel: MergeKernel,
  { runId, staffId = null }: { runId?: number; staffId?: number | null },
) {
  if (runId !== undefined && !(await startRun(ctx.pool, runId, ctx.now))) return
  const task: WholeTask = { learns: true, staffId, runId }
  const report = await conclude(ctx, kernel, await inThread<WholeResult>(entry, ctx, task))
  if (runId === undefined) return
  const { records, proposals, joined, households, companies } = report
  const result = { records, proposals, joined, households, companies }
  await finishRun(ctx.pool, runId, { status: 'done', now: ctx.now, result })
}

const hour = 3_600_000

/** Matches what came or changed since; very much of it, and a base that was never matched, with everything else. */
async function doWaiting(ctx: Context, kernel: MergeKernel): Promise<void> {
  const waiting = await countWaiting(ctx.pool)
  if (waiting === 0) return
  if (waiting <= mostOneByOne && (await readLearned(ctx.pool))) {
    await matchWaiting(ctx, kernel)
    return
  }
  const last = await one<{ at: Date }>(ctx.pool, sql`select at from match_runs order by id desc limit 1`)
  if (last && ctx.now.getTime() - last.at.getTime() < hour) return
  await ctx.jobs.enqueue(ctx.pool, wholeJob, {}, { singletonKey: 'never matched, or much has changed' })
}

export const resolvingJobs = (kernel: MergeKernel) => [
  job(wholeJob, (ctx, asked: { runId?: number; staffId?: number | null }) => doMatching(ctx, kernel, asked)),
  job('customers.match-waiting', (ctx) => doWaiting(ctx, kernel)),
]
