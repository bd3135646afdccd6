import { awaitMatching, nameKeys } from '../../customers/index.ts'
import { announceEach } from '../../platform/announce.ts'
import { many, sql, type Tx } from '../../platform/db/db.ts'
import type { Person } from '../imports/person.ts'
import { contactsOf } from './people.ts'

/** What a server with a trusted key says of somebody who has a record. */
export interface Told {
  customerId: number
  /** the record it is, where two were made one */
  recordId: number | null
  sourceId: number
  person: Person
}

interface Row {
  id: number
  version: number
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
  birthOn: string | null
  gender: string | null
}

/** Fields that go together: all of them are empty, or none is touched. */
const parts = [
  ['familyName', 'givenName'],
  ['familyKana', 'givenKana'],
  ['companyName'],
  ['birthOn'],
  ['gender'],
] as const

/**
 * Fills what is empty in records and adds contact points that are missing; never changes what stands there. What people
 * wrote, and what a shop's own files say, is worth more than what a page sends along.
 */
export async function fillGaps(tx: Tx, now: Date, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  // the last of several of one person
  const latest = new Map(told.map((one) => [one.customerId, one]))
  const rows = await many<Row>(
    tx,
    sql`select id, version, family_name as "familyName", given_name as "givenName", family_kana as "familyKana",
          given_kana as "givenKana", company_name as "companyName", birth_on as "birthOn", gender
        from customers where id = any(${[...latest.keys()]}::bigint[]) order by id for update`,
  )
  const filled = rows.flatMap((row) => {
    const one = latest.get(row.id)
    // the fields of a record that is part of another are that other's
    const after = one?.recordId === null ? fill(row, one.person) : null
    return after ? [after] : []
  })
  if (filled.length > 0) await writeFilled(tx, now, filled)
  await addContacts(tx, now, [...latest.values()])
}

interface Filled {
  row: Row
  diff: Record<string, [string | null, string | null]>
}

/** The record with its gaps filled; null: there was nothing to fill. */
export function fill(row: Row, person: Person): Filled | null {
  const after = { ...row }
  const diff: Filled['diff'] = {}
  for (const part of parts) {
    if (part.some((field) => row[field]) || !part.some((field) => person[field])) continue
    for (const field of part) {
      Object.assign(after, { [field]: person[field] })
      if (person[field]) diff[field] = [row[field], person[field]]
    }
  }
  return Object.keys(diff).length > 0 ? { row: { ...after, version: row.version + 1 }, diff } : null
}

async function writeFilled(tx: Tx, now: Date, filled: readonly Filled[]): Promise<void> {
  const given = filled.map(({ row, diff }) => {
    const keys = nameKeys(row)
    return {
      id: row.id,
      version: row.version,
      diff,
      family_name: row.familyName,
      given_name: row.givenName,
      family_kana: row.familyKana,
      given_kana: row.givenKana,
      company_name: row.companyName,
      birth_on: row.birthOn,
      gender: row.gender,
      name_key: keys.nameKey,
      given_name_key: keys.givenNameKey,
      kana_key: keys.kanaKey,
      given_kana_key: keys.givenKanaKey,
    }
  })
  await tx.query(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (id bigint, version integer, diff jsonb,
        family_name text, given_name text, family_kana text, given_kana text, company_name text, birth_on date, gender text,
        name_key text, given_name_key text, kana_key text, given_kana_key text)
    ), change as (
      insert into customer_changes (customer_id, at, via, subject, version, diff)
      select id, ${now}, 'system', 'customer', version, diff from given
    )
    update customers c set family_name = given.family_name, given_name = given.given_name, family_kana = given.family_kana,
      given_kana = given.given_kana, company_name = given.company_name, birth_on = given.birth_on, gender = given.gender,
      name_key = given.name_key, given_name_key = given.given_name_key, kana_key = given.kana_key,
      given_kana_key = given.given_kana_key, version = given.version, updated_at = ${now}
    from given where c.id = given.id`)
  const told = filled.map(({ row }) => row.id)
  await awaitMatching(tx, told, now)
  await announceEach(tx, now, 'customer.updated', told, { subject: 'customer' })
}

async function addContacts(tx: Tx, now: Date, told: readonly Told[]): Promise<void> {
  const points = told.flatMap(({ customerId, recordId, sourceId, person }) =>
    contactsOf(person).map(({ kind, key }) => ({ customerId, recordId, sourceId, kind, key, value: person[kind] })),
  )
  if (points.length === 0) return
  const { rows } = await tx.query<{ id: number }>(sql`
    insert into contact_points (customer_id, kind, value, key, is_primary, source_id, record_id, created_at, updated_at)
    select customer_id, kind, value, key,
      not exists (select from contact_points other where other.customer_id = given.customer_id and other.kind = given.kind),
      source_id, record_id, ${now}, ${now}
    from unnest(${points.map(({ customerId }) => customerId)}::bigint[], ${points.map(({ kind }) => kind)}::text[],
        ${points.map(({ value }) => value)}::text[], ${points.map(({ key }) => key)}::text[],
        ${points.map(({ sourceId }) => sourceId)}::int[], ${points.map(({ recordId }) => recordId)}::bigint[])
      as given (customer_id, kind, value, key, source_id, record_id)
    where exists (select from customers c where c.id = given.customer_id) and not exists (select from contact_points other
      where other.customer_id = given.customer_id and other.kind = given.kind and other.key = given.key)
    returning customer_id as id`)
  const ids = rows.map(({ id }) => id)
  await awaitMatching(tx, ids, now)
}
