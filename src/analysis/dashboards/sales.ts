import type { Actor } from '../../platform/access.ts'
import { addDays } from '../../platform/calendar.ts'
import { type Db, one, sql } from '../../platform/db/db.ts'
import { countedLive } from './overview.ts'

interface Sales {
  netSales: number
  /** orders until then are in the sum */
  computedAt: Date
}

/**
 * Net sales 売上 between two days, both included, in the currency's smallest unit: product lines less discounts and
 * points used, of confirmed orders and refunds (0 for all others, HOUSE.md). Guests count. Staff limited to stores get
 * the sum of the orders of these stores. A large base reads the days of its last ranking, and adds up orders only of
 * days after it.
 */
export async function readNetSales(
  db: Db,
  actor: Pick<Actor, 'storeIds'>,
  from: string,
  to: string,
  now: Date,
): Promise<Sales> {
  const run = await one<{ asOf: string; computedAt: Date }>(
    db,
    sql`select as_of_on as "asOf", computed_at as "computedAt" from rank_runs
        where is_current and customers > ${countedLive}`,
  )
  if (!run || from > run.asOf) return { netSales: await sumOrders(db, actor, from, to), computedAt: now }
  const stored = await sumDays(db, actor, from, to < run.asOf ? to : run.asOf)
  const later = to > run.asOf ? await sumOrders(db, actor, addDays(run.asOf, 1), to) : 0
  return { netSales: stored + later, computedAt: run.computedAt }
}

/** The days stored by the last ranking. */
async function sumDays(db: Db, { storeIds }: Pick<Actor, 'storeIds'>, from: string, to: string): Promise<number> {
  const ofStores = storeIds === null ? sql`true` : sql`store_id = any(${storeIds})`
  const row = await one<{ netSales: number }>(
    db,
    sql`select coalesce(sum(net_sales), 0)::bigint as "netSales" from daily_sales
        where ordered_on between ${from} and ${to} and ${ofStores}`,
  )
  return row?.netSales ?? 0
}

/**
 * Reads orders, a lower room's table. Their days are of the company's zone, and the index is on the instant: a day to
 * spare on both sides.
 */
async function sumOrders(db: Db, { storeIds }: Pick<Actor, 'storeIds'>, from: string, to: string): Promise<number> {
  const ofStores = storeIds === null ? sql`true` : sql`store_id = any(${storeIds})`
  const row = await one<{ netSales: number }>(
    db,
    sql`select coalesce(sum(net_sales), 0)::bigint as "netSales" from orders
        where ordered_on between ${from} and ${to} and ordered_at >= ${from}::date - 1 and ordered_at < ${to}::date + 2
          and ${ofStores}`,
  )
  return row?.netSales ?? 0
}
