import { type Actor, may } from '../../platform/access.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import { changeView, createView, deleteView, listViews } from '../contract.ts'
import * as store from './store.ts'

/** Someone else's view is not there for those who may not change it. */
async function requireOwn(ctx: { db: Tx; actor: Actor }, id: number): Promise<{ version: number }> {
  const view = await store.findOwnView(ctx.db, id, ctx.actor.staffId, may(ctx.actor, 'settings.write'))
  if (!view) throw new Refusal('not-found')
  return view
}

export const viewRoutes = [
  route(listViews, async (ctx, { query }) => {
    const rows = await store.listViewRows(ctx.db, query.list, ctx.actor.staffId)
    return { items: rows.map((row) => ({ ...row, isMine: row.staffId === ctx.actor.staffId })) }
  }),

  route(createView, async (ctx, { body }) => {
    const id = await store.insertView(ctx.db, ctx.now, ctx.actor.staffId, body)
    if (id === undefined) throw new Error('no row in saved_views')
    return { id }
  }),

  route(changeView, async (ctx, { params, body }) => {
    const { version } = await requireOwn(ctx, params.id)
    if (version !== body.version) throw new Refusal('conflict', { version })
    await store.updateView(ctx.db, params.id, version + 1, body.change)
    return { version: version + 1 }
  }),

  route(deleteView, async (ctx, { params }) => {
    await requireOwn(ctx, params.id)
    await store.removeView(ctx.db, params.id)
    return null
  }),
]
