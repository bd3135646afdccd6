import { type Db, many, one, type Sql, sql } from '../../platform/db/db.ts'

const short = (alias: string) =>
  sql.raw(`json_build_object('id', ${alias}.id, 'familyName', ${alias}.family_name, 'givenName', ${alias}.given_name,
    'familyKana', ${alias}.family_kana, 'givenKana', ${alias}.given_kana, 'companyName', ${alias}.company_name,
    'number', ${alias}.number)`)

interface ShortRecord {
  id: number
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
  number: string | null
}

export interface ProposalRow {
  customer: ShortRecord
  other: ShortRecord
  chance: number
  household: number
  rule: string | null
  veto: string | null
  evidence: { code: string; bits: number }[]
  value: number
  weight: number
  isLater: boolean
  foundAt: Date
}

/** Pairs of customers who are both seen; `seen` speaks of a row `customer`. */
const fromSeen = (seen: Sql) => sql`
  from match_proposals p join customers one on one.id = p.customer_id join customers other on other.id = p.other_id
  where exists (select from customers customer where customer.id = p.customer_id and ${seen})
    and exists (select from customers customer where customer.id = p.other_id and ${seen})`

export interface ProposalsAsked {
  seen: Sql
  isLater: boolean
  /** pairs of this customer alone */
  of: number | null
  after: { weight: number; customerId: number; otherId: number } | null
  limit: number
}

export async function listProposalRows(
  db: Db,
  { seen, isLater, of, after, limit }: ProposalsAsked,
): Promise<ProposalRow[]> {
  const beyond = after
    ? sql`and (p.weight, -p.customer_id, -p.other_id) < (${after.weight}, -${after.customerId}::bigint, -${after.otherId}::bigint)`
    : sql.empty
  // each half by its own index, however long the queue is
  const concerned = of
    ? sql`and (p.customer_id, p.other_id) in (
            select customer_id, other_id from match_proposals where customer_id = ${of}
            union all select customer_id, other_id from match_proposals where other_id = ${of})`
    : sql.empty
  return many<ProposalRow>(
    db,
    sql`select ${short('one')} as customer, ${short('other')} as other, p.chance, p.household, p.rule, p.veto,
          (select coalesce(json_agg(json_build_object('code', part->>0, 'bits', (part->>1)::float8) order by place), '[]')
           from jsonb_array_elements(p.evidence) with ordinality parts (part, place)) as evidence,
          p.value, p.weight, p.is_later as "isLater", p.found_at as "foundAt"
        ${fromSeen(seen)} and p.is_later = ${isLater} ${concerned} ${beyond}
        order by p.weight desc, p.customer_id, p.other_id limit ${limit}`,
  )
}

export async function countProposals(db: Db, seen: Sql): Promise<{ open: number; later: number }> {
  const row = await one<{ open: number; later: number }>(
    db,
    sql`select count(*) filter (where not p.is_later) as open, count(*) filter (where p.is_later) as later ${fromSeen(seen)}`,
  )
  return row ?? { open: 0, later: 0 }
}

/** Proposals that may be accepted together: nothing forbids them. */
const acceptable = (seen: Sql, from: number) =>
  sql`${fromSeen(seen)} and p.veto is null and p.chance >= ${from} and not p.is_later`

export async function estimate(db: Db, seen: Sql, from: number): Promise<{ pairs: number; wrong: number }> {
  const row = await one<{ pairs: number; wrong: number }>(
    db,
    sql`select count(*) as pairs, coalesce(sum(1 - p.chance), 0)::float8 as wrong ${acceptable(seen, from)}`,
  )
  return row ?? { pairs: 0, wrong: 0 }
}

export async function listAcceptable(
  db: Db,
  seen: Sql,
  from: number,
  limit: number,
): Promise<{ customerId: number; otherId: number }[]> {
  return many(
    db,
    sql`select p.customer_id as "customerId", p.other_id as "otherId" ${acceptable(seen, from)}
        order by p.chance desc, p.customer_id, p.other_id limit ${limit}`,
  )
}

export interface LastRun {
  at: Date
  report: {
    records: number
    proposals: number
    joined: number
    households: number
    companies: number
    curve: { from: number; pairs: number; wrongPerThousand: number }[]
    rules: Record<string, number>
  }
}

export async function readLastRun(db: Db): Promise<LastRun | undefined> {
  return one<LastRun>(db, sql`select at, report from match_runs where kind = 'run' order by id desc limit 1`)
}

export async function countDecided(
  db: Db,
  since: Date,
): Promise<Record<'join' | 'apart' | 'household' | 'automatic', number>> {
  const row = await one<Record<'join' | 'apart' | 'household' | 'automatic', number>>(
    db,
    sql`select count(*) filter (where decision = 'join' and via <> 'automatic') as join,
          count(*) filter (where decision = 'apart') as apart, count(*) filter (where decision = 'household') as household,
          count(*) filter (where via = 'automatic') as automatic
        from match_decisions where at >= ${since} and undone_at is null`,
  )
  return row ?? { join: 0, apart: 0, household: 0, automatic: 0 }
}
