import { dayNumber, dayOf } from '../../../platform/calendar.ts'
import type { Context } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/db.ts'
import type { Affinities } from '../affinity/affinity.ts'
import { type CustomerKnown, readCustomerKnown } from '../answer/customer.ts'
import { type Loaded, loadedModel } from '../answer/loaded.ts'
import { offersFor } from '../serve/offers.ts'
import { mayOffer, type Situation } from '../serve/rules.ts'
import type { placeNames } from './contract.ts'
import { newestProducts, type ProductFacts } from './store.ts'

type Place = (typeof placeNames)[number]

export interface AskedOnPage {
  product?: string | undefined
  exclude: string[]
  size: number
  /** known by a token of the shop's server */
  customerId?: number | undefined
}

/** products learned from never stand alone in one place: the block mixes what it has in this order */
const perKind = { together: 4, next: 2, alternative: 2 }

/**
 * What a page offers, never more than facts of products: what belongs to the product on it, then what the customer may
 * want, then best sellers, so that it is not empty while anything may be offered.
 */
export async function offersOnPage(
  ctx: Pick<Context, 'pool' | 'now' | 'company'> & { db: Db },
  asked: AskedOnPage,
): Promise<(ProductFacts & { place: Place })[]> {
  const loaded = await loadedModel(ctx)
  const without = asked.product === undefined ? asked.exclude : [asked.product, ...asked.exclude]
  if (!loaded) {
    const newest = await newestProducts(ctx.db, without, asked.size)
    return newest.map((product) => ({ ...product, place: 'popular' }))
  }
  const today = dayNumber(dayOf(ctx.now, ctx.company.timeZone))
  const excluded = new Set(without.flatMap((code) => loaded.placeByCode.get(code) ?? []))
  const known = asked.customerId === undefined ? nobody : await readKnown(ctx, loaded, asked.customerId)
  const lastBought = new Map(known.history.flatMap(({ items, day }) => items.map((item) => [item, day ?? 0])))
  const situation: Situation = { today, subscribed: known.subscribed, excluded, lastBought }
  const list = openList(loaded, situation, asked.size)
  const item = asked.product === undefined ? undefined : loaded.placeByCode.get(asked.product)
  if (item !== undefined) {
    const { together, following, alternatives } = loaded.model
    list.add('together', companions(together, item), perKind.together)
    list.add('next', companions(following, item), perKind.next)
    list.add(
      'alternative',
      alternatives.ids.subarray(alternatives.starts[item], alternatives.starts[item + 1]),
      perKind.alternative,
    )
  }
  if (asked.customerId !== undefined && list.room() > 0) {
    const asking = {
      ...known,
      self: loaded.selfOf(asked.customerId),
      today,
      rules: loaded.rules,
      excluded,
      size: asked.size * 2,
    }
    const { offers } = offersFor(loaded.model, loaded.catalogue, asking, loaded.desk)
    for (const place of ['forYou', 'popular'] as const) {
      list.add(
        place,
        offers.filter(({ shelf }) => (shelf === 'popular') === (place === 'popular')).map((one) => one.item),
      )
    }
  }
  const category = item === undefined ? null : (loaded.catalogue.products[item]?.categoryId ?? null)
  if (category !== null) list.add('popular', loaded.catalogue.popularIn.get(category) ?? [])
  list.add('popular', loaded.catalogue.popular)
  return list.items
}

const nobody: CustomerKnown = { history: [], looks: new Map(), subscribed: new Set() }

const readKnown = (ctx: Pick<Context, 'now'> & { db: Db }, loaded: Loaded, customerId: number) =>
  readCustomerKnown(ctx.db, { storeIds: null }, customerId, ctx.now, loaded.placeOf)

const companions = ({ starts, ids }: Affinities, item: number) => ids.subarray(starts[item], starts[item + 1])

/** A list that takes each product once, when it may be offered, until it is full. */
function openList({ catalogue, codes, rules }: Loaded, situation: Situation, size: number) {
  const items: (ProductFacts & { place: Place })[] = []
  const taken = new Set<number>()
  return {
    items,
    room: () => size - items.length,
    add(place: Place, from: Iterable<number>, most = size): void {
      let count = 0
      for (const item of from) {
        if (items.length === size || count === most) return
        const product = catalogue.products[item]
        if (!product || taken.has(item) || !mayOffer(product, item, rules, situation)) continue
        taken.add(item)
        count++
        items.push({ code: codes[item] as string, name: product.title, price: product.price, place })
      }
    },
  }
}
