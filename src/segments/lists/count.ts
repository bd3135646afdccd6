import { type Db, one, type Pool, type Sql, sql, transaction } from '../../platform/db/db.ts'
import { compile } from '../compile.ts'
import type { Asking, Fields } from '../field.ts'
import type { Predicate } from '../predicate.ts'

/** How many match, for showing how far work has come: counted within a moment, else guessed by the planner. */
export async function countAbout(pool: Pool, fields: Fields, asking: Asking, predicate: Predicate): Promise<number> {
  const matches = selectMatches(fields, asking, predicate)
  try {
    return await countWithin(pool, matches, 800)
  } catch (error) {
    if (!isCancelled(error)) throw error
    return estimate(pool, matches)
  }
}

export function selectMatches(fields: Fields, asking: Asking, predicate: Predicate): Sql {
  const { joins, where } = compile(predicate, fields, asking)
  return sql`select customer.id from customers customer
    ${joins.size > 0 ? sql.join([...joins], ' ') : sql.empty} where ${where}`
}

/** Counts, and gives up after so many milliseconds (`isCancelled`). */
export async function countWithin(pool: Pool, matches: Sql, milliseconds: number): Promise<number> {
  return transaction(pool, async (tx) => {
    await tx.query(sql`select set_config('statement_timeout', ${String(milliseconds)}, true)`)
    const row = await one<{ count: number }>(tx, sql`select count(*) from (${matches}) matches`)
    return row?.count ?? 0
  })
}

export async function estimate(db: Db, matches: Sql): Promise<number> {
  const row = await one<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    db,
    sql`explain (format json) ${matches}`,
  )
  return Math.round(row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0)
}

/** query_canceled: the time is over */
export function isCancelled(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === '57014'
}
