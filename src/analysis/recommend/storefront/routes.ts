import { holdRecords } from '../../../customers/index.ts'
import { dayOf } from '../../../platform/calendar.ts'
import type { Context } from '../../../platform/context.ts'
import { Refusal } from '../../../platform/http/refusal.ts'
import { type IsForSite, type Request, route } from '../../../platform/http/route.ts'
import { offersOnPage } from './answer.ts'
import * as contract from './contract.ts'
import { changeKey, findKey, type KeyInUse, listKeys, listSources, makeKey, noteUse, revokeKey } from './keys.ts'
import { countVisitorOpening, customerNumbered, noteOpeningOnce, type Visitor } from './store.ts'
import { readToken } from './token.ts'

/** A page may read the answer when the key it names lists the origin it is from. */
const isForSite: IsForSite = async ({ pool }, origin, query) => {
  const { key } = query as { key?: unknown }
  return typeof key === 'string' && ((await findKey(pool, key))?.origins.includes(origin) ?? false)
}

type Asked = Pick<Request<typeof contract.getShopOffers>, 'headers' | 'reply'>

/** The key of a page on a listed origin, its gate passed. */
async function admit(ctx: Context, text: string, { headers, reply }: Asked): Promise<KeyInUse> {
  const key = await findKey(ctx.pool, text)
  if (!key) throw new Refusal('wrong-credentials')
  if (typeof headers.origin !== 'string' || !key.origins.includes(headers.origin)) throw new Refusal('foreign-origin')
  const seconds = key.gate.waitSeconds(key.perMinute, ctx.now.getTime())
  if (seconds > 0) {
    reply.header('retry-after', String(seconds))
    throw new Refusal('too-many-attempts', { retryAfterSeconds: seconds })
  }
  await noteUse(ctx.pool, key, ctx.now)
  return key
}

/** Whom the shop's server says the visitor to be; undefined: it says nothing, or nobody here has that number. */
async function visitorOf(ctx: Context, key: KeyInUse, { headers }: Asked): Promise<Visitor | undefined> {
  const token = headers['tokui-customer']
  if (token === undefined) return undefined
  const number = typeof token === 'string' ? readToken(token, key.secret, ctx.now) : null
  if (number === null) throw new Refusal('wrong-credentials')
  return customerNumbered(ctx.pool, key.sourceId, number)
}

export const routes = [
  route(contract.listShopKeys, async ({ db }) => ({ items: await listKeys(db), sources: await listSources(db) })),
  route(contract.createShopKey, (ctx, { body }) => makeKey(ctx, body)),
  route(contract.changeShopKey, (ctx, { params, body }) => changeKey(ctx, params.id, body)),
  route(contract.revokeShopKey, (ctx, { params }) => revokeKey(ctx, params.id)),
  route(
    contract.getShopOffers,
    async (ctx, request) => {
      const key = await admit(ctx, request.query.key, request)
      const customerId = (await visitorOf(ctx, key, request))?.customerId
      // the same for every visitor whom nobody knows
      if (request.headers['tokui-customer'] === undefined) request.reply.header('cache-control', 'public, max-age=60')
      const { product, exclude, size } = request.query
      const items = await offersOnPage(ctx, { product, exclude, size, customerId })
      return { items, currency: ctx.company.currency }
    },
    isForSite,
  ),
  route(
    contract.openShopOffer,
    async (ctx, request) => {
      const key = await admit(ctx, request.query.key, request)
      await holdRecords(ctx.db)
      const visitor = await visitorOf(ctx, key, request)
      const { product: code, place } = request.body
      const today = dayOf(ctx.now, ctx.company.timeZone)
      if (visitor) await noteOpeningOnce(ctx.db, { ...visitor, code, place, now: ctx.now })
      else await countVisitorOpening(ctx.db, { code, place, today })
      return null
    },
    isForSite,
  ),
]
