import { type BuyersOptions, openBuyers, type Track } from '../src/analysis/library.ts'
import type { DemoRecord } from '../src/demo/records/record.ts'
import { categories } from '../src/demo/shop/products.ts'
import type { DemoEvent } from '../src/demo/traces/events.ts'

const channelIds = { ec: 1, store: 2, phone: 3 }
const shelves: BuyersOptions = { categories: categories.map((_, index) => index), channels: [1, 2, 3] }
const untracked = 'mail'

const purchasesOf = (record: DemoRecord) =>
  record.orders.filter(({ status, netSales }) => status === 'confirmed' && netSales > 0)

/** What generated buyers did, fed as the database feeds it, and their days of first purchase. */
export function feedBuyers(made: DemoRecord[], eventsOf: (record: DemoRecord) => DemoEvent[]) {
  const joined = new Map(
    made.flatMap((record) =>
      purchasesOf(record)
        .slice(0, 1)
        .map(({ day }) => [record.id, day]),
    ),
  )
  const buyers = openBuyers(joined, shelves)
  for (const record of made) {
    if (!joined.has(record.id)) continue
    for (const { day, netSales, coupon, subscriptionId, channel, lines } of purchasesOf(record)) {
      buyers.order({
        customerId: record.id,
        day,
        netSales,
        hasCoupon: coupon !== null,
        isSubscription: subscriptionId !== null,
        channelId: channelIds[channel],
      })
      for (const { product } of lines) buyers.bought(record.id, day, categories.indexOf(product.category as never))
    }
    if (record.lineId !== null) buyers.linked(record.id, record.registeredDay)
    for (const { kind, at } of eventsOf(record)) {
      if (kind !== untracked) buyers.happened(record.id, Math.floor((at + 9 * 3600) / 86_400), kind as Track)
    }
  }
  return { buyers, joined }
}
