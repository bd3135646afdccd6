import type { Actor } from '../../platform/access.ts'
import { type Db, many, one, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import { type Names, nameKeys } from '../fold.ts'
import type { Diff, Fields } from '../history/change.ts'
import { profileColumns } from '../profile/store.ts'
import { type Known, type Layer, pending, type Shown } from './fields.ts'
import type { Merged } from './tree.ts'

// Any number that nobody else locks.
const mergingLock = 7_301_015

/** Until this transaction ends nothing is merged or unmerged: what a reference says of its customer stays true. */
export async function holdRecords(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock_shared(${mergingLock})`)
}

/** Waits for those who write what they found by a reference, and for other merges. */
export async function takeMergingTurn(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${mergingLock})`)
}

export async function lockCustomers(tx: Tx, ids: readonly number[]): Promise<Set<number>> {
  const rows = await many<{ id: number }>(
    tx,
    sql`select id from customers where id = any(${ids}) order by id for update`,
  )
  return new Set(rows.map(({ id }) => id))
}

/** The customer a record is part of today: itself, unless it was merged. */
export async function personOf(db: Db, record: number): Promise<number> {
  const merged = await one<{ id: number }>(db, sql`select customer_id as id from merged_customers where id = ${record}`)
  return merged?.id ?? record
}

export async function readMerged(db: Db, customerIds: readonly number[]): Promise<Merged[]> {
  return many<Merged>(
    db,
    sql`select id, customer_id as "customerId", into_id as "intoId", merge_id as "mergeId" from merged_customers
        where customer_id = any(${customerIds}) order by merge_id`,
  )
}

export async function findMerged(db: Db, mergeIds: readonly number[]): Promise<Merged[]> {
  return many<Merged>(
    db,
    sql`select id, customer_id as "customerId", into_id as "intoId", merge_id as "mergeId" from merged_customers
        where merge_id = any(${mergeIds})`,
  )
}

/** The value in a row of customer_attributes that is kept as JSON. */
export function valueOf(row: Sql): Sql {
  const values = ['text', 'number', 'date', 'boolean'].map(
    (type) => sql`nullif(${row} -> ${sql.raw(`'${type}_value'`)}, 'null')`,
  )
  return sql`coalesce(${sql.join(values)})`
}

/** The fields of a row of customers that is kept as JSON. */
export function profileOf(row: Sql): Sql {
  const fields = Object.entries(profileColumns).map(
    ([field, column]) => sql`${sql.raw(`'${field}'`)}, ${row} -> ${sql.raw(`'${column}'`)}`,
  )
  return sql`jsonb_build_object(${sql.join(fields)})`
}

/** What these customers and the records that are part of them show, and why. `asked`: fields that may change otherwise. */
export async function readShown(db: Db, customerIds: readonly number[], asked: readonly string[] = []): Promise<Shown> {
  const rows = await many<Known & { attributes: Fields }>(
    db,
    sql`with rec as (
          select id, null::bigint as into_id, null::bigint as merge_id, to_jsonb(c) as row,
            (select coalesce(jsonb_object_agg(attribute_id, to_jsonb(a)), '{}') from customer_attributes a
              where a.customer_id = c.id) as attributes
          from customers c where id = any(${customerIds})
          union all
          select id, into_id, merge_id, row, attributes from merged_customers where customer_id = any(${customerIds})
        )
        select rec.id, rec.into_id as "intoId", merge_id as "mergeId", merge.at as "mergedAt", ${profileOf(sql`rec.row`)} as fields,
          (select coalesce(jsonb_object_agg('attributes.' || d.key, ${valueOf(sql`given.value`)}), '{}')
            from jsonb_each(rec.attributes) given join attribute_definitions d on d.id = given.key::integer) as attributes
        from rec left join customer_merges merge on merge.id = rec.merge_id order by rec.id`,
  )
  const records = new Map(
    rows.map(({ attributes, ...known }) => [known.id, { ...known, fields: { ...known.fields, ...attributes } }]),
  )
  const layers = await readLayers(db, [...records.keys()])
  return {
    records,
    layers,
    edits: await readEdits(db, customerIds, [...layers.map(({ field }) => field), ...asked]),
    changed: new Map(),
  }
}

async function readLayers(db: Db, records: readonly number[]): Promise<Layer[]> {
  return many<Layer>(
    db,
    sql`select into_id as "intoId", field, record_id as "recordId", before, after, change_id as "changeId"
        from merged_fields where into_id = any(${records}) order by change_id`,
  )
}

async function readEdits(db: Db, customerIds: readonly number[], fields: readonly string[]): Promise<Shown['edits']> {
  if (fields.length === 0) return () => []
  const rows = await many<{ record: number; id: number; at: Date; fields: string[] }>(
    db,
    sql`select coalesce(record_id, customer_id) as record, id, at, array(select jsonb_object_keys(diff)) as fields
        from customer_changes where customer_id = any(${customerIds}) and subject = 'customer' and via <> 'merge'
          and diff ?| ${[...new Set(fields)]}::text[] order by id`,
  )
  return (record, field) => rows.filter((row) => row.record === record && row.fields.includes(field))
}

/** Who does it; null: matching, of itself. */
export type By = Pick<Actor, 'staffId' | 'apiKeyId'> | null

/** Changes of records that an import made, not a merge. */
export interface Told {
  /** record → its fields */
  fields: ReadonlyMap<number, ReadonlySet<string>>
  importId: number
  via: 'import' | 'restore'
}

/** Writes what records show anew, each with one change of its history, and the layers that say why. */
export async function writeShown(
  tx: Tx,
  now: Date,
  by: By,
  shown: Shown,
  customerOf: (record: number) => number,
  told?: Told,
): Promise<void> {
  const changed = [...shown.changed]
    .map(([record, diff]) => ({
      record,
      customerId: customerOf(record),
      diff: Object.fromEntries(Object.entries(diff).filter(([, [before, after]]) => before !== after)),
      fields: (shown.records.get(record) as Known).fields,
    }))
    .filter(({ diff }) => Object.keys(diff).length > 0)
  if (changed.length > 0) {
    await writeProfiles(tx, now, changed)
    await writeAttributeRows(tx, now, changed)
  }
  const changeIds = await appendChanges(tx, now, by, changed, told)
  const all = [...shown.records.keys()]
  await tx.query(sql`delete from merged_fields where into_id = any(${all})`)
  // where another record now gives the same value nothing changed: newer than all changes so far
  const layers = shown.layers.map((layer) => ({
    ...layer,
    customerId: customerOf(layer.intoId),
    changeId: layer.changeId === pending ? (changeIds.get(layer.intoId) ?? null) : layer.changeId,
  }))
  if (layers.length === 0) return
  await tx.query(
    sql`insert into merged_fields (into_id, field, record_id, before, after, change_id)
        select "intoId", field, "recordId", before, after, coalesce("changeId",
          (select max(id) from customer_changes where customer_id = "customerId"), 0)
        from jsonb_to_recordset(${JSON.stringify(layers)}::jsonb) as layer ("intoId" bigint, field text, "recordId" bigint,
          before jsonb, after jsonb, "customerId" bigint, "changeId" bigint)`,
  )
}

interface Changed {
  record: number
  customerId: number
  diff: Diff
  fields: Fields
}

async function writeProfiles(tx: Tx, now: Date, changed: readonly Changed[]): Promise<void> {
  const rows = changed.map(({ record, fields }) => {
    const keys = nameKeys(fields as unknown as Names)
    return {
      id: record,
      ...Object.fromEntries(Object.entries(profileColumns).map(([field, column]) => [column, fields[field] ?? null])),
      name_key: keys.nameKey,
      given_name_key: keys.givenNameKey,
      kana_key: keys.kanaKey,
      given_kana_key: keys.givenKanaKey,
    }
  })
  const columns = Object.keys(rows[0] as object).filter((column) => column !== 'id')
  const sent = JSON.stringify(rows)
  await tx.query(sql`
    update customers c set ${sql.raw(columns.map((column) => `${column} = new.${column}`).join(', '))},
      version = c.version + 1, updated_at = ${now}
    from jsonb_populate_recordset(null::customers, ${sent}::jsonb) as new where new.id = c.id`)
  await tx.query(sql`
    update merged_customers m
    set row = m.row || new.value || jsonb_build_object('version', (m.row ->> 'version')::integer + 1, 'updated_at', ${now}::timestamptz)
    from jsonb_array_elements(${sent}::jsonb) as new where (new.value ->> 'id')::bigint = m.id`)
}

async function writeAttributeRows(tx: Tx, now: Date, changed: readonly Changed[]): Promise<void> {
  const values = changed.flatMap(({ record, diff }) =>
    Object.entries(diff)
      .filter(([field]) => field.startsWith('attributes.'))
      .map(([field, [, value]]) => ({ record, key: field.slice('attributes.'.length), value })),
  )
  if (values.length === 0) return
  const given = sql`
    select given.record, d.id as attribute_id, given.value is not null as is_there,
      case when d.type in ('text', 'choice') then given.value #>> '{}' end as text_value,
      case when d.type = 'number' then (given.value #>> '{}')::double precision end as number_value,
      case when d.type = 'date' then (given.value #>> '{}')::date end as date_value,
      case when d.type = 'boolean' then (given.value #>> '{}')::boolean end as boolean_value
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as given (record bigint, key text, value jsonb)
      join attribute_definitions d on d.key = given.key`
  await tx.query(sql`
    delete from customer_attributes a using (${given}) given
    where not is_there and a.customer_id = given.record and a.attribute_id = given.attribute_id`)
  await tx.query(sql`
    insert into customer_attributes (customer_id, attribute_id, text_value, number_value, date_value, boolean_value, updated_at)
    select record, given.attribute_id, given.text_value, given.number_value, given.date_value, given.boolean_value, ${now}
    from (${given}) given join customers c on c.id = given.record where is_there
    on conflict (customer_id, attribute_id) do update set text_value = excluded.text_value,
      number_value = excluded.number_value, date_value = excluded.date_value, boolean_value = excluded.boolean_value,
      updated_at = excluded.updated_at`)
  await tx.query(sql`
    update merged_customers m set attributes = (m.attributes - given.gone) || given.there
    from (select record, coalesce(array_agg(attribute_id::text) filter (where not is_there), '{}') as gone,
        coalesce(jsonb_object_agg(attribute_id, jsonb_build_object('customer_id', record, 'attribute_id', attribute_id,
          'text_value', text_value, 'number_value', number_value, 'date_value', date_value, 'boolean_value', boolean_value,
          'updated_at', ${now}::timestamptz)) filter (where is_there), '{}') as there
      from (${given}) given group by record) given
    where given.record = m.id`)
}

/** What each record shows anew, with its version after, what its source says apart; record → the id of what is not from it. */
async function appendChanges(
  tx: Tx,
  now: Date,
  by: By,
  changed: readonly Changed[],
  told?: Told,
): Promise<Map<number, number>> {
  if (changed.length === 0) return new Map()
  const sent = changed.flatMap(({ record, customerId, diff }) => {
    const isTold = (field: string) => customerId !== record && (told?.fields.get(record)?.has(field) ?? false)
    const part = (wanted: boolean) =>
      Object.fromEntries(Object.entries(diff).filter(([field]) => isTold(field) === wanted))
    return [
      { record, customer: customerId, diff: part(true), via: told?.via, import: told?.importId },
      { record, customer: customerId, diff: part(false), via: 'merge', import: null },
    ].filter((row) => Object.keys(row.diff).length > 0)
  })
  const rows = await many<{ record: number; id: number; via: string }>(
    tx,
    sql`insert into customer_changes (customer_id, record_id, at, staff_id, api_key_id, via, import_id, subject, version, diff)
        select customer, nullif(record, customer), ${now}, ${by?.staffId ?? null}, ${by?.apiKeyId ?? null}, given.via,
          given.import, 'customer', coalesce(c.version, (m.row ->> 'version')::integer), diff
        from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb)
            as given (record bigint, customer bigint, diff jsonb, via text, import bigint)
          left join customers c on c.id = record left join merged_customers m on m.id = record
        returning coalesce(record_id, customer_id) as record, id, via`,
  )
  return new Map(rows.filter(({ via }) => via === 'merge').map(({ record, id }) => [record, id]))
}
