import { type Db, one, sql } from '../../platform/db/db.ts'
import { branchOf, type Merged } from './tree.ts'

/** Writes down that records are not one person: each of the ones with each of the others. */
export async function noteNeverSame(
  db: Db,
  now: Date,
  staffId: number | null,
  ones: readonly number[],
  others: readonly number[],
): Promise<void> {
  await db.query(sql`
    insert into never_same (record_a, record_b, at, staff_id)
    select least(one, other), greatest(one, other), ${now}, ${staffId}
    from unnest(${ones}::bigint[]) one cross join unnest(${others}::bigint[]) other where one <> other
    on conflict do nothing`)
}

/** The newest time somebody said it of any record of the one and any of the other. */
export async function findNeverSame(
  db: Db,
  [one_, other]: readonly [number, number],
  all: readonly Merged[],
): Promise<{ at: Date; staffName: string | null } | null> {
  const [ones, others] = [branchOf(one_, all), branchOf(other, all)]
  const found = await one<{ at: Date; staffName: string | null }>(
    db,
    sql`select never.at, staff.name as "staffName" from never_same never left join staff on staff.id = never.staff_id
        where (record_a = any(${ones}) and record_b = any(${others}))
          or (record_a = any(${others}) and record_b = any(${ones}))
        order by never.at desc limit 1`,
  )
  return found ?? null
}
