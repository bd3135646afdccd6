import { route } from '../../platform/http/route.ts'
import { wholeCompany } from '../whole-company.ts'
import { companionsOf, noteOpening, offersOf, passedOverOf, putOfferRules } from './actions.ts'
import { loadedModel } from './answer/loaded.ts'
import { readOfferRules } from './answer/offer-rules.ts'
import { topPairs } from './answer/pairs.ts'
import { countOpenings, namesOfProducts, readModelFacts } from './answer/store.ts'
import * as contract from './contract.ts'
import { routes as storefront } from './storefront/routes.ts'
import { routes as timing } from './timing/routes.ts'

export const routes = [
  route(contract.getOffers, (ctx, { params, query }) => offersOf(ctx, params.id, query)),
  route(contract.getPassedOver, (ctx, { params, query }) => passedOverOf(ctx, params.id, query)),
  route(contract.getCompanions, (ctx, { params, query }) => companionsOf(ctx, params.id, query)),
  route(contract.listPairs, async (ctx, { query: { kind, by, size } }) => {
    wholeCompany(ctx.actor)
    const loaded = await loadedModel(ctx)
    return { learnedOn: loaded?.learnedOn ?? null, items: loaded ? topPairs(loaded, kind, by, size) : [] }
  }),
  route(contract.openOffer, (ctx, { params, body }) => noteOpening(ctx, params.id, body)),
  route(contract.getRecommendations, async (ctx) => {
    const { id: rulesId, saved: rulesSaved, rules } = await readOfferRules(ctx.db)
    return {
      model: (await readModelFacts(ctx.db)) ?? null,
      openings: await countOpenings(ctx.db, ctx.now),
      rulesId,
      rulesSaved,
      rules,
      productNames: await namesOfProducts(ctx.db, rules.excludedProducts),
    }
  }),
  route(contract.saveOfferRules, (ctx, { body }) => putOfferRules(ctx, body.rules, body.basedOn)),
  ...timing,
  ...storefront,
]
