import { dayNumber } from '../../../platform/calendar.ts'
import { readBinary } from '../../../platform/db/copy-read.ts'
import { many, type Pool, sql, type Tx, transaction } from '../../../platform/db/db.ts'
import { type Baskets, openBaskets } from '../basket/baskets.ts'
import type { Looked } from '../basket/next-basket.ts'
import type { Attributes } from '../cold/likeness.ts'
import { sharedInts } from '../rows.ts'

/** A shop as it is learned from; customers and products by place, ascending by id. */
export interface ShopRead {
  baskets: Baskets
  customerIds: Float64Array
  /** per basket, the store of its last order; 0: none */
  stores: Int32Array
  productIds: Float64Array
  products: Attributes[]
  looked: Looked
  /** per product, days one unit lasts; 0: not known */
  stated: Float64Array
}

const years = 3
const lookDays = 90
/** what a look, and a place in the cart, say beside a purchase */
const lookWeight = 0.15
const cartWeight = 0.5
const epochDays = dayNumber('2000-01-01')

/** Everything in one snapshot: purchases of three years, the catalogue, and what was looked at in the last 90 days. */
export async function readShop(pool: Pool, today: string): Promise<ShopRead> {
  return transaction(pool, async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`)
    const rows = await many<{ id: number; code: string; stated: number } & Attributes>(
      tx,
      sql`select id, code, name as title, coalesce(category_id, -1) as category, coalesce(price, 0) as price,
            coalesce(consumption_days, 0) as stated
          from products order by id`,
    )
    const productIds = Float64Array.from(rows, ({ id }) => id)
    const placeOf = new Map(rows.map(({ id }, place) => [id, place]))
    const { baskets, customerIds, stores } = await readBaskets(tx, today, placeOf)
    const byCode = new Map(rows.map(({ code, id }) => [code, placeOf.get(id) as number]))
    const looked = await readLooks(tx, today, customerIds, byCode)
    const products = rows.map(({ title, category, price }) => ({ title, category, price }))
    const stated = Float64Array.from(rows, (row) => row.stated)
    return { baskets, customerIds, stores, productIds, products, looked, stated }
  })
}

async function readBaskets(tx: Tx, today: string, placeOf: Map<number, number>) {
  const taking = openBaskets()
  const customerIds: number[] = []
  const stores: number[] = []
  let customer = 0
  let day = 0
  await readBinary(
    tx,
    sql`select o.customer_id, o.ordered_on, l.product_id, l.quantity, o.store_id
        from orders o join order_lines l on l.customer_id = o.customer_id and l.order_id = o.id
        where o.status = 'confirmed' and o.net_sales > 0 and o.customer_id > 0 and l.product_id is not null and l.quantity > 0
          and o.ordered_on <= ${sql.raw(`date '${today}'`)} and o.ordered_on > ${sql.raw(`date '${today}'`)} - ${sql.raw(String(years * 365))}
        order by o.customer_id, o.ordered_on, o.id`,
    5,
    (fields) => {
      const item = placeOf.get(fields.int8(2))
      if (item === undefined) return
      const id = fields.int8(0)
      const on = fields.int4(1) + epochDays
      if (id !== customer) {
        taking.customer()
        customerIds.push(id)
      }
      // what was bought on one day is one basket
      if (id !== customer || on !== day) {
        taking.basket(on)
        stores.push(0)
      }
      customer = id
      day = on
      stores[stores.length - 1] = fields.isNull(4) ? 0 : fields.int4(4)
      taking.line(item, fields.int4(3))
    },
  )
  const kept = sharedInts(stores.length)
  kept.set(stores)
  return { baskets: taking.close(placeOf.size), customerIds: Float64Array.from(customerIds), stores: kept }
}

interface Look {
  customerId: number
  code: string
  isCart: boolean
}

/** Pages of products and places in the cart, and offers that were opened. */
async function readLooks(
  tx: Tx,
  today: string,
  customerIds: Float64Array,
  byCode: Map<string, number>,
): Promise<Looked> {
  const customers: number[] = []
  const items: number[] = []
  const weights: number[] = []
  const rows = await many<Look>(
    tx,
    sql`select customer_id as "customerId", coalesce(data->>'code', substring(data->>'path' from '/products/([^/?#]+)')) as code,
          bool_or(kind = 'cart') as "isCart"
        from events where kind in ('view', 'cart') and at > ${today}::date - ${lookDays}::int
          and (data ? 'code' or data->>'path' like '%/products/%')
        group by 1, 2
        union all
        select o.customer_id, p.code, false from offer_openings o join products p on p.id = o.product_id
        where o.at > ${today}::date - ${lookDays}::int group by 1, 2
        order by 1, 2`,
  )
  let place = 0
  for (const { customerId, code, isCart } of rows) {
    while (place < customerIds.length && (customerIds[place] as number) < customerId) place++
    const item = byCode.get(code)
    // who never bought teaches nothing yet
    if (customerIds[place] !== customerId || item === undefined) continue
    customers.push(place)
    items.push(item)
    weights.push(isCart ? cartWeight : lookWeight)
  }
  return { customers: Int32Array.from(customers), items: Int32Array.from(items), weights: Float32Array.from(weights) }
}
