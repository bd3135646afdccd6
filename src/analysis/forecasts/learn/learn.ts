import { dayNumber, dayOf } from '../../../platform/calendar.ts'
import { one, type Pool, sql, type Tx, transaction } from '../../../platform/db/db.ts'
import type { ThreadContext } from '../../../platform/jobs/thread.ts'
import {
  type FirstOrder,
  forecastShop,
  gammaGamma,
  historiesAt,
  patternsOf,
  type SecondPurchase,
  trustReport,
} from '../../lifetime/index.ts'
import { horizons, year } from './horizons.ts'
import { learnedOf, trustOf } from './learned.ts'
import { chancesOfSecond, learnSecondPurchase, openFirstOrders, readFirstProducts } from './one-time-buyers.ts'
import { openOutlooks } from './outlooks.ts'
import { forecastPeople } from './people.ts'
import { type OrdersRead, readOrders } from './read-orders.ts'
import { type Sample, sampleOf, triedOn } from './sample.ts'
import { storeForecast } from './store.ts'
import { foretellSubscriptions, readSubscriptions, type SubscriptionRow } from './subscriptions.ts'
import { sumUp } from './totals.ts'

/**
 * Forecasts everyone anew from the orders as they are: model, correction and interval by what they would have been worth in
 * the shop's own past. Safe to run at any time.
 */
export async function learnForecasts(ctx: ThreadContext): Promise<void> {
  const started = performance.now()
  const asOf = dayOf(ctx.now, ctx.company.timeZone)
  const shop = await readShop(ctx.pool, asOf)
  const run = forecastEveryone(shop, asOf)
  await transaction(ctx.pool, (tx) => storeForecast(tx, { ...run, asOf, started, now: ctx.now }))
}

interface ShopRead extends OrdersRead {
  sample: Sample | null
  subscriptions: SubscriptionRow[]
  second: SecondPurchase | null
  firstOrderOf(place: number): FirstOrder
}

/** Everything in one snapshot. */
async function readShop(pool: Pool, asOf: string): Promise<ShopRead> {
  return transaction(pool, async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`)
    return seeingTheSame(pool, tx, async (beside) => {
      const orders = await readOrders(tx, asOf)
      const subscriptions = await readSubscriptions(tx)
      const { log, first } = orders
      const firstOrdersAt = async (places: ArrayLike<number>) =>
        openFirstOrders(log, first, await readFirstProducts([tx, beside], log, first, places))
      const sample = sampleOf(log)
      const places = (sample?.members ?? Int32Array.from(log.ids, (_, place) => place)).filter(
        (place) => log.starts[place] !== log.starts[place + 1],
      )
      const known = await firstOrdersAt(places)
      const second = learnSecondPurchase(Array.from(places, known), sample?.log ?? log, dayNumber(asOf))
      if (second.use !== 'traits' || !sample) return { ...orders, sample, subscriptions, second, firstOrderOf: known }
      const once = Int32Array.from(log.ids, (_, place) => place).filter(
        (place) => (log.starts[place + 1] as number) - (log.starts[place] as number) === 1,
      )
      return { ...orders, sample, subscriptions, second, firstOrderOf: await firstOrdersAt(once) }
    })
  })
}

/** Does work on a second connection too, which sees what `tx` sees. */
async function seeingTheSame<Result>(pool: Pool, tx: Tx, work: (beside: Tx) => Promise<Result>): Promise<Result> {
  const snapshot = await one<{ id: string }>(tx, sql`select pg_export_snapshot() as id`)
  return transaction(pool, async (beside) => {
    await beside.query(sql`set transaction isolation level repeatable read, read only`)
    await beside.query(sql`set transaction snapshot ${sql.raw(`'${snapshot?.id}'`)}`)
    return work(beside)
  })
}

function forecastEveryone(shop: ShopRead, asOf: string) {
  const { log, sample, past12, second } = shop
  const until = dayNumber(asOf)
  const shipped = forecastShop(sample?.log ?? log, until, horizons[year])
  const tried = sampleOf(log, triedOn)?.log ?? log
  const trust = trustOf(trustReport(tried, until, horizons[year]))
  const histories = historiesAt(log, until)
  const common = { customers: histories.size, sample: sample ? sample.members.length : null, trust }
  const past12Of = (place: number): number => past12[histories.member[place] as number] as number
  if (shipped.small) {
    const nobody = { rows: 0, outlookOf: () => ({}) as never, decileOf: () => 0, past12Of }
    return { ...common, ...nobody, learned: learnedOf(shipped, null), results: null }
  }
  const patterns = patternsOf(histories)
  const people = forecastPeople(shipped, patterns)
  const spend = gammaGamma.fit(shipped.origin.histories)
  const subscriptions = foretellSubscriptions(shop.subscriptions, shop.deliveries, until)
  const chances =
    second?.use === 'traits' ? chancesOfSecond(second, histories, people, patterns.of, shop.firstOrderOf) : null
  const outlookOf = openOutlooks({
    ids: log.ids,
    histories,
    patterns,
    people,
    spend,
    second: chances,
    subscriptions,
  })
  const { results, deciles } = sumUp(histories, outlookOf, past12Of, people, subscriptions, spend)
  return {
    ...common,
    learned: learnedOf(shipped, { people, spend, subscriptions, second }),
    results,
    rows: histories.size,
    outlookOf,
    decileOf: (place: number) => deciles[place] as number,
    past12Of,
  }
}
