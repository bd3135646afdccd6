import { may, type Permission, type Writer } from '../../platform/access.ts'
import { type Db, one, sql, type Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { hideDoubles } from '../merging/hide.ts'
import { type Diff, differences, type Fields, merge, type Value } from './change.ts'
import { changesSince, insertChange, type Subject, type Via } from './store.ts'

/**
 * A part of a customer's record: rows of a table with key (customer_id, id), a version, and fields whose every change
 * is kept. Notes, preferences and contact points differ only in what stands here.
 */
export interface Part {
  subject: Subject
  table: string
  /** field → column */
  columns: Readonly<Record<string, string>>
  /** a field that is never null: from null it tells of the beginning, to null of the end */
  essential: string
  /** who may see the fields, beyond those who may read customers */
  needs?: Permission
  /** what makes two rows of a customer say the same: rows of merged records that do are set aside */
  sameness?: (fields: Fields) => string
  /** columns computed from the fields */
  derive?: (fields: Fields) => Record<string, Value>
}

/** Who writes, when, in which transaction. */
export interface Writing {
  db: Tx
  now: Date
  actor: Writer
  /** restoring says so; else people, keys and what comes by itself are told apart by the actor */
  via?: Via
}

export function viaOf(writing: Writing): Via {
  if (writing.via) return writing.via
  if (writing.actor.staffId === null) return 'system'
  return writing.actor.apiKeyId === null ? 'screen' : 'api'
}

export async function readPart(
  db: Db,
  part: Part,
  customerId: number,
  id: number,
): Promise<{ recordId: number | null; version: number; createdAt: Date; fields: Fields } | undefined> {
  const selected = Object.entries(part.columns).map(([field, column]) => sql.raw(`'${field}', ${column}`))
  return one(
    db,
    sql`select record_id as "recordId", version, created_at as "createdAt", json_build_object(${sql.join(selected)}) as fields
        from ${sql.raw(part.table)} where customer_id = ${customerId} and id = ${id}`,
  )
}

/** A row that comes back after it was removed. */
export interface Former {
  id: number
  recordId: number | null
  version: number
  createdAt: string
}

export async function addPart(
  writing: Writing,
  part: Part,
  customerId: number,
  fields: Fields,
  former?: Former,
): Promise<{ id: number; version: number }> {
  const { db, now, actor } = writing
  const values = columnsOf(part, fields, fields)
  if (former) values.push(['id', former.id], ['record_id', former.recordId], ['version', former.version])
  const created = former?.createdAt ?? now.toISOString()
  const row = await one<{ id: number; version: number }>(
    db,
    sql`insert into ${sql.raw(part.table)} (customer_id, ${sql.join(values.map(([column]) => sql.raw(column)))},
          created_at, updated_at)
        values (${customerId}, ${sql.join(values.map(([, value]) => sql`${value}`))}, ${created}, ${now})
        returning id, version`,
  )
  if (!row) throw new Error(`no row in ${part.table}`)
  const diff = differences({}, fields)
  await insertChange(db, now, actor, {
    ...of(part, customerId, row.id),
    recordId: former?.recordId ?? null,
    version: row.version,
    diff,
    via: viaOf(writing),
  })
  return row
}

/** Changes fields; without a version (restoring) what others did meanwhile does not matter. */
export async function changePart(
  writing: Writing,
  part: Part,
  customerId: number,
  id: number,
  sent: { version?: number; change: Fields },
): Promise<{ version: number; merged: string[]; diff: Diff }> {
  const { db, now, actor } = writing
  const current = await readPart(db, part, customerId, id)
  if (!current) throw new Refusal('not-found')
  const since = await changesSince(db, of(part, customerId, id), sent.version ?? current.version, current.version)
  const { diff, conflicts } = merge(sent.change, current.fields, since)
  if (conflicts.length > 0) {
    const shown = part.needs === undefined || may(actor, part.needs)
    const fields = shown ? conflicts : conflicts.map((conflict) => ({ ...conflict, theirs: null }))
    throw new Refusal('conflict', { version: current.version, fields })
  }
  const merged = [...since.fields.keys()]
  if (Object.keys(diff).length === 0) return { version: current.version, merged, diff }

  const after = Object.fromEntries(Object.entries(diff).map(([field, [, value]]) => [field, value]))
  const values = columnsOf(part, after, { ...current.fields, ...after })
  const version = current.version + 1
  await db.query(
    sql`update ${sql.raw(part.table)}
        set ${sql.join(values.map(([column, value]) => sql`${sql.raw(column)} = ${value}`))},
          version = ${version}, updated_at = ${now}
        where customer_id = ${customerId} and id = ${id}`,
  )
  await hide(db, part, customerId, current.fields, { ...current.fields, ...after })
  const { recordId } = current
  await insertChange(db, now, actor, { ...of(part, customerId, id), recordId, version, diff, via: viaOf(writing) })
  return { version, merged, diff }
}

/** Removes a row; its history keeps every field, so that it can come back. */
export async function removePart(writing: Writing, part: Part, customerId: number, id: number): Promise<Fields> {
  const { db, now, actor } = writing
  const current = await readPart(db, part, customerId, id)
  if (!current) throw new Refusal('not-found')
  await db.query(sql`delete from ${sql.raw(part.table)} where customer_id = ${customerId} and id = ${id}`)
  await hide(db, part, customerId, current.fields)
  const gone: Fields = { ...current.fields, createdAt: current.createdAt.toISOString() }
  const diff: Diff = Object.fromEntries(
    Object.entries(gone).flatMap(([field, value]) => (value === null ? [] : [[field, [value, null]]])),
  )
  const version = current.version + 1
  const { recordId } = current
  await insertChange(db, now, actor, { ...of(part, customerId, id), recordId, version, diff, via: viaOf(writing) })
  return current.fields
}

/** Of what is shown no more, or says something else now, the same of merged records is not shown in its place. */
async function hide(db: Db, part: Part, customerId: number, before: Fields, after?: Fields): Promise<void> {
  const former = part.sameness?.(before)
  if (former === undefined || (after && part.sameness?.(after) === former)) return
  await hideDoubles(db, [customerId], part.table, [former])
}

function of(part: Part, customerId: number, id: number) {
  return { customerId, subject: part.subject, subjectId: id }
}

/** The columns to write for some fields, and those derived from all of them. */
function columnsOf(part: Part, written: Fields, all: Fields): [string, Value][] {
  const own = Object.entries(written).map(([field, value]): [string, Value] => {
    const column = part.columns[field]
    if (column === undefined) throw new Error(`${part.table} has no field ${field}`)
    return [column, value]
  })
  return [...own, ...Object.entries(part.derive?.(all) ?? {})]
}

/** For higher rooms: keeps what an action of theirs changed in a customer's history. */
export async function recordChange(
  writing: Writing,
  change: {
    customerId: number
    recordId: number | null
    subject: Subject
    subjectId: number
    version: number
    before: Fields
    after: Fields
  },
): Promise<void> {
  const { before, after, ...rest } = change
  const diff = differences(before, after)
  if (Object.keys(diff).length === 0) return
  await insertChange(writing.db, writing.now, writing.actor, { ...rest, diff, via: viaOf(writing) })
}
