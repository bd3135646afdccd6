import { beta, between, type Chance, draw, fillUrn, gamma, happens, normal, pick } from '../chance.ts'
import { demand, type Product, products } from '../shop/products.ts'
import type { ChannelCode } from '../shop/shop.ts'

/** What makes one buyer differ from another: how often, how much, how long, and what. */
export interface Habits {
  channel: ChannelCode
  entry: 'trial' | 'regular' | 'subscription' | 'none'
  /** mean shop time between purchases */
  pause: number
  /** chance of never coming back after the first purchase, and after each later one */
  leavesFirst: number
  leaves: number
  /** scales baskets; 1 is usual */
  generosity: number
  /** chance of using a coupon or points when there is one */
  thrift: number
  /** what was bought before and is bought again */
  shelf: Product[]
}

/** `appetite` 1 is the shop as it is; benchmarks ask for more orders a customer with more. */
export function drawHabits(chance: Chance, channel: ChannelCode, appetite: number): Habits {
  const entry = drawEntry(chance, channel)
  // heterogeneous rates: gamma-distributed, so that most buy seldom and a few very often
  const rate = 0.25 + gamma(chance, 1.3) / 1.3
  return {
    channel,
    entry,
    pause: 62 / (rate * appetite),
    leavesFirst: beta(chance, 3, entry === 'trial' ? 1.2 : 1.45) / appetite ** 1.6,
    leaves: beta(chance, 1.2, 5.5) / appetite ** 1.6,
    generosity: Math.exp(0.42 * normal(chance)),
    thrift: chance.next(),
    shelf: [],
  }
}

function drawEntry(chance: Chance, channel: ChannelCode): Habits['entry'] {
  const roll = chance.next()
  // registered, never bought
  if (roll < 0.05) return 'none'
  if (channel === 'store') return roll < 0.15 ? 'trial' : 'regular'
  if (roll < 0.47) return 'trial'
  return roll < 0.58 ? 'subscription' : 'regular'
}

export const trials = fillUrn(
  products.filter((product) => product.kind === 'trial'),
  (product) => product.popularity,
)
export const subscribables = fillUrn(
  products.filter((product) => product.subscribable),
  (product) => product.popularity,
)
const wanted = Array.from({ length: 12 }, (_, index) =>
  fillUrn(
    products.filter((product) => product.kind !== 'trial'),
    (product) => demand(product, index + 1) * (product.discontinued ? 0.3 : 1),
  ),
)

export interface BasketLine {
  product: Product
  quantity: number
}

/** One purchase: things from the shelf again, and what the month suggests. */
export function drawBasket(chance: Chance, habits: Habits, month: number): BasketLine[] {
  const size = Math.min(7, 1 + Math.floor(-Math.log(1 - chance.next()) * 0.95 * habits.generosity))
  const lines: BasketLine[] = []
  for (let index = 0; index < size; index++) {
    const again = habits.shelf.length > 0 && happens(chance, 0.55)
    const product = again ? pick(chance, habits.shelf) : draw(chance, wanted[month - 1] as (typeof wanted)[number])
    if (lines.some((line) => line.product === product)) continue
    lines.push({ product, quantity: drawQuantity(chance, habits) })
    if (!again && product.kind === 'regular' && habits.shelf.length < 8) habits.shelf.push(product)
  }
  return lines
}

function drawQuantity(chance: Chance, habits: Habits): number {
  const roll = chance.next() / habits.generosity
  if (roll > 0.14) return 1
  return roll > 0.03 ? 2 : between(chance, 3, 4)
}
