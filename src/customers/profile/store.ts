import type { Actor } from '../../platform/access.ts'
import { type Db, many, one, prepared, type Sql, sql } from '../../platform/db/db.ts'
import { together } from '../../platform/db/together.ts'
import { type Names, nameKeys } from '../fold.ts'
import type { Fields, Value } from '../history/change.ts'
import { seenBy } from '../seen.ts'
import type { CustomerReply } from './contract.ts'

/** field → column, for the fields people write */
export const profileColumns = {
  number: 'number',
  familyName: 'family_name',
  givenName: 'given_name',
  familyKana: 'family_kana',
  givenKana: 'given_kana',
  companyName: 'company_name',
  birthOn: 'birth_on',
  gender: 'gender',
  storeId: 'store_id',
  channelId: 'channel_id',
  registeredOn: 'registered_on',
} as const satisfies Record<string, string>

export const blankProfile: Fields = {
  number: null,
  familyName: '',
  givenName: '',
  familyKana: '',
  givenKana: '',
  companyName: '',
  birthOn: null,
  gender: null,
  storeId: null,
  channelId: null,
  registeredOn: null,
}

const attributeValues = sql`(
  select coalesce(json_object_agg(d.key, coalesce(to_json(a.text_value), to_json(a.number_value), to_json(a.date_value),
    to_json(a.boolean_value))), '{}')
  from customer_attributes a join attribute_definitions d on d.id = a.attribute_id where a.customer_id = customer.id)`

export type CustomerRecord = Omit<CustomerReply, 'masked' | 'alerts' | 'createdAt' | 'updatedAt' | 'metrics'> & {
  createdAt: Date
  updatedAt: Date
  metrics: (Omit<NonNullable<CustomerReply['metrics']>, 'updatedAt'> & { updatedAt: string }) | null
  subscriptions: { overdue: number; paused: number }
}

/**
 * The whole record in one round trip, one with those others open at the same moment. Reads metrics and subscriptions,
 * higher rooms' tables.
 */
export async function readCustomer(
  db: Db,
  { storeIds }: Pick<Actor, 'storeIds'>,
  id: number,
  today: string,
): Promise<CustomerRecord | undefined> {
  return readRecords(db, id, { storeIds, today })
}

// Rows made to JSON whole, by their own names, take half the time of naming each of their values.
const readRecords = together(
  async (db, ids: number[], { storeIds, today }: { storeIds: number[] | null; today: string }) => {
    const query = sql`
    select customer.id, customer.version, customer.number, family_name as "familyName", given_name as "givenName",
      family_kana as "familyKana", given_kana as "givenKana", company_name as "companyName", birth_on as "birthOn",
      gender, store_id as "storeId", channel_id as "channelId", registered_on as "registeredOn",
      created_at as "createdAt", updated_at as "updatedAt", ${attributeValues} as attributes,
      (select coalesce(json_agg(ref), '[]') from (
         select source_id as "sourceId", external_id as "externalId" from customer_refs
         where customer_id = customer.id) ref) as refs,
      (select coalesce(json_agg(point), '[]') from (
         select id, version, kind, value, label, postcode, prefecture, address1, address2, is_primary as "isPrimary",
           status, source_id as "sourceId"
         from contact_points where customer_id = customer.id order by kind, is_primary desc, id) point) as "contactPoints",
      (select coalesce(json_agg(preference), '[]') from (
         select id, version, kind, value from preferences where customer_id = customer.id
         order by kind, id) preference) as preferences,
      (select coalesce(json_agg(tag), '[]') from (
         select t.id, t.name from customer_tags ct join tags t on t.id = ct.tag_id where ct.customer_id = customer.id
         order by t.name) tag) as tags,
      (select row_to_json(metric) from (
         select first_on as "firstOn", last_on as "lastOn", order_count as "orderCount", order_days as "orderDays",
           net_sales as "netSales", gross_profit as "grossProfit", r, f, m, rank, cpm, decile, updated_at as "updatedAt"
         from customer_metrics where customer_id = customer.id) metric) as metrics,
      (select row_to_json(counted) from (
         select count(*) filter (where paused_at is null and next_on < ${today}) as overdue,
           count(*) filter (where paused_at is not null) as paused
         from subscriptions where customer_id = customer.id and cancelled_on is null) counted) as subscriptions
    from customers customer
    where customer.id = any((select ${ids}::bigint[])::bigint[]) and ${seenBy({ storeIds })}`
    const records = await many<CustomerRecord>(db, prepared(query))
    return new Map(records.map((record) => [record.id, record]))
  },
)

/** The fields of a record as one flat list, custom attributes as `attributes.key`; locks the customer. */
export async function readProfile(
  db: Db,
  actor: Pick<Actor, 'storeIds'>,
  id: number,
): Promise<{ version: number; fields: Fields } | undefined> {
  const own = Object.entries(profileColumns).map(([field, column]) => sql.raw(`'${field}', customer.${column}`))
  const row = await one<{ version: number; fields: Fields; attributes: Fields }>(
    db,
    sql`select customer.version, json_build_object(${sql.join(own)}) as fields, ${attributeValues} as attributes
        from customers customer where customer.id = ${id} and ${seenBy(actor)} for update of customer`,
  )
  return row && { version: row.version, fields: { ...row.fields, ...prefixed(row.attributes) } }
}

export function prefixed(attributes: Fields): Fields {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value]))
}

function keysOf(profile: Fields): [Sql, Value][] {
  const keys = nameKeys(profile as unknown as Names)
  return [
    [sql`name_key`, keys.nameKey],
    [sql`given_name_key`, keys.givenNameKey],
    [sql`kana_key`, keys.kanaKey],
    [sql`given_kana_key`, keys.givenKanaKey],
  ]
}

function assignments(changed: Fields, profile: Fields): [Sql, Value][] {
  const columns: Record<string, string> = profileColumns
  const own = Object.entries(changed).flatMap(([field, value]): [Sql, Value][] =>
    columns[field] === undefined ? [] : [[sql.raw(columns[field]), value]],
  )
  return [...own, ...keysOf(profile)]
}

export async function insertCustomer(db: Db, now: Date, profile: Fields): Promise<number> {
  const values = assignments(profile, profile)
  const row = await one<{ id: number }>(
    db,
    sql`insert into customers (${sql.join(values.map(([column]) => column))}, created_at, updated_at)
        values (${sql.join(values.map(([, value]) => sql`${value}`))}, ${now}, ${now}) returning id`,
  )
  if (!row) throw new Error('no row in customers')
  return row.id
}

/** Writes changed fields; `profile` is the whole record after them, from which the search keys are made. */
export async function updateCustomer(
  db: Db,
  now: Date,
  id: number,
  changed: Fields,
  profile: Fields,
  version: number,
): Promise<void> {
  const values = assignments(changed, profile).map(([column, value]) => sql`${column} = ${value}`)
  await db.query(
    sql`update customers set ${sql.join(values)}, version = ${version}, updated_at = ${now} where id = ${id}`,
  )
}
