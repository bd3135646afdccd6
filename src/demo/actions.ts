import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { learnEverything, pauseRanking, rankEverything } from '../analysis/index.ts'
import type { Actor } from '../platform/access.ts'
import { audit } from '../platform/audit.ts'
import { addDays, dayOf } from '../platform/calendar.ts'
import { readCompany } from '../platform/company.ts'
import type { Context } from '../platform/context.ts'
import { type Db, many, one, sql, type Tx } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { createRun, findRun, finishRun, type JobRun, progressRun, startRun } from '../platform/jobs/runs.ts'
import { clearOut, findObstacles, isImporting, removeFurniture } from './installation.ts'
import { loadDemoShop, NotLoaded } from './load.ts'

type Acting = Context & { db: Tx; actor: Actor }

const loadJob = 'demo.load'
export const sweepJob = 'demo.sweep-files'

/** Years of purchases, and month ends ranked: as many as there are. */
const years = 3
const months = 36

/** How far loading is when all customers are written, and when they are ranked month by month; learning is the rest. */
const writtenAt = 0.3
const rankedAt = 0.8

export async function lookAtDemo(ctx: Context & { db: Db; actor: Actor }) {
  const counted = await one<{ count: number }>(ctx.db, sql`select count(*) as count from customers`)
  const isLoaded = ctx.company.isDemo
  return {
    isLoaded,
    obstacles: isLoaded ? [] : await findObstacles(ctx.db),
    customers: counted?.count ?? 0,
    loading: (await lastLoading(ctx.db, ctx.actor.staffId)) ?? null,
  }
}

/** The last loading this person began; one that somebody else began is known by the refusal to begin another. */
async function lastLoading(db: Db, staffId: number): Promise<JobRun | undefined> {
  const last = await one<{ id: number }>(
    db,
    sql`select id from job_runs where kind = ${loadJob} and staff_id = ${staffId} order by id desc limit 1`,
  )
  return last && findRun(db, last.id, staffId)
}

async function isLoading(db: Db): Promise<boolean> {
  const runs = await many(
    db,
    sql`select 1 from job_runs where kind = ${loadJob} and status in ('queued', 'running') limit 1`,
  )
  return runs.length > 0
}

/** Queues the loading of the demo shop into an installation that has nothing of its own yet. */
export async function queueLoading(ctx: Acting, customers: number): Promise<number> {
  // two presses take turns
  await ctx.db.query(sql`select 1 from company for update`)
  if (await isLoading(ctx.db)) throw new Refusal('in-progress')
  if (ctx.company.isDemo) throw new Refusal('already-done')
  const inTheWay = await findObstacles(ctx.db)
  if (inTheWay.length > 0) throw new Refusal('already-exists', { obstacles: inTheWay })
  const jobId = await createRun(ctx.db, {
    kind: loadJob,
    staffId: ctx.actor.staffId,
    params: { customers },
    total: 100,
    now: ctx.now,
  })
  await audit(ctx.db, ctx.now, ctx.actor, { action: 'started', subject: 'demo', detail: { customers } })
  await ctx.jobs.enqueue(ctx.db, loadJob, { runId: jobId })
  return jobId
}

/**
 * Loads the shop in one transaction, then ranks it month by month. Killed while loading, nothing was loaded and it
 * begins anew; killed while ranking or learning, it goes on with the months or the steps that are missing.
 */
export async function doLoading(ctx: Context, runId: number): Promise<void> {
  const params = await startRun<{ customers: number }>(ctx.pool, runId, ctx.now)
  if (!params) return
  const goesOn = (share: number) => progressRun(ctx.pool, runId, Math.floor(share * 100))
  const isThere = async () => (await readCompany(ctx.pool))?.isDemo
  const load = () => loadShop(ctx, params.customers, (share) => goesOn(share * writtenAt))
  // of a try that was killed at its very end the database may finish the writing after we looked
  if (!(await isThere()) && !(await load()) && !(await isThere())) {
    const problem = { code: 'already-exists' }
    return finishRun(ctx.pool, runId, { status: 'failed', now: ctx.now, problem })
  }
  await rankEverything(ctx, {
    months,
    onProgress: (done, total) => goesOn(writtenAt + (rankedAt - writtenAt) * (done / total)),
  })
  await learnEverything(ctx, {
    unlessToday: true,
    onProgress: (done, total) => goesOn(rankedAt + (1 - rankedAt) * (done / total)),
  })
  await progressRun(ctx.pool, runId, 100)
  await finishRun(ctx.pool, runId, { status: 'done', now: ctx.now })
}

async function loadShop(
  ctx: Context,
  customers: number,
  onShare: (share: number) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await loadDemoShop(ctx.pool, {
      customers,
      years,
      seed: 1,
      traces: 'full',
      // the books end with the last whole day: nothing in them lies in the future
      endOn: addDays(dayOf(ctx.now, ctx.company.timeZone), -1),
      now: ctx.now,
      intoOwn: true,
      onProgress: (done, total) => onShare(done / total),
    })
  } catch (error) {
    if (error instanceof NotLoaded) return false
    throw error
  }
}

const patience = '10s'

/** Takes the demo shop out of the installation, at once and for good. */
export async function emptyInstallation(ctx: Acting, companyName: string): Promise<void> {
  const tx = ctx.db
  const company = await readCompany(tx)
  if (!company?.isDemo) throw new Refusal('already-done')
  if (companyName.trim() !== company.name) {
    throw new Refusal('invalid-request', {}, [{ field: 'companyName', code: 'not-the-name' }])
  }
  if ((await isLoading(tx)) || (await isImporting(tx))) throw new Refusal('in-progress')
  try {
    await tx.query(sql`select set_config('lock_timeout', ${patience}, true)`)
    await pauseRanking(tx)
    await clearOut(tx)
    await removeFurniture(tx, ctx.now)
  } catch (error) {
    // somebody's long reading is under way
    if ((error as { code?: string }).code === '55P03') throw new Refusal('database-busy')
    throw error
  }
  await audit(tx, ctx.now, ctx.actor, { action: 'emptied', subject: 'demo' })
  await ctx.jobs.enqueue(tx, sweepJob, {})
}

/** Files of imports that are no more. Emptying cannot be taken back, so they go only after it is final. */
export async function sweepFiles(ctx: Context): Promise<void> {
  const folder = join(ctx.config.dataFolder, 'imports')
  const files = await readdir(folder).catch(() => [])
  const kept = await many<{ id: number }>(ctx.pool, sql`select id from imports`)
  const known = new Set(kept.map(({ id }) => String(id)))
  for (const file of files) if (!known.has(file.split('.')[0] ?? '')) await rm(join(folder, file), { force: true })
}
