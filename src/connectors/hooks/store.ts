import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'

export type MessageState = 'waiting' | 'taken' | 'stale' | 'ignored' | 'failed'

export interface KeptMessage {
  id: number
  topic: string
  body: Buffer
  receivedAt: Date
  attempts: number
}

/** Keeps a message; false when it had come before. */
export async function keepMessage(
  tx: Tx,
  message: { connectionId: number; messageId: string; topic: string; body: Buffer; now: Date },
): Promise<boolean> {
  const { connectionId, messageId, topic, body, now } = message
  const { rowCount } = await tx.query(
    sql`insert into inbox (connection_id, message_id, topic, body, received_at, try_at)
        values (${connectionId}, ${messageId}, ${topic}, ${body}, ${now}, ${now}) on conflict do nothing`,
  )
  return rowCount === 1
}

/** The messages whose turn it is, in the order they came. */
export async function dueMessages(db: Db, connectionId: number, now: Date, limit: number): Promise<KeptMessage[]> {
  return many<KeptMessage>(
    db,
    sql`select id, topic, body, received_at as "receivedAt", attempts from inbox
        where connection_id = ${connectionId} and state = 'waiting' and try_at <= ${now} order by id limit ${limit}`,
  )
}

export async function connectionsWithDue(db: Db, now: Date): Promise<number[]> {
  const rows = await many<{ id: number }>(
    db,
    sql`select distinct connection_id as id from inbox where state = 'waiting' and try_at <= ${now}`,
  )
  return rows.map(({ id }) => id)
}

export interface Outcome {
  id: number
  state: MessageState
  problem: { code: string; fields?: { field: string; code: string }[] } | null
}

export async function settleMessages(db: Db, connectionId: number, outcomes: Outcome[], now: Date): Promise<void> {
  await db.query(
    sql`update inbox set state = outcome.state, problem = outcome.problem, attempts = attempts + 1, finished_at = ${now}
        from unnest(${outcomes.map(({ id }) => id)}::bigint[], ${outcomes.map(({ state }) => state)}::text[],
          ${outcomes.map(({ problem }) => problem && JSON.stringify(problem))}::jsonb[]) as outcome(id, state, problem)
        where inbox.connection_id = ${connectionId} and inbox.id = outcome.id`,
  )
}

export async function postponeMessages(
  db: Db,
  connectionId: number,
  ids: number[],
  change: { tryAt: Date; counts: boolean; code: string },
): Promise<void> {
  await db.query(
    sql`update inbox set try_at = ${change.tryAt}, attempts = attempts + ${change.counts ? 1 : 0},
          problem = ${JSON.stringify({ code: change.code })}
        where connection_id = ${connectionId} and id = any(${ids})`,
  )
}

/** Lets messages be taken in once more; how many there are. */
export async function reviveMessages(
  db: Db,
  connectionId: number,
  which: number[] | 'all',
  now: Date,
): Promise<number> {
  const chosen = which === 'all' ? sql`state in ('failed', 'ignored')` : sql`id = any(${which}) and state <> 'waiting'`
  const { rowCount } = await db.query(
    sql`update inbox set state = 'waiting', attempts = 0, try_at = ${now}, finished_at = null, problem = null
        where connection_id = ${connectionId} and ${chosen}`,
  )
  return rowCount ?? 0
}

export interface MessageRow {
  id: number
  topic: string
  state: MessageState
  problem: Outcome['problem']
  attempts: number
  receivedAt: Date
  tryAt: Date
  bytes: number
}

export async function listMessages(
  db: Db,
  connectionId: number,
  asked: { before: number | null; limit: number; state: MessageState | null },
): Promise<MessageRow[]> {
  return many<MessageRow>(
    db,
    sql`select id, topic, state, problem, attempts, received_at as "receivedAt", try_at as "tryAt",
          octet_length(body) as bytes
        from inbox where connection_id = ${connectionId} and (${asked.before}::bigint is null or id < ${asked.before})
          and (${asked.state}::text is null or state = ${asked.state})
        order by id desc limit ${asked.limit}`,
  )
}

export async function readMessage(db: Db, connectionId: number, id: number): Promise<KeptMessage | undefined> {
  return one<KeptMessage>(
    db,
    sql`select id, topic, body, received_at as "receivedAt", attempts from inbox
        where connection_id = ${connectionId} and id = ${id}`,
  )
}

export async function countFailed(db: Db, connectionId: number): Promise<number> {
  const row = await one<{ count: number }>(
    db,
    sql`select count(*) as count from inbox where connection_id = ${connectionId} and state = 'failed'`,
  )
  return row?.count ?? 0
}

export async function forgetMessages(db: Db, before: Date): Promise<void> {
  await db.query(sql`delete from inbox where received_at < ${before} and state <> 'waiting'`)
}
