import { type Db, type Sql, sql } from './db/db.ts'

/** What was done to what: `customer.updated`. */
export type Topic = `${string}.${string}`

interface From {
  /** a file that somebody brings, not news */
  fromFile?: boolean
}

/** Whoever listens on it hears when something was announced and committed. */
export const announcedChannel = 'tokui_announced'

/**
 * Writes down, in the transaction of what happened, whom it is to be told: one row for each connection that wants to know.
 * Where nobody does, this costs a look at a handful of connections. `data` holds ids and what the topic says, never
 * personal data: it stays in the log of deliveries.
 */
export async function announce(
  db: Db,
  now: Date,
  topic: Topic,
  about: { customerId: number; data?: object },
): Promise<void> {
  const data = JSON.stringify(about.data ?? {})
  await announceAll(db, now, topic, sql`select ${about.customerId}::bigint as customer_id, ${data}::jsonb as data`)
}

/** The same of several customers, with nothing more to say of each. */
export async function announceEach(
  db: Db,
  now: Date,
  topic: Topic,
  customerIds: number[],
  data: object = {},
  options: From = {},
): Promise<void> {
  if (customerIds.length === 0) return
  const rows = sql`select customer_id, ${JSON.stringify(data)}::jsonb as data from unnest(${customerIds}::bigint[]) customer_id`
  await announceAll(db, now, topic, rows, options)
}

/**
 * The same for many at once: `rows` selects customer_id and data. What comes from files is told to those connections
 * alone that asked for it: a million orders of former years are no news.
 */
export async function announceAll(
  db: Db,
  now: Date,
  topic: Topic,
  rows: Sql,
  { fromFile = false }: From = {},
): Promise<void> {
  await db.query(sql`
    with wanting as materialized (
      select id from connections
      where kind = 'webhook-out' and is_active and settings -> 'topics' ? ${topic}::text
        and (not ${fromFile}::boolean or settings -> 'withFiles' = 'true')
    ), told as (
      insert into deliveries (connection_id, topic, lane, data, at, due_at)
      select wanting.id, ${topic}::text, happened.customer_id,
        jsonb_build_object('customerId', nullif(happened.customer_id, 0)) || happened.data,
        ${now}::timestamptz, ${now}::timestamptz
      from wanting cross join lateral (${rows}) happened
      returning 1
    )
    select pg_notify(${announcedChannel}, '') from (select from told limit 1) any_told`)
}
