import type { Due } from '../repurchase/due.ts'

/** A product as the rules see it. */
export interface Product {
  id: number
  title: string
  /** null: none */
  categoryId: number | null
  kind: 'regular' | 'trial' | 'subscription' | 'gift'
  price: number | null
  cost: number | null
  /** day number it came into the catalogue */
  sinceDay: number
  /** false: discontinued or sold out */
  available: boolean
}

/** What may be offered. Categories are ids of product categories. */
export interface OfferRules {
  excludedCategories: readonly number[]
  /** least share of the price that remains after cost; products whose cost is not known pass */
  leastMargin: number
  /** places of one category among any eight of a list */
  mostPerCategory: number
  /** what was bought is not offered again for so many days (durables); other categories: again when due */
  restDays: Readonly<Record<string, number>>
  /** trial sizes are for those who never bought */
  trialsForBuyers: boolean
}

export const usualRules: OfferRules = {
  excludedCategories: [],
  leastMargin: 0,
  mostPerCategory: 3,
  restDays: {},
  trialsForBuyers: false,
}

/** What is known of the customer that the rules ask for. */
export interface Situation {
  today: number
  /** items under a running subscription */
  subscribed: ReadonlySet<number>
  /** items the caller does not want now: in the cart, sold out, on the page */
  excluded: ReadonlySet<number>
  /** day of the last purchase, by item */
  lastBought: ReadonlyMap<number, number>
}

/** May the product be offered to this customer at all, bought before or not? */
export function mayOffer(product: Product, item: number, rules: OfferRules, situation: Situation): boolean {
  const { kind, price, cost, categoryId, available } = product
  if (!available || situation.excluded.has(item) || situation.subscribed.has(item)) return false
  if (categoryId !== null && rules.excludedCategories.includes(categoryId)) return false
  if (kind === 'trial' && !rules.trialsForBuyers && situation.lastBought.size > 0) return false
  if (price !== null && cost !== null && price > 0 && (price - cost) / price < rules.leastMargin) return false
  const rest = categoryId === null ? undefined : rules.restDays[categoryId]
  const last = situation.lastBought.get(item)
  return rest === undefined || last === undefined || situation.today - last >= rest
}

/** A week before the early quartile is time enough to speak of it. */
const ahead = 7

/** Bought before: is it time to speak of it again? */
export function isTime(due: Due, today: number): boolean {
  return !due.lapsed && today >= due.fromDay - ahead
}
