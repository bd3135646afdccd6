import { many, sql, type Tx } from '../../platform/db/db.ts'
import type { Fields } from '../history/change.ts'
import { isEmpty, show, takeBack } from './fields.ts'
import { readAsides } from './move.ts'
import { settlePrimaries } from './primaries.ts'
import { seatFirst } from './seats.ts'
import { type By, readMerged, readShown, writeShown } from './store.ts'
import { customerTables } from './tables.ts'

/** What arrives for customers of whom several records were merged: for the rooms that read files and shops. */

export interface Arrival {
  record: number
  /** what its source says; empty values say nothing, unless it is restored */
  fields: Fields
}

/** How a merged record stood before something arrived for it. */
export interface FormerRecord {
  record: number
  row: Record<string, unknown>
  attributes: Record<string, Record<string, unknown>>
}

export interface Arriving {
  db: Tx
  now: Date
  by: By
  importId: number
  /** an import is taken back: what stood before it stands again, empty or not */
  isRestored?: boolean
}

/**
 * Gives merged records what their own sources say of them, and customers what theirs confirm: what a customer shows of
 * another record follows, and what its own source says is its own from now on. Returns the changed merged records as they
 * stood; the records of customers are written by whoever calls.
 */
export async function takeInFields(
  { db, now, by, importId, isRestored = false }: Arriving,
  arrivals: readonly Arrival[],
): Promise<FormerRecord[]> {
  const records = arrivals.map(({ record }) => record)
  const former = await many<FormerRecord & { customerId: number }>(
    db,
    sql`select id as record, customer_id as "customerId", row, attributes from merged_customers where id = any(${records})`,
  )
  const customers = [...new Set([...records, ...former.map(({ customerId }) => customerId)])]
  const asked = [...new Set(arrivals.flatMap(({ fields }) => Object.keys(fields)))]
  const shown = await readShown(db, customers, asked)
  const said = arrivals.map(({ record, fields }) => ({
    record,
    given: Object.entries(fields).filter(([, value]) => isRestored || !isEmpty(value)),
  }))
  const own = new Map(said.map(({ record, given }) => [record, new Set(given.map(([field]) => field))]))
  // before anything is shown anew: what a record's own source says follows nobody else's
  if (!isRestored) shown.layers = shown.layers.filter(({ intoId, field }) => !own.get(intoId)?.has(field))
  for (const { record, given } of said) {
    const known = shown.records.get(record)
    if (!known || known.intoId === null) continue
    for (const [field, value] of given) {
      const former = known.fields[field] ?? null
      if (former !== value && !(isEmpty(former) && isEmpty(value))) show(shown, record, field, value)
    }
  }
  const changed = new Set(shown.changed.keys())
  const merged = await readMerged(db, customers)
  const customerOf = new Map(merged.map(({ id, customerId }) => [id, customerId]))
  const via = isRestored ? ('restore' as const) : ('import' as const)
  const told = { fields: own, importId, via }
  await writeShown(db, now, by, shown, (record) => customerOf.get(record) ?? record, told)
  return former.filter(({ record }) => changed.has(record))
}

/** Of rows that several records of these customers say, the first is shown. */
export async function seatAll(tx: Tx, customerIds: readonly number[]): Promise<void> {
  const asides = await readAsides(tx, customerIds)
  const open = asides.filter(({ hiddenIn }) => hiddenIn === null)
  await seatFirst(tx, customerTables, open, await readMerged(tx, customerIds), { onlyShown: true })
  await keepPrimaries(tx, customerIds)
}

/** Where rows of these customers went that stood in the place of others, the first of the others is shown. */
export async function seatFree(
  tx: Tx,
  seats: readonly { customerId: number; entity: string; key: string }[],
): Promise<void> {
  const customerIds = [...new Set(seats.map(({ customerId }) => customerId))]
  const isFree = (aside: (typeof seats)[number]) =>
    seats.some(
      ({ customerId, entity, key }) => customerId === aside.customerId && entity === aside.entity && key === aside.key,
    )
  const asides = (await readAsides(tx, customerIds)).filter((aside) => aside.hiddenIn === null && isFree(aside))
  await seatFirst(tx, customerTables, asides, await readMerged(tx, customerIds))
  await keepPrimaries(tx, customerIds)
}

/** Each kind of contact point keeps its primary one, or gets the oldest that can be used. */
function keepPrimaries(tx: Tx, customerIds: readonly number[]): Promise<void> {
  return settlePrimaries(
    tx,
    customerIds.map((customerId) => ({ customerId, wanted: {}, isFallback: true })),
  )
}

/** Takes away merged records that have nothing left of their own, as if they had never been. */
export async function forgetMerged(tx: Tx, now: Date, records: readonly number[]): Promise<void> {
  const whose = await many<{ id: number; customerId: number }>(
    tx,
    sql`select id, customer_id as "customerId" from merged_customers where id = any(${records})`,
  )
  const customers = [...new Set(whose.map(({ customerId }) => customerId))]
  const shown = await readShown(tx, customers)
  for (const { id } of whose) {
    takeBack(shown, id)
    shown.records.delete(id)
  }
  const customerOf = new Map((await readMerged(tx, customers)).map(({ id, customerId }) => [id, customerId]))
  await writeShown(tx, now, null, shown, (record) => customerOf.get(record) ?? record)
  for (const name of ['contact_points', 'customer_refs', 'customer_tags', 'notes', 'customer_changes', 'set_aside']) {
    await tx.query(
      sql`delete from ${sql.raw(name)} where customer_id = any(${customers}) and record_id = any(${records})`,
    )
  }
  await tx.query(sql`
    delete from merged_pairs where customer_id = any(${customers}) and (record_a = any(${records}) or record_b = any(${records}))`)
  await tx.query(sql`
    update customer_merges set undone_at = ${now} where id in (select merge_id from merged_customers where id = any(${records}))`)
  await tx.query(sql`delete from merged_customers where id = any(${records})`)
  await keepPrimaries(tx, customers)
}
