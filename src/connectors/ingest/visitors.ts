import { type Db, many, prepared, sql, type Tx } from '../../platform/db/db.ts'
import type { Whose } from './people.ts'

/** What a sender calls somebody: `a` and an anonymous id, or `u` and the id of a user without a record. */
export interface Called {
  connectionId: number
  key: string
  /** who was never here need not be written down */
  isOld?: true
}

export interface Visitor extends Called {
  id: number
  customerId: number | null
  recordId: number | null
  lastAt: Date
}

export const calledAs = ({ connectionId, key }: Called): string => `${connectionId} ${key}`

const columns = sql`v.connection_id as "connectionId", v.key, v.id, v.customer_id as "customerId", v.record_id as "recordId",
  v.last_at as "lastAt"`

async function findVisitors(db: Db, asked: readonly Called[]): Promise<Visitor[]> {
  return many<Visitor>(
    db,
    prepared(sql`
      select ${columns}
      from unnest(${asked.map(({ connectionId }) => connectionId)}::int[], ${asked.map(({ key }) => key)}::text[])
          as asked (connection_id, key)
        join visitors v using (connection_id, key)`),
  )
}

/** The visitors that go by these names; who is new gets a row. */
export async function meetVisitors(tx: Tx, now: Date, asked: readonly Called[]): Promise<Map<string, Visitor>> {
  const met = new Map<string, Visitor>()
  const note = (visitors: Visitor[]) => {
    for (const one of visitors) met.set(calledAs(one), one)
  }
  if (asked.length === 0) return met
  note(await findVisitors(tx, asked))
  const fresh = asked.filter((one) => !one.isOld && !met.has(calledAs(one)))
  if (fresh.length === 0) return met
  // in one order in every process, so that none waits for another that waits for it
  fresh.sort((a, b) => a.connectionId - b.connectionId || (a.key < b.key ? -1 : 1))
  note(
    await many<Visitor>(
      tx,
      sql`insert into visitors as v (connection_id, key, first_at, last_at)
          select connection_id, key, ${now}, ${now}
          from unnest(${fresh.map(({ connectionId }) => connectionId)}::int[], ${fresh.map(({ key }) => key)}::text[])
            as given (connection_id, key)
          on conflict do nothing returning ${columns}`,
    ),
  )
  const elsewhere = fresh.filter((one) => !met.has(calledAs(one)))
  if (elsewhere.length > 0) note(await findVisitors(tx, elsewhere))
  return met
}

const seenMilliseconds = 3_600_000

/**
 * Writes who visitors turned out to be and, once an hour, that they were here. Of those nobody knew before, everything
 * they did goes to the customer. Changes the visitors handed in.
 */
export async function nameVisitors(
  tx: Tx,
  now: Date,
  visitors: readonly Visitor[],
  whoseNow: ReadonlyMap<string, Whose>,
): Promise<void> {
  const changed: Visitor[] = []
  for (const visitor of visitors) {
    const whose = whoseNow.get(calledAs(visitor))
    const isOther =
      whose !== undefined && (whose.customerId !== visitor.customerId || whose.recordId !== visitor.recordId)
    if (isOther) Object.assign(visitor, { customerId: whose.customerId, recordId: whose.recordId })
    if (isOther || now.getTime() - visitor.lastAt.getTime() > seenMilliseconds) changed.push(visitor)
  }
  if (changed.length === 0) return
  changed.sort((a, b) => a.connectionId - b.connectionId || (a.key < b.key ? -1 : 1))
  await tx.query(
    sql`update visitors v set customer_id = given.customer_id, record_id = given.record_id, last_at = ${now}
        from unnest(${changed.map(({ connectionId }) => connectionId)}::int[], ${changed.map(({ key }) => key)}::text[],
            ${changed.map(({ customerId }) => customerId)}::bigint[], ${changed.map(({ recordId }) => recordId)}::bigint[])
          as given (connection_id, key, customer_id, record_id)
        where v.connection_id = given.connection_id and v.key = given.key`,
  )
  // also of those known before: another process may have kept something while they became known
  const known = changed.filter(({ customerId }) => customerId !== null).map(({ id }) => id)
  if (known.length > 0) await bringHistory(tx, known)
}

/** What visitors did goes to the customers they are now. */
export async function bringHistory(tx: Tx, visitorIds: number[]): Promise<void> {
  await tx.query(
    sql`with moved as (
          delete from visitor_events e using visitors v
          where e.visitor_id = any(${visitorIds}::bigint[]) and v.id = e.visitor_id and v.customer_id is not null
          returning v.customer_id, v.record_id, e.id, e.kind, e.at, e.source_id, e.data, e.recorded_at
        )
        insert into events (customer_id, kind, at, source_id, data, recorded_at, record_id)
        select customer_id, kind, at, source_id, data, recorded_at, record_id from moved order by at, id`,
  )
}
