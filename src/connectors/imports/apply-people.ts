import { awaitMatching } from '../../customers/index.ts'
import { announceAll } from '../../platform/announce.ts'
import { type Db, many, one, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import { announceConsents } from './announce-consents.ts'
import { attributeChanges, setAttributes, wantAttributes } from './apply-attributes.ts'
import { applyToMerged } from './apply-merged.ts'
import { type StagingTables, table } from './staging.ts'

export interface ApplyContext {
  importId: number
  sourceId: number
  staffId: number | null
  tables: StagingTables
  now: Date
  /** of an import that goes on all day: keys that its source named now for the first time */
  arriving?: { newKeys: string[] }
  /** a file that somebody brings, not news */
  fromFile: boolean
}

export interface PeopleChanges {
  added: number
  updated: number
  unchanged: number
}

/** Ways to reach people, one row a way: what contact_points keeps of a staged person. */
const contacts = sql`
  select id, 'email' as kind, email as value, email_key as key, null as postcode, null as prefecture, null as address1,
    null as address2 from person where email <> ''
  union all
  select id, 'phone', phone, phone_key, null, null, null, null from person where phone <> ''
  union all
  select id, 'address', address_line, address_key, postcode, prefecture, address1, address2 from person
  where address_line <> '' or postcode <> ''`

/** Creates the customers of staged people numbered above `after` up to `through` whom the source does not know yet. */
export async function createPeople(tx: Tx, context: ApplyContext, after: number, through: number): Promise<number> {
  const { importId, sourceId, tables, now, fromFile } = context
  const before = sql`select last_value from pg_sequences where sequencename = 'customers_id_seq'`
  const lastId = (await one<{ last_value: number | null }>(tx, before))?.last_value ?? 0
  const { rows } = await tx.query<{ count: number }>(sql`
    with first as (
      select distinct on (key) staged.* from ${table(tables.people)} staged
      where seq > ${after} and seq <= ${through}
        and (select ref.customer_id from customer_refs ref where ref.external_id = key and ref.source_id = ${sourceId}) is null
      order by key, seq
    ), person as materialized (
      select nextval((select pg_get_serial_sequence('customers', 'id')::regclass)) as id, ordered.* from (select * from first order by seq) ordered
    ), customer as (
      insert into customers (id, number, family_name, given_name, family_kana, given_kana, company_name, birth_on, gender,
        name_key, given_name_key, kana_key, given_kana_key, registered_on, store_id, channel_id, import_id, created_at, updated_at)
      select id, number, family_name, given_name, family_kana, given_kana, company_name, birth_on, gender,
        name_key, given_name_key, kana_key, given_kana_key, registered_on, ${storeOf('person')}, ${channelOf('person')},
        ${importId}, ${now}, ${now}
      from person
    ), ref as (
      insert into customer_refs (external_id, source_id, customer_id, import_id)
      select key, ${sourceId}, id, ${importId} from person
    ), contact as (
      insert into contact_points (customer_id, kind, value, key, postcode, prefecture, address1, address2, is_primary,
        source_id, import_id, created_at, updated_at)
      select id, kind, value, key, postcode, prefecture, address1, address2, true, ${sourceId}, ${importId}, ${now}, ${now}
      from (${contacts}) contact order by id, kind
    )
    select count(*) as count from person`)
  const created = sql`
    select id as customer_id, '{}'::jsonb as data from customers where import_id = ${importId} and id > ${lastId}`
  await announceAll(tx, now, 'customer.created', created, { fromFile })
  return rows[0]?.count ?? 0
}

/** A store by its code or name; a name nobody knows stays empty rather than making up a store. */
export function storeOf(alias: string): Sql {
  const from = sql.raw(alias)
  return sql`case when ${from}.store <> '' then
    (select store.id from stores store where store.code = ${from}.store or store.name = ${from}.store limit 1) end`
}

export function channelOf(alias: string): Sql {
  const from = sql.raw(alias)
  return sql`case when ${from}.channel <> '' then (select channel.id from channels channel
    where channel.code = ${from}.channel or channel.name = ${from}.channel limit 1) end`
}

/**
 * An import that changes a record for the second time keeps what stood before the first, unless somebody else changed it
 * in between. `{}` stands for a record that was not there before.
 */
export const again = sql`
  on conflict (import_id, entity, customer_id, entity_id) do update set version_after = excluded.version_after
  where import_before.version_after = excluded.version_after - 1`

/** Not of a record that this import added and somebody else changed: undoing the import must not take that away. */
export function isOurs(
  importId: number,
  entity: string,
  record: { importId: Sql; version: Sql; customerId: Sql; id: Sql },
): Sql {
  return sql`(${record.importId} is distinct from ${importId} or ${record.version} = 1 or exists (select from import_before known
    where known.import_id = ${importId} and known.entity = ${entity} and known.customer_id = ${record.customerId}
      and known.entity_id = ${record.id}))`
}

/** Fields that a customer file may change; an empty cell leaves what stands. */
const changeable = [
  'number',
  'family_name',
  'given_name',
  'family_kana',
  'given_kana',
  'company_name',
  'birth_on',
  'gender',
  'registered_on',
  'store_id',
  'channel_id',
] as const

/**
 * Takes in a chunk of a customer file: new customers are created, known ones brought up to date with their record
 * before it kept, contact points, tags, notes and attributes added where they are missing.
 */
export async function applyCustomers(
  tx: Tx,
  context: ApplyContext,
  after: number,
  through: number,
): Promise<PeopleChanges> {
  const { sourceId, tables, arriving } = context
  const added = await createPeople(tx, context, after, through)
  const isNew = arriving
    ? sql`staged.key = any(${arriving.newKeys})`
    : sql`c.import_id is not distinct from ${context.importId} and c.version = 1`
  await tx.query(sql`
    create temporary table known on commit drop as
    select distinct on (c.id) c.id, staged.*, ${storeOf('staged')} as store_id, ${channelOf('staged')} as channel_id,
      ${isNew} as is_new
    from ${table(tables.people)} staged
      join customer_refs ref on ref.external_id = staged.key and ref.source_id = ${sourceId} and ref.record_id is null
      join customers c on c.id = ref.customer_id
    where staged.seq > ${after} and staged.seq <= ${through}
    order by c.id, staged.seq desc`)
  await wantAttributes(tx, context)
  const told = [await updateRecords(tx, context), await addContacts(tx, context)]
  await awaitMatching(tx, told.flat(), context.now)
  const touched = new Set<number>()
  for (const ids of [
    ...told,
    await addNotesAndTags(tx, context),
    await setAttributes(tx, context),
    await addConsents(tx, context),
  ]) {
    for (const id of ids) touched.add(id)
  }
  const known = await ids(tx, sql`select id from known where not is_new`)
  const updated = known.filter((id) => touched.has(id)).length
  await tx.query(sql`drop table known, wanted`)
  const merged = await applyToMerged(tx, context, after, through)
  return {
    added,
    updated: updated + merged.updated,
    unchanged: known.length - updated + merged.unchanged,
  }
}

async function ids(db: Db, query: Sql): Promise<number[]> {
  return (await db.query<{ id: number }>(query)).rows.map((row) => row.id)
}

/** A record whose attributes the file changes is changed too: one version and one entry of its history for both. */
async function updateRecords(tx: Tx, context: ApplyContext): Promise<number[]> {
  const { importId, staffId, now } = context
  const filled = (column: string) => {
    const name = sql.raw(column)
    const isText = /name|kana|gender|number/.test(column)
    return isText ? sql`coalesce(nullif(known.${name}, ''), c.${name})` : sql`coalesce(known.${name}, c.${name})`
  }
  const differs = sql.join(
    changeable.map((column) => sql`c.${sql.raw(column)} is distinct from ${filled(column)}`),
    ' or ',
  )
  await tx.query(sql`
    create temporary table changed on commit drop as
    select c.id, to_jsonb(c) as before, ${sql.join(
      changeable.map((column) => sql`${filled(column)} as ${sql.raw(column)}`),
      ', ',
    )},
      case when known.name_key <> '' then known.name_key else c.name_key end as name_key,
      case when known.name_key <> '' then known.given_name_key else c.given_name_key end as given_name_key,
      case when known.kana_key <> '' then known.kana_key else c.kana_key end as kana_key,
      case when known.given_kana_key <> '' then known.given_kana_key else c.given_kana_key end as given_kana_key
    from known join customers c on c.id = known.id
    where not known.is_new and (${differs} or c.id in (select id from wanted))
    for update of c`)
  await tx.query(sql`
    insert into import_before (import_id, entity, customer_id, entity_id, version_after, before)
    select ${importId}, 'customer', id, id, (before ->> 'version')::integer + 1,
      case when (before ->> 'import_id')::bigint = ${importId} then '{}' else before end from changed
    where ${isOurs(importId, 'customer', { importId: sql`(before ->> 'import_id')::bigint`, version: sql`(before ->> 'version')::integer`, customerId: sql`changed.id`, id: sql`changed.id` })}
    ${again}`)
  const assignments = [...changeable, 'name_key', 'given_name_key', 'kana_key', 'given_kana_key'].map(
    (column) => sql`${sql.raw(column)} = changed.${sql.raw(column)}`,
  )
  await tx.query(sql`
    update customers c set ${sql.join(assignments, ', ')}, version = c.version + 1, updated_at = ${now}
    from changed where changed.id = c.id`)
  const parts = changeable.map(
    (column) =>
      sql`select ${fieldName(column)}::text as field, changed.before -> ${column}::text as old, to_jsonb(changed.${sql.raw(column)}) as new`,
  )
  await tx.query(sql`
    insert into customer_changes (customer_id, at, staff_id, via, import_id, subject, version, diff)
    select changed.id, ${now}, ${staffId}, 'import', ${importId}, 'customer', (changed.before ->> 'version')::integer + 1,
      coalesce((select jsonb_object_agg(field, jsonb_build_array(nullif(old, 'null'), new))
        from (${sql.join(parts, ' union all ')}) part where nullif(old, 'null') is distinct from new), '{}')
        || coalesce(given.diff, '{}')
    from changed left join (${attributeChanges}) given on given.id = changed.id`)
  const told = sql`select id as customer_id, '{"subject": "customer"}'::jsonb as data from changed`
  await announceAll(tx, now, 'customer.updated', told, { fromFile: context.fromFile })
  const updated = await ids(tx, sql`select id from changed`)
  await tx.query(sql`drop table changed`)
  return updated
}

function fieldName(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

async function addContacts(tx: Tx, context: ApplyContext): Promise<number[]> {
  const { importId, sourceId, now } = context
  return ids(
    tx,
    sql`
    with person as (select * from known where not is_new),
    wanted as (${contacts})
    insert into contact_points (customer_id, kind, value, key, postcode, prefecture, address1, address2, is_primary,
      source_id, import_id, created_at, updated_at)
    select wanted.id, kind, value, key, postcode, prefecture, address1, address2,
      not exists (select from contact_points other where other.customer_id = wanted.id and other.kind = wanted.kind),
      ${sourceId}, ${importId}, ${now}, ${now}
    from wanted
    where not exists (select from contact_points other
      where other.customer_id = wanted.id and other.kind = wanted.kind and other.key = wanted.key)
    returning customer_id as id`,
  )
}

async function addNotesAndTags(tx: Tx, context: ApplyContext): Promise<number[]> {
  const { importId, staffId, now } = context
  const noted = await ids(
    tx,
    sql`
    insert into notes (customer_id, body, staff_id, import_id, created_at, updated_at)
    select id, note, ${staffId}, ${importId}, ${now}, ${now} from known
    where note <> '' and not exists (select from notes other
      where other.customer_id = known.id and other.body = known.note and other.record_id is null)
    returning customer_id as id`,
  )
  await tx.query(sql`
    insert into tags (name, created_at)
    select distinct left(trim(word), 50), ${now}::timestamptz from known, regexp_split_to_table(tags, '[,、]') as word where trim(word) <> ''
    on conflict do nothing`)
  const tagged = await ids(
    tx,
    sql`
    with tagged as (
      insert into customer_tags (customer_id, tag_id, created_at, staff_id)
      select distinct known.id, tag.id, ${now}::timestamptz, ${staffId}::integer
      from known, regexp_split_to_table(known.tags, '[,、]') as word join tags tag on tag.name = left(trim(word), 50)
      on conflict do nothing returning customer_id, tag_id
    ), before as (
      insert into import_before (import_id, entity, customer_id, entity_id, version_after, before)
      select ${importId}, 'tag', customer_id, tag_id, 0, '{}' from tagged join known on known.id = customer_id where not is_new
      on conflict do nothing
    )
    select customer_id as id from tagged`,
  )
  return [...noted, ...tagged]
}

/**
 * What the file says of consent, where its source has not said the same last time. It is said as by a file: it never
 * revives what a person refused.
 */
async function addConsents(tx: Tx, context: ApplyContext): Promise<number[]> {
  const { importId, sourceId, staffId, now, fromFile } = context
  const said = await many<{ customerId: number; id: number }>(
    tx,
    sql`
    insert into consents (customer_id, channel, purpose, is_granted, at, via, source_id, evidence, staff_id, import_id, recorded_at)
    select known.id, given.channel, 'promotion', given.is_granted, ${now}, 'import', ${sourceId},
      jsonb_build_object('row', known.row_no::text), ${staffId}::integer, ${importId}, ${now}
    from known cross join lateral (select key as channel, value::boolean as is_granted from jsonb_each_text(known.consents)) given
      left join lateral (
        select is_granted from consents c where c.customer_id = known.id and c.channel = given.channel
          and c.purpose = 'promotion' and c.via = 'import' and c.source_id = ${sourceId} and c.record_id is null
        order by at desc, id desc limit 1) last on true
    where last.is_granted is distinct from given.is_granted
    returning customer_id as "customerId", id`,
  )
  await announceConsents(tx, now, said, { fromFile })
  return said.map(({ customerId }) => customerId)
}
