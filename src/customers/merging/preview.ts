import { type Actor, may } from '../../platform/access.ts'
import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { maskContact } from '../contacts/mask.ts'
import { readDefinitions } from '../profile/attributes.ts'
import { requireCustomer, seenBy } from '../seen.ts'
import { type MergePreview, type MergeReply, movedThings, type UnmergePreview } from './contract.ts'
import { isEmpty, takeBack, taken } from './fields.ts'
import { comparableTables, sameness } from './move.ts'
import { findNeverSame } from './never-same.ts'
import { findMerged, readMerged, readShown } from './store.ts'
import type { Merging } from './tables.ts'
import { branchOf, type Merged } from './tree.ts'

type Standing = 'granted' | 'refused' | 'unknown'

/** What holds of consent for a customer; a higher room knows. */
export type StandingsOf = (
  db: Db,
  customerId: number,
) => Promise<{ channel: string; purpose: string; standing: Standing }[]>

export interface Previewing {
  db: Db
  actor: Actor
  merging: Merging
}

/** What would follow from a merge. Changes nothing. */
export async function previewOf(
  { db, actor, merging }: Previewing,
  standingsOf: StandingsOf,
  into: number,
  from: number,
) {
  if (into === from) throw new Refusal('invalid-request', {}, [{ field: 'from', code: 'not-a-choice' }])
  await requireCustomer(db, actor, into)
  await requireCustomer(db, actor, from)
  const [own, theirs] = [await fieldsOf(db, into), await fieldsOf(db, from)]
  const labels = await labelsOf(db)
  const diff = taken(own, theirs, {})
  const names = [...new Set([...Object.keys(own), ...Object.keys(theirs)])]
  const all = await readMerged(db, [into, from])
  return {
    into: await personIn(db, into),
    from: await personIn(db, from),
    fields: names
      .filter((field) => !isEmpty(own[field]) || !isEmpty(theirs[field]))
      .map((field) => ({
        field,
        label: labels.get(field) ?? null,
        into: own[field] ?? null,
        from: theirs[field] ?? null,
        shown: field in diff ? ('from' as const) : ('into' as const),
      })),
    primaries: await primariesOf(db, actor, into, from),
    moved: await countMoved(db, from),
    doubles: await countDoubles(db, merging, into, from),
    consents: consequences(await standingsOf(db, into), await standingsOf(db, from)),
    notSame: await findNeverSame(db, [into, from], all),
  } satisfies Omit<MergePreview, 'notSame'> & { notSame: { at: Date } | null }
}

async function fieldsOf(db: Db, id: number) {
  return (await readShown(db, [id])).records.get(id)?.fields ?? {}
}

async function labelsOf(db: Db): Promise<Map<string, string>> {
  return new Map((await readDefinitions(db)).map(({ key, name }) => [`attributes.${key}`, name]))
}

async function personIn(db: Db, id: number): Promise<MergePreview['into']> {
  const row = await one<MergePreview['into']>(
    db,
    sql`select id, version, number, family_name as "familyName", given_name as "givenName",
          company_name as "companyName" from customers where id = ${id}`,
  )
  if (!row) throw new Refusal('not-found')
  return row
}

interface Point {
  kind: string
  value: string
  prefecture: string | null
  postcode: string | null
  address1: string | null
  address2: string | null
}

async function primariesOf(db: Db, actor: Actor, into: number, from: number): Promise<MergePreview['primaries']> {
  const rows = await many<{ kind: string; into: Point; from: Point }>(
    db,
    sql`select own.kind, to_jsonb(own) as into, to_jsonb(theirs) as from
        from contact_points own join contact_points theirs on theirs.kind = own.kind and theirs.is_primary
          and theirs.customer_id = ${from} and theirs.key <> own.key
        where own.customer_id = ${into} and own.is_primary order by own.kind`,
  )
  const shown = (point: Point) => (may(actor, 'contacts.read') ? point : maskContact(point)).value
  return rows.map((row) => ({ kind: row.kind, into: shown(row.into), from: shown(row.from) }))
}

/** How many rows of a customer, or of some of its records, would change their place. Reads tables of higher rooms. */
async function countMoved(db: Db, customerId: number, records?: readonly number[]): Promise<MergePreview['moved']> {
  const whose = records ? sql`and coalesce(record_id, customer_id) = any(${records})` : sql.empty
  const counts = movedThings.map(
    (what) => sql`select ${what} as what, count(*) from ${sql.raw(what)} where customer_id = ${customerId} ${whose}`,
  )
  const rows = await many<MergePreview['moved'][number]>(db, sql.join(counts, ' union all '))
  return rows.filter(({ count }) => count > 0)
}

async function countDoubles(db: Db, merging: Merging, into: number, from: number): Promise<number> {
  const counts = comparableTables(merging.tables).map(
    ({ name, same }) => sql`select count(*) from ${sql.raw(name)} theirs where customer_id = ${from} and exists (
      select from ${sql.raw(name)} own where own.customer_id = ${into} and ${sameness('own', same)} = ${sameness('theirs', same)})`,
  )
  const row = await one<{ count: number }>(
    db,
    sql`select sum(count)::bigint as count from (${sql.join(counts, ' union all ')}) counted`,
  )
  return row?.count ?? 0
}

function consequences(
  own: Awaited<ReturnType<StandingsOf>>,
  theirs: Awaited<ReturnType<StandingsOf>>,
): MergePreview['consents'] {
  const strictness = ['unknown', 'granted', 'refused'] as const
  return own.flatMap(({ channel, purpose, standing: into }) => {
    const from = theirs.find((one) => one.channel === channel && one.purpose === purpose)?.standing ?? 'unknown'
    const after = strictness[Math.max(strictness.indexOf(into), strictness.indexOf(from))] as Standing
    return into === from ? [] : [{ channel, purpose, into, from, after }]
  })
}

/** Merges of a customer and of the records that are part of it, also those taken back. Names only of those seen. */
export async function mergesOf(db: Db, actor: Actor, customerId: number) {
  await requireCustomer(db, actor, customerId)
  const records = [customerId, ...(await readMerged(db, [customerId])).map(({ id }) => id)]
  return many<Omit<MergeReply, 'at' | 'undoneAt'> & { at: Date; undoneAt: Date | null }>(
    db,
    sql`select merge.id, merge.record_id as "recordId", merge.into_id as "intoId", merge.at, why, staff.name as "staffName",
          evidence, undone_at as "undoneAt", undoer.name as "undoneByName", coalesce(m.row ->> 'number', customer.number) as number,
          coalesce(nullif(concat(coalesce(m.row ->> 'family_name', customer.family_name), ' ',
            coalesce(m.row ->> 'given_name', customer.given_name)), ' '),
            m.row ->> 'company_name', customer.company_name, '') as name
        from customer_merges merge left join staff on staff.id = merge.staff_id left join staff undoer on undoer.id = undone_by
          left join merged_customers m on m.id = merge.record_id
          left join customers customer on customer.id = merge.record_id and ${seenBy(actor)}
        where merge.into_id = any(${records}) or merge.record_id = any(${records}) order by merge.id desc limit 200`,
  )
}

/** The merge of a customer that is in force. */
export async function mergeInForce(db: Db, customerId: number, mergeId: number): Promise<Merged> {
  const found = (await findMerged(db, [mergeId])).find((merged) => merged.customerId === customerId)
  if (!found) throw new Refusal('not-found')
  return found
}

/** What would follow from taking a merge back. Changes nothing. */
export async function reversalOf(
  { db, actor }: Previewing,
  customerId: number,
  mergeId: number,
): Promise<UnmergePreview> {
  await requireCustomer(db, actor, customerId)
  const merged = await mergeInForce(db, customerId, mergeId)
  const branch = branchOf(merged.id, await readMerged(db, [customerId]))
  const shown = await readShown(db, [customerId])
  takeBack(shown, merged.id)
  const labels = await labelsOf(db)
  const fields = Object.entries(shown.changed.get(customerId) ?? {})
  return {
    records: await namesOf(db, branch),
    moved: await countMoved(db, customerId, branch),
    fields: fields.map(([field, [now, after]]) => ({ field, label: labels.get(field) ?? null, now, after })),
    heardMeanwhile: await countHeard(db, customerId, mergeId),
  }
}

async function namesOf(db: Db, records: readonly number[]): Promise<UnmergePreview['records']> {
  return many(
    db,
    sql`select id, coalesce(nullif(concat(row ->> 'family_name', ' ', row ->> 'given_name'), ' '), row ->> 'company_name', '') as name
        from merged_customers where id = any(${records}) order by array_position(${records}::bigint[], id)`,
  )
}

/** Reads consents, a higher room's table. */
async function countHeard(db: Db, customerId: number, mergeId: number): Promise<number> {
  const row = await one<{ count: number }>(
    db,
    sql`select count(*) from consents where customer_id = ${customerId} and record_id is null and via <> 'import'
          and recorded_at > (select at from customer_merges where id = ${mergeId})`,
  )
  return row?.count ?? 0
}
