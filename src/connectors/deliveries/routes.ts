import { type Actor, may } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/db/db.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { findConnection } from '../connections/store.ts'
import * as contract from './contract.ts'
import { queueTurn } from './deliver.ts'
import { webhookOut } from './kind.ts'
import { bodyOf } from './payload.ts'
import { openEndpoint, send } from './send.ts'
import * as store from './store.ts'

async function mustFind(db: Db, id: number) {
  const connection = await findConnection(db, webhookOut, id)
  if (!connection) throw new Refusal('not-found')
  return connection
}

/** What was announced shows which customers there are: those limited to stores see none of it. */
function requireAll({ actor }: { actor: Actor }): void {
  if (actor.storeIds !== null || !may(actor, 'customers.read')) throw new Refusal('not-allowed')
}

async function test(ctx: Context & { actor: Actor }, id: number) {
  const connection = await mustFind(ctx.pool, id)
  const delivery = await store.addTest(ctx.pool, id, ctx.now)
  const sent = await send(ctx, await openEndpoint(ctx, connection, ctx.now), delivery, ctx.now)
  const isDelivered = sent.verdict === 'delivered'
  await store.noteTry(ctx.pool, delivery, sent, { isDelivered, next: null, now: ctx.now })
  const { status, problem, milliseconds, excerpt } = sent
  return { status, problem: problem as Problem, milliseconds, excerpt }
}

type Problem = contract.DeliveryTry['problem']
const logged = (row: store.LoggedDelivery) =>
  row as store.LoggedDelivery & { topic: contract.Delivery['topic']; last: contract.Delivery['last'] }

const day = 86_400_000

export const routes: Route[] = [
  route(contract.listDeliveries, async (ctx, { params: { id }, query }) => {
    requireAll(ctx)
    const { db, now } = ctx
    const { version } = await mustFind(db, id)
    const before = query.cursor ? Number(readCursor(query.cursor, 1)[0]) : Number.MAX_SAFE_INTEGER
    const asked = { connectionId: id, state: query.state ?? null, before, limit: query.limit + 1 }
    const { items, next } = page(await store.listDeliveries(db, asked), query.limit, (row) => writeCursor([row.id]))
    const counts = await store.countStates(db, id, new Date(now.getTime() - day))
    const { pausedUntil } = await store.readHealth(db, id, version)
    return {
      items: items.map(logged),
      next,
      counts,
      pausedUntil: pausedUntil && pausedUntil > now ? pausedUntil : null,
    }
  }),
  route(contract.getDelivery, async (ctx, { params: { id, deliveryId } }) => {
    requireAll(ctx)
    await mustFind(ctx.db, id)
    const found = await store.findDelivery(ctx.db, id, deliveryId)
    if (!found) throw new Refusal('not-found')
    const attempts = await store.listTries(ctx.db, id, deliveryId)
    const body = await bodyOf(ctx.db, { ...found, connectionId: id }, { withContacts: false })
    return { ...logged(found), body, attempts: attempts.map((one) => ({ ...one, problem: one.problem as Problem })) }
  }),
  route(contract.replayDelivery, async (ctx, { params: { id, deliveryId } }) => {
    requireAll(ctx)
    await mustFind(ctx.db, id)
    if ((await store.requeue(ctx.db, id, { id: deliveryId }, ctx.now)) === 0) throw new Refusal('not-found')
    await queueTurn(ctx.db, ctx.jobs, id)
    return null
  }),
  route(contract.replayFailed, async (ctx, { params: { id }, body }) => {
    requireAll(ctx)
    await mustFind(ctx.db, id)
    const count = await store.requeue(ctx.db, id, { failedSince: new Date(body.since) }, ctx.now)
    const detail = { since: body.since, count }
    await audit(ctx.db, ctx.now, ctx.actor, { action: 'replayed', subject: 'connection', subjectId: id, detail })
    await queueTurn(ctx.db, ctx.jobs, id)
    return { count }
  }),
  route(contract.testEndpoint, async (ctx, { params }) => {
    requireAll(ctx)
    return test(ctx, params.id)
  }),
]
