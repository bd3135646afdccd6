import { type Db, one, sql } from '../platform/db/db.ts'

/** Orders without their number's entry, numbers without their order. Reads orders and order_numbers. */
export async function countUnnumberedOrders(db: Db): Promise<number> {
  const row = await one<{ count: number }>(
    db,
    sql`select count(*) as count
        from orders o full join order_numbers n
          on n.number = o.number and n.source_id = o.source_id and n.customer_id = o.customer_id and n.order_id = o.id
        where o.id is null or n.order_id is null`,
  )
  return row?.count ?? 0
}

/** Of some customers in a row from a place drawn by chance, how many have metrics that their orders do not give. */
export async function countWrongMetrics(db: Db, sampleSize = 1000): Promise<number> {
  const row = await one<{ count: number }>(
    db,
    sql`with sample as (
          select id from customers
          where id >= (select floor(random() * greatest(max(id) - ${sampleSize}, 0)) from customers)
          order by id limit ${sampleSize}),
        facts as (
          select customer_id, min(ordered_on) filter (where purchase) as first_on,
            max(ordered_on) filter (where purchase) as last_on, count(*) filter (where purchase) as order_count,
            sum(net_sales) filter (where status in ('confirmed', 'refund')) as net_sales
          from (select customer_id, ordered_on, status, net_sales, status = 'confirmed' and net_sales > 0 as purchase
                from orders where customer_id in (select id from sample)) o
          group by customer_id)
        select count(*) as count
        from sample left join facts on facts.customer_id = sample.id and facts.order_count > 0
          left join customer_metrics m on m.customer_id = sample.id
        where (facts.first_on, facts.last_on, facts.order_count, facts.net_sales)
          is distinct from (m.first_on, m.last_on, m.order_count, m.net_sales)`,
  )
  return row?.count ?? 0
}
