import { may } from '../../platform/access.ts'
import { dayOf } from '../../platform/calendar.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import { maskContact } from '../contacts/mask.ts'
import * as actions from './actions.ts'
import { alertsOf } from './alerts.ts'
import { changeCustomer, createCustomer, getCustomer } from './contract.ts'
import { readCustomer } from './store.ts'

export const profileRoutes = [
  route(getCustomer, async (ctx, { params }) => {
    const record = await readCustomer(ctx.db, ctx.actor, params.id, dayOf(ctx.now, ctx.company.timeZone))
    if (!record) throw new Refusal('not-found')
    const masked = !may(ctx.actor, 'contacts.read')
    return {
      ...record,
      metrics: record.metrics && { ...record.metrics, updatedAt: new Date(record.metrics.updatedAt) },
      contactPoints: masked ? record.contactPoints.map(maskContact) : record.contactPoints,
      masked,
      alerts: alertsOf(record),
    }
  }),
  route(createCustomer, (ctx, { body }) => actions.createCustomer(ctx, body)),
  route(changeCustomer, (ctx, { params, body }) => actions.changeCustomer(ctx, params.id, body)),
]
