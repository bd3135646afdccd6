import { type Db, one, sql } from '../platform/db/db.ts'

/** The owner of the demo shop, who is let in by a link. Reads staff. */
export async function demoOwner(db: Db): Promise<number | undefined> {
  const owner = await one<{ id: number }>(
    db,
    sql`select id from staff where role = 'owner' and deactivated_at is null order by id limit 1`,
  )
  return owner?.id
}
