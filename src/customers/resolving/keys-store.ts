import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { keysOf } from '../matching/index.ts'
import { lookupKeys } from './keys.ts'
import { readSome } from './read-records.ts'

const page = 5000
/** From so many records on it is quicker to make the index anew. */
const plenty = 100_000
const nobody = { written: new Set<string>(), readings: new Set<string>() }

/** Gives keys to every record that has none, and drops those of records that are no more. */
export async function storeMissingKeys(db: Db): Promise<void> {
  await db.query(sql`delete from match_keys k where not exists (select from customers c where c.id = k.customer_id)`)
  const missing = await one<{ count: number }>(
    db,
    sql`select count(*) as count from customers c where not exists (select from match_keys k where k.customer_id = c.id)`,
  )
  if ((missing?.count ?? 0) > plenty) await db.query(sql`drop index if exists match_keys_keys`)
  for (let after = 0; ; ) {
    const rows = await many<{ id: number }>(
      db,
      sql`select id from customers c where id > ${after} and not exists (select from match_keys k where k.customer_id = c.id)
          order by id limit ${page}`,
    )
    const last = rows.at(-1)
    if (!last) break
    after = last.id
    const known = await readSome(
      db,
      rows.map(({ id }) => id),
    )
    await db.query(
      sql`insert into match_keys (customer_id, keys)
          select id, keys::bigint[] from unnest(${known.map(({ id }) => id)}::bigint[],
            ${known.map(({ record }) => `{${lookupKeys(keysOf(record, nobody)).join(',')}}`)}::text[]) made (id, keys)
          on conflict (customer_id) do nothing`,
    )
  }
  await db.query(sql`create index if not exists match_keys_keys on match_keys using gin (keys) with (fastupdate = off)`)
}
