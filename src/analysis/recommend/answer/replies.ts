import { dayFromNumber } from '../../../platform/calendar.ts'
import type { Affinities } from '../affinity/affinity.ts'
import type { OfferReply } from '../contract.ts'
import type { Due } from '../repurchase/due.ts'
import type { Offer, PassedOver } from '../serve/offers.ts'
import { marginOf, type Product } from '../serve/rules.ts'
import { type Kept, sayWhyNot } from '../serve/why-not.ts'
import { type Reason, sayReason } from '../serve/words.ts'
import type { Loaded } from './loaded.ts'
import { figuresAt } from './pairs.ts'

type Locale = 'ja' | 'en'

export function productOf({ catalogue, codes }: Loaded, item: number) {
  const product = catalogue.products[item]
  return {
    productId: product?.id ?? 0,
    code: codes[item] ?? '',
    name: product?.title ?? '',
    categoryId: product?.categoryId ?? null,
    price: product?.price ?? null,
  }
}

export function replyOfOffer(loaded: Loaded, offer: Offer, today: number, locale: Locale): OfferReply {
  const { item, shelf, score, parts, because, due } = offer
  const reason = reasonOf(loaded, offer, today)
  return {
    ...productOf(loaded, item),
    shelf,
    score,
    parts,
    because: because.map((one) => {
      const { productId, name } = productOf(loaded, one.item)
      return { productId, name, value: one.value }
    }),
    due: due && replyOfDue(due),
    reason: { code: reason.code, words: sayReason(reason, locale) },
  }
}

const replyOfDue = (due: Due) => ({
  purchases: due.purchases,
  lastOn: dayFromNumber(due.lastDay),
  everyDays: due.everyDays,
  dueOn: dayFromNumber(due.dueDay),
  fromOn: dayFromNumber(due.fromDay),
  toOn: dayFromNumber(due.toDay),
  again: due.again,
})

/** A product that is not offered, and the rule that says so in words. */
export function replyOfPassedOver(loaded: Loaded, { item, score, why, due }: PassedOver, locale: Locale) {
  const product = loaded.catalogue.products[item] as Product
  const told: Kept = {
    code: why,
    category: loaded.categories.get(product.categoryId ?? 0) ?? '',
    margin: marginOf(product) ?? 0,
    leastMargin: loaded.rules.leastMargin,
    restDays: loaded.rules.restDays[product.categoryId ?? 0] ?? 0,
    dueOn: due ? dayFromNumber(due.dueDay) : '',
    lastOn: due ? dayFromNumber(due.lastDay) : '',
  }
  return {
    ...productOf(loaded, item),
    score,
    due: due && replyOfDue(due),
    why: { code: why, words: sayWhyNot(told, locale) },
  }
}

/** The two loudest voices are named, with their part of the score. */
const named = 2

function reasonOf(loaded: Loaded, { item, shelf, score, because, due }: Offer, today: number): Reason {
  if (shelf === 'buyAgain' && due) {
    const told = { everyDays: due.everyDays, dueOn: dayFromNumber(due.dueDay), isPast: due.dueDay < today }
    return due.purchases > 1 ? { code: 'due', purchases: due.purchases, ...told } : { code: 'first-repeat', ...told }
  }
  if (shelf === 'goesWith' && because.length > 0) {
    const whole = Math.max(
      score,
      because.reduce((sum, { value }) => sum + value, 0),
    )
    const products = because.slice(0, named).map((one) => ({
      name: productOf(loaded, one.item).name,
      share: one.value / whole,
    }))
    return { code: 'goes-with', products }
  }
  if (shelf === 'peopleLikeYou') return { code: 'people-like-you' }
  const category = loaded.categories.get(loaded.catalogue.products[item]?.categoryId ?? 0)
  return shelf === 'newForYou' && category ? { code: 'in-category', category } : { code: 'popular' }
}

/** The products that belong to one, those that may be offered. */
export function repliesOfAffinity(
  loaded: Loaded,
  affinities: Affinities,
  item: number,
  code: 'together' | 'next',
  locale: Locale,
) {
  const { starts, ids } = affinities
  const from = starts[item] as number
  return Array.from(ids.subarray(from, starts[item + 1] ?? from), (other, n) => {
    const figures = figuresAt(affinities, from + n)
    const { share, support } = figures
    const reason: Reason = code === 'together' ? { code, share, baskets: support } : { code, share, customers: support }
    return {
      item: other,
      reply: { ...productOf(loaded, other), figures, reason: { code, words: sayReason(reason, locale) } },
    }
  })
}

/** Prices this far apart, as a share of the greater one, are still near. */
const near = 0.25

export function repliesOfAlternatives(loaded: Loaded, item: number, locale: Locale) {
  const { starts, ids } = loaded.model.alternatives
  const own = productOf(loaded, item)
  return Array.from(ids.subarray(starts[item], starts[item + 1]), (other) => {
    const product = productOf(loaded, other)
    const [price, ownPrice] = [product.price ?? 0, own.price ?? 0]
    const reason: Reason = {
      code: 'alternative',
      sameCategory: own.categoryId !== null && own.categoryId === product.categoryId,
      nearPrice: price > 0 && ownPrice > 0 && Math.abs(price - ownPrice) <= near * Math.max(price, ownPrice),
    }
    return {
      item: other,
      reply: { ...product, figures: null, reason: { code: 'alternative', words: sayReason(reason, locale) } },
    }
  })
}
