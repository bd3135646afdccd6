import type { Actor } from '../../platform/access.ts'
import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { inOrder } from '../resolving/found.ts'
import type { DecisionName } from './contract.ts'

/** What is kept of a pair, as it was when it was decided. */
export interface KeptProposal {
  customerId: number
  otherId: number
  chance: number
  rule: string | null
  veto: string | null
  evidence: [code: string, bits: number][]
}

/** What is proposed about two customers; of those of whom nothing is, that nothing is known. */
export async function readProposal(db: Db, first: number, other: number): Promise<KeptProposal> {
  const pair = inOrder(first, other)
  const row = await one<KeptProposal>(
    db,
    sql`select customer_id as "customerId", other_id as "otherId", chance, rule, veto, evidence from match_proposals
        where customer_id = ${pair.customerId} and other_id = ${pair.otherId}`,
  )
  return row ?? { ...pair, chance: 0, rule: null, veto: null, evidence: [] }
}

export interface NewDecision extends KeptProposal {
  decision: DecisionName
  via: 'screen' | 'bulk' | 'automatic'
  mergeId?: number | null
  groupId?: number | null
  actor: Pick<Actor, 'staffId'> | null
  now: Date
}

/** Writes down what was decided about a pair, with what was known of it. */
export async function insertDecision(db: Db, made: NewDecision): Promise<number> {
  const { chance, rule, veto, evidence } = made
  const row = await one<{ id: number }>(
    db,
    sql`insert into match_decisions (customer_id, other_id, decision, proposal, merge_id, group_id, via, staff_id, at)
        values (${made.customerId}, ${made.otherId}, ${made.decision}, ${JSON.stringify({ chance, rule, veto, evidence })},
          ${made.mergeId ?? null}, ${made.groupId ?? null}, ${made.via}, ${made.actor?.staffId ?? null}, ${made.now})
        returning id`,
  )
  return (row as { id: number }).id
}

export interface MadeDecision {
  id: number
  customerId: number
  otherId: number
  decision: DecisionName
  mergeId: number | null
  groupId: number | null
  at: Date
  undoneAt: Date | null
}

export async function findDecision(db: Db, id: number): Promise<MadeDecision | undefined> {
  return one<MadeDecision>(
    db,
    sql`select id, customer_id as "customerId", other_id as "otherId", decision, merge_id as "mergeId",
          group_id as "groupId", at, undone_at as "undoneAt"
        from match_decisions where id = ${id} for update`,
  )
}

export async function markUndone(db: Db, id: number, staffId: number, now: Date): Promise<void> {
  await db.query(sql`update match_decisions set undone_at = ${now}, undone_by = ${staffId} where id = ${id}`)
}

export interface DecidedRow {
  id: number
  customerId: number
  otherId: number
  names: string[]
  decision: DecisionName
  chance: number
  via: 'screen' | 'bulk' | 'automatic'
  staffName: string | null
  at: Date
  undoneAt: Date | null
}

/** Newest first; only pairs whose records, or what they became part of, `seen` lets through. */
export async function listDecided(
  db: Db,
  { seen, before, limit }: { seen: ReturnType<typeof sql>; before: number; limit: number },
): Promise<DecidedRow[]> {
  const today = (id: string) =>
    sql.raw(`coalesce((select m.customer_id from merged_customers m where m.id = ${id}), ${id})`)
  return many<DecidedRow>(
    db,
    sql`select d.id, d.customer_id as "customerId", d.other_id as "otherId", d.decision,
          (d.proposal->>'chance')::float8 as chance, d.via, staff.name as "staffName", d.at, d.undone_at as "undoneAt",
          array[${nameOf('d.customer_id')}, ${nameOf('d.other_id')}] as names
        from match_decisions d left join staff on staff.id = d.staff_id
        where d.id < ${before}
          and exists (select from customers customer where customer.id = ${today('d.customer_id')} and ${seen})
          and exists (select from customers customer where customer.id = ${today('d.other_id')} and ${seen})
        order by d.id desc limit ${limit}`,
  )
}

/** The name of a customer, or of the record it was before it became part of another. */
function nameOf(id: string) {
  return sql.raw(`coalesce(
    (select coalesce(nullif(trim(family_name || ' ' || given_name), ''), company_name) from customers where id = ${id}),
    (select coalesce(nullif(trim((row->>'family_name') || ' ' || (row->>'given_name')), ''), row->>'company_name')
     from merged_customers where id = ${id}), '')`)
}
