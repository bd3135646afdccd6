import { awaitMatching, contactKey } from '../../customers/index.ts'
import { announce } from '../../platform/announce.ts'
import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'
import type { Whose } from '../ingest/people.ts'

/** Whose record a LINE account is: by the reference of this connection, else by a contact point that only one has. */
export async function findFriend(tx: Tx, sourceId: number, userId: string): Promise<Whose | undefined> {
  const referred = await one<Whose>(
    tx,
    sql`select customer_id as "customerId", record_id as "recordId" from customer_refs
        where external_id = ${userId} and source_id = ${sourceId}`,
  )
  if (referred) return referred
  const reached = await many<{ customerId: number }>(
    tx,
    sql`select distinct customer_id as "customerId" from contact_points
        where key = ${contactKey('line', userId)} and kind = 'line' limit 2`,
  )
  const [only] = reached
  if (!only || reached.length > 1) return undefined
  await addReference(tx, sourceId, userId, only.customerId)
  return { customerId: only.customerId, recordId: null }
}

/** A record for somebody of whom only the LINE account is known. The number is for people to tell one from another. */
export async function makeFriend(tx: Tx, sourceId: number, userId: string, now: Date): Promise<Whose> {
  const number = `LINE-${userId.slice(1, 9)}`
  const made = await one<{ id: number }>(
    tx,
    sql`insert into customers (number, created_at, updated_at) values (${number}, ${now}, ${now}) returning id`,
  )
  const customerId = made?.id ?? 0
  await addReference(tx, sourceId, userId, customerId)
  await announce(tx, now, 'customer.created', { customerId })
  return { customerId, recordId: null }
}

async function addReference(tx: Tx, sourceId: number, userId: string, customerId: number): Promise<void> {
  await tx.query(
    sql`insert into customer_refs (external_id, source_id, customer_id) values (${userId}, ${sourceId}, ${customerId})
        on conflict do nothing`,
  )
}

export interface FriendState {
  isFriend: boolean
  changedAt: Date
}

/** Keeps the newest that was said of a friend; false: something newer is known already. */
export async function keepFriend(
  tx: Tx,
  friend: { connectionId: number; userId: string; displayName: string | null } & FriendState,
): Promise<boolean> {
  const { connectionId, userId, displayName, isFriend, changedAt } = friend
  const { rowCount } = await tx.query(
    sql`insert into line_friends as f (connection_id, user_id, display_name, is_friend, changed_at)
        values (${connectionId}, ${userId}, ${displayName ?? ''}, ${isFriend}, ${changedAt})
        on conflict (connection_id, user_id) do update set is_friend = excluded.is_friend,
          changed_at = excluded.changed_at, display_name = coalesce(${displayName}::text, f.display_name)
        where f.changed_at < excluded.changed_at`,
  )
  return rowCount === 1
}

/** The LINE account among the ways to reach the customer: whether it can be reached, called as its owner calls it. */
export async function writeContact(
  tx: Tx,
  whose: Whose,
  contact: { userId: string; sourceId: number; label: string | null; status: 'verified' | 'unreachable'; now: Date },
): Promise<void> {
  const { customerId, recordId } = whose
  const { userId, sourceId, label, status, now } = contact
  const key = contactKey('line', userId)
  const former = await one<{ id: number; version: number; label: string; status: string }>(
    tx,
    sql`select id, version, label, status from contact_points
        where customer_id = ${customerId} and kind = 'line' and key = ${key} for update`,
  )
  if (!former) {
    await tx.query(sql`
      insert into contact_points (customer_id, kind, value, key, label, is_primary, status, source_id, record_id, created_at,
        updated_at)
      values (${customerId}, 'line', ${userId}, ${key}, ${label ?? ''}, not exists (
        select from contact_points where customer_id = ${customerId} and kind = 'line'), ${status}, ${sourceId}, ${recordId},
        ${now}, ${now})`)
    await awaitMatching(tx, [customerId], now)
    return
  }
  const diff = Object.fromEntries(
    Object.entries({ label: label ?? former.label, status }).flatMap(([field, after]) => {
      const before = former[field as 'label' | 'status']
      return before === after ? [] : [[field, [before, after]]]
    }),
  )
  if (Object.keys(diff).length === 0) return
  const version = former.version + 1
  await tx.query(sql`
    update contact_points set label = ${label ?? former.label}, status = ${status}, version = ${version}, updated_at = ${now}
    where customer_id = ${customerId} and id = ${former.id}`)
  await tx.query(sql`
    insert into customer_changes (customer_id, record_id, at, via, subject, subject_id, version, diff)
    values (${customerId}, ${recordId}, ${now}, 'system', 'contact-point', ${former.id}, ${version}, ${JSON.stringify(diff)})`)
  const data = { subject: 'contact-point', fields: Object.keys(diff) }
  await announce(tx, now, 'customer.updated', { customerId, data })
}

export async function appendEntry(
  tx: Tx,
  whose: Whose,
  entry: { kind: string; at: Date; sourceId: number; data: Record<string, unknown>; now: Date },
): Promise<void> {
  const { kind, at, sourceId, data, now } = entry
  await tx.query(sql`
    insert into events (customer_id, record_id, kind, at, source_id, data, recorded_at)
    values (${whose.customerId}, ${whose.recordId}, ${kind}, ${at}, ${sourceId}, ${JSON.stringify(data)}, ${now})`)
}

/** Whether more is known of a customer than a LINE account: a name, or a number of another system. */
export async function isKnownOtherwise(tx: Tx, customerId: number, sourceId: number): Promise<boolean> {
  const row = await one(
    tx,
    sql`select from customers c where id = ${customerId} and (family_name || given_name || company_name <> ''
          or exists (select from customer_refs where customer_id = c.id and source_id <> ${sourceId}))`,
  )
  return row !== undefined
}

export async function isFriendKnown(db: Db, connectionId: number, userId: string): Promise<boolean> {
  const row = await one(
    db,
    sql`select from line_friends where connection_id = ${connectionId} and user_id = ${userId} and display_name <> ''`,
  )
  return row !== undefined
}

export interface Overview {
  friends: number
  blocked: number
  linked: number
}

export async function readOverview(db: Db, connectionId: number, sourceId: number): Promise<Overview> {
  const row = await one<Overview>(
    db,
    sql`select count(*) filter (where is_friend) as friends, count(*) filter (where not is_friend) as blocked,
          count(*) filter (where is_friend and exists (
            select from customer_refs ref join customer_refs other
              on other.customer_id = ref.customer_id and other.source_id <> ref.source_id
            where ref.external_id = friend.user_id and ref.source_id = ${sourceId})) as linked
        from line_friends friend where connection_id = ${connectionId}`,
  )
  return row as Overview
}
