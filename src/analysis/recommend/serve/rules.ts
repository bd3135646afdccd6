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
  /** false: discontinued */
  available: boolean
  /** false: there is none just now */
  isInStock: boolean
}

/** What may be offered. Categories are ids of product categories. */
export interface OfferRules {
  excludedCategories: readonly number[]
  /** ids of products that are never offered */
  excludedProducts: readonly number[]
  /** least share of the price that remains after cost; products whose cost is not known pass */
  leastMargin: number
  /** places of one category among any eight of a list */
  mostPerCategory: number
  /** what was bought is not offered again for so many days (durables); other categories: again when due */
  restDays: Readonly<Record<string, number>>
  /** trial sizes are for those who never bought */
  trialsForBuyers: boolean
  /** offer what a running subscription delivers anyway */
  offerSubscribed: boolean
}

export const usualRules: OfferRules = {
  excludedCategories: [],
  excludedProducts: [],
  leastMargin: 0,
  mostPerCategory: 3,
  restDays: {},
  trialsForBuyers: false,
  offerSubscribed: false,
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

/** Why a product is not offered: the first rule that says so. */
export type WhyNot =
  | 'discontinued'
  | 'sold-out'
  | 'asked'
  | 'subscribed'
  | 'product'
  | 'category'
  | 'trial'
  | 'margin'
  | 'resting'
  | 'not-due'
  | 'lapsed'

/** Why the product may not be offered to this customer, bought before or not; undefined: it may. */
export function whyNot(product: Product, item: number, rules: OfferRules, situation: Situation): WhyNot | undefined {
  const { kind, categoryId } = product
  if (!product.available) return 'discontinued'
  if (!product.isInStock) return 'sold-out'
  if (situation.excluded.has(item)) return 'asked'
  if (!rules.offerSubscribed && situation.subscribed.has(item)) return 'subscribed'
  if (rules.excludedProducts.includes(product.id)) return 'product'
  if (categoryId !== null && rules.excludedCategories.includes(categoryId)) return 'category'
  if (kind === 'trial' && !rules.trialsForBuyers && situation.lastBought.size > 0) return 'trial'
  const margin = marginOf(product)
  if (margin !== null && margin < rules.leastMargin) return 'margin'
  const rest = categoryId === null ? undefined : rules.restDays[categoryId]
  const last = situation.lastBought.get(item)
  return rest !== undefined && last !== undefined && situation.today - last < rest ? 'resting' : undefined
}

/** Share of the price that remains after cost; null where one of them is not known. */
export function marginOf({ price, cost }: Pick<Product, 'price' | 'cost'>): number | null {
  return price !== null && cost !== null && price > 0 ? (price - cost) / price : null
}

export const mayOffer = (product: Product, item: number, rules: OfferRules, situation: Situation): boolean =>
  whyNot(product, item, rules, situation) === undefined

/** A week before the early quartile is time enough to speak of it. */
const ahead = 7

/** Bought before: is it time to speak of it again? */
export function isTime(due: Due, today: number): boolean {
  return !due.lapsed && today >= due.fromDay - ahead
}
