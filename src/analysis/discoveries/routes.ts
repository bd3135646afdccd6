import { route } from '../../platform/http/route.ts'
import { wholeCompany } from '../whole-company.ts'
import * as contract from './contract.ts'
import { readDiscoveries } from './store.ts'

export const routes = [
  route(contract.listDiscoveries, async (ctx) => {
    wholeCompany(ctx.actor)
    return readDiscoveries(ctx.db)
  }),
]
