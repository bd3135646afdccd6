import { type Sql, sql } from '../platform/db/db.ts'
import type { Field, ManyField } from '../segments/index.ts'

/** What lists and segments may ask of this room: what customers bought, where, by which advertisement, and subscriptions. */

const room = 'purchases'

// A purchase is a confirmed order with net sales: free samples and cancelled orders are not asked about.
function ordered(test: Sql): Sql {
  return sql`exists (select from orders o where o.customer_id = customer.id and o.status = 'confirmed' and o.net_sales > 0
    and ${test})`
}

function boughtLine(test: Sql): Sql {
  return ordered(sql`exists (select from order_lines l left join products p on p.id = l.product_id
    where l.customer_id = o.customer_id and l.order_id = o.id and ${test})`)
}

function order(key: string, column: Sql, rest: Pick<ManyField, 'type' | 'of'>): ManyField {
  return { key, room, sql: sql`o.${column}`, exists: ordered, ...rest }
}

export const fields: Field[] = [
  { key: 'boughtProduct', room, type: 'reference', of: 'products', sql: sql`l.product_id`, exists: boughtLine },
  { key: 'boughtCategory', room, type: 'reference', of: 'categories', sql: sql`p.category_id`, exists: boughtLine },
  order('boughtOn', sql`ordered_on`, { type: 'day' }),
  order('boughtStore', sql`store_id`, { type: 'reference', of: 'stores' }),
  order('boughtChannel', sql`channel_id`, { type: 'reference', of: 'channels' }),
  order('adCode', sql`ad_code`, { type: 'text' }),
  order('couponCode', sql`coupon_code`, { type: 'text' }),
  {
    key: 'subscription',
    room,
    type: 'choice',
    choices: ['running', 'paused', 'cancelled'],
    sql: sql`(case when s.cancelled_on is not null then 'cancelled' when s.paused_at is not null then 'paused' else 'running' end)`,
    exists: (test) => sql`exists (select from subscriptions s where s.customer_id = customer.id and ${test})`,
  },
]
