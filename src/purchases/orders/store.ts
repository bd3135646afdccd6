import type { Actor } from '../../platform/access.ts'
import { announce } from '../../platform/announce.ts'
import { type Db, many, one, type Sql, sql } from '../../platform/db/db.ts'
import type { Amounts, Details, OrderedLine, OrderStatus } from './order.ts'

/** Staff limited to stores see the orders of these stores, whoever ordered. */
export function orderSeenBy(actor: Pick<Actor, 'storeIds'>): Sql {
  return actor.storeIds === null ? sql`true` : sql`o.store_id = any(${actor.storeIds})`
}

export interface OrderFilter {
  status?: OrderStatus
  from?: string
  to?: string
  channelId?: number
  storeId?: number
  customerId?: number
  productId?: number
  minTotal?: number
  maxTotal?: number
  number?: string
}

function matches(actor: Pick<Actor, 'storeIds'>, filter: OrderFilter): Sql {
  const conditions = [orderSeenBy(actor)]
  if (filter.status) conditions.push(sql`o.status = ${filter.status}`)
  if (filter.from) conditions.push(sql`o.ordered_on >= ${filter.from}`)
  if (filter.to) conditions.push(sql`o.ordered_on <= ${filter.to}`)
  if (filter.channelId) conditions.push(sql`o.channel_id = ${filter.channelId}`)
  if (filter.storeId) conditions.push(sql`o.store_id = ${filter.storeId}`)
  if (filter.customerId !== undefined) conditions.push(sql`o.customer_id = ${filter.customerId}`)
  if (filter.minTotal !== undefined) conditions.push(sql`o.total >= ${filter.minTotal}`)
  if (filter.maxTotal !== undefined) conditions.push(sql`o.total <= ${filter.maxTotal}`)
  if (filter.productId) {
    conditions.push(sql`exists (select from order_lines l where l.customer_id = o.customer_id and l.order_id = o.id
      and l.product_id = ${filter.productId})`)
  }
  if (filter.number) {
    conditions.push(sql`(o.customer_id, o.id) in (select customer_id, order_id from order_numbers
      where number >= ${filter.number} and number < ${`${filter.number}\u{10ffff}`})`)
  }
  return sql.join(conditions, ' and ')
}

// ordered_on is a day of the company's zone, ordered_at the instant that the index is on: a day to spare on both sides.
function nearDays(filter: OrderFilter): Sql {
  const from = filter.from ? sql`and o.ordered_at >= ${filter.from}::date - 1` : sql.empty
  const to = filter.to ? sql`and o.ordered_at < ${filter.to}::date + 2` : sql.empty
  return sql`${from} ${to}`
}

const heads = sql`o.customer_id as "customerId", o.id, o.version, o.source_id as "sourceId", o.number,
  o.ordered_at as "orderedAt", o.ordered_on as "orderedOn", o.status, o.channel_id as "channelId", o.store_id as "storeId",
  o.total, o.net_sales as "netSales", o.gross_profit as "grossProfit",
  coalesce(nullif(c.family_name || c.given_name, ''), nullif(c.company_name, ''), 
    nullif(concat(o.buyer->>'familyName', o.buyer->>'givenName', o.buyer->>'name'), ''), '') as "customerName"`

export interface OrderHead {
  customerId: number
  id: number
  version: number
  sourceId: number
  number: string
  orderedAt: Date
  orderedOn: string
  status: OrderStatus
  channelId: number | null
  storeId: number | null
  total: number
  netSales: number
  grossProfit: number | null
  customerName: string
}

export type OrderSort = 'orderedAt' | '-orderedAt' | 'total' | '-total'

/** Reads customers' names, a lower room's table. */
export async function listOrderRows(
  db: Db,
  actor: Actor,
  filter: OrderFilter,
  page: { sort: OrderSort; after?: [string | number, number]; limit: number },
): Promise<(OrderHead & { position: string | number })[]> {
  const byTime = page.sort.endsWith('orderedAt')
  const value = byTime ? sql`o.ordered_at` : sql`o.total`
  const [direction, beyond] = page.sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const bound = byTime ? sql`${page.after?.[0]}::timestamptz` : sql`${page.after?.[0]}::bigint`
  const keyset = page.after ? sql`and (${value}, o.id) ${beyond} (${bound}, ${page.after[1]})` : sql.empty
  return many(
    db,
    sql`select ${heads}, ${byTime ? sql`o.ordered_at::text` : value} as position
        from orders o left join customers c on c.id = o.customer_id
        where ${matches(actor, filter)} ${nearDays(filter)} ${keyset}
        order by ${value} ${direction}, o.id ${direction} limit ${page.limit}`,
  )
}

export interface OrdersAsked {
  storeIds: number[] | null
  filter: OrderFilter
}

export function selectOrders({ storeIds, filter }: OrdersAsked): Sql {
  return sql`${selectOrdersPlainly({ storeIds, filter })} ${nearDays(filter)}`
}

/** The same orders, for the planner to guess their number: it takes two conditions on the time for rarer than one. */
export function selectOrdersPlainly({ storeIds, filter }: OrdersAsked): Sql {
  return sql`select o.id from orders o where ${matches({ storeIds }, filter)}`
}

export interface OrderRecord extends OrderHead, Omit<Details, 'lines'>, Amounts {
  /** the merged record it came in for; null: the customer's own */
  recordId: number | null
  adCode: string | null
  couponCode: string | null
  paymentMethod: string | null
  subscriptionId: number | null
  buyer: Record<string, unknown> | null
  lines: (OrderedLine & { amount: number })[]
}

export async function readOrder(
  db: Db,
  actor: Pick<Actor, 'storeIds'>,
  customerId: number,
  id: number,
  lock = false,
): Promise<OrderRecord | undefined> {
  return one<OrderRecord>(
    db,
    sql`select ${heads}, o.record_id as "recordId", o.ad_code as "adCode", o.coupon_code as "couponCode", o.payment_method as "paymentMethod",
          o.subtotal, o.discount, o.points_used as "pointsUsed", o.shipping, o.fee, o.tax,
          o.subscription_id as "subscriptionId", o.buyer,
          (select coalesce(json_agg(json_build_object('lineNo', line_no, 'productId', product_id, 'code', code, 'name', name,
             'quantity', quantity, 'unitPrice', unit_price, 'amount', amount, 'taxRate', tax_rate, 'cost', cost)
             order by line_no), '[]')
           from order_lines l where l.customer_id = o.customer_id and l.order_id = o.id) as lines
        from orders o left join customers c on c.id = o.customer_id
        where o.customer_id = ${customerId} and o.id = ${id} and ${orderSeenBy(actor)}
        ${lock ? sql`for update of o` : sql.empty}`,
  )
}

export async function findByNumber(
  db: Db,
  sourceId: number,
  number: string,
): Promise<{ customerId: number; id: number } | undefined> {
  return one(
    db,
    sql`select customer_id as "customerId", order_id as id from order_numbers
        where number = ${number} and source_id = ${sourceId}`,
  )
}

export interface NewOrder extends Omit<Details, 'lines'> {
  customerId: number
  recordId?: number | null
  sourceId: number
  number: string
  orderedAt: Date
  orderedOn: string
  channelId: number | null
  storeId: number | null
  adCode: string | null
  couponCode: string | null
  paymentMethod: string | null
  lines: OrderedLine[]
}

/** Inserts an order with its lines and its number; undefined when someone took the number a moment before. */
export async function insertOrder(db: Db, now: Date, order: NewOrder, amounts: Amounts): Promise<number | undefined> {
  const made = await one<{ id: number }>(
    db,
    sql`insert into orders (customer_id, record_id, source_id, number, ordered_at, ordered_on, status, channel_id, store_id, ad_code,
          coupon_code, payment_method, subtotal, discount, points_used, shipping, fee, tax, total, net_sales, gross_profit,
          created_at, updated_at)
        values (${order.customerId}, ${order.recordId ?? null}, ${order.sourceId}, ${order.number}, ${order.orderedAt}, ${order.orderedOn},
          ${order.status}, ${order.channelId}, ${order.storeId}, ${order.adCode}, ${order.couponCode},
          ${order.paymentMethod}, ${amounts.subtotal}, ${order.discount}, ${order.pointsUsed}, ${order.shipping},
          ${order.fee}, ${amounts.tax}, ${amounts.total}, ${amounts.netSales}, ${amounts.grossProfit}, ${now}, ${now})
        returning id`,
  )
  if (!made) throw new Error('no row in orders')
  const { rowCount } = await db.query(
    sql`insert into order_numbers (number, source_id, customer_id, order_id)
        values (${order.number}, ${order.sourceId}, ${order.customerId}, ${made.id}) on conflict do nothing`,
  )
  if (rowCount !== 1) return undefined
  await insertLines(db, order.customerId, made.id, order.lines)
  await announce(db, now, 'order.recorded', { customerId: order.customerId, data: { orderId: made.id } })
  return made.id
}

/**
 * What an order was before it was cancelled or returned here, from its customer's history (a lower room's table);
 * undefined when it stands, or when its source said so.
 */
export async function readFormerStatus(
  db: Db,
  order: Pick<OrderHead, 'customerId' | 'id' | 'status'>,
): Promise<'pending' | 'confirmed' | undefined> {
  if (order.status !== 'cancelled' && order.status !== 'returned') return undefined
  const ended = await one<{ status: 'pending' | 'confirmed' }>(
    db,
    sql`select diff #>> '{status,0}' as status from customer_changes
        where customer_id = ${order.customerId} and subject = 'order' and subject_id = ${order.id}
          and diff #>> '{status,0}' in ('pending', 'confirmed') and diff #>> '{status,1}' = ${order.status}
        order by id desc limit 1`,
  )
  return ended?.status
}

async function insertLines(db: Db, customerId: number, orderId: number, lines: OrderedLine[]): Promise<void> {
  const rows = lines.map((line) => ({ ...line, amount: line.unitPrice * line.quantity }))
  await db.query(
    sql`insert into order_lines (customer_id, order_id, line_no, product_id, code, name, quantity, unit_price, amount,
          tax_rate, cost)
        select ${customerId}, ${orderId}, "lineNo", "productId", code, name, quantity, "unitPrice", amount, "taxRate", cost
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line ("lineNo" int, "productId" bigint, code text,
          name text, quantity int, "unitPrice" bigint, amount bigint, "taxRate" numeric, cost bigint)`,
  )
}

/** Writes everything that can change of an order; lines only when they are replaced. */
export async function updateOrder(
  db: Db,
  now: Date,
  order: NewOrder & { id: number; version: number },
  amounts: Amounts,
  replacesLines: boolean,
): Promise<void> {
  await db.query(
    sql`update orders set status = ${order.status}, channel_id = ${order.channelId}, store_id = ${order.storeId},
          ad_code = ${order.adCode}, coupon_code = ${order.couponCode}, payment_method = ${order.paymentMethod},
          subtotal = ${amounts.subtotal}, discount = ${order.discount}, points_used = ${order.pointsUsed},
          shipping = ${order.shipping}, fee = ${order.fee}, tax = ${amounts.tax}, total = ${amounts.total},
          net_sales = ${amounts.netSales}, gross_profit = ${amounts.grossProfit}, version = ${order.version},
          updated_at = ${now}
        where customer_id = ${order.customerId} and id = ${order.id}`,
  )
  await announce(db, now, 'order.changed', { customerId: order.customerId, data: { orderId: order.id } })
  if (!replacesLines) return
  await db.query(sql`delete from order_lines where customer_id = ${order.customerId} and order_id = ${order.id}`)
  await insertLines(db, order.customerId, order.id, order.lines)
}

/** What was paid back of an order before: its refunds carry its number and a counter. */
export async function readRefunds(
  db: Db,
  order: { customerId: number; sourceId: number; number: string },
): Promise<{ count: number; discount: number; pieces: Map<number, number> }> {
  const refunds = await many<{ discount: number; lines: { lineNo: number; quantity: number }[] }>(
    db,
    sql`select o.discount, (select coalesce(json_agg(json_build_object('lineNo', line_no, 'quantity', quantity)), '[]')
          from order_lines l where l.customer_id = o.customer_id and l.order_id = o.id) as lines
        from orders o where o.customer_id = ${order.customerId} and o.source_id = ${order.sourceId}
          and o.status = 'refund' and o.number like ${`${order.number.replace(/[\\%_]/g, '\\$&')}-R%`}`,
  )
  const pieces = new Map<number, number>()
  for (const { lineNo, quantity } of refunds.flatMap((refund) => refund.lines)) {
    pieces.set(lineNo, (pieces.get(lineNo) ?? 0) - quantity)
  }
  return { count: refunds.length, discount: refunds.reduce((sum, refund) => sum - refund.discount, 0), pieces }
}

interface KnownProduct {
  id: number
  code: string
  name: string
  taxRate: number | null
  cost: number | null
}

export async function readProducts(db: Db, ids: number[]): Promise<Map<number, KnownProduct>> {
  const rows = await many<KnownProduct>(
    db,
    sql`select id, code, name, tax_rate as "taxRate", cost from products where id = any(${ids})`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
