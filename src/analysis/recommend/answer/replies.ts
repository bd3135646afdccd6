import { dayFromNumber } from '../../../platform/calendar.ts'
import type { Affinities } from '../affinity/affinity.ts'
import type { OfferReply } from '../contract.ts'
import type { Offer } from '../serve/offers.ts'
import { type Reason, sayReason } from '../serve/words.ts'
import type { Loaded } from './loaded.ts'

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

export function replyOfOffer(loaded: Loaded, offer: Offer, locale: Locale): OfferReply {
  const { item, shelf, score, parts, because, due } = offer
  const reason = reasonOf(loaded, offer)
  return {
    ...productOf(loaded, item),
    shelf,
    score,
    parts,
    because: because.map((one) => {
      const { productId, name } = productOf(loaded, one.item)
      return { productId, name, value: one.value }
    }),
    due: due && {
      purchases: due.purchases,
      lastOn: dayFromNumber(due.lastDay),
      everyDays: due.everyDays,
      dueOn: dayFromNumber(due.dueDay),
      fromOn: dayFromNumber(due.fromDay),
      toOn: dayFromNumber(due.toDay),
      again: due.again,
    },
    reason: { code: reason.code, words: sayReason(reason, locale) },
  }
}

/** The two loudest voices are named, with their part of the score. */
const named = 2

function reasonOf(loaded: Loaded, { item, shelf, score, because, due }: Offer): Reason {
  if (shelf === 'buyAgain' && due) {
    const told = { everyDays: due.everyDays, dueOn: dayFromNumber(due.dueDay) }
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
  { starts, ids, lift, share, support }: Affinities,
  item: number,
  code: 'together' | 'next',
  locale: Locale,
) {
  const end = starts[item + 1] ?? 0
  return Array.from(ids.subarray(starts[item], end), (other, n) => {
    const at = (starts[item] as number) + n
    const found = { lift: lift[at] as number, share: share[at] as number, support: support[at] as number }
    const reason: Reason =
      code === 'together'
        ? { code, share: found.share, baskets: found.support }
        : { code, share: found.share, customers: found.support }
    return {
      item: other,
      reply: { ...productOf(loaded, other), ...found, reason: { code, words: sayReason(reason, locale) } },
    }
  })
}

export function repliesOfAlternatives(loaded: Loaded, item: number, locale: Locale) {
  const { starts, ids } = loaded.model.alternatives
  const reason = { code: 'alternative', words: sayReason({ code: 'alternative' }, locale) }
  return Array.from(ids.subarray(starts[item], starts[item + 1]), (other) => ({
    item: other,
    reply: { ...productOf(loaded, other), lift: null, share: null, support: null, reason },
  }))
}
