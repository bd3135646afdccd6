import { addDays } from '../../platform/calendar.ts'
import { type Db, many, type Pool, prepared, sql, type Tx } from '../../platform/db/db.ts'

/**
 * Messages that were taken in, by day of arrival, so that one sent again is not taken in again. Each is looked for among
 * those of today and yesterday; one that happened more than a day ago may have come before then, and is looked for among
 * all that are kept. Whoever sends again sends the same message, with its own time.
 */
export const keptDays = 30
const dayMilliseconds = 86_400_000

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)
const tableOf = (day: string): string => `received_messages_${day.replaceAll('-', '')}`

const madeDays = new WeakMap<Pool, string>()

/** Makes the table of a day, before the transaction that needs it; afterwards it costs nothing. */
export async function openDay(pool: Pool, now: Date): Promise<void> {
  const day = dayOf(now)
  if (madeDays.get(pool) === day) return
  await makeDay(pool, day)
  madeDays.set(pool, day)
}

async function makeDay(db: Db, day: string): Promise<void> {
  try {
    await db.query(
      sql.raw(
        `create table if not exists ${tableOf(day)} partition of received_messages (primary key (key)) for values in ('${day}')`,
      ),
    )
  } catch (error) {
    // another process made it at the same moment
    if (!/^(42P07|23505|42P17)$/.test((error as { code?: string }).code ?? '')) throw error
  }
}

export interface Received {
  key: string
  at: number
}

/** Keeps the keys of messages; gives back those that were not kept before. */
export async function keepMessages(tx: Tx, now: Date, messages: readonly Received[]): Promise<Set<string>> {
  const today = dayOf(now)
  const yesterday = addDays(today, -1)
  const late = messages.filter(({ at }) => now.getTime() - at >= dayMilliseconds).map(({ key }) => key)
  const known = late.length > 0 ? await keptBefore(tx, yesterday, late) : new Set<string>()
  // in one order in every process, so that none waits for another that waits for it
  const keys = [...new Set(messages.map(({ key }) => key))].filter((key) => !known.has(key)).sort()
  const rows = await many<{ key: string }>(
    tx,
    prepared(sql`
      insert into received_messages (on_day, key)
      select ${today}::date, given.key from unnest(${keys}::uuid[]) given (key)
      where not exists (select from received_messages before where before.key = given.key and before.on_day = ${yesterday}::date)
      on conflict do nothing returning key`),
  )
  return new Set(rows.map(({ key }) => key))
}

async function keptBefore(tx: Tx, day: string, keys: string[]): Promise<Set<string>> {
  const rows = await many<{ key: string }>(
    tx,
    prepared(sql`select key from received_messages where key = any(${keys}::uuid[]) and on_day < ${day}::date`),
  )
  return new Set(rows.map(({ key }) => key))
}

/** Drops the days that are too old, and makes tomorrow's table before anybody waits for it. */
export async function turnDays(db: Db, now: Date): Promise<void> {
  await makeDay(db, addDays(dayOf(now), 1))
  const oldest = tableOf(addDays(dayOf(now), -keptDays))
  const names = await many<{ name: string }>(
    db,
    sql`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'received_messages'::regclass and c.relname < ${oldest}`,
  )
  for (const { name } of names) await db.query(sql.raw(`drop table ${name}`))
}
