import type { History } from '../basket/baskets.ts'
import type { Desk, Looks } from '../basket/features.ts'
import type { NextBasket } from '../basket/next-basket.ts'
import { type Due, dueOf } from '../repurchase/due.ts'
import type { Rhythm } from '../repurchase/rhythm.ts'
import { type Supply, suppliesOf } from '../repurchase/spells.ts'
import { mixed } from './diversity.ts'
import { type Because, becauseOf, type Evidence, sourcesFor, weighEvidence } from './evidence.ts'
import { isTime, mayOffer, type OfferRules, type Product, type Situation, type WhyNot, whyNot } from './rules.ts'

export const shelfNames = ['buyAgain', 'goesWith', 'peopleLikeYou', 'newForYou', 'popular'] as const
export type ShelfName = (typeof shelfNames)[number]

export interface Offer extends Evidence {
  shelf: ShelfName
  /** what the companions' part consists of */
  because: Because[]
  /** when it was bought before */
  due: Due | null
}

/** The catalogue as it is now, and what is popular in it, best first. */
export interface Catalogue {
  products: readonly Product[]
  popular: readonly number[]
  /** per product, its place in `popular` */
  place: Int32Array
  popularIn: ReadonlyMap<number, readonly number[]>
}

export interface Asking {
  history: History
  looks: Looks
  /** the customer's place among those learned from; −1: not among them */
  self: number
  today: number
  rules: OfferRules
  subscribed: ReadonlySet<number>
  excluded: ReadonlySet<number>
  size: number
}

export interface Offers {
  /** the best of everything, for a mail or a page with few places */
  offers: Offer[]
  shelves: Record<Exclude<ShelfName, 'popular'>, Offer[]>
}

interface Models {
  next: NextBasket
  rhythm: Rhythm
}

/** What is known of the customer, turned to what the rules and the shelves ask for. */
function readAsking({ rhythm }: Models, asking: Asking) {
  const supplies = suppliesOf(asking.history)
  const dues = new Map([...supplies].map(([item, supply]) => [item, dueOf(rhythm, item, supply, asking.today)]))
  const situation: Situation = { ...asking, lastBought: lastDays(supplies) }
  return { dues, situation, bought: new Set(asking.history.flatMap(({ items }) => items)) }
}

/** What to offer a customer now. Never empty while the catalogue holds anything that may be offered. */
export function offersFor(model: Models, catalogue: Catalogue, asking: Asking, desk: Desk): Offers {
  const { history, today, rules, size } = asking
  const { dues, situation, bought } = readAsking(model, asking)
  const may = (item: number) => mayOffer(catalogue.products[item] as Product, item, rules, situation)
  const told = weighEvidence(model.next, history, asking.self, desk, asking.looks)
    .filter(({ item }) => may(item) && (!bought.has(item) || isDue(dues.get(item), today)))
    .sort((a, b) => b.score - a.score || a.item - b.item)
  const byItem = new Map(told.map((evidence) => [evidence.item, evidence]))
  const sources = sourcesFor(history, asking.looks)
  const offer = (evidence: Evidence, shelf: ShelfName): Offer => ({
    ...evidence,
    shelf,
    because: becauseOf(model.next.knowledge.items, sources, evidence),
    due: dues.get(evidence.item) ?? null,
  })
  const shelfOf = (shelf: ShelfName, list: readonly Evidence[]) =>
    mixed(list, catalogue.products, rules.mostPerCategory, size).map((evidence) => offer(evidence, shelf))

  const fresh = told.filter(({ item }) => !bought.has(item))
  const own = ownCategories(catalogue, bought)
  const news = [...own].flatMap((category) => catalogue.popularIn.get(category)?.slice(0, size * 2) ?? [])
  news.sort((a, b) => (catalogue.place[a] as number) - (catalogue.place[b] as number))
  const fallback = fill(catalogue, (item) => may(item) && !bought.has(item), size)
  const evidenceOf = (item: number) => byItem.get(item) ?? unknown(item)
  const main = [...told, ...fallback.filter((item) => !byItem.has(item)).map(unknown)]
  return {
    offers: mixed(main, catalogue.products, rules.mostPerCategory, size).map((evidence) =>
      offer(evidence, shelfNameOf(evidence, bought, own, catalogue)),
    ),
    shelves: {
      buyAgain: told
        .filter(({ item }) => bought.has(item))
        .slice(0, size)
        .map((evidence) => offer(evidence, 'buyAgain')),
      goesWith: shelfOf('goesWith', strongest(fresh, 'companions')),
      peopleLikeYou: shelfOf('peopleLikeYou', strongest(fresh, 'crowd')),
      newForYou: shelfOf('newForYou', news.filter((item) => !bought.has(item) && may(item)).map(evidenceOf)),
    },
  }
}

export interface PassedOver extends Evidence {
  why: WhyNot
  due: Due | null
}

/**
 * What would have been offered to a customer and is not, strongest first: what they bought or get delivered, what speaks
 * most for itself and what everyone buys, each with the rule that keeps it out.
 */
export function passedOverFor(model: Models, catalogue: Catalogue, asking: Asking, desk: Desk): PassedOver[] {
  const { history, today, rules, size } = asking
  const { dues, situation, bought } = readAsking(model, asking)
  const told = weighEvidence(model.next, history, asking.self, desk, asking.looks)
  const byItem = new Map(told.map((evidence) => [evidence.item, evidence]))
  for (const item of [...bought, ...asking.subscribed, ...catalogue.popular.slice(0, size)]) {
    if (!byItem.has(item)) byItem.set(item, unknown(item))
  }
  const why = (item: number): WhyNot | undefined => {
    const due = bought.has(item) ? dues.get(item) : undefined
    const rule = whyNot(catalogue.products[item] as Product, item, rules, situation)
    return rule ?? (due && !isTime(due, today) ? (due.lapsed ? 'lapsed' : 'not-due') : undefined)
  }
  return [...byItem.values()]
    .flatMap((evidence) => {
      const rule = why(evidence.item)
      return rule ? [{ ...evidence, why: rule, due: dues.get(evidence.item) ?? null }] : []
    })
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, size)
}

const isDue = (due: Due | undefined, today: number) => due === undefined || isTime(due, today)

function lastDays(supplies: Map<number, Supply>): Map<number, number> {
  return new Map([...supplies].map(([item, { days }]) => [item, days.at(-1) as number]))
}

function ownCategories({ products }: Catalogue, bought: ReadonlySet<number>): Set<number> {
  const own = new Set<number>()
  for (const item of bought) {
    const category = products[item]?.categoryId
    if (category != null) own.add(category)
  }
  return own
}

const strongest = (list: readonly Evidence[], part: 'companions' | 'crowd') =>
  list.filter(({ parts }) => parts[part] > 0).sort((a, b) => b.parts[part] - a.parts[part] || a.item - b.item)

/** An item that nothing speaks for, shown rather than an empty place. */
const unknown = (item: number): Evidence => ({
  item,
  score: 0,
  parts: { own: 0, companions: 0, crowd: 0, popular: 0 },
})

function fill(catalogue: Catalogue, may: (item: number) => boolean, size: number): number[] {
  const found: number[] = []
  for (const item of catalogue.popular) {
    if (found.length === size) break
    if (may(item)) found.push(item)
  }
  return found
}

/** Under which name an item of the blend is told: where most of its score comes from. */
function shelfNameOf(
  { item, parts }: Evidence,
  bought: Set<number>,
  own: Set<number>,
  { products }: Catalogue,
): ShelfName {
  if (bought.has(item)) return 'buyAgain'
  if (parts.companions > 0 && parts.companions >= Math.max(parts.crowd, parts.popular)) return 'goesWith'
  if (parts.crowd > 0 && parts.crowd >= parts.popular) return 'peopleLikeYou'
  const category = products[item]?.categoryId
  return category != null && own.has(category) ? 'newForYou' : 'popular'
}

/** Every product by how many baskets held it lately, ever, and how new it is; in each category too. */
export function catalogueOf(
  products: readonly Product[],
  lately: ArrayLike<number>,
  ever: ArrayLike<number>,
): Catalogue {
  const score = (item: number) => (lately[item] ?? 0) + 1e-3 * (ever[item] ?? 0)
  const since = (item: number) => (products[item] as Product).sinceDay
  const popular = [...products.keys()].sort((a, b) => score(b) - score(a) || since(b) - since(a) || a - b)
  const place = new Int32Array(products.length)
  const popularIn = new Map<number, number[]>()
  for (const [at, item] of popular.entries()) {
    place[item] = at
    const category = (products[item] as Product).categoryId
    if (category === null) continue
    const held = popularIn.get(category)
    if (held) held.push(item)
    else popularIn.set(category, [item])
  }
  return { products, popular, place, popularIn }
}
