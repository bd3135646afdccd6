import type { Actor } from '../../../platform/access.ts'
import { dayNumber } from '../../../platform/calendar.ts'
import { type Db, many, prepared, type Sql, sql } from '../../../platform/db/db.ts'
import type { Basket } from '../basket/baskets.ts'
import type { Looks } from '../basket/features.ts'

/** What is known of one customer now; items are places of the model. */
export interface CustomerKnown {
  history: Basket[]
  looks: Looks
  subscribed: Set<number>
}

interface Row {
  kind: 'line' | 'look' | 'subscription'
  productId: number
  day: string
  quantity: number
}

const lookWeight = 0.15
const cartWeight = 0.5
const lookDays = 30

/** Purchases the actor may see, looks of the last 30 days and running subscriptions, in one round trip. */
export async function readCustomerKnown(
  db: Db,
  actor: Pick<Actor, 'storeIds'>,
  customerId: number,
  now: Date,
  placeOf: ReadonlyMap<number, number>,
): Promise<CustomerKnown> {
  const seen: Sql = actor.storeIds === null ? sql`true` : sql`o.store_id = any(${actor.storeIds})`
  const query = sql`select 'line' as kind, l.product_id as "productId", o.ordered_on as day, l.quantity
        from orders o join order_lines l on l.customer_id = o.customer_id and l.order_id = o.id
        where o.customer_id = ${customerId} and o.status = 'confirmed' and o.net_sales > 0 and l.product_id is not null
          and l.quantity > 0 and ${seen}
      union all
      select 'look', p.id, e.at::date, case when e.kind = 'cart' then 2 else 1 end
        from events e join products p
          on p.code = coalesce(e.data->>'code', substring(e.data->>'path' from '/products/([^/?#]+)'))
        where e.customer_id = ${customerId} and e.kind in ('view', 'cart') and e.at > ${now}::timestamptz - make_interval(days => ${lookDays})
      union all
      select 'subscription', product_id, started_on, 1 from subscriptions
        where customer_id = ${customerId} and cancelled_on is null
      order by day`
  const rows = await many<Row>(db, actor.storeIds === null ? prepared(query) : query)
  const history: (Basket & { items: number[]; quantities: number[] })[] = []
  const looks = new Map<number, number>()
  const subscribed = new Set<number>()
  for (const { kind, productId, day, quantity } of rows) {
    const item = placeOf.get(productId)
    if (item === undefined) continue
    if (kind === 'subscription') subscribed.add(item)
    else if (kind === 'look') looks.set(item, Math.max(looks.get(item) ?? 0, quantity === 2 ? cartWeight : lookWeight))
    else addLine(history, dayNumber(day), item, quantity)
  }
  return { history, looks, subscribed }
}

/** What was bought on one day is one basket, an item twice in it its sum. */
function addLine(
  history: (Basket & { items: number[]; quantities: number[] })[],
  day: number,
  item: number,
  quantity: number,
): void {
  let basket = history.at(-1)
  if (basket?.day !== day) {
    basket = { day, items: [], quantities: [] }
    history.push(basket)
  }
  const place = basket.items.indexOf(item)
  if (place >= 0) basket.quantities[place] = (basket.quantities[place] as number) + quantity
  else {
    basket.items.push(item)
    basket.quantities.push(quantity)
  }
}
