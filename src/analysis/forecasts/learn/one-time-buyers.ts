import { many, sql, type Tx } from '../../../platform/db/db.ts'
import {
  closedFormAt,
  type FirstOrder,
  fitSecondPurchase,
  type Histories,
  openChances,
  type PurchaseLog,
  type SecondPurchase,
} from '../../lifetime/index.ts'
import { horizons, soon } from './horizons.ts'
import type { People } from './people.ts'
import type { FirstOrders } from './read-orders.ts'

const traitNames = ['product', 'channel', 'coupon', 'adCode', 'subscription'] as const

/**
 * The product that cost most of each first order, by place in the log; 0: not told. Lines lie far apart: the lanes, which
 * see the same, take turns.
 */
export async function readFirstProducts(
  lanes: readonly Tx[],
  log: PurchaseLog<number>,
  first: FirstOrders,
  places: ArrayLike<number>,
): Promise<(place: number) => number> {
  const found = new Map<number, number>()
  const atOnce = 20_000
  let next = 0
  async function read(tx: Tx): Promise<void> {
    const from = next
    next += atOnce
    if (from >= places.length) return
    const some = Array.from(
      { length: Math.min(atOnce, places.length - from) },
      (_, at) => places[from + at] as number,
    ).filter((place) => (first.orderIds[place] as number) > 0)
    const rows = await many<{ place: number; productId: number }>(
      tx,
      sql`select f.place, l.product_id as "productId"
          from unnest(${some}::int[], ${some.map((place) => log.ids[place])}::bigint[], ${some.map((place) => first.orderIds[place])}::bigint[])
              f (place, customer_id, order_id),
            lateral (select product_id from order_lines line
              where line.customer_id = f.customer_id and line.order_id = f.order_id and product_id is not null
              order by amount desc, line_no limit 1) l`,
    )
    for (const { place, productId } of rows) found.set(place, productId)
    return read(tx)
  }
  await Promise.all(lanes.map(read))
  return (place) => found.get(place) ?? 0
}

/** The first order of a customer as the model of second purchases sees it. */
export function openFirstOrders(
  log: PurchaseLog<number>,
  first: FirstOrders,
  productOf: (place: number) => number,
): (place: number) => FirstOrder {
  return (place) => {
    const [start, end] = [log.starts[place] as number, log.starts[place + 1] as number]
    const product = productOf(place)
    const channel = first.channels[place] as number
    const ad = first.ads[place] as number
    return {
      day: log.days[start] as number,
      next: start + 1 < end ? (log.days[start + 1] as number) : null,
      amount: log.amounts[start] as number,
      traits: {
        product: product === 0 ? null : String(product),
        channel: channel === 0 ? null : String(channel),
        coupon: first.hasCoupon[place] === 1 ? 'yes' : 'no',
        adCode: ad === 0 ? null : (first.adCodes[ad] as string),
        subscription: first.isSubscription[place] === 1 ? 'yes' : 'no',
      },
    }
  }
}

/** Learns from the first orders at `places` of a log; the closed form of MBG/NBD on `sample` is what it is held against. */
export function learnSecondPurchase(orders: FirstOrder[], sample: PurchaseLog<number>, asOf: number): SecondPurchase {
  return fitSecondPurchase(orders, traitNames, asOf, closedFormAt(sample))
}

/** Chances of a second purchase of those who bought on one day, by place in the histories; NaN for all others. */
export interface SecondChances {
  soon: Float64Array[]
  within: Float64Array[]
  /** by horizon: what brings the purchases expected of all one-time buyers back to the sum of the forecast */
  level: number[]
}

/** The model tells apart who of the one-time buyers comes back; how much they buy together stays as forecast. */
export function chancesOfSecond(
  model: SecondPurchase,
  histories: Histories,
  people: People,
  of: Int32Array,
  orderOf: (place: number) => FirstOrder,
): SecondChances {
  const chanceOf = openChances(model)
  const column = () => new Float64Array(histories.size).fill(Number.NaN)
  const chances: SecondChances = { soon: soon.map(column), within: horizons.map(column), level: horizons.map(() => 1) }
  const before = horizons.map(() => 0)
  const after = horizons.map(() => 0)
  for (let i = 0; i < histories.size; i++) {
    if (histories.x[i] !== 0) continue
    const order = orderOf(histories.member[i] as number)
    const age = histories.until - order.day
    soon.forEach((days, s) => {
      ;(chances.soon[s] as Float64Array)[i] = chanceOf(order, age, days)
    })
    horizons.forEach((days, h) => {
      const chance = chanceOf(order, age, days)
      ;(chances.within[h] as Float64Array)[i] = chance
      const pattern = of[i] as number
      const expected = (people.expected[h] as Float64Array)[pattern] as number
      before[h] = (before[h] as number) + expected
      after[h] =
        (after[h] as number) + timesLikelier(chance, (people.buys[h] as Float64Array)[pattern] as number) * expected
    })
  }
  chances.level = before.map((sum, h) => ((after[h] as number) > 0 ? sum / (after[h] as number) : 1))
  return chances
}

/** By how much the first order makes a purchase likelier than its age alone. */
export const timesLikelier = (chance: number, usual: number): number => (usual > 0 ? chance / usual : 1)
