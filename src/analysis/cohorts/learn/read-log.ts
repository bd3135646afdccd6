import { dayNumber } from '../../../platform/calendar.ts'
import { readBinary } from '../../../platform/db/copy-read.ts'
import { many, one, type Pool, sql, type Tx, transaction } from '../../../platform/db/db.ts'
import { readRules } from '../../rules/store.ts'
import { type OrderLog, openOrderLog, said } from '../count/log.ts'
import type { ReadContract } from '../count/subscriptions.ts'

export interface ShopRead {
  log: OrderLog
  contracts: ReadContract[]
  sameDayOnce: boolean
  /** ad codes with costs entered */
  adCodes: Set<string>
  orders: number
}

const epochDays = dayNumber('2000-01-01')

/** Everything until a day, in one snapshot. `onOrders` hears how many orders were read and of how many, now and then. */
export async function readShop(
  pool: Pool,
  terms: { asOf: string; today: string; currency: string },
  onOrders?: (done: number, total: number) => void,
): Promise<ShopRead> {
  return transaction(pool, async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`)
    const { rules } = await readRules(tx, terms.currency)
    const total = onOrders ? await countOrders(tx, terms.asOf) : 0
    const { log, orders } = await readOrders(tx, terms.asOf, (done) => onOrders?.(done, total))
    const contracts = await readContracts(tx, terms.asOf, terms.asOf === terms.today)
    const codes = await many<{ code: string }>(tx, sql`select distinct ad_code as code from acquisition_costs`)
    return {
      log,
      contracts,
      sameDayOnce: rules.sameDayOnce,
      adCodes: new Set(codes.map(({ code }) => code)),
      orders,
    }
  })
}

const counted = sql`o.status in ('confirmed', 'refund') and o.customer_id > 0`
const isPurchase = sql`o.status = 'confirmed' and o.net_sales > 0`
const dayLiteral = (day: string) => sql.raw(`date '${day}'`)

async function countOrders(tx: Tx, asOf: string): Promise<number> {
  const row = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from orders o where ${counted} and o.ordered_on <= ${asOf}`,
  )
  return row?.count ?? 0
}

const often = 1 << 18

/** Orders of one customer after the other, in order of time; lines only of trial products and of each first purchase. */
async function readOrders(tx: Tx, asOf: string, onOrders: (done: number) => void) {
  const taking = openOrderLog()
  let orders = 0
  await readBinary(
    tx,
    sql`select o.customer_id, o.ordered_on, o.net_sales, o.gross_profit, o.channel_id, o.store_id, o.ad_code,
          o.status = 'confirmed', o.subscription_id is not null, coalesce(t.amount >= o.subtotal, false), t.product_id,
          case when ${isPurchase} and count(*) filter (where ${isPurchase}) over (
              partition by o.customer_id order by o.ordered_on, o.ordered_at, o.id) = 1
            then (select l.product_id from order_lines l where l.customer_id = o.customer_id and l.order_id = o.id
              order by l.amount desc, l.line_no limit 1) end
        from orders o
        left join (
          select l.customer_id, l.order_id, sum(l.amount) as amount,
            (array_agg(l.product_id order by l.amount desc, l.line_no))[1] as product_id
          from order_lines l join products p on p.id = l.product_id and p.kind = 'trial' group by 1, 2
        ) t on t.customer_id = o.customer_id and t.order_id = o.id
        where ${counted} and o.ordered_on <= ${dayLiteral(asOf)}
        order by o.customer_id, o.ordered_on, o.ordered_at, o.id`,
    12,
    (fields) => {
      const netSales = fields.int8(2)
      const isConfirmed = fields.bool(7)
      taking.add({
        customerId: fields.int8(0),
        day: fields.int4(1) + epochDays,
        netSales,
        grossProfit: fields.isNull(3) ? Number.NaN : fields.int8(3),
        flags:
          (isConfirmed ? said.confirmed : 0) |
          (isConfirmed && netSales > 0 ? said.purchase : 0) |
          (fields.bool(8) ? said.subscription : 0) |
          (fields.bool(9) ? said.trialOnly : 0),
        channelId: fields.isNull(4) ? 0 : fields.int4(4),
        storeId: fields.isNull(5) ? 0 : fields.int4(5),
        adCode: fields.isNull(6) ? '' : fields.text(6),
        productId: fields.isNull(11) ? 0 : fields.int8(11),
        trialProductId: fields.isNull(10) ? 0 : fields.int8(10),
      })
      if (++orders % often === 0) onOrders(orders)
    },
  )
  return { log: taking.close(), orders }
}

/** How often a subscription was delivered is known of today only; of a past day its days tell. */
async function readContracts(tx: Tx, asOf: string, isToday: boolean): Promise<ReadContract[]> {
  const rows: ReadContract[] = []
  await readBinary(
    tx,
    sql`select customer_id, product_id, started_on, cancelled_on, interval_days, delivered_count, skipped_count, next_on
        from subscriptions where started_on <= ${dayLiteral(asOf)}`,
    8,
    (fields) => {
      rows.push({
        customerId: fields.int8(0),
        productId: fields.int8(1),
        start: fields.int4(2) + epochDays,
        end: fields.isNull(3) ? null : fields.int4(3) + epochDays,
        intervalDays: fields.int4(4),
        ...(isToday && {
          deliveries: fields.int4(5),
          skips: fields.int4(6),
          next: fields.isNull(7) ? null : fields.int4(7) + epochDays,
        }),
      })
    },
  )
  return rows
}
