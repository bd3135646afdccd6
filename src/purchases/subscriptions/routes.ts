import { lockCustomer, recordChange, requireCustomer } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'
import * as store from './store.ts'
import { cancel, pause, resume, type Subscription, skip } from './subscription.ts'

/** Locks, lets the rule decide, writes what became of it and its history. */
async function change(
  ctx: Context & { db: Tx; actor: Actor },
  key: { customerId: number; id: number },
  version: number,
  decide: (subscription: Subscription) => Subscription,
): Promise<{ version: number; nextOn: string | null }> {
  await lockCustomer(ctx.db, ctx.actor, key.customerId)
  const row = await store.lockSubscription(ctx.db, key.customerId, key.id)
  if (!row) throw new Refusal('not-found')
  if (row.version !== version) throw new Refusal('conflict', { version: row.version })
  const after = decide(row)
  await store.updateSubscription(ctx.db, ctx.now, key.customerId, key.id, version + 1, after)
  await recordChange(ctx, {
    customerId: key.customerId,
    recordId: row.recordId,
    subject: 'subscription',
    subjectId: key.id,
    version: version + 1,
    before: recorded(row),
    after: recorded(after),
  })
  return { version: version + 1, nextOn: after.nextOn }
}

function recorded(one: Subscription) {
  const { nextOn, skippedCount, pausedAt, cancelledOn, cancelReason } = one
  return { nextOn, skippedCount, pausedAt: pausedAt?.toISOString() ?? null, cancelledOn, cancelReason }
}

export const subscriptionRoutes = [
  route(contract.listSubscriptions, async (ctx, { params }) => {
    await requireCustomer(ctx.db, ctx.actor, params.customerId)
    return { items: await store.listSubscriptionRows(ctx.db, params.customerId) }
  }),
  route(contract.skipSubscription, (ctx, { params, body }) => change(ctx, params, body.version, skip)),
  route(contract.pauseSubscription, (ctx, { params, body }) =>
    change(ctx, params, body.version, (one) => pause(one, ctx.now)),
  ),
  route(contract.resumeSubscription, (ctx, { params, body }) =>
    change(ctx, params, body.version, (one) => resume(one, body.nextOn, dayOf(ctx.now, ctx.company.timeZone))),
  ),
  route(contract.cancelSubscription, (ctx, { params, body }) =>
    change(ctx, params, body.version, (one) => cancel(one, dayOf(ctx.now, ctx.company.timeZone), body.reason)),
  ),
]
