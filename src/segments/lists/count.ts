import { type Db, one, type Pool, type Sql, sql, transaction } from '../../platform/db/db.ts'
import { compile } from '../compile.ts'
import type { Asking, Fields } from '../field.ts'
import type { Predicate } from '../predicate.ts'

/** People wait this long for an exact number; after that "about so many" serves them better. */
const budgetMilliseconds = 800

/** How many match: counted within the budget, else estimated by the planner. */
export async function countMatches(
  pool: Pool,
  fields: Fields,
  asking: Asking,
  predicate: Predicate,
): Promise<{ count: number; exact: boolean }> {
  const matches = selectMatches(fields, asking, predicate)
  return countWithin(pool, matches, budgetMilliseconds)
}

export async function countWithin(
  pool: Pool,
  matches: Sql,
  milliseconds: number,
): Promise<{ count: number; exact: boolean }> {
  try {
    return { count: await transaction(pool, (tx) => countNow(tx, matches, milliseconds)), exact: true }
  } catch (error) {
    if (!isCancelled(error)) throw error
    return { count: await estimate(pool, matches), exact: false }
  }
}

export function selectMatches(fields: Fields, asking: Asking, predicate: Predicate): Sql {
  const { joins, where } = compile(predicate, fields, asking)
  return sql`select customer.id from customers customer
    ${joins.size > 0 ? sql.join([...joins], ' ') : sql.empty} where ${where}`
}

async function countNow(db: Db, matches: Sql, milliseconds: number): Promise<number> {
  await db.query(sql`select set_config('statement_timeout', ${String(milliseconds)}, true)`)
  const row = await one<{ count: number }>(db, sql`select count(*) from (${matches}) matches`)
  return row?.count ?? 0
}

async function estimate(db: Db, matches: Sql): Promise<number> {
  const row = await one<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    db,
    sql`explain (format json) ${matches}`,
  )
  return Math.round(row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0)
}

/** query_canceled: the budget is spent */
function isCancelled(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === '57014'
}
