import { lockCustomer, requireCustomer } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { dayNumber, dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, sql, type Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { readCustomerKnown } from './answer/customer.ts'
import { type Loaded, loadedModel } from './answer/loaded.ts'
import { appendOfferRules, readOfferRules } from './answer/offer-rules.ts'
import { repliesOfAffinity, repliesOfAlternatives, replyOfOffer, replyOfPassedOver } from './answer/replies.ts'
import { insertOpening } from './answer/store.ts'
import type { OfferRulesSaved } from './contract.ts'
import { offersFor, passedOverFor, type ShelfName } from './serve/offers.ts'
import { mayOffer } from './serve/rules.ts'

type Acting = Context & { db: Tx; actor: Actor }
type Asking = Context & { db: Db; actor: Actor }

interface Asked {
  size: number
  exclude: number[]
  locale: 'ja' | 'en'
}

const placesOf = ({ placeOf }: Loaded, ids: number[]): Set<number> =>
  new Set(ids.flatMap((id) => placeOf.get(id) ?? []))

/** What the engine is asked with: what is known of the customer, as the actor may see it, and the rules in force. */
async function askingFor(ctx: Asking, loaded: Loaded, customerId: number, { size, exclude }: Omit<Asked, 'locale'>) {
  const known = await readCustomerKnown(ctx.db, ctx.actor, customerId, ctx.now, loaded.placeOf)
  const today = dayNumber(dayOf(ctx.now, ctx.company.timeZone))
  const self = loaded.selfOf(customerId)
  return { ...known, self, today, rules: loaded.rules, excluded: placesOf(loaded, exclude), size }
}

/** What to offer a customer now, from what the actor may see of them. */
export async function offersOf(ctx: Asking, customerId: number, { size, exclude, locale }: Asked) {
  const loaded = await loadedModel(ctx)
  const [asking] = await Promise.all([
    loaded && askingFor(ctx, loaded, customerId, { size, exclude }),
    requireCustomer(ctx.db, ctx.actor, customerId),
  ])
  const none = { buyAgain: [], goesWith: [], peopleLikeYou: [], newForYou: [] }
  if (!loaded || !asking) return { modelId: null, learnedOn: null, offers: [], shelves: none }
  const { offers, shelves } = offersFor(loaded.model, loaded.catalogue, asking, loaded.desk)
  const say = (list: typeof offers) => list.map((offer) => replyOfOffer(loaded, offer, asking.today, locale))
  return {
    modelId: loaded.modelId,
    learnedOn: loaded.learnedOn,
    offers: say(offers),
    shelves: {
      buyAgain: say(shelves.buyAgain),
      goesWith: say(shelves.goesWith),
      peopleLikeYou: say(shelves.peopleLikeYou),
      newForYou: say(shelves.newForYou),
    },
  }
}

/** What is not offered to a customer and why, from what the actor may see of them. */
export async function passedOverOf(ctx: Asking, customerId: number, { size, locale }: Omit<Asked, 'exclude'>) {
  await requireCustomer(ctx.db, ctx.actor, customerId)
  const loaded = await loadedModel(ctx)
  if (!loaded) return { items: [] }
  const asking = await askingFor(ctx, loaded, customerId, { size, exclude: [] })
  const passed = passedOverFor(loaded.model, loaded.catalogue, asking, loaded.desk)
  return { items: passed.map((one) => replyOfPassedOver(loaded, one, locale)) }
}

/** What belongs to a product: with it, after it, instead of it. */
export async function companionsOf(ctx: Asking, productId: number, { size, exclude, locale }: Asked) {
  const loaded = await loadedModel(ctx)
  const item = loaded?.placeOf.get(productId)
  if (!loaded || item === undefined) {
    await requireProduct(ctx.db, productId)
    return { learnedOn: loaded?.learnedOn ?? null, together: [], next: [], alternatives: [] }
  }
  const excluded = placesOf(loaded, exclude)
  const situation = { today: 0, subscribed: new Set<number>(), excluded, lastBought: new Map<number, number>() }
  const shown = <Reply>(list: { item: number; reply: Reply }[]) =>
    list
      .filter((one) => {
        const product = loaded.catalogue.products[one.item]
        return product !== undefined && mayOffer(product, one.item, loaded.rules, situation)
      })
      .slice(0, size)
      .map(({ reply }) => reply)
  return {
    learnedOn: loaded.learnedOn,
    together: shown(repliesOfAffinity(loaded, loaded.model.together, item, 'together', locale)),
    next: shown(repliesOfAffinity(loaded, loaded.model.following, item, 'next', locale)),
    alternatives: shown(repliesOfAlternatives(loaded, item, locale)),
  }
}

async function requireProduct(db: Db, id: number): Promise<void> {
  const { rowCount } = await db.query(sql`select 1 from products where id = ${id}`)
  if (rowCount === 0) throw new Refusal('not-found')
}

export async function noteOpening(ctx: Acting, customerId: number, opening: { productId: number; shelf: ShelfName }) {
  await lockCustomer(ctx.db, ctx.actor, customerId)
  const id = await insertOpening(ctx.db, { customerId, ...opening, now: ctx.now })
  if (id === undefined) throw new Refusal('not-found')
  return { id }
}

/** Puts rules in force. Refused when `basedOn` is not the version in force. */
export async function putOfferRules(ctx: Acting, rules: OfferRulesSaved, basedOn: number | null) {
  await ctx.db.query(sql`lock table recommendation_rules in share row exclusive mode`)
  const before = await readOfferRules(ctx.db)
  if (basedOn !== before.id) throw new Refusal('conflict', { version: before.id })
  const id = await appendOfferRules(ctx.db, rules, ctx.actor.staffId, ctx.now)
  await audit(ctx.db, ctx.now, ctx.actor, {
    action: 'changed',
    subject: 'recommendation-rules',
    subjectId: id,
    detail: { before: before.id, after: id },
  })
  return { id }
}
