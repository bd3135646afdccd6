import type { Actor } from '../platform/access.ts'
import { dayOf } from '../platform/calendar.ts'
import type { Context } from '../platform/context.ts'
import { type Db, many, one, sql, type Tx } from '../platform/db/db.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { createRun, finishRun, progressRun, startRun } from '../platform/jobs/runs.ts'
import { inThread, type ThreadContext } from '../platform/jobs/thread.ts'

/** What is learned at night from everything that happened, one after the other, each in a thread of its own. */
const steps: { name: string; entry: URL }[] = [
  { name: 'recommendations', entry: new URL('./recommend/learn/worker.ts', import.meta.url) },
  { name: 'fans', entry: new URL('./fans/learn/worker.ts', import.meta.url) },
  { name: 'forecasts', entry: new URL('./forecasts/learn/worker.ts', import.meta.url) },
  { name: 'cohorts', entry: new URL('./cohorts/learn/worker.ts', import.meta.url) },
  // of what the cohorts have counted
  { name: 'discoveries', entry: new URL('./discoveries/learn/worker.ts', import.meta.url) },
]

export interface LearningOptions {
  /** gets steps done and steps to do; returns false to stop */
  onProgress?: (done: number, total: number) => Promise<boolean>
  /** leave out what was learned today already */
  unlessToday?: boolean
  /** this step alone */
  only?: string | undefined
}

/** Learns everything anew and puts it in force, step by step. Safe to run at any time and again after a kill. */
export async function learnEverything(
  ctx: ThreadContext,
  { onProgress = async () => true, unlessToday = false, only }: LearningOptions = {},
): Promise<void> {
  const today = dayOf(ctx.now, ctx.company.timeZone)
  const learned = await many<{ step: string }>(ctx.pool, sql`select step from learned where learned_on = ${today}`)
  const isDue = (name: string) => !unlessToday || !learned.some(({ step }) => step === name)
  const due = steps.filter(({ name }) => (only === undefined ? isDue(name) : name === only))
  for (const [done, { name, entry }] of due.entries()) {
    if (!(await onProgress(done, due.length))) return
    const started = performance.now()
    await inThread(entry, ctx)
    const milliseconds = Math.round(performance.now() - started)
    await ctx.pool.query(
      sql`insert into learned (step, learned_on, milliseconds, computed_at) values (${name}, ${today}, ${milliseconds}, ${ctx.now})
          on conflict (step) do update set learned_on = excluded.learned_on, milliseconds = excluded.milliseconds,
            computed_at = excluded.computed_at`,
    )
  }
}

const learnJob = 'analysis.learn'

/** Queues the learning of everything, or of one step `only`, with a run for its starter to watch. */
export async function queueLearning(ctx: Context & { db: Tx; actor: Actor }, only?: string): Promise<number> {
  const params = only === undefined ? {} : { only }
  const jobId = await createRun(ctx.db, { kind: learnJob, staffId: ctx.actor.staffId, params, now: ctx.now })
  await ctx.jobs.enqueue(ctx.db, learnJob, { runId: jobId })
  return jobId
}

/** Much has changed at once: learns as soon as `db` commits, unless that would keep the machine busy. */
export async function learnSoon(jobs: Jobs, db: Db): Promise<void> {
  await jobs.enqueue(db, learnJob, { afterOrders: true }, { singletonKey: 'much has changed' })
}

/** Learning after orders may take this share of the time since the last one; else the night brings it. */
const mostLoad = 0.02

async function isWorthIt({ pool, now }: Context): Promise<boolean> {
  const last = await one<{ milliseconds: number; at: Date }>(
    pool,
    sql`select sum(milliseconds)::float8 as milliseconds, min(computed_at) as at from learned having count(*) = ${steps.length}`,
  )
  return !last || last.milliseconds <= mostLoad * (now.getTime() - last.at.getTime())
}

export interface LearningJob {
  runId?: number
  afterOrders?: boolean
}

/** Learns; a run someone watches is told of it. */
export async function doLearning(ctx: Context, { runId, afterOrders = false }: LearningJob): Promise<void> {
  if (runId === undefined) {
    if (!afterOrders || (await isWorthIt(ctx))) await learnEverything(ctx)
    return
  }
  const params = await startRun<{ only?: string }>(ctx.pool, runId, ctx.now)
  if (!params) return
  const onProgress = (done: number, total: number) => progressRun(ctx.pool, runId, done, total)
  await learnEverything(ctx, { onProgress, only: params.only })
  await finishRun(ctx.pool, runId, { status: 'done', now: ctx.now, result: {} })
}
