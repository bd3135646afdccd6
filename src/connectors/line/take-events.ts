import { appendStatement } from '../../consent/index.ts'
import { holdRecords, type Merging, mergeRecords, personOf, takeMergingTurn } from '../../customers/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Tx, transaction } from '../../platform/db/db.ts'
import { findConnection, noteArrivals, noteTrouble, settleTrouble } from '../connections/store.ts'
import { readJson } from '../hooks/json.ts'
import { dueMessages, type KeptMessage, postponeMessages, settleMessages } from '../hooks/store.ts'
import type { Whose } from '../ingest/people.ts'
import { type Line, LineError, openLine } from './api.ts'
import { entryOf, type LineEvent, linkPostback, readEvent, userOf } from './events.ts'
import { type LineConnection, lineKind } from './kind.ts'
import { useLink } from './links.ts'
import * as store from './store.ts'

const batch = 100
const mostAttempts = 8
const oneAtOnce = 7_305_511

interface Work {
  ctx: Context
  merging: Merging
  connection: LineConnection
  line: Line
}

/** Takes in what an official account was told, oldest first; each event in a transaction of its own. */
export async function takeEvents(ctx: Context, merging: Merging, connectionId: number): Promise<void> {
  const connection = await findConnection(ctx.pool, lineKind, connectionId)
  if (!connection) return
  const work = { ctx, merging, connection, line: await openLine(ctx, connectionId) }
  const turn = await ctx.pool.connect()
  try {
    await turn.query('select pg_advisory_lock($1, $2)', [oneAtOnce, connectionId])
    for (;;) {
      const messages = await dueMessages(ctx.pool, connectionId, ctx.now, batch)
      if (messages.length === 0) break
      const read = messages.map((message) => ({ message, event: readEvent(readJson(message.body)) }))
      read.sort((one, other) => (one.event?.timestamp ?? 0) - (other.event?.timestamp ?? 0))
      for (const { message, event } of read) await takeOne(work, message, event)
    }
  } finally {
    // closing the connection gives the lock back whatever state it is in
    turn.release(true)
  }
}

async function takeOne(work: Work, message: KeptMessage, event: LineEvent | undefined): Promise<void> {
  const { ctx, connection } = work
  const settle = (tx: Tx, state: 'taken' | 'ignored' | 'failed', code?: string) =>
    settleMessages(tx, connection.id, [{ id: message.id, state, problem: code ? { code } : null }], ctx.now)
  try {
    const user = event && userOf(event)
    const entry = event && entryOf(event)
    if (!event || !user || !entry) {
      await transaction(ctx.pool, (tx) => settle(tx, 'ignored', user ? 'unknown-topic' : 'nobody'))
      return
    }
    const displayName = await nameOf(work, event, user)
    const isLinked = await transaction(ctx.pool, async (tx) => {
      const whose = await take(work, tx, { event, user, entry, displayName })
      await settle(tx, whose ? 'taken' : 'ignored', whose ? undefined : 'unknown-friend')
      await noteArrivals(tx, connection.id, ctx.now, { stored: whose ? 1 : 0, unknown: whose ? 0 : 1 })
      return whose !== undefined && store.isKnownOtherwise(tx, whose.customerId, connection.sourceId)
    })
    if (!isLinked) await offerLink(work, event, user)
  } catch (error) {
    await putOff(work, message, error)
  }
}

interface Happened {
  event: LineEvent
  user: string
  entry: { kind: string; data: Record<string, unknown> }
  /** null: not asked for, or not told */
  displayName: string | null
}

/** Writes an event down; undefined: of somebody who is nobody's record and does not become one. */
async function take(work: Work, tx: Tx, happened: Happened): Promise<Whose | undefined> {
  const { ctx, connection } = work
  const { event, user, entry, displayName } = happened
  const { now } = ctx
  const { id: connectionId, sourceId } = connection
  const at = new Date(event.timestamp)
  // what a reference says of its customer stays true until this is written
  await (event.type === 'accountLink' ? takeMergingTurn(tx) : holdRecords(tx))
  const known = await store.findFriend(tx, sourceId, user)
  if (!known && event.type === 'unfollow') return undefined
  const whose = known ?? (await store.makeFriend(tx, sourceId, user, now))
  await store.appendEntry(tx, whose, { ...entry, at, sourceId, now })
  const isFriend = event.type !== 'unfollow'
  const isNewest = await store.keepFriend(tx, { connectionId, userId: user, displayName, isFriend, changedAt: at })
  if (isNewest) {
    const status = isFriend ? 'verified' : 'unreachable'
    await store.writeContact(tx, whose, { userId: user, sourceId, label: displayName, status, now })
  }
  // the ledger puts what is said in its order by itself
  if (event.type === 'follow' || event.type === 'unfollow') {
    const said = { channel: 'line', purpose: 'promotion', isGranted: isFriend, at, via: 'line' } as const
    const evidence = { event: event.webhookEventId }
    await appendStatement(tx, { ...whose, ...said, sourceId, evidence }, now)
  }
  if (event.type === 'accountLink') await join(work, tx, happened, whose)
  return whose
}

/**
 * The member who signed in at the shop and the LINE account are one person: the record of the account becomes part of the
 * member's. An account that belongs to another member already is for people to decide.
 */
async function join(
  { ctx, merging, connection }: Work,
  tx: Tx,
  { event, user }: Happened,
  whose: Whose,
): Promise<void> {
  const { now, company } = ctx
  const { id, sourceId } = connection
  const nonce = event.link?.nonce ?? ''
  const promised = await useLink(tx, { connectionId: id, nonce, at: new Date(event.timestamp), now })
  if (promised === undefined) {
    await noteTrouble(tx, id, now, { code: 'line-link-unknown' })
    return
  }
  const into = await personOf(tx, promised)
  if (into === whose.customerId) return
  const subject = String(whose.customerId)
  if (await store.isKnownOtherwise(tx, whose.customerId, sourceId)) {
    await noteTrouble(tx, id, now, { code: 'line-link-taken', subject, detail: { customerId: whose.customerId, into } })
    return
  }
  const evidence = { rule: 'line-account-link', connectionId: id, userId: user }
  const merge = { into, from: whose.customerId, why: 'match' as const, evidence }
  const [merged] = await mergeRecords({ db: tx, now, company, actor: null, merging }, [merge])
  if (merged === null) {
    await noteTrouble(tx, id, now, {
      code: 'line-link-refused',
      subject,
      detail: { customerId: whose.customerId, into },
    })
  }
}

/** What somebody calls themselves, asked of LINE when they become a friend or are seen for the first time. */
async function nameOf({ ctx, connection, line }: Work, event: LineEvent, user: string): Promise<string | null> {
  if (event.type === 'unfollow') return null
  if (event.type !== 'follow' && (await store.isFriendKnown(ctx.pool, connection.id, user))) return null
  return asked(ctx, connection, async () => {
    const { displayName } = await line.profile(user)
    return displayName.replaceAll('\0', '').toWellFormed().slice(0, 50)
  })
}

/** Who became a friend, or asked for it, is sent the page where members sign in. LINE's tokens live for minutes only. */
async function offerLink({ ctx, connection, line }: Work, event: LineEvent, user: string): Promise<void> {
  const { linkPage, linkMessage } = connection.settings
  const wants = event.type === 'follow' || (event.type === 'postback' && event.postback?.data === linkPostback)
  const { replyToken } = event
  if (!wants || linkPage === '' || !replyToken || event.mode === 'standby' || event.deliveryContext?.isRedelivery)
    return
  await asked(ctx, connection, async () => {
    const { linkToken } = await line.linkToken(user)
    const page = new URL(linkPage)
    page.searchParams.set('linkToken', linkToken)
    await line.reply(replyToken, [linkMessage, page.href].filter(Boolean).join('\n'))
  })
}

/** What LINE does not tell holds nothing up; that it did not is shown to people. */
async function asked<T>(ctx: Context, connection: LineConnection, ask: () => Promise<T>): Promise<T | null> {
  try {
    const told = await ask()
    await settleTrouble(ctx.pool, connection.id, ctx.now, { code: 'line-api' })
    return told
  } catch (error) {
    if (!(error instanceof LineError)) throw error
    // who blocked the account in between has no profile any more
    if (error.status === 404) return null
    const detail = { reason: error.reason, status: error.status }
    await noteTrouble(ctx.pool, connection.id, ctx.now, { code: 'line-api', detail })
    return null
  }
}

async function putOff({ ctx, connection }: Work, message: KeptMessage, error: unknown): Promise<void> {
  const { name, code, stack = '' } = error as Error & { code?: string }
  // the database quotes what it could not take: only where it happened is told, not what was said
  const at = stack.split('\n').filter((line) => /^ +at /.test(line))
  ctx.log.error({ connectionId: connection.id, messageId: message.id, name, code, at }, 'an event of LINE was put off')
  if (message.attempts + 1 < mostAttempts) {
    const tryAt = new Date(ctx.now.getTime() + 10_000 * 4 ** message.attempts)
    const change = { tryAt, counts: true, code: 'internal-error' }
    await postponeMessages(ctx.pool, connection.id, [message.id], change)
    return
  }
  const failed = { id: message.id, state: 'failed' as const, problem: { code: 'internal-error' } }
  await settleMessages(ctx.pool, connection.id, [failed], ctx.now)
  await noteArrivals(ctx.pool, connection.id, ctx.now, { failed: 1 })
  await noteTrouble(ctx.pool, connection.id, ctx.now, { code: 'messages-failed', detail: { count: 1 } })
}
