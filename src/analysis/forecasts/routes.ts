import { route } from '../../platform/http/route.ts'
import { wholeCompany } from '../whole-company.ts'
import { forecastOf, outlookOf, trustOf } from './actions.ts'
import * as contract from './contract.ts'

export const routes = [
  route(contract.getForecast, async (ctx) => {
    wholeCompany(ctx.actor)
    return { forecast: (await forecastOf(ctx.db)) ?? null }
  }),
  route(contract.getTrust, async (ctx, { query }) => {
    wholeCompany(ctx.actor)
    return { trust: (await trustOf(ctx.db, query.locale)) ?? null }
  }),
  route(contract.getOutlook, (ctx, { params }) => outlookOf(ctx, params.id)),
]
