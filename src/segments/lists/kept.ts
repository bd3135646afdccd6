import { createHash } from 'node:crypto'
import type { Context } from '../../platform/context.ts'
import { type Db, many, one, prepared, type Sql, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { countWithin, estimate, isCancelled } from './count.ts'

/** What is asked, in words that outlive the request: a job finds the same matches by it. */
export interface Question {
  job: string
  /** JSON */
  asks: object
}

export interface Count {
  count: number
  exact: boolean
  countedAt: Date
}

/** People wait this long for an exact number. */
const patience = 250
/** A count behind the scenes may take long, but not for ever. */
const longest = 600_000
/** Counting anew may take this share of the time, while somebody keeps asking. */
const mostLoad = 0.02
/** A job not done by then was lost, and is asked for again. */
const lostAfter = 60_000
/** What nobody has asked for so long is forgotten; the rest is counted anew each night. */
const keptFor = 7 * 86_400_000

/**
 * How many match, in a moment on a base of any size: counted while people wait if that is quick; else the number a job
 * found before, which counts again when it is no longer fresh; the very first time the planner's guess (`guess`, where
 * it knows more of a simpler question). Whether the asker may ask at all has been checked by making `matches`.
 */
export async function countForPeople(
  ctx: Pick<Context, 'pool' | 'jobs' | 'now'>,
  question: Question,
  matches: Sql,
  guess = matches,
): Promise<Count> {
  const { pool, now } = ctx
  const key = createHash('sha256')
    .update(JSON.stringify([question.job, question.asks]))
    .digest()
  const kept = await readKept(pool, key)
  if (kept && kept.count !== null) {
    const fresh = now.getTime() - kept.countedAt.getTime() < kept.milliseconds / mostLoad
    if (!fresh && !isUnderWay(kept, now)) await askForCount(ctx, key, question)
    return { count: kept.count, exact: false, countedAt: kept.countedAt }
  }
  const underWay = kept !== undefined && isUnderWay(kept, now)
  if (!underWay) {
    try {
      return { count: await countWithin(pool, matches, patience), exact: true, countedAt: now }
    } catch (error) {
      if (!isCancelled(error)) throw error
      await askForCount(ctx, key, question)
    }
  }
  return { count: await estimate(pool, guess), exact: false, countedAt: now }
}

type Kept = { askedAt: Date } & (
  | { count: number; milliseconds: number; countedAt: Date }
  | { count: null; milliseconds: null; countedAt: null }
)

async function readKept(db: Db, key: Buffer): Promise<Kept | undefined> {
  return one<Kept>(
    db,
    prepared(
      sql`select count, milliseconds, counted_at as "countedAt", asked_at as "askedAt" from kept_counts where key = ${key}`,
    ),
  )
}

function isUnderWay({ askedAt, countedAt }: Kept, now: Date): boolean {
  return (countedAt === null || askedAt > countedAt) && now.getTime() - askedAt.getTime() < lostAfter
}

async function askForCount(
  ctx: Pick<Context, 'pool' | 'jobs' | 'now'>,
  key: Buffer,
  question: Question,
): Promise<void> {
  await ctx.pool.query(
    sql`insert into kept_counts (key, job, asks, asked_at)
        values (${key}, ${question.job}, ${JSON.stringify(question.asks)}, ${ctx.now})
        on conflict (key) do update set asked_at = excluded.asked_at`,
  )
  await enqueue(ctx, ctx.pool, question.job, key)
}

// the job is told the key alone: what is asked may hold names, and queues keep what they have done for days
function enqueue({ jobs }: Pick<Context, 'jobs'>, db: Db, job: string, key: Buffer): Promise<void> {
  const name = key.toString('hex')
  return jobs.enqueue(db, job, { key: name }, { singletonKey: name })
}

/** The work of a question's job; `matchesOf` makes its matches as of today. */
export async function countAnew<Asks>(
  ctx: Context,
  key: string,
  matchesOf: (asks: Asks) => Promise<Sql> | Sql,
): Promise<void> {
  const { pool } = ctx
  const bytes = Buffer.from(key, 'hex')
  const kept = await one<{ asks: Asks }>(pool, sql`select asks from kept_counts where key = ${bytes}`)
  if (!kept) return
  const began = performance.now()
  try {
    const count = await countWithin(pool, await matchesOf(kept.asks), longest)
    const milliseconds = Math.round(performance.now() - began)
    // what became quick is counted while people wait again
    if (milliseconds < patience / 3) return await forget(pool, bytes)
    await pool.query(
      sql`update kept_counts set count = ${count}, milliseconds = ${milliseconds}, counted_at = ${ctx.now}
          where key = ${bytes}`,
    )
  } catch (error) {
    // a field it asks about is gone, or it takes for ever: nobody is told a number that nobody keeps right
    if (!(error instanceof Refusal) && !isCancelled(error)) throw error
    await forget(pool, bytes)
  }
}

async function forget(db: Db, key: Buffer): Promise<void> {
  await db.query(sql`delete from kept_counts where key = ${key}`)
}

/** At night: what people look at is ready, as of the new day, when they come. */
export async function recountKept(ctx: Context): Promise<void> {
  await ctx.pool.query(sql`delete from kept_counts where asked_at < ${new Date(ctx.now.getTime() - keptFor)}`)
  const rows = await many<{ key: Buffer; job: string }>(ctx.pool, sql`select key, job from kept_counts`)
  for (const { key, job } of rows) await enqueue(ctx, ctx.pool, job, key)
}
