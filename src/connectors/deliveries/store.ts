import { type Db, many, one, sql } from '../../platform/db/db.ts'

export interface Delivery {
  connectionId: number
  id: number
  messageId: string
  topic: string
  lane: number
  data: Record<string, unknown>
  at: Date
  tries: number
}

const columns = sql`connection_id as "connectionId", id, 'msg_' || message_id as "messageId", topic, lane, data, at, tries`

/** Longer than everything taken at once can take; then it is taken for lost, and sent again. */
const leaseMilliseconds = 120_000

/**
 * Takes what is due, oldest first. Of one customer only the first: what was never tried waits for what came before it.
 * What a killed worker took comes back by itself.
 */
export async function takeDue(db: Db, connectionId: number, now: Date, most: number): Promise<Delivery[]> {
  const lost = new Date(now.getTime() + leaseMilliseconds)
  const taken = await many<Delivery>(
    db,
    // asked once, apart: inside the update the limit would hold for every row anew
    sql`with chosen as materialized (
          select id from deliveries due
          where connection_id = ${connectionId} and state = 'waiting' and due_at <= ${now}
            and (lane = 0 or tries > 0 or not exists (
              select from deliveries earlier
              where earlier.connection_id = ${connectionId} and earlier.lane = due.lane and earlier.id < due.id
                and earlier.state = 'waiting' and earlier.tries = 0))
          order by due_at, id limit ${most} for update skip locked)
        update deliveries set due_at = ${lost}
        where connection_id = ${connectionId} and state = 'waiting' and id in (select id from chosen)
        returning ${columns}`,
  )
  return taken.toSorted((a, b) => a.id - b.id)
}

export interface Try {
  at: Date
  status: number | null
  problem: string | null
  milliseconds: number
  excerpt: string
}

/** Notes how a try went, and what comes of the delivery: `next` null and not delivered: it is given up. */
export async function noteTry(
  db: Db,
  delivery: Pick<Delivery, 'connectionId' | 'id'>,
  attempt: Try,
  outcome: { isDelivered: boolean; next: Date | null; now: Date },
): Promise<void> {
  const { connectionId, id } = delivery
  const state = outcome.isDelivered ? 'delivered' : outcome.next ? 'waiting' : 'failed'
  await db.query(sql`
    with noted as (
      insert into delivery_tries (connection_id, delivery_id, at, status, problem, milliseconds, excerpt)
      values (${connectionId}, ${id}, ${attempt.at}, ${attempt.status}, ${attempt.problem}, ${attempt.milliseconds},
        ${attempt.excerpt})
    )
    update deliveries set tries = tries + 1, state = ${state}, due_at = ${outcome.next ?? outcome.now},
      ended_at = ${state === 'waiting' ? null : outcome.now}
    where connection_id = ${connectionId} and id = ${id}`)
}

export interface Health {
  failingSince: Date | null
  failures: number
  pausedUntil: Date | null
}

const well: Health = { failingSince: null, failures: 0, pausedUntil: null }

/** How an endpoint is doing since its connection was last changed: a new address is given a new chance. */
export async function readHealth(db: Db, connectionId: number, version: number): Promise<Health> {
  const found = await one<Health>(
    db,
    sql`select failing_since as "failingSince", failures, paused_until as "pausedUntil" from endpoint_health
        where connection_id = ${connectionId} and connection_version = ${version}`,
  )
  return found ?? well
}

export async function writeHealth(db: Db, connectionId: number, version: number, health: Health): Promise<void> {
  const { failingSince, failures, pausedUntil } = health
  await db.query(
    sql`insert into endpoint_health (connection_id, connection_version, failing_since, failures, paused_until)
        values (${connectionId}, ${version}, ${failingSince}, ${failures}, ${pausedUntil})
        on conflict (connection_id) do update set connection_version = excluded.connection_version,
          failing_since = excluded.failing_since, failures = excluded.failures, paused_until = excluded.paused_until`,
  )
}

/** When the next of what waits is due; null: nothing waits. */
export async function nextDue(db: Db, connectionId: number): Promise<Date | null> {
  const row = await one<{ at: Date | null }>(
    db,
    sql`select min(due_at) as at from deliveries where connection_id = ${connectionId} and state = 'waiting'`,
  )
  return row?.at ?? null
}

/** Connections with something due. */
export async function connectionsWithDue(db: Db, now: Date): Promise<number[]> {
  const rows = await many<{ id: number }>(
    db,
    sql`select id from connections where kind = 'webhook-out' and is_active and exists (
          select from deliveries where connection_id = connections.id and state = 'waiting' and due_at <= ${now})`,
  )
  return rows.map(({ id }) => id)
}

/** An endpoint that is switched off will not get what waits; it can be sent again by hand. */
export async function failWaiting(db: Db, connectionId: number, now: Date): Promise<void> {
  await db.query(
    sql`update deliveries set state = 'failed', ended_at = ${now}
        where connection_id = ${connectionId} and state = 'waiting'`,
  )
}

/** Puts deliveries in the queue anew, under the ids they have: one, or all that failed since a moment. */
export async function requeue(
  db: Db,
  connectionId: number,
  which: { id: number } | { failedSince: Date },
  now: Date,
): Promise<number> {
  const chosen = 'id' in which ? sql`id = ${which.id}` : sql`state = 'failed' and at >= ${which.failedSince}`
  const { rowCount } = await db.query(
    sql`update deliveries set state = 'waiting', tries = 0, due_at = ${now}, ended_at = null
        where connection_id = ${connectionId} and ${chosen}`,
  )
  return rowCount ?? 0
}

export async function addTest(db: Db, connectionId: number, now: Date): Promise<Delivery> {
  // due only when it is taken for lost: the test sends it itself
  const lost = new Date(now.getTime() + leaseMilliseconds)
  const made = await one<Delivery>(
    db,
    sql`insert into deliveries (connection_id, topic, lane, data, at, due_at)
        values (${connectionId}, 'tokui.test', 0, '{}', ${now}, ${lost}) returning ${columns}`,
  )
  return made as Delivery
}

export interface LoggedDelivery {
  id: number
  messageId: string
  topic: string
  customerId: number | null
  at: Date
  state: 'waiting' | 'delivered' | 'failed'
  tries: number
  dueAt: Date
  endedAt: Date | null
  last: { at: string; status: number | null; problem: string | null; milliseconds: number } | null
}

const logged = sql`d.id, 'msg_' || d.message_id as "messageId", d.topic, nullif(d.lane, 0) as "customerId", d.at, d.state, d.tries,
  d.due_at as "dueAt", d.ended_at as "endedAt",
  (select json_build_object('at', t.at, 'status', t.status, 'problem', t.problem, 'milliseconds', t.milliseconds)
   from delivery_tries t where t.connection_id = d.connection_id and t.delivery_id = d.id
   order by t.id desc limit 1) as last`

export async function listDeliveries(
  db: Db,
  asked: { connectionId: number; state: string | null; before: number; limit: number },
): Promise<LoggedDelivery[]> {
  return many(
    db,
    sql`select ${logged} from deliveries d
        where d.connection_id = ${asked.connectionId} and d.id < ${asked.before}
          and (${asked.state}::text is null or d.state = ${asked.state})
        order by d.id desc limit ${asked.limit}`,
  )
}

export async function findDelivery(
  db: Db,
  connectionId: number,
  id: number,
): Promise<(LoggedDelivery & Pick<Delivery, 'data' | 'lane'>) | undefined> {
  return one(
    db,
    sql`select ${logged}, d.data, d.lane from deliveries d where d.connection_id = ${connectionId} and d.id = ${id}`,
  )
}

export async function listTries(db: Db, connectionId: number, deliveryId: number): Promise<Try[]> {
  return many(
    db,
    sql`select at, status, problem, milliseconds, excerpt from delivery_tries
        where connection_id = ${connectionId} and delivery_id = ${deliveryId} order by id desc limit 100`,
  )
}

/** How many are in each state; of those delivered, in the last day. */
export async function countStates(
  db: Db,
  connectionId: number,
  since: Date,
): Promise<{ waiting: number; failed: number; delivered: number }> {
  const row = await one<{ waiting: number; failed: number; delivered: number }>(
    db,
    sql`select (select count(*) from deliveries where connection_id = ${connectionId} and state = 'waiting') as waiting,
          (select count(*) from deliveries where connection_id = ${connectionId} and state = 'failed') as failed,
          (select count(*) from deliveries where connection_id = ${connectionId} and state = 'delivered'
             and at >= ${since}) as delivered`,
  )
  return row as { waiting: number; failed: number; delivered: number }
}

/** Takes away what is older than `before`, and what belongs to connections that are gone. */
export async function forgetDeliveries(db: Db, before: Date): Promise<void> {
  await db.query(sql`
    with old as (
      delete from deliveries where at < ${before} or connection_id not in (select id from connections)
      returning connection_id, id
    )
    delete from delivery_tries using old
    where delivery_tries.connection_id = old.connection_id and delivery_tries.delivery_id = old.id`)
  await db.query(sql`delete from endpoint_health where connection_id not in (select id from connections)`)
}
