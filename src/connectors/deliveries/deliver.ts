import { randomInt } from 'node:crypto'
import type { Context } from '../../platform/context.ts'
import { type Db, sql, transaction } from '../../platform/db/db.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { findConnection, noteArrivals, noteTrouble, settleTrouble } from '../connections/store.ts'
import { webhookOut } from './kind.ts'
import { longestFailure, nextTry, pauseAfter } from './pace.ts'
import { type Endpoint, openEndpoint, type Sent, send } from './send.ts'
import * as store from './store.ts'

/** Sent side by side to one endpoint. */
const atOnce = 8
const batch = 2 * atOnce
/** Whoever is due later than this is found by the clock. */
const soonMilliseconds = 90_000
/** A turn ends after so long, so that a changed connection is noticed. */
const turnMilliseconds = 60_000

/** Starts a turn for each endpoint with something to hear. Each has its own: a dead one delays no other. */
export async function startDeliveries(ctx: Context): Promise<void> {
  for (const connectionId of await store.connectionsWithDue(ctx.pool, ctx.now)) {
    await queueTurn(ctx.pool, ctx.jobs, connectionId)
  }
}

export async function queueTurn(db: Db, jobs: Jobs, connectionId: number, at?: Date): Promise<void> {
  const singletonKey = at ? `${connectionId} later` : String(connectionId)
  const options = { singletonKey, ...(at ? { startAfter: at } : {}) }
  await jobs.enqueue(db, 'connectors.deliver', { connectionId }, options)
}

/** Sends what is due to one endpoint until nothing is, or it fails. */
export async function deliver(ctx: Context, { connectionId }: { connectionId: number }): Promise<void> {
  const began = performance.now()
  const clock = () => new Date(ctx.now.getTime() + performance.now() - began)
  const connection = await findConnection(ctx.pool, webhookOut, connectionId)
  if (!connection?.isActive) return
  const endpoint = await openEndpoint(ctx, connection, ctx.now)
  while (performance.now() - began < turnMilliseconds) {
    const now = clock()
    const health = await store.readHealth(ctx.pool, connectionId, connection.version)
    if (health.pausedUntil !== null && health.pausedUntil > now) return comeBack(ctx, connectionId, health.pausedUntil)
    // who failed last is asked with one message
    const taken = await store.takeDue(ctx.pool, connectionId, now, health.failingSince ? 1 : batch)
    if (taken.length === 0) return comeBack(ctx, connectionId, await store.nextDue(ctx.pool, connectionId))
    const sent = await sendAll(ctx, endpoint, taken, clock)
    const stored = sent.filter(({ verdict }) => verdict === 'delivered').length
    const tries = { received: sent.length, stored, failed: sent.length - stored }
    await noteArrivals(ctx.pool, connectionId, clock(), tries)
    if (!(await noteHealth(ctx, endpoint, health, sent, clock()))) return
  }
  await queueTurn(ctx.pool, ctx.jobs, connectionId)
}

async function comeBack(ctx: Context, connectionId: number, at: Date | null): Promise<void> {
  if (at !== null && at.getTime() - ctx.now.getTime() < soonMilliseconds)
    await queueTurn(ctx.pool, ctx.jobs, connectionId, at)
}

async function sendAll(ctx: Context, endpoint: Endpoint, taken: store.Delivery[], clock: () => Date): Promise<Sent[]> {
  const sent: Sent[] = []
  const waiting = taken.values()
  async function work(): Promise<void> {
    for (const delivery of waiting) {
      const one = await send(ctx, endpoint, delivery, clock())
      const next = one.verdict === 'delivered' ? null : retryOf(delivery, one, clock())
      await store.noteTry(ctx.pool, delivery, one, { isDelivered: one.verdict === 'delivered', next, now: clock() })
      sent.push(one)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return sent
}

function retryOf(delivery: store.Delivery, sent: Sent, now: Date): Date | null {
  return nextTry(delivery.tries + 1, now, randomInt(1000) / 1000, sent.retryAfter)
}

/** Whether the endpoint is to be sent more. One good answer makes it well; long enough without any it is switched off. */
async function noteHealth(
  ctx: Context,
  { connection }: Endpoint,
  before: store.Health,
  sent: Sent[],
  now: Date,
): Promise<boolean> {
  const { id, version } = connection
  if (sent.some(({ verdict }) => verdict === 'gone')) {
    await switchOff(ctx, id, now, 'endpoint-gone')
    return false
  }
  if (sent.some(({ verdict }) => verdict === 'delivered')) {
    if (before.failingSince === null) return true
    await store.writeHealth(ctx.pool, id, version, { failingSince: null, failures: 0, pausedUntil: null })
    await settleTrouble(ctx.pool, id, now, { code: 'endpoint-failing' })
    return true
  }
  const failingSince = before.failingSince ?? now
  if (now.getTime() - failingSince.getTime() >= longestFailure) {
    await switchOff(ctx, id, now, 'endpoint-given-up')
    return false
  }
  const failures = before.failures + 1
  const retryAfter = sent.map((one) => one.retryAfter).find((at) => at !== null) ?? null
  const pausedUntil = pauseAfter(failures, now, retryAfter)
  await store.writeHealth(ctx.pool, id, version, { failingSince, failures, pausedUntil })
  const last = sent.at(-1)
  const detail = { status: last?.status ?? null, problem: last?.problem ?? null }
  await noteTrouble(ctx.pool, id, now, { code: 'endpoint-failing', detail })
  await comeBack(ctx, id, pausedUntil)
  return false
}

async function switchOff(ctx: Context, id: number, now: Date, code: string): Promise<void> {
  await transaction(ctx.pool, async (tx) => {
    await tx.query(
      sql`update connections set is_active = false, version = version + 1, updated_at = ${now} where id = ${id}`,
    )
    await store.failWaiting(tx, id, now)
    await settleTrouble(tx, id, now, { code: 'endpoint-failing' })
    await noteTrouble(tx, id, now, { code })
  })
  ctx.log.warn({ connectionId: id, code }, 'an endpoint was switched off')
}
