import { many, sql, type Tx } from '../../platform/db/db.ts'

/** kind of contact point → the id of the primary one */
export type Primaries = Record<string, number>

/** customer → its primary contact points */
export async function readPrimaries(tx: Tx, customerIds: readonly number[]): Promise<Map<number, Primaries>> {
  const rows = await many<{ customerId: number; primaries: Primaries }>(
    tx,
    sql`select customer_id as "customerId", jsonb_object_agg(kind, id) as primaries from contact_points
        where customer_id = any(${customerIds}) and is_primary group by customer_id`,
  )
  return new Map(rows.map(({ customerId, primaries }) => [customerId, primaries]))
}

/** What should be the primary contact points of a customer: the first one that is there. */
export interface Wanted {
  customerId: number
  /** only where it has none */
  isFallback?: boolean
  /** kind → ids in the order of preference */
  wanted: Record<string, number[]>
}

/**
 * Each kind of a customer has one primary contact point: of those wanted the first that is there, else the one that is
 * primary, else the oldest that can be used. Leaves no history: taking a merge back gives each its own again.
 */
export async function settlePrimaries(tx: Tx, settled: readonly Wanted[]): Promise<void> {
  const wanted = settled.flatMap(({ customerId, wanted: kinds }) =>
    Object.entries(kinds).flatMap(([kind, ids]) => ids.map((id, place) => ({ customer: customerId, kind, id, place }))),
  )
  const keeping = settled.filter(({ isFallback }) => isFallback).map(({ customerId }) => customerId)
  await tx.query(sql`
    with best as (
      select distinct on (p.customer_id, p.kind) p.customer_id, p.kind, p.id
      from contact_points p left join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
          as wanted (customer bigint, kind text, id bigint, place integer)
        on wanted.customer = p.customer_id and wanted.kind = p.kind and wanted.id = p.id
      where p.customer_id = any(${settled.map(({ customerId }) => customerId)})
      order by p.customer_id, p.kind, p.is_primary and p.customer_id = any(${keeping}) desc,
        wanted.place nulls last, p.is_primary desc, p.status in ('unreachable', 'wrong'), p.id
    )
    update contact_points p set is_primary = (p.id = best.id) from best
    where p.customer_id = best.customer_id and p.kind = best.kind and p.is_primary <> (p.id = best.id)`)
}
