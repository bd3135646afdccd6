import type { Context } from '../../platform/context.ts'
import { transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { OutsideError } from '../../platform/outgoing.ts'
import { takeIn } from '../arriving/take-in.ts'
import {
  activeConnections,
  type Connection,
  findConnection,
  noteArrivals,
  noteTrouble,
  settleTrouble,
} from '../connections/store.ts'
import { Unreadable } from '../hooks/json.ts'
import { PullError, type PulledPage, type Puller } from './puller.ts'
import { pullSoon } from './soon.ts'
import { noteFailure, notePage, openPull, type Pull } from './store.ts'

const onePullAtOnce = 7_305_506
const shortestWaitMs = 60_000
const longestWaitMs = 6 * 3_600_000

/** Has every shop asked that can be. */
export async function pullAll(ctx: Context, pullers: readonly Puller[]): Promise<void> {
  for (const puller of pullers) {
    for (const connection of await activeConnections(ctx.pool, puller.kind)) {
      if (puller.wants(connection)) await pullSoon(ctx, ctx.pool, connection.id)
    }
  }
}

/**
 * Fetches what changed since the last time, page by page. Each page and the note of how far it brings us are one
 * transaction: whatever ends the work in between, it goes on there. A shop that does not answer is left alone longer and
 * longer, and the connection says so.
 */
export async function pull(ctx: Context, pullers: readonly Puller[], connectionId: number): Promise<void> {
  const turn = await ctx.pool.connect()
  try {
    await turn.query('select pg_advisory_lock($1, $2)', [onePullAtOnce, connectionId])
    for (const puller of pullers) {
      const connection = await findConnection(ctx.pool, puller.kind, connectionId)
      if (!connection?.isActive || !puller.wants(connection)) continue
      for (const topic of puller.topics) {
        if (!(await pullTopic(ctx, puller, connection, topic))) return
      }
      await settleTrouble(ctx.pool, connectionId, ctx.now, { code: 'pull-failed' })
    }
  } finally {
    turn.release(true)
  }
}

/** False when the shop could not be asked. */
async function pullTopic(ctx: Context, puller: Puller, connection: Connection, topic: string): Promise<boolean> {
  const state = await openPull(ctx.pool, connection.id, topic, ctx.now)
  if (state.tryAt > ctx.now) return false
  try {
    for (let at: Pull | undefined = state; at; ) at = await takePage(ctx, puller, connection, at)
    return true
  } catch (error) {
    const failure = failureOf(error)
    if (!failure) throw error
    const wait = Math.min(longestWaitMs, Math.max(shortestWaitMs * 2 ** state.failures, failure.waits * 1000))
    await noteFailure(ctx.pool, connection.id, topic, new Date(ctx.now.getTime() + wait))
    const detail = { topic, reason: failure.code, ...(failure.status ? { status: failure.status } : {}) }
    await noteTrouble(ctx.pool, connection.id, ctx.now, { code: 'pull-failed', detail })
    return false
  }
}

/** Reads one page and takes it in; where to go on, or nothing after the last. */
async function takePage(ctx: Context, puller: Puller, connection: Connection, state: Pull): Promise<Pull | undefined> {
  const { topic, since } = state
  const page = await puller.page(ctx, connection, { topic, since, page: state.page })
  const newest = later(state.newest, page.newest)
  return transaction(ctx.pool, async (tx) => {
    await takeItems(ctx, tx, puller, connection, page)
    const next: Pull =
      page.next === null
        ? { ...state, page: null, newest: null, since: later(since, newest) }
        : { ...state, page: page.next, newest }
    await notePage(tx, connection.id, next, ctx.now)
    return page.next === null ? undefined : next
  })
}

async function takeItems(
  ctx: Context,
  tx: Parameters<typeof takeIn>[1],
  puller: Puller,
  connection: Connection,
  page: PulledPage,
): Promise<void> {
  if (page.items.length === 0) return
  const taken = await takeIn(ctx, tx, {
    kind: page.kind,
    sourceId: connection.sourceId,
    connectionId: connection.id,
    name: connection.name,
    emailsAreUnique: puller.emailsAreUnique ?? false,
    ...(puller.options ? { options: puller.options } : {}),
    items: page.items,
  })
  const stored = taken.added + taken.updated
  const rejected = taken.outcomes.filter(({ state }) => state === 'rejected')
  await noteArrivals(tx, connection.id, ctx.now, {
    received: page.items.length,
    stored,
    duplicate: page.items.length - stored - rejected.length,
    failed: rejected.length,
    lastEventAt: page.newest,
  })
  for (const outcome of rejected.slice(0, 20)) {
    const [problem] = outcome.state === 'rejected' ? outcome.problems : []
    const detail = { field: problem?.field, reason: problem?.code }
    await noteTrouble(tx, connection.id, ctx.now, { code: 'record-unfit', subject: page.kind, detail })
  }
}

function later(a: Date | null, b: Date | null): Date | null {
  return a && b ? (a > b ? a : b) : (a ?? b)
}

function failureOf(error: unknown): { code: string; status: number; waits: number } | undefined {
  if (error instanceof PullError) return error
  if (error instanceof OutsideError) return { code: error.reason, status: 0, waits: 0 }
  if (error instanceof Unreadable) return { code: error.code, status: 0, waits: 0 }
  if (error instanceof Refusal && error.code === 'database-busy') return { code: 'waits-for-file', status: 0, waits: 0 }
  return undefined
}
