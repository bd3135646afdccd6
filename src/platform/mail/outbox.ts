import { randomUUID } from 'node:crypto'
import type { Context } from '../context.ts'
import { type Db, many, one, sql, type Tx } from '../db/db.ts'
import { fingerprint, seal, unseal } from '../secrets.ts'
import { deliver } from './deliver.ts'
import type { MailFault } from './faults.ts'
import { composeMail, type Mail } from './message.ts'
import { readMailServer } from './settings.ts'

const minute = 60_000
/** Minutes from one try to the next; after the last one it is given up. */
const pauses = [1, 5, 15, 60, 120, 240, 480]
/** Whoever speaks with a server that long is not there any more. */
const longestSending = 10 * minute
const keptDays = 30

export interface NewMail extends Mail {
  /** what it is about, as `form-confirmation` */
  kind: string
  expiresAt?: Date
}

type Posting = Pick<Context, 'now' | 'config' | 'jobs'> & { db: Tx }

/** Puts a mail into the outbox, in the transaction of its cause; it is sent when, and only when, that is committed. */
export async function queueMail({ db, now, config, jobs }: Posting, { kind, expiresAt, ...mail }: NewMail) {
  const host = new URL(config.origin).hostname
  const messageId = `<${randomUUID()}@${host === 'localhost' ? 'tokui.invalid' : host}>`
  const content = seal(config, messageId, JSON.stringify(mail))
  const row = await one<{ id: number }>(
    db,
    sql`insert into mails (message_id, kind, content, recipient, next_at, expires_at, created_at)
        values (${messageId}, ${kind}, ${content}, ${recipientHash(config, mail.to)}, ${now}, ${expiresAt ?? null}, ${now})
        returning id`,
  )
  const id = row?.id ?? 0
  await jobs.enqueue(db, 'platform.send-mail', { id }, { singletonKey: `mail ${id}` })
  return id
}

/** Tells addresses apart without knowing them: the key is not in the database. */
function recipientHash(config: Context['config'], address: string): Buffer {
  return fingerprint(config, 'recipient', address.trim().toLowerCase())
}

/** How many mails of a kind went to an address since then; so that nobody is flooded in our name. */
export async function mailsTo(
  { db, config }: { db: Db; config: Context['config'] },
  kind: string,
  address: string,
  since: Date,
): Promise<number> {
  const row = await one<{ count: number }>(
    db,
    sql`select count(*) as count from mails
        where recipient = ${recipientHash(config, address)} and created_at > ${since} and kind = ${kind}`,
  )
  return row?.count ?? 0
}

/**
 * Sends one mail of the outbox. That it is being sent is committed before the server hears of it; what became of it after.
 * A crash between the two leaves a row that `sendDueMails` calls unsure, instead of sending it twice.
 */
export async function sendMail(ctx: Context, id: number): Promise<void> {
  const { pool, config, now } = ctx
  const mailServer = await readMailServer(pool, config)
  // it waits, and the settings say so
  if (!mailServer) return
  await pool.query(
    sql`update mails set state = 'failed', fault = 'too-late', fault_code = null, content = null, ended_at = ${now}
        where id = ${id} and state = 'waiting' and expires_at <= ${now}`,
  )
  const found = await one<{ messageId: string; content: Buffer; createdAt: Date }>(
    pool,
    sql`select message_id as "messageId", content, created_at as "createdAt" from mails
        where id = ${id} and state = 'waiting' and next_at <= ${now}`,
  )
  if (!found) return
  const { messageId, content, createdAt } = found
  const mail = JSON.parse(unseal(config, messageId, content)) as Mail
  const message = await composeMail(mail, { from: mailServer.from, messageId, at: createdAt })
  const tries = await claim(pool, now, id)
  if (tries === undefined) return
  const delivery = await deliver(mailServer.server, { from: mailServer.from.address, to: mail.to }, message)
  if (delivery.outcome === 'sent') {
    await pool.query(
      sql`update mails set state = 'sent', content = null, fault = null, fault_code = null, ended_at = ${now}
          where id = ${id}`,
    )
    return
  }
  const { outcome, why, code } = delivery
  const pause = outcome === 'later' ? pauses[tries - 1] : undefined
  ctx.log.warn({ mailId: id, outcome, why, code }, 'a mail was not sent')
  if (pause !== undefined) await tryAgain(ctx, id, new Date(now.getTime() + pause * minute), why, code)
  else await end(pool, now, id, outcome === 'unsure' ? 'unsure' : 'failed', why, code)
}

/** Of two workers one gets it; how many tries that makes. */
async function claim(db: Db, now: Date, id: number): Promise<number | undefined> {
  const row = await one<{ tries: number }>(
    db,
    sql`update mails set state = 'sending', sending_since = ${now}, tries = tries + 1
        where id = ${id} and state = 'waiting' and next_at <= ${now} returning tries`,
  )
  return row?.tries
}

async function tryAgain({ pool, jobs }: Context, id: number, at: Date, why: MailFault, code: number | null) {
  await pool.query(
    sql`update mails set state = 'waiting', next_at = ${at}, fault = ${why}, fault_code = ${code} where id = ${id}`,
  )
  await jobs.enqueue(pool, 'platform.send-mail', { id }, { singletonKey: `mail ${id}`, startAfter: at })
}

async function end(db: Db, now: Date, id: number, state: 'failed' | 'unsure', why: MailFault, code: number | null) {
  await db.query(
    sql`update mails set state = ${state}, fault = ${why}, fault_code = ${code}, ended_at = ${now} where id = ${id}`,
  )
}

/** By the clock: what waited for settings or lost its job is sent; what a crash left in the middle is called unsure. */
export async function sendDueMails(ctx: Context): Promise<void> {
  const { pool, now } = ctx
  await pool.query(
    sql`update mails set state = 'unsure', fault = 'answer-lost', fault_code = null, ended_at = ${now}
        where state = 'sending' and sending_since < ${new Date(now.getTime() - longestSending)}`,
  )
  const due = await many<{ id: number }>(
    pool,
    sql`select id from mails where state = 'waiting' and next_at <= ${now} order by next_at limit 200`,
  )
  for (const { id } of due) await sendMail(ctx, id)
}

/** Somebody decided that it is to go out, maybe a second time; it keeps its Message-ID, by which twins are recognised. */
export async function sendAgain({ db, now, jobs }: Omit<Posting, 'config'>, id: number): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update mails set state = 'waiting', tries = 0, next_at = ${now}, ended_at = null
        where id = ${id} and state in ('failed', 'unsure') and content is not null
          and (expires_at is null or expires_at > ${now})`,
  )
  if (rowCount === 0) return false
  await jobs.enqueue(db, 'platform.send-mail', { id }, { singletonKey: `mail ${id}` })
  return true
}

export interface MailTrouble {
  id: number
  kind: string
  state: 'failed' | 'unsure'
  fault: MailFault
  code: number | null
  at: Date
  maySendAgain: boolean
}

export async function listTroubles(db: Db, now: Date): Promise<MailTrouble[]> {
  return many<MailTrouble>(
    db,
    sql`select id, kind, state, fault, fault_code as code, ended_at as at,
          content is not null and (expires_at is null or expires_at > ${now}) as "maySendAgain"
        from mails where state in ('failed', 'unsure') order by id desc limit 20`,
  )
}

export interface Waiting {
  waiting: number
  /** why the last try of one of them did not succeed */
  fault: MailFault | null
}

export async function countWaiting(db: Db): Promise<Waiting> {
  const row = await one<Waiting>(
    db,
    sql`select count(*) as waiting, (array_agg(fault order by id desc) filter (where fault is not null))[1] as fault
        from mails where state in ('waiting', 'sending')`,
  )
  return row ?? { waiting: 0, fault: null }
}

export async function forgetOldMails(db: Db, now: Date): Promise<void> {
  await db.query(sql`delete from mails where ended_at < ${new Date(now.getTime() - keptDays * 86_400_000)}`)
}
