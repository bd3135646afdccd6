import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import { companionsOf, noteOpening, offersOf, putOfferRules } from './actions.ts'
import { readOfferRules } from './answer/offer-rules.ts'
import { countOpenings, listDue, readModelFacts } from './answer/store.ts'
import * as contract from './contract.ts'

export const routes = [
  route(contract.getOffers, (ctx, { params, query }) => offersOf(ctx, params.id, query)),
  route(contract.getCompanions, (ctx, { params, query }) => companionsOf(ctx, params.id, query)),
  route(contract.openOffer, (ctx, { params, body }) => noteOpening(ctx, params.id, body)),
  route(contract.listReplenishments, async (ctx, { query }) => {
    if (query.from > query.to) throw new Refusal('invalid-request', {}, [{ field: 'to', code: 'before-from' }])
    const rows = await listDue(ctx.db, ctx.actor, { ...query, limit: query.limit + 1 }, readCursor(query.cursor))
    const items = rows.slice(0, query.limit)
    const last = items.at(-1)
    const next = rows.length > query.limit && last ? `${last.dueOn}_${last.customerId}_${last.productId}` : null
    return { items, next }
  }),
  route(contract.getRecommendations, async (ctx) => {
    const { id: rulesId, rules } = await readOfferRules(ctx.db)
    return {
      model: (await readModelFacts(ctx.db)) ?? null,
      openings: await countOpenings(ctx.db, ctx.now),
      rulesId,
      rules,
    }
  }),
  route(contract.saveOfferRules, (ctx, { body }) => putOfferRules(ctx, body.rules, body.basedOn)),
]

function readCursor(cursor: string | undefined): [string, number, number] | undefined {
  if (cursor === undefined) return undefined
  const found = /^(\d{4}-\d\d-\d\d)_(\d{1,16})_(\d{1,16})$/.exec(cursor)
  if (!found) throw new Refusal('invalid-request', {}, [{ field: 'cursor', code: 'wrong-format' }])
  return [found[1] as string, Number(found[2]), Number(found[3])]
}
