import type { Actor } from '../../platform/access.ts'
import { type Db, one, sql } from '../../platform/db/db.ts'

/**
 * Net sales 売上 between two days, both included, in the currency's smallest unit: product lines less discounts and
 * points used, of confirmed orders and refunds (0 for all others, HOUSE.md). Guests count. Staff limited to stores get
 * the sum of the orders of these stores. Reads orders, a lower room's table.
 */
export async function sumNetSales(db: Db, actor: Pick<Actor, 'storeIds'>, from: string, to: string): Promise<number> {
  const ofStores = actor.storeIds === null ? sql`true` : sql`store_id = any(${actor.storeIds})`
  const row = await one<{ netSales: number }>(
    db,
    sql`select coalesce(sum(net_sales), 0)::bigint as "netSales" from orders
        where ordered_on between ${from} and ${to} and ${ofStores}`,
  )
  return row?.netSales ?? 0
}
