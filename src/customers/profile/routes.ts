import { may } from '../../platform/access.ts'
import { dayOf } from '../../platform/calendar.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import { maskContact } from '../contacts/mask.ts'
import { personOf } from '../merging/store.ts'
import * as actions from './actions.ts'
import { alertsOf } from './alerts.ts'
import { changeCustomer, createCustomer, getCustomer } from './contract.ts'
import { readCustomer } from './store.ts'

export const profileRoutes = [
  route(getCustomer, async (ctx, { params }) => {
    const read = (id: number) => readCustomer(ctx.db, ctx.actor, id, dayOf(ctx.now, ctx.company.timeZone))
    // an old id leads to the customer it is part of
    const record = (await read(params.id)) ?? (await read(await personOf(ctx.db, params.id)))
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
