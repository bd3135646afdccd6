import { escapeLiteral } from 'pg'
import { dayFromNumber, dayNumber } from '../../../platform/calendar.ts'
import { type Fields, readBinary } from '../../../platform/db/copy-read.ts'
import { many, type Sql, sql, type Tx } from '../../../platform/db/db.ts'
import { type Buyers, openBuyers, tracks } from '../actions.ts'

/** Everyone who ever bought, one place a customer, ascending by id; days since 1970-01-01. */
export interface Everyone {
  ids: Float64Array
  joined: ReadonlyMap<number, number>
  lastDay: Int32Array
  /** days with a purchase */
  orderDays: Int32Array
  /** places in the list of ranks, best 0; `noRank`: of none of them */
  ranks: Uint8Array
}

export const noRank = 255

export interface ReadingOptions {
  firstDays: number
  timeZone: string
  today: number
  /** this customer alone */
  only?: number | undefined
}

export const epochDays = dayNumber('2000-01-01')
/** COPY takes no parameters: what it needs stands in its text. */
export const literal = (text: string): Sql => sql.raw(escapeLiteral(text))
export const textArray = (texts: readonly string[]): Sql => sql`${literal(`{${texts.join(',')}}`)}::text[]`
export const number = (value: number): Sql => sql.raw(String(value))
export const date = (day: number): Sql => sql`date ${literal(dayFromNumber(day))}`
/** The calendar day of an instant in the company's zone. */
export const localDay = (at: Sql, timeZone: string): Sql => sql`(${at} at time zone ${literal(timeZone)})::date`

const of = (id: Sql, only: number | undefined): Sql => (only === undefined ? sql`true` : sql`${id} = ${number(only)}`)

export async function readEveryone(
  tx: Tx,
  { only, today }: Pick<ReadingOptions, 'only' | 'today'>,
  ranks: readonly string[] = [],
): Promise<Everyone> {
  const placeOf = new Map(ranks.map((key, place) => [key, place]))
  const ids: number[] = []
  const lastDay: number[] = []
  const orderDays: number[] = []
  const places: number[] = []
  const joined = new Map<number, number>()
  await readBinary(
    tx,
    sql`select customer_id, first_on, last_on, order_days, rank from customer_metrics m
        where first_on <= ${date(today)} and ${of(sql`customer_id`, only)} order by customer_id`,
    5,
    (row) => {
      const id = row.int8(0)
      joined.set(id, row.int4(1) + epochDays)
      ids.push(id)
      lastDay.push(row.int4(2) + epochDays)
      orderDays.push(row.int4(3))
      places.push(placeOf.get(row.text(4)) ?? noRank)
    },
  )
  return {
    ids: Float64Array.from(ids),
    joined,
    lastDay: Int32Array.from(lastDay),
    orderDays: Int32Array.from(orderDays),
    ranks: Uint8Array.from(places),
  }
}

/** What buyers did in their first days: orders, categories, subscriptions, LINE, events. One pass over each table. */
export async function readBuyers(tx: Tx, everyone: Everyone, options: ReadingOptions): Promise<Buyers> {
  const { firstDays, timeZone, only } = options
  const categories = await many<{ id: number }>(tx, sql`select id from product_categories order by id`)
  const channels = await many<{ id: number }>(tx, sql`select id from channels order by id`)
  const buyers = openBuyers(everyone.joined, {
    firstDays,
    categories: categories.map(({ id }) => id),
    channels: channels.map(({ id }) => id),
  })
  const read = (query: Sql, columns: number, visit: (row: Fields) => void) => readBinary(tx, query, columns, visit)
  const within = (id: Sql, day: Sql) =>
    sql`${of(id, only)} and ${day} >= m.first_on and ${day} <= m.first_on + ${number(firstDays)}`
  const purchase = sql`o.status = 'confirmed' and o.net_sales > 0`
  await read(
    sql`select o.customer_id, o.ordered_on, o.net_sales, coalesce(o.coupon_code, '') <> '', o.subscription_id is not null, o.channel_id
        from orders o join customer_metrics m on m.customer_id = o.customer_id
        where ${purchase} and ${within(sql`o.customer_id`, sql`o.ordered_on`)}`,
    6,
    (row) =>
      buyers.order({
        customerId: row.int8(0),
        day: row.int4(1) + epochDays,
        netSales: row.int8(2),
        hasCoupon: row.bool(3),
        isSubscription: row.bool(4),
        channelId: row.isNull(5) ? 0 : row.int4(5),
      }),
  )
  await read(
    sql`select o.customer_id, o.ordered_on, p.category_id
        from orders o join customer_metrics m on m.customer_id = o.customer_id
          join order_lines l on l.customer_id = o.customer_id and l.order_id = o.id
          join products p on p.id = l.product_id and p.category_id is not null
        where ${purchase} and ${within(sql`o.customer_id`, sql`o.ordered_on`)}`,
    3,
    (row) => buyers.bought(row.int8(0), row.int4(1) + epochDays, row.int4(2)),
  )
  await read(
    sql`select s.customer_id, s.started_on from subscriptions s join customer_metrics m on m.customer_id = s.customer_id
        where ${within(sql`s.customer_id`, sql`s.started_on`)}`,
    2,
    (row) => buyers.subscribed(row.int8(0), row.int4(1) + epochDays),
  )
  await read(
    sql`select customer_id, ${localDay(sql`created_at`, timeZone)} from contact_points
        where kind = 'line' and status <> 'wrong' and ${of(sql`customer_id`, only)}`,
    2,
    (row) => buyers.linked(row.int8(0), row.int4(1) + epochDays),
  )
  const kinds = textArray(tracks)
  // day first, so that an instant is not turned into a day of the zone twice
  await read(
    sql`select e.customer_id, e.day, array_position(${kinds}, e.kind)
        from (select customer_id, kind, ${localDay(sql`at`, timeZone)} as day from events
            where kind = any(${kinds}) and ${of(sql`customer_id`, only)}) e
          join customer_metrics m on m.customer_id = e.customer_id
        where ${within(sql`e.customer_id`, sql`e.day`)}`,
    3,
    (row) => {
      const track = tracks[row.int4(2) - 1]
      if (track) buyers.happened(row.int8(0), row.int4(1) + epochDays, track)
    },
  )
  return buyers
}
