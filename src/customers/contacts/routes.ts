import { route } from '../../platform/http/route.ts'
import { lockCustomer } from '../seen.ts'
import { ownSourceId } from '../settings/store.ts'
import { addContact, changeContact, removeContact } from './actions.ts'
import { addContactPoint, changeContactPoint, removeContactPoint } from './contract.ts'

export const contactRoutes = [
  route(addContactPoint, async (ctx, { params, body }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    return addContact(ctx, params.customerId, body, await ownSourceId(ctx.db))
  }),
  route(changeContactPoint, async (ctx, { params, body }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    return changeContact(ctx, params.customerId, params.id, body)
  }),
  route(removeContactPoint, async (ctx, { params }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    await removeContact(ctx, params.customerId, params.id)
    return null
  }),
]
