import type { Context } from '../../platform/context.ts'
import { type Tx, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Arrivals, takeIn } from '../arriving/take-in.ts'
import { type Connection, findConnection, noteArrivals, noteTrouble, settleTrouble } from '../connections/store.ts'
import type { ImportKind } from '../imports/field.ts'
import { pullSoon } from '../pulls/soon.ts'
import { takeInSoon } from './door.ts'
import { readJson, Unreadable } from './json.ts'
import type { Reading, Sender } from './sender.ts'
import {
  connectionsWithDue,
  countFailed,
  dueMessages,
  type KeptMessage,
  type Outcome,
  postponeMessages,
  settleMessages,
} from './store.ts'
import { takeHappening } from './take-events.ts'

const batch = 100
const mostAttempts = 8
const oneInboxAtOnce = 7_305_505
/** People before what they bought. */
const order: ImportKind[] = ['customers', 'products', 'orders']

/**
 * Takes in the messages of a connection in the order they came. What fails for a reason that passes is tried again, later
 * and later; what can never be taken in is put aside with its reason, for somebody to correct and send through again.
 */
export async function takeMessages(ctx: Context, senders: readonly Sender[], connectionId: number): Promise<void> {
  const sender = await senderOf(ctx, senders, connectionId)
  if (!sender) return
  const turn = await ctx.pool.connect()
  try {
    await turn.query('select pg_advisory_lock($1, $2)', [oneInboxAtOnce, connectionId])
    for (;;) {
      const connection = await findConnection(ctx.pool, sender.kind, connectionId)
      const messages = connection ? await dueMessages(ctx.pool, connectionId, ctx.now, batch) : []
      if (!connection || messages.length === 0) break
      await takeOrDivide(ctx, sender, connection, messages)
    }
  } finally {
    // closing the connection gives the lock back whatever state it is in
    turn.release(true)
  }
}

async function senderOf(ctx: Context, senders: readonly Sender[], id: number): Promise<Sender | undefined> {
  for (const sender of senders) if (await findConnection(ctx.pool, sender.kind, id)) return sender
  return undefined
}

/** All at once; when that fails each alone, so that one bad message does not hold up the others. */
async function takeOrDivide(ctx: Context, sender: Sender, connection: Connection, messages: KeptMessage[]) {
  try {
    await take(ctx, sender, connection, messages)
  } catch (error) {
    const ids = messages.map(({ id }) => id)
    if (error instanceof Refusal && error.code === 'database-busy') {
      const tryAt = new Date(ctx.now.getTime() + 20_000)
      await postponeMessages(ctx.pool, connection.id, ids, { tryAt, counts: false, code: 'waits-for-file' })
    } else if (messages.length > 1) {
      for (const message of messages) await takeOrDivide(ctx, sender, connection, [message])
    } else await putOff(ctx, connection, messages[0] as KeptMessage, error)
  }
}

async function putOff(ctx: Context, connection: Connection, message: KeptMessage, error: unknown): Promise<void> {
  const { name, code, stack = '' } = error as Error & { code?: string }
  // the database quotes what it could not take: only where it happened is told, not what was said
  const at = stack.split('\n').filter((line) => /^ +at /.test(line))
  ctx.log.error(
    { connectionId: connection.id, messageId: message.id, name, code, at },
    'a message could not be taken in',
  )
  if (message.attempts + 1 >= mostAttempts) {
    const failed: Outcome = { id: message.id, state: 'failed', problem: { code: 'internal-error' } }
    await settle(ctx, connection, [failed])
    return
  }
  const seconds = 10 * 4 ** message.attempts
  const tryAt = new Date(ctx.now.getTime() + seconds * 1000)
  await postponeMessages(ctx.pool, connection.id, [message.id], { tryAt, counts: true, code: 'internal-error' })
}

interface Read {
  message: KeptMessage
  reading: Reading
}

async function take(ctx: Context, sender: Sender, connection: Connection, messages: KeptMessage[]): Promise<void> {
  const outcomes = new Map<number, Outcome>()
  const read: Read[] = []
  for (const message of messages) {
    const reading = readMessage(sender, connection, message)
    if (reading instanceof Unreadable) {
      outcomes.set(message.id, { id: message.id, state: 'failed', problem: { code: reading.code } })
    } else {
      read.push({ message, reading })
      const problem = reading.ignored ? { code: reading.ignored } : null
      outcomes.set(message.id, { id: message.id, state: 'ignored', problem })
    }
  }
  await transaction(ctx.pool, async (tx) => {
    for (const kind of order) await takeKind(ctx, tx, { sender, connection, read, outcomes }, kind)
    for (const one of read) await takeHappenings(ctx, tx, connection, one, outcomes)
    for (const { reading } of read) {
      for (const task of reading.tasks ?? []) await noteTrouble(tx, connection.id, ctx.now, task)
    }
    if (read.some(({ reading }) => reading.pull)) await pullSoon(ctx, tx, connection.id)
    await settle(ctx, connection, [...outcomes.values()], { tx, lastEventAt: newestOf(ctx, read) })
  })
}

function readMessage(sender: Sender, connection: Connection, kept: KeptMessage): Reading | Unreadable {
  const { id, topic, receivedAt } = kept
  try {
    return sender.read({ id, topic, receivedAt, body: readJson(kept.body) }, connection)
  } catch (error) {
    if (error instanceof Unreadable) return error
    throw error
  }
}

interface Batch {
  sender: Sender
  connection: Connection
  read: Read[]
  outcomes: Map<number, Outcome>
}

async function takeKind(ctx: Context, tx: Tx, { sender, connection, read, outcomes }: Batch, kind: ImportKind) {
  const found = read.flatMap(({ message, reading }) =>
    reading.arrivals.flatMap((arrival) => (arrival.kind === kind ? [{ id: message.id, item: arrival.item }] : [])),
  )
  if (found.length === 0) return
  const arrivals: Arrivals = {
    kind,
    sourceId: connection.sourceId,
    connectionId: connection.id,
    name: connection.name,
    emailsAreUnique: sender.emailsAreUnique ?? false,
    items: found.map(({ item }) => item),
  }
  const taken = await takeIn(ctx, tx, arrivals)
  for (const [index, outcome] of taken.outcomes.entries()) {
    const id = found[index]?.id as number
    const before = outcomes.get(id) as Outcome
    if (outcome.state === 'rejected') {
      const fields = [...(before.problem?.fields ?? []), ...outcome.problems].slice(0, 20)
      outcomes.set(id, { id, state: 'failed', problem: { code: 'unfit', fields } })
    } else if (before.state !== 'failed' && before.state !== 'taken') {
      outcomes.set(id, { id, state: outcome.state, problem: null })
    }
  }
}

async function takeHappenings(
  ctx: Context,
  tx: Tx,
  connection: Connection,
  { message: { id }, reading }: Read,
  outcomes: Map<number, Outcome>,
): Promise<void> {
  for (const happening of reading.happenings ?? []) {
    const problems = await takeHappening(tx, connection, id, happening, ctx.now)
    const before = outcomes.get(id) as Outcome
    if (problems.length > 0) {
      const isUnknown = problems.some(({ code }) => code === 'unknown-person')
      if (isUnknown) await noteArrivals(tx, connection.id, ctx.now, { unknown: 1 })
      const fields = [...(before.problem?.fields ?? []), ...problems]
      const problem = isUnknown ? { code: 'unknown-person' } : { code: 'unfit', fields }
      outcomes.set(id, { id, state: 'failed', problem })
    } else if (before.state !== 'failed') outcomes.set(id, { id, state: 'taken', problem: null })
  }
}

/** When the newest of what was read had happened, by the clocks of its systems. */
function newestOf(ctx: Context, read: Read[]): Date | null {
  const times = read.flatMap(({ reading }) => [
    ...reading.arrivals.map(({ item }) => item.changedAt.getTime()),
    ...(reading.happenings ?? []).flatMap(({ at }) => at?.getTime() ?? []),
  ])
  const newest = Math.max(...times.filter((time) => time <= ctx.now.getTime()))
  return Number.isFinite(newest) ? new Date(newest) : null
}

async function settle(
  ctx: Context,
  connection: Connection,
  outcomes: Outcome[],
  { tx, lastEventAt = null }: { tx?: Tx; lastEventAt?: Date | null } = {},
): Promise<void> {
  const db = tx ?? ctx.pool
  await settleMessages(db, connection.id, outcomes, ctx.now)
  const counted = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length
  const failed = counted('failed')
  await noteArrivals(db, connection.id, ctx.now, { stored: counted('taken'), failed, lastEventAt })
  if (failed > 0) {
    const count = await countFailed(db, connection.id)
    await noteTrouble(db, connection.id, ctx.now, { code: 'messages-failed', detail: { count } })
  }
  // what holds now shows that the secret is right again
  for (const code of ['bad-signature', 'old-timestamp', 'missing-signature', 'wrong-shop']) {
    await settleTrouble(db, connection.id, ctx.now, { code })
  }
}

/** Messages of which no living worker knows, as after a kill, and those whose next try has come. */
export async function resumeInbox(ctx: Context): Promise<void> {
  for (const id of await connectionsWithDue(ctx.pool, ctx.now)) await takeInSoon(ctx, ctx.pool, id)
}
