import { type Db, many, sql } from '../../platform/db/db.ts'

/** Whether somebody said of two customers, or of records that are part of them, that they are two people. */
export type Never = (one: number, other: number) => boolean

/** Of everybody, or of some customers and those beside them. */
export async function readNever(db: Db, ids: readonly number[] | null = null): Promise<Never> {
  const rows = await many<{ a: number; b: number }>(
    db,
    sql`select * from (
          select coalesce(one.customer_id, n.record_a) as a, coalesce(other.customer_id, n.record_b) as b
          from never_same n left join merged_customers one on one.id = n.record_a
            left join merged_customers other on other.id = n.record_b) said
        where ${ids}::bigint[] is null or a = any(${ids}) or b = any(${ids})`,
  )
  const pairs = new Set(rows.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]))
  return (one, other) => pairs.has(`${one} ${other}`)
}
