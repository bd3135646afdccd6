import { route } from '../../platform/http/route.ts'
import { addPart, changePart, type Part, removePart, type Writing } from '../history/part.ts'
import { lockCustomer } from '../seen.ts'
import {
  addNote,
  addPreference,
  changeNote,
  changePreference,
  removeNote,
  removePreference,
  tagCustomer,
  untagCustomer,
} from './contract.ts'
import { notes, preferences } from './parts.ts'
import { tag, untag } from './tags.ts'

async function remove(ctx: Writing, part: Part, params: { customerId: number; id: number }): Promise<null> {
  await lockCustomer(ctx.db, ctx.actor, params.customerId)
  await removePart(ctx, part, params.customerId, params.id)
  return null
}

export const memoryRoutes = [
  route(addNote, async (ctx, { params, body }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    return addPart(ctx, notes, params.customerId, { body: body.body, staffId: ctx.actor.staffId })
  }),
  route(changeNote, async (ctx, { params, body }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    return changePart(ctx, notes, params.customerId, params.id, body)
  }),
  route(removeNote, (ctx, { params }) => remove(ctx, notes, params)),

  route(addPreference, async (ctx, { params, body }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    return addPart(ctx, preferences, params.customerId, { ...body, staffId: ctx.actor.staffId })
  }),
  route(changePreference, async (ctx, { params, body }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    return changePart(ctx, preferences, params.customerId, params.id, body)
  }),
  route(removePreference, (ctx, { params }) => remove(ctx, preferences, params)),

  route(tagCustomer, async (ctx, { params }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    await tag(ctx, params.customerId, params.id)
    return null
  }),
  route(untagCustomer, async (ctx, { params }) => {
    await lockCustomer(ctx.db, ctx.actor, params.customerId)
    await untag(ctx, params.customerId, params.id)
    return null
  }),
]
