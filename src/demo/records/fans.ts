import { createChance, happens } from '../chance.ts'
import type { DemoOrder } from '../purchases/order.ts'
import type { DemoRecord } from './record.ts'

/** What makes buyers of a demo shop fans: actions of their first 90 days, each multiplying the odds. */
export interface DemoFans {
  /** odds of becoming a fan without any of the causes */
  odds: number
  causes: { action: FanAction; threshold: number; odds: number }[]
}

const actions = {
  'second-order': (purchases) => {
    const second = purchases.find(({ day }) => day > (purchases[0]?.day ?? 0))
    return second ? second.day - (purchases[0]?.day ?? 0) : undefined
  },
  categories: (purchases) =>
    new Set(purchases.flatMap(({ lines }) => lines.map(({ product }) => product.category))).size,
  coupon: (purchases) => purchases.filter(({ coupon }) => coupon !== null).length,
  subscription: (purchases) => Number(purchases.some(({ subscriptionId }) => subscriptionId !== null)),
  'first-amount': (purchases) =>
    purchases.filter(({ day }) => day === purchases[0]?.day).reduce((sum, { netSales }) => sum + netSales, 0),
} satisfies Record<string, (purchases: DemoOrder[]) => number | undefined>

/** `second-order` is done by coming back within the threshold, every other by reaching it. */
export type FanAction = keyof typeof actions

/** Chances of fans are drawn from a stream of their own, so that purchases are the same with and without them. */
const fansApart = 0xfa45

/** What a buyer would answer when asked for a recommendation, 0 to 10; fans say 9 or 10. Null for those who never bought. */
export function drawRecommendation(seed: number, record: DemoRecord, fans: DemoFans): number | null {
  const purchases = record.orders.filter(({ status, netSales }) => status === 'confirmed' && netSales > 0)
  const from = purchases[0]?.day
  if (from === undefined) return null
  const first = purchases.filter(({ day }) => day <= from + 90)
  let odds = fans.odds
  for (const cause of fans.causes) {
    const value = actions[cause.action](first)
    if (value === undefined) continue
    if (cause.action === 'second-order' ? value <= cause.threshold : value >= cause.threshold) odds *= cause.odds
  }
  const chance = createChance(seed + fansApart, record.id)
  const isFan = happens(chance, odds / (1 + odds))
  return isFan ? 9 + Math.floor(chance.next() * 2) : Math.floor(chance.next() * 9)
}
