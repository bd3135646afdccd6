import { type Route, route } from '../platform/http/route.ts'
import { emptyInstallation, lookAtDemo, queueLoading } from './actions.ts'
import * as contract from './contract.ts'

export const routes: Route[] = [
  route(contract.readDemo, (ctx) => lookAtDemo(ctx)),
  route(contract.loadDemo, async (ctx, { body }) => ({ jobId: await queueLoading(ctx, body.customers) })),
  route(contract.emptyDemo, async (ctx, { body }) => {
    await emptyInstallation(ctx, body.companyName)
    return null
  }),
]
