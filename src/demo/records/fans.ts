import { between, createChance, happens, pick } from '../chance.ts'
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

/** What the demo shop plants when nobody says otherwise. */
export const usualFans: DemoFans = {
  odds: 0.06,
  causes: [
    { action: 'second-order', threshold: 30, odds: 4 },
    { action: 'categories', threshold: 3, odds: 3 },
    { action: 'coupon', threshold: 1, odds: 3 },
  ],
}

/** Chances of fans are drawn from a stream of their own, so that purchases are the same with and without them. */
const fansApart = 0xfa45
const voicesApart = 0x70_1ce5

/** What a buyer would answer when asked for a recommendation, 0 to 10; fans say 9 or 10. Null for those who never bought. */
export function drawRecommendation(seed: number, record: DemoRecord, fans: DemoFans): number | null {
  const purchases = purchasesOf(record)
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

const purchasesOf = ({ orders }: DemoRecord) =>
  orders.filter(({ status, netSales }) => status === 'confirmed' && netSales > 0)

/** What a buyer said of the shop, and when; seconds since 1970. */
export interface Voices {
  /** the card that asks for a recommendation lies in the parcel of the fourth month */
  answer: { at: number; value: number } | null
  events: { kind: 'review' | 'referral'; at: number; data: Record<string, string | number> }[]
}

const reviews = [
  ['続けられる香り', '朝の洗面台が楽しみになりました。'],
  ['家族で使っています', '母にもすすめました。'],
  ['やさしい使い心地', '季節の変わり目でも安心して使えます。'],
  ['また買います', '詰め替えがあるのがうれしいです。'],
] as const

/** Fans write reviews and bring friends, others seldom do; what lies after `now` has not happened yet. */
export function drawVoices(seed: number, record: DemoRecord, now: number): Voices {
  const from = purchasesOf(record)[0]?.day
  const value = record.recommendation ?? null
  const voices: Voices = { answer: null, events: [] }
  if (from === undefined || value === null) return voices
  const chance = createChance(seed + voicesApart, record.id)
  const isFan = value >= 9
  const instant = (day: number) => (from + day) * 86_400 + between(chance, 0, 43_000)
  const answer = { at: instant(between(chance, 95, 130)), value }
  const wrote = happens(chance, isFan ? 0.4 : 0.01)
  const [title, body] = pick(chance, reviews)
  const review = {
    kind: 'review',
    at: instant(between(chance, 100, 300)),
    data: { stars: isFan ? 5 : 4, title, body },
  } as const
  const referred = happens(chance, isFan ? 0.2 : 0.005)
  const referral = { kind: 'referral', at: instant(between(chance, 120, 400)), data: { via: 'card' } } as const
  voices.answer = answer.at < now ? answer : null
  voices.events = [...(wrote ? [review] : []), ...(referred ? [referral] : [])].filter(({ at }) => at < now)
  return voices
}
