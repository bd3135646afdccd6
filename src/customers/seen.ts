import type { Actor } from '../platform/access.ts'
import { type Db, one, type Sql, sql } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'

/**
 * Staff limited to stores see the customers who belong to one of them or have ordered there, and nobody else. This is
 * the only place that says so: every list, search, count, export and single record adds this condition about the row
 * `customer`. (Reads orders, a higher room's table.)
 */
export function seenBy(actor: Pick<Actor, 'storeIds'>): Sql {
  if (actor.storeIds === null) return sql`true`
  return sql`(customer.store_id = any(${actor.storeIds}) or exists (
    select from orders where orders.customer_id = customer.id and orders.store_id = any(${actor.storeIds})))`
}

/** Someone else's customer and one who does not exist are the same answer. */
export async function requireCustomer(db: Db, actor: Pick<Actor, 'storeIds'>, id: number): Promise<void> {
  const row = await one(db, sql`select 1 from customers customer where id = ${id} and ${seenBy(actor)}`)
  if (!row) throw new Refusal('not-found')
}

/** Writes about one customer wait for each other: what was read stays true until the transaction ends. */
export async function lockCustomer(db: Db, actor: Pick<Actor, 'storeIds'>, id: number): Promise<void> {
  const row = await one(
    db,
    sql`select 1 from customers customer where id = ${id} and ${seenBy(actor)} for update of customer`,
  )
  if (!row) throw new Refusal('not-found')
}
