import { announceAll, type Topic } from '../../platform/announce.ts'
import { type Sql, sql, type Tx } from '../../platform/db/db.ts'
import { type ApplyContext, again, channelOf, isOurs, storeOf } from './apply-people.ts'
import { table } from './staging.ts'

export interface OrderChanges {
  added: number
  updated: number
  unchanged: number
  guests: number
  /** customers whose purchases changed */
  customerIds: number[]
}

/**
 * Takes in the staged orders numbered above `after` up to `through`. An order is known by its number within the source:
 * new ones are added, changed ones rewritten with what stood before kept, the rest left alone.
 */
export async function applyOrders(
  tx: Tx,
  context: ApplyContext,
  after: number,
  through: number,
): Promise<OrderChanges> {
  await createBatch(tx, context, after, through)
  await addOrders(tx, context)
  const updated = await updateOrders(tx, context)
  const counts = await tx.query<{ added: number; known: number; guests: number }>(sql`
    select count(*) filter (where not known) as added, count(*) filter (where known) as known,
      count(*) filter (where customer_id = 0 and not known) as guests from batch`)
  const touched = await tx.query<{ id: number }>(
    sql`select distinct customer_id as id from batch where customer_id > 0 and (changed or not known) order by 1`,
  )
  await tx.query(sql`drop table batch`)
  const { added, known, guests } = counts.rows[0] as { added: number; known: number; guests: number }
  return { added, updated, unchanged: known - updated, guests, customerIds: touched.rows.map((row) => row.id) }
}

/**
 * The chunk with its amounts worked out (migrations/0003 has the definitions). What the order's own columns say goes
 * before what its lines add up to. A subtotal after discount gives the discount as the difference to the lines.
 * What is known is looked up order by order (`limit` sees to it): of tables that are being filled the planner knows too
 * little and would read all of them for every chunk.
 */
async function createBatch(tx: Tx, context: ApplyContext, after: number, through: number): Promise<void> {
  const { sourceId, tables } = context
  await tx.query(sql`
    create temporary table batch on commit drop as
    with staged as (
      select o.*, coalesce(o.subtotal, case when o.line_count > 0 then o.sum_product end, o.after_discount,
          o.total - coalesce(o.shipping, 0) - coalesce(o.fee, 0), 0) as lines_total
      from ${table(tables.orders)} o where o.seq > ${after} and o.seq <= ${through} and not o.rejected
    ), reckoned as (
      select staged.*,
        coalesce(discount, lines_total - after_discount, sum_discount) + coalesce(refunded, 0) as all_discount,
        coalesce(points_used, sum_points) as all_points, coalesce(shipping, sum_shipping) as all_shipping,
        coalesce(fee, sum_fee) as all_fee, coalesce(tax, sum_tax) as all_tax,
        case when coalesce(status, 'confirmed') = 'confirmed' and lines_total < 0 then 'refund'
          else coalesce(status, 'confirmed') end as final_status
      from staged
    )
    select coalesce(n.order_id, nextval((select pg_get_serial_sequence('orders', 'id')::regclass))) as id,
      coalesce(n.customer_id, ref.customer_id, 0) as customer_id, n.order_id is not null as known, false as changed,
      ref.record_id,
      r.seq, r.number, r.ordered_at, r.ordered_on, final_status as status,
      ${channelOf('r')} as channel_id, ${storeOf('r')} as store_id, r.ad_code, r.coupon_code, r.payment_method,
      lines_total as subtotal, all_discount as discount, all_points as points_used, all_shipping as shipping, all_fee as fee,
      all_tax as tax, coalesce(r.total, lines_total - all_discount - all_points + all_shipping + all_fee) as total,
      case when final_status in ('confirmed', 'refund') then lines_total - all_discount - all_points else 0 end as net_sales,
      case when coalesce(n.customer_id, ref.customer_id, 0) = 0 then r.buyer end as buyer
    from reckoned r
      left join lateral (select order_id, customer_id from order_numbers
        where number = r.number and source_id = ${sourceId} limit 1) n on true
      left join lateral (select customer_id, record_id from customer_refs
        where external_id = r.customer_key and source_id = ${sourceId} and r.customer_key <> '' limit 1) ref on true`)
  await tx.query(sql`analyze batch (id, seq)`)
}

async function addOrders(tx: Tx, context: ApplyContext): Promise<void> {
  const { importId, sourceId, now } = context
  await tx.query(sql`
    insert into order_numbers (number, source_id, customer_id, order_id)
    select number, ${sourceId}, customer_id, id from batch where not known`)
  await insertOrders(tx, context)
  await tx.query(sql`
    insert into orders (customer_id, id, record_id, source_id, number, ordered_at, ordered_on, status, channel_id, store_id, ad_code,
      coupon_code, payment_method, subtotal, discount, points_used, shipping, fee, tax, total, net_sales, gross_profit, buyer,
      import_id, created_at, updated_at)
    select batch.customer_id, batch.id, record_id, ${sourceId}, number, ordered_at, ordered_on, status, channel_id, store_id, ad_code,
      coupon_code, payment_method, subtotal, discount, points_used, shipping, fee, tax, total, net_sales,
      ${profit}, buyer, ${importId}, ${now}, ${now}
    from batch left join line_costs on line_costs.id = batch.id
    where not known
    order by batch.customer_id, batch.id`)
  await tx.query(sql`drop table line_costs`)
  await tell(tx, context, 'order.recorded', sql`not known`)
}

function tell(tx: Tx, { now, fromFile }: ApplyContext, topic: Topic, which: Sql): Promise<void> {
  const rows = sql`select customer_id, jsonb_build_object('orderId', id) as data from batch where ${which}`
  return announceAll(tx, now, topic, rows, { fromFile })
}

/** Known only where every product line's cost is; nothing was earned on an order that does not count. */
const profit = sql`case when status not in ('confirmed', 'refund') then 0 else net_sales - line_costs.cost end`

/** Writes the lines of new and changed orders, and leaves what they cost in line_costs. */
async function insertOrders(tx: Tx, context: ApplyContext, which = sql`not batch.known`): Promise<void> {
  await tx.query(sql`create temporary table line_costs (id bigint, cost bigint) on commit drop`)
  await tx.query(sql`
    with line as materialized (
      select batch.customer_id, batch.id, staged.line, product.id as product_id, staged.code, staged.name, staged.quantity,
        staged.unit_price, staged.amount, staged.tax_rate, coalesce(staged.cost, product.cost) as cost
      from batch join ${table(context.tables.lines)} staged on staged.seq = batch.seq
        left join products product on product.code = staged.code
      where ${which} and staged.seq between (select min(seq) from batch) and (select max(seq) from batch)
    ), costs as (
      insert into line_costs select id, sum(cost * quantity) from line group by id having not bool_or(cost is null)
    )
    insert into order_lines (customer_id, order_id, line_no, product_id, code, name, quantity, unit_price, amount, tax_rate, cost)
    select customer_id, id, line, product_id, code, name, quantity, unit_price, amount, tax_rate, cost
    from line order by customer_id, id, line`)
}

const comparedColumns = [
  'ordered_at',
  'status',
  'channel_id',
  'store_id',
  'ad_code',
  'coupon_code',
  'payment_method',
  'subtotal',
  'discount',
  'points_used',
  'shipping',
  'fee',
  'tax',
  'total',
  'net_sales',
]

async function updateOrders(tx: Tx, context: ApplyContext): Promise<number> {
  const { importId, tables, now } = context
  const known = await tx.query(sql`select from batch where known limit 1`)
  if (known.rowCount === 0) return 0
  const columnsOf = (from: string) => sql.raw(comparedColumns.map((column) => `${from}.${column}`).join(', '))
  await tx.query(sql`
    update batch set changed = true from orders o
    where known and o.customer_id = batch.customer_id and o.id = batch.id
      and (${columnsOf('o')}) is distinct from (${columnsOf('batch')})`)
  await tx.query(sql`
    with new as (
      select batch.id, line, code, name, quantity, unit_price, amount, tax_rate
      from batch join ${table(tables.lines)} staged on staged.seq = batch.seq
      where known and staged.seq between (select min(seq) from batch) and (select max(seq) from batch)
    ), old as (
      select batch.id, line_no as line, code, name, quantity, unit_price, amount, tax_rate
      from batch join order_lines l on l.customer_id = batch.customer_id and l.order_id = batch.id where known
    )
    update batch set changed = true where id in (
      select id from new full join old using (id, line)
      where (new.code, new.name, new.quantity, new.unit_price, new.amount, new.tax_rate)
        is distinct from (old.code, old.name, old.quantity, old.unit_price, old.amount, old.tax_rate))`)
  await tx.query(sql`
    insert into import_before (import_id, entity, customer_id, entity_id, version_after, before)
    select ${importId}, 'order', coalesce(o.record_id, o.customer_id), o.id, o.version + 1, case when o.import_id = ${importId} then '{}' else
      jsonb_build_object('order', to_jsonb(o), 'lines', (select coalesce(jsonb_agg(to_jsonb(l)), '[]') from order_lines l
        where l.customer_id = o.customer_id and l.order_id = o.id)) end
    from batch join orders o on o.customer_id = batch.customer_id and o.id = batch.id
    where changed and ${isOurs(importId, 'order', { importId: sql`o.import_id`, version: sql`o.version`, customerId: sql`coalesce(o.record_id, o.customer_id)`, id: sql`o.id` })}
    ${again}`)
  await tx.query(sql`
    delete from order_lines l using batch where changed and l.customer_id = batch.customer_id and l.order_id = batch.id`)
  await insertOrders(tx, context, sql`batch.changed`)
  const { rowCount } = await tx.query(sql`
    update orders o set ordered_at = batch.ordered_at, ordered_on = batch.ordered_on, status = batch.status,
      channel_id = batch.channel_id, store_id = batch.store_id, ad_code = batch.ad_code, coupon_code = batch.coupon_code,
      payment_method = batch.payment_method, subtotal = batch.subtotal, discount = batch.discount,
      points_used = batch.points_used, shipping = batch.shipping, fee = batch.fee, tax = batch.tax, total = batch.total,
      net_sales = batch.net_sales, gross_profit = batch.gross_profit, version = o.version + 1, updated_at = ${now}
    from (select batch.*, ${profit} as gross_profit from batch left join line_costs on line_costs.id = batch.id where changed) batch
    where o.customer_id = batch.customer_id and o.id = batch.id`)
  await tx.query(sql`drop table line_costs`)
  await tell(tx, context, 'order.changed', sql`changed`)
  return rowCount ?? 0
}
