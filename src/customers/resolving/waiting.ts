import { type Db, many, one, type Sql, sql, transaction } from '../../platform/db/db.ts'
import type { ThreadContext } from '../../platform/jobs/thread.ts'
import { joinAutomatically, type MergeKernel } from '../proposals/join.ts'
import { dropOthersOf, inOrder, propose } from './found.ts'
import { type Matcher, openMatcher } from './matcher.ts'
import { readNever } from './never.ts'
import { isAutomatic, readSettings } from './settings.ts'

/** Matched one by one up to so many; more are quicker matched with the whole base. */
export const mostOneByOne = 20_000

/** Records that changed, and those that came since the last one that has keys. */
export async function countWaiting(db: Db): Promise<number> {
  const isNew = await newSince(db)
  const row = await one<{ count: number }>(
    db,
    sql`select (select count(*) from (select from match_waiting limit ${mostOneByOne + 1}) changed)
          + (select count(*) from (select from customers c where ${isNew} limit ${mostOneByOne + 1}) fresh) as count`,
  )
  return row?.count ?? 0
}

/**
 * Which customers came since the last one that has keys. Ids are given out in order but may be written a little out of
 * it. Asked first: a bound that the planner knows is read from the end of the index, one it does not from the whole table.
 */
async function newSince(db: Db): Promise<Sql> {
  const row = await one<{ last: number | null }>(db, sql`select max(customer_id) as last from match_keys`)
  return sql`id > ${(row?.last ?? 0) - 1000} and not exists (select from match_keys k where k.customer_id = c.id)`
}

const page = 200
/** A matcher is opened anew after so many records: what it holds stays small. */
const mostHeld = 1000

/** Matches what waits, one record a transaction; returns how many. Nothing happens before anything was learned. */
export async function matchWaiting(ctx: ThreadContext, kernel: MergeKernel): Promise<number> {
  const { pool } = ctx
  let done = 0
  let matcher = await openMatcher(pool)
  while (matcher) {
    const isNew = await newSince(pool)
    const rows = await many<{ id: number }>(
      pool,
      sql`select customer_id as id from (select customer_id from match_waiting order by since, customer_id limit ${page}) old
          union (select id from customers c where ${isNew} order by id limit ${page}) order by 1`,
    )
    if (rows.length === 0) break
    for (const { id } of rows) await matchOne(ctx, kernel, matcher, id)
    done += rows.length
    if (done % mostHeld === 0) matcher = await openMatcher(pool)
  }
  return done
}

/**
 * A record leaves the list once all is stored: a kill before leaves it there. One that changes meanwhile stays, too; one
 * that fails does not hold up the rest and is matched again with everyone.
 */
async function matchOne(ctx: ThreadContext, kernel: MergeKernel, matcher: Matcher, id: number): Promise<void> {
  const waits = await one<{ since: string }>(
    ctx.pool,
    sql`insert into match_waiting (customer_id, since) values (${id}, clock_timestamp())
        on conflict (customer_id) do update set since = match_waiting.since returning since::text`,
  )
  try {
    await matchNow(ctx, kernel, matcher, id)
  } finally {
    await ctx.pool.query(
      sql`delete from match_waiting where customer_id = ${id} and since = ${waits?.since}::timestamptz`,
    )
  }
}

async function matchNow(ctx: ThreadContext, kernel: MergeKernel, matcher: Matcher, id: number): Promise<void> {
  const { pool, now } = ctx
  const matched = await matcher.match(id)
  if (!matched) {
    await pool.query(sql`delete from match_keys where customer_id = ${id}`)
    await pool.query(sql`delete from match_proposals where customer_id = ${id} or other_id = ${id}`)
    return
  }
  const { known, candidates } = matched
  const [never, settings] = [await readNever(pool, [id]), await readSettings(pool)]
  const pairs = candidates
    .filter((one) => !never(one.id, id))
    .map(({ id: other, verified, ...explained }) => ({
      ...explained,
      ...inOrder(id, other),
      isAutomatic: isAutomatic(explained, known.verified, verified, settings),
    }))
  await transaction(pool, async (tx) => {
    await propose(tx, pairs, now)
    await dropOthersOf(tx, id, pairs)
  })
  const surest = pairs.find((pair) => pair.isAutomatic)
  if (surest) await joinAutomatically({ ...ctx, actor: null }, kernel, [[surest.customerId, surest.otherId]])
}
