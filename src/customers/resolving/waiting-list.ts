import { type Db, sql } from '../../platform/db/db.ts'

/** These records changed: they are matched anew soon, also those that are being matched just now. */
export async function awaitMatching(db: Db, ids: readonly number[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await db.query(
    sql`insert into match_waiting (customer_id, since) select distinct unnest(${ids}::bigint[]), ${now}::timestamptz order by 1
        on conflict (customer_id) do update set since = clock_timestamp()`,
  )
}
