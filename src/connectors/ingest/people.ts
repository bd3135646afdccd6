import { nameKeys } from '../../customers/index.ts'
import { announceEach } from '../../platform/announce.ts'
import { type Db, many, prepared, sql, type Tx } from '../../platform/db/db.ts'
import { addressLine, type Person, personKeys } from '../imports/person.ts'

/** Whose number a source knows. */
export interface Numbered {
  sourceId: number
  number: string
}

/** A customer's record as found by a reference. */
export interface Whose {
  customerId: number
  /** the record it came from, where two were made one */
  recordId: number | null
}

export const numberedAs = ({ sourceId, number }: Numbered): string => `${sourceId} ${number}`

export async function findNumbered(db: Db, asked: readonly Numbered[]): Promise<Map<string, Whose>> {
  if (asked.length === 0) return new Map()
  const rows = await many<Numbered & Whose>(
    db,
    prepared(sql`
      select ref.source_id as "sourceId", ref.external_id as number, ref.customer_id as "customerId", ref.record_id as "recordId"
      from unnest(${asked.map(({ number }) => number)}::text[], ${asked.map(({ sourceId }) => sourceId)}::int[])
          as asked (external_id, source_id)
        join customer_refs ref using (external_id, source_id)`),
  )
  return new Map(rows.map((row) => [numberedAs(row), row]))
}

/** The way a person may be reached, as the record compares it. */
export interface Contact {
  kind: 'email' | 'phone'
  key: string
}

export const contactsOf = (person: Person): Contact[] => {
  const { emailKey, phoneKey } = personKeys(person)
  return [
    ...(emailKey ? [{ kind: 'email' as const, key: emailKey }] : []),
    ...(phoneKey ? [{ kind: 'phone' as const, key: phoneKey }] : []),
  ]
}

/** Of whom a contact point is known to be, where it was verified and is one person's. */
export async function findVerified(db: Db, asked: readonly Contact[]): Promise<Map<string, Whose>> {
  if (asked.length === 0) return new Map()
  const rows = await many<Contact & Whose>(
    db,
    sql`select point.kind, point.key, min(point.customer_id) as "customerId",
          (array_agg(point.record_id))[1] as "recordId"
        from unnest(${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ key }) => key)}::text[]) as asked (kind, key)
          join contact_points point on point.key = asked.key and point.kind = asked.kind
        where point.status = 'verified' and point.kind <> 'address'
        group by point.kind, point.key having count(distinct point.customer_id) = 1`,
  )
  return new Map(rows.map((row) => [`${row.kind} ${row.key}`, row]))
}

/** A record to be made for a number nobody has. */
export type NewPerson = Numbered & { person: Person }

const columns = sql`external_id text, source_id integer, family_name text, given_name text, family_kana text, given_kana text,
  company_name text, birth_on date, gender text, name_key text, given_name_key text, kana_key text, given_kana_key text,
  email text, email_key text, phone text, phone_key text, postcode text, prefecture text, address1 text, address2 text,
  address_line text, address_key text`

/** Makes the record of each number, unless another process just did; the references made. */
export async function makePeople(tx: Tx, now: Date, people: readonly NewPerson[]): Promise<Map<string, Whose>> {
  if (people.length === 0) return new Map()
  const rows = await many<Numbered & Whose>(
    tx,
    sql`
    with given as materialized (
      select nextval((select pg_get_serial_sequence('customers', 'id')::regclass)) as id, given.*
      from jsonb_to_recordset(${JSON.stringify(people.map(rowOf))}::jsonb) as given (${columns})
    ), ref as (
      insert into customer_refs (external_id, source_id, customer_id)
      select external_id, source_id, id from given order by external_id on conflict do nothing
      returning external_id, source_id, customer_id
    ), person as (
      select given.* from given join ref on ref.customer_id = given.id
    ), customer as (
      insert into customers (id, number, family_name, given_name, family_kana, given_kana, company_name, birth_on, gender,
        name_key, given_name_key, kana_key, given_kana_key, created_at, updated_at)
      select id, external_id, family_name, given_name, family_kana, given_kana, company_name, birth_on, gender,
        name_key, given_name_key, kana_key, given_kana_key, ${now}, ${now} from person
    ), contact as (
      insert into contact_points (customer_id, kind, value, key, postcode, prefecture, address1, address2, is_primary,
        source_id, created_at, updated_at)
      select id, kind, value, key, postcode, prefecture, address1, address2, true, source_id, ${now}, ${now} from (
        select id, source_id, 'email' as kind, email as value, email_key as key, null as postcode, null as prefecture,
          null as address1, null as address2 from person where email <> ''
        union all select id, source_id, 'phone', phone, phone_key, null, null, null, null from person where phone <> ''
        union all select id, source_id, 'address', address_line, address_key, postcode, prefecture, address1, address2
          from person where address_line <> '' or postcode <> '') contact
    )
    select source_id as "sourceId", external_id as number, customer_id as "customerId", null as "recordId" from ref`,
  )
  await announceEach(
    tx,
    now,
    'customer.created',
    rows.map(({ customerId }) => customerId),
  )
  return new Map(rows.map((row) => [numberedAs(row), row]))
}

export const nobody: Person = {
  familyName: '',
  givenName: '',
  familyKana: '',
  givenKana: '',
  companyName: '',
  email: '',
  phone: '',
  postcode: '',
  prefecture: '',
  address1: '',
  address2: '',
  birthOn: null,
  gender: null,
}

function rowOf({ sourceId, number, person }: NewPerson) {
  const keys = { ...personKeys(person), ...nameKeys(person) }
  return {
    external_id: number,
    source_id: sourceId,
    family_name: person.familyName,
    given_name: person.givenName,
    family_kana: person.familyKana,
    given_kana: person.givenKana,
    company_name: person.companyName,
    birth_on: person.birthOn,
    gender: person.gender,
    name_key: keys.nameKey,
    given_name_key: keys.givenNameKey,
    kana_key: keys.kanaKey,
    given_kana_key: keys.givenKanaKey,
    email: person.email,
    email_key: keys.emailKey,
    phone: person.phone,
    phone_key: keys.phoneKey,
    postcode: person.postcode,
    prefecture: person.prefecture,
    address1: person.address1,
    address2: person.address2,
    address_line: addressLine(person),
    address_key: keys.addressKey,
  }
}
