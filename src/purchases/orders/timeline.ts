import { type Entry, position, type TimelineSource } from '../../customers/index.ts'
import { many, sql } from '../../platform/db/db.ts'
import { orderSeenBy } from './store.ts'

// A refund stands under its own kind: people look for it by that name.
const kind = sql`(case when o.status = 'refund' then 'refund' else 'order' end)`

/** Orders where they live, as entries of the timeline. */
export const orderTimeline: TimelineSource = {
  name: 'order',
  needs: 'orders.read',
  read: async (db, asked) => {
    const { kinds, below } = asked
    if (kinds && !kinds.includes('order') && !kinds.includes('refund')) return []
    return many<Entry>(
      db,
      sql`select o.id, ${kind} as kind, o.ordered_at as at, ${position(sql`o.ordered_at`)} as position,
            null as "staffId", null as "staffName",
            json_build_object('customerId', o.customer_id, 'id', o.id, 'number', o.number, 'status', o.status,
              'channelId', o.channel_id, 'storeId', o.store_id, 'total', o.total, 'netSales', o.net_sales,
              'goods', (select coalesce(json_agg(json_build_object('name', name, 'quantity', quantity)), '[]')
                from (select name, quantity from order_lines l
                  where l.customer_id = o.customer_id and l.order_id = o.id order by line_no limit 3) first_lines),
              'lines', (select count(*) from order_lines l where l.customer_id = o.customer_id and l.order_id = o.id)) as data
          from orders o
          where o.customer_id = ${asked.customerId} and ${orderSeenBy(asked.actor)}
            and (o.ordered_at, o.id) < (${below.at}::timestamptz, ${below.id})
            and (${kinds}::text[] is null or ${kind} = any(${kinds}))
          order by o.ordered_at desc, o.id desc limit ${asked.limit}`,
    )
  },
  count: (db, { customerId, actor }) =>
    many(
      db,
      sql`select ${kind} as kind, count(*) from orders o
          where o.customer_id = ${customerId} and ${orderSeenBy(actor)} group by 1`,
    ),
}
