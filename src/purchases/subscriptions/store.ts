import { type Db, many, one, sql } from '../../platform/db/db.ts'
import type { Subscription } from './subscription.ts'

export interface SubscriptionRow extends Subscription {
  id: number
  /** the merged record it came in for; null: the customer's own */
  recordId: number | null
  version: number
  productId: number
  productName: string
  quantity: number
  startedOn: string
  deliveredCount: number
}

const columns = sql`s.id, s.record_id as "recordId", s.version, s.product_id as "productId", p.name as "productName", s.quantity,
  s.interval_days as "intervalDays", s.started_on as "startedOn", s.next_on as "nextOn",
  s.delivered_count as "deliveredCount", s.skipped_count as "skippedCount", s.paused_at as "pausedAt",
  s.cancelled_on as "cancelledOn", s.cancel_reason as "cancelReason"`

export async function listSubscriptionRows(db: Db, customerId: number): Promise<SubscriptionRow[]> {
  return many<SubscriptionRow>(
    db,
    sql`select ${columns} from subscriptions s join products p on p.id = s.product_id where s.customer_id = ${customerId}
        order by s.cancelled_on is not null, s.paused_at is not null, s.next_on, s.id`,
  )
}

export async function lockSubscription(db: Db, customerId: number, id: number): Promise<SubscriptionRow | undefined> {
  return one<SubscriptionRow>(
    db,
    sql`select ${columns} from subscriptions s join products p on p.id = s.product_id
        where s.customer_id = ${customerId} and s.id = ${id} for update of s`,
  )
}

export async function updateSubscription(
  db: Db,
  now: Date,
  customerId: number,
  id: number,
  version: number,
  to: Subscription,
): Promise<void> {
  await db.query(
    sql`update subscriptions set next_on = ${to.nextOn}, skipped_count = ${to.skippedCount}, paused_at = ${to.pausedAt},
          cancelled_on = ${to.cancelledOn}, cancel_reason = ${to.cancelReason}, version = ${version}, updated_at = ${now}
        where customer_id = ${customerId} and id = ${id}`,
  )
}
