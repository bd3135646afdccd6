import { type Db, sql, type Tx } from '../../platform/db/db.ts'
import type { Explanation } from '../matching/index.ts'

/** Two customers who may be one person, the smaller id first. */
export interface Found extends Explanation {
  customerId: number
  otherId: number
}

/** Powers of two are kept by tenths: what a screen shows. */
const evidenceOf = (found: Found) =>
  JSON.stringify(found.evidence.map(({ code, bits }) => [code, Math.round(bits * 10) / 10]))

/**
 * Proposes pairs or renews what is said of them. Those of customers who are no more, and of whom somebody said that they
 * are two people, are left out. (Reads metrics, a higher room's table.)
 */
export async function propose(tx: Tx, pairs: readonly Found[], now: Date): Promise<void> {
  for (let from = 0; from < pairs.length; from += 5000) {
    const some = pairs.slice(from, from + 5000)
    await tx.query(
      sql`insert into match_proposals (customer_id, other_id, chance, household, rule, veto, evidence, value, weight,
            found_at, renewed_at)
          select customer_id, other_id, chance, household, rule, veto, evidence, value,
            (greatest(value, 0) + 1) * (1 - chance), ${now}, ${now}
          from (
            select found.*, coalesce(one.net_sales, 0) + coalesce(other.net_sales, 0) as value
            from unnest(${some.map(({ customerId }) => customerId)}::bigint[], ${some.map(({ otherId }) => otherId)}::bigint[],
                ${some.map(({ chance }) => chance)}::float8[], ${some.map(({ household }) => household)}::float8[],
                ${some.map(({ rule }) => rule ?? null)}::text[], ${some.map(({ veto }) => veto ?? null)}::text[],
                ${some.map(evidenceOf)}::jsonb[])
                found (customer_id, other_id, chance, household, rule, veto, evidence)
              left join customer_metrics one on one.customer_id = found.customer_id
              left join customer_metrics other on other.customer_id = found.other_id
            where exists (select from customers c where c.id = found.customer_id)
              and exists (select from customers c where c.id = found.other_id)) valued
          on conflict (customer_id, other_id) do update set chance = excluded.chance, household = excluded.household,
            rule = excluded.rule, veto = excluded.veto, evidence = excluded.evidence, value = excluded.value,
            weight = excluded.weight, renewed_at = excluded.renewed_at`,
    )
  }
}

/** Proposals that nothing renewed since `now` are over. */
export async function dropStale(db: Db, now: Date): Promise<number> {
  const { rowCount } = await db.query(sql`delete from match_proposals where renewed_at < ${now}`)
  return rowCount ?? 0
}

/** Proposals of one customer that are not among those found now are over. */
export async function dropOthersOf(db: Db, id: number, found: readonly Found[]): Promise<void> {
  const others = found.map(({ customerId, otherId }) => (customerId === id ? otherId : customerId))
  await db.query(
    sql`delete from match_proposals where (customer_id = ${id} and not other_id = any(${others}))
          or (other_id = ${id} and not customer_id = any(${others}))`,
  )
}

/** A pair in the order in which it is kept. */
export function inOrder(one: number, other: number): { customerId: number; otherId: number } {
  return one < other ? { customerId: one, otherId: other } : { customerId: other, otherId: one }
}
