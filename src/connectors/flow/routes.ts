import { audit } from '../../platform/audit.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'
import { readFlows } from './flow.ts'
import { settleById, troublesOf } from './store.ts'

const month = 30 * 86_400_000

export const routes: Route[] = [
  route(contract.listFlows, async (ctx) => ({ asOf: ctx.now, items: await readFlows(ctx.db, ctx) })),
  route(contract.getFlow, async (ctx, { params }) => {
    const [flow] = await readFlows(ctx.db, ctx, params.id)
    if (!flow) throw new Refusal('not-found')
    return {
      asOf: ctx.now,
      flow,
      troubles: await troublesOf(ctx.db, params.id, new Date(ctx.now.getTime() - month)),
    }
  }),
  route(contract.settleTrouble, async (ctx, { params }) => {
    if (!(await settleById(ctx.db, params.id, params.troubleId, ctx.now))) throw new Refusal('not-found')
    const subject = { subject: 'connection', subjectId: params.id }
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'settled-trouble', ...subject })
    return null
  }),
]
