import { many, one, sql, type Tx } from '../../platform/db/db.ts'
import type { ImportKind } from '../imports/field.ts'
import type { Mapping } from '../imports/mapping.ts'
import { type StagingTables, table } from '../imports/staging.ts'
import type { ImportCounts, Tally } from '../imports/store.ts'

export interface DayImport {
  id: number
  counts: ImportCounts
  appliedThrough: number
}

/** Where an arrival belongs: the import of this day, connection and kind. */
export interface Place {
  kind: ImportKind
  sourceId: number
  connectionId: number | null
  name: string
  on: string
}

const none: Tally = { added: 0, updated: 0, unchanged: 0 }
const noCounts: ImportCounts = { customers: none, orders: { ...none, guests: 0 }, products: none }

/** The import that takes in what arrives today, held until the transaction ends; one that was undone is left alone. */
export async function openDayImport(tx: Tx, place: Place, mapping: Mapping, now: Date): Promise<DayImport> {
  const { kind, sourceId, connectionId, on, name } = place
  const find = () =>
    one<DayImport>(
      tx,
      sql`select id, counts, applied_through as "appliedThrough" from imports
          where source_id = ${sourceId} and kind = ${kind} and arrived_on = ${on}
            and connection_id is not distinct from ${connectionId} and status = 'done' for update`,
    )
  const found = await find()
  if (found) return found
  const format = { type: 'text', encoding: 'utf-8', delimiter: ',', headerRow: 1 }
  await tx.query(
    sql`insert into imports (kind, source_id, connection_id, arrived_on, file_name, file_bytes, format, mapping, status,
          counts, queued_at, created_at, started_at, finished_at)
        values (${kind}, ${sourceId}, ${connectionId}, ${on}, ${`${name.slice(0, 180)} ${on}`}, 0, ${JSON.stringify(format)},
          ${JSON.stringify(mapping)}, 'done', ${JSON.stringify(noCounts)}, ${now}, ${now}, ${now}, ${now})`,
  )
  return (await find()) as DayImport
}

export async function noteDay(tx: Tx, day: DayImport, rows: number, now: Date): Promise<void> {
  await tx.query(
    sql`update imports set counts = ${JSON.stringify(day.counts)}, applied_through = applied_through + ${rows},
          rows_read = rows_read + ${rows}, finished_at = ${now} where id = ${day.id}`,
  )
}

export async function readVersions(
  tx: Tx,
  place: Pick<Place, 'kind' | 'sourceId'>,
  keys: string[],
): Promise<Map<string, Date>> {
  const rows = await many<{ key: string; changedAt: Date }>(
    tx,
    sql`select key, changed_at as "changedAt" from arrived_versions
        where key = any(${keys}) and source_id = ${place.sourceId} and kind = ${place.kind}`,
  )
  return new Map(rows.map(({ key, changedAt }) => [key, changedAt]))
}

export async function keepVersions(
  tx: Tx,
  place: Pick<Place, 'kind' | 'sourceId'>,
  versions: { key: string; changedAt: Date }[],
): Promise<void> {
  await tx.query(
    sql`insert into arrived_versions (key, source_id, kind, changed_at)
        select key, ${place.sourceId}, ${place.kind}, changed_at
        from unnest(${versions.map(({ key }) => key)}::text[], ${versions.map(({ changedAt }) => changedAt)}::timestamptz[])
          as version(key, changed_at)
        on conflict (key, source_id, kind) do update set changed_at = excluded.changed_at`,
  )
}

/** Keys of staged people whom the source did not know. */
export async function unknownKeys(tx: Tx, tables: StagingTables, sourceId: number): Promise<string[]> {
  const rows = await many<{ key: string }>(
    tx,
    sql`select distinct key from ${table(tables.people)} staged where not exists (
          select from customer_refs ref where ref.external_id = staged.key and ref.source_id = ${sourceId})`,
  )
  return rows.map(({ key }) => key)
}

/**
 * In a shop where an e-mail address belongs to one account, a number that comes for the first time is that of the person
 * its orders knew by the address alone.
 */
export async function adoptByEmail(tx: Tx, tables: StagingTables, sourceId: number, importId: number): Promise<void> {
  await tx.query(sql`
    insert into customer_refs (external_id, source_id, customer_id, record_id, import_id)
    select distinct on (staged.key) staged.key, ${sourceId}::integer, known.customer_id, known.record_id, ${importId}::bigint
    from ${table(tables.people)} staged
      join customer_refs known on known.external_id = 'mailto:' || staged.email_key and known.source_id = ${sourceId}
    where staged.number is not null and staged.email_key <> ''
      and not exists (select from customer_refs other where other.customer_id = known.customer_id
        and other.record_id is not distinct from known.record_id and other.source_id = ${sourceId} and other.external_id not like 'mailto:%')
    order by staged.key, staged.seq
    on conflict do nothing`)
}

/** The other way round: an order that names the address only belongs to the account. */
export async function nameByEmail(tx: Tx, tables: StagingTables, sourceId: number, importId: number): Promise<void> {
  await tx.query(sql`
    insert into customer_refs (external_id, source_id, customer_id, record_id, import_id)
    select distinct on (staged.email_key) 'mailto:' || staged.email_key, ${sourceId}::integer, known.customer_id, known.record_id,
      ${importId}::bigint
    from ${table(tables.people)} staged
      join customer_refs known on known.external_id = staged.key and known.source_id = ${sourceId}
    where staged.number is not null and staged.email_key <> ''
    order by staged.email_key, staged.seq
    on conflict do nothing`)
}

/** Who stands behind these keys of a source. */
export async function findByKeys(tx: Tx, sourceId: number, keys: string[]): Promise<Map<string, number>> {
  const rows = await many<{ key: string; customerId: number }>(
    tx,
    sql`select external_id as key, customer_id as "customerId" from customer_refs
        where external_id = any(${keys}) and source_id = ${sourceId}`,
  )
  return new Map(rows.map(({ key, customerId }) => [key, customerId]))
}
