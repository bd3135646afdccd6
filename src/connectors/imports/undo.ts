import { freshenSoon, refreshMetrics } from '../../analysis/index.ts'
import {
  type Arrival,
  awaitMatching,
  forgetMerged,
  holdRecords,
  profileOf,
  seatFree,
  takeInFields,
  valueOf,
} from '../../customers/index.ts'
import type { Context } from '../../platform/context.ts'
import { many, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { type ImportCounts, listCorrections, lockImport, moveImport, noteApplied } from './store.ts'

/** Days during which an import can be taken back. */
export const undoDays = 30

const chunk = 5_000

interface Undone {
  removed: number
  restored: number
  /** records left as they are because they changed since, or because something else now belongs to them */
  kept: number
}

/**
 * Takes an import back: what it added goes, what it changed becomes what it was, unless the record has moved on since.
 * Works in chunks; a killed undo goes on where it stood, because what is done no longer matches.
 */
export async function undoImport(ctx: Context, id: number): Promise<void> {
  // rows corrected later may have been written over what this import wrote: the last one goes first
  for (const { id: correction, finishedAt, appliedThrough } of await listCorrections(ctx.pool, id)) {
    if (appliedThrough === 0) continue
    await moveImport(ctx.pool, correction, ['done', 'cancelled', 'failed'], 'undoing', { finishedAt })
    await undoImport(ctx, correction)
  }
  const steps = [
    restoreOrders,
    removeOrders,
    restoreCustomers,
    removeTags,
    removeConsents,
    removeMerged,
    removeCustomers,
    undoProducts,
  ]
  for (const step of steps) {
    while (await oneChunk(ctx, id, step)) {
      // one chunk a turn
    }
  }
  await transaction(ctx.pool, async (tx) => {
    const row = await lockImport(tx, id)
    if (row?.status !== 'undoing') return
    const counts = row.counts as ImportCounts
    const kept = await countKept(tx, id)
    await noteApplied(tx, id, row.appliedThrough, {
      ...counts,
      undone: { removed: 0, restored: 0, ...counts.undone, kept },
    })
    await tx.query(sql`delete from import_before where import_id = ${id}`)
    await moveImport(tx, id, ['undoing'], 'undone', { finishedAt: row.finishedAt, undoneAt: ctx.now })
    if (row.kind === 'orders') await freshenSoon(ctx.jobs, tx)
  })
}

interface StepResult extends Omit<Undone, 'kept'> {
  /** whether there may be more to do */
  more: boolean
}
type Step = (tx: Tx, ctx: Context, id: number) => Promise<StepResult>

async function oneChunk(ctx: Context, id: number, step: Step): Promise<boolean> {
  return transaction(ctx.pool, async (tx) => {
    await holdRecords(tx)
    const row = await lockImport(tx, id)
    if (row?.status !== 'undoing') return false
    const counts = row.counts as ImportCounts
    const undone: Undone = { ...(counts.undone ?? { removed: 0, restored: 0, kept: 0 }) }
    const result = await step(tx, ctx, id)
    undone.removed += result.removed
    undone.restored += result.restored
    await noteApplied(tx, id, row.appliedThrough, { ...counts, undone })
    return result.more
  })
}

interface OrderKey {
  customerId: number
  id: number
  /** the record whose order it is, under which import_before keeps it */
  record: number
}

function keysOf(rows: OrderKey[]) {
  return sql`unnest(${rows.map((row) => row.customerId)}::bigint[], ${rows.map((row) => row.id)}::bigint[],
    ${rows.map((row) => row.record)}::bigint[]) as k(customer_id, id, record)`
}

/** The customer a record of import_before is part of today. */
const owner = sql`coalesce((select m.customer_id from merged_customers m where m.id = b.customer_id), b.customer_id)`

/** Orders this import rewrote and nobody after it. */
const restoreOrders: Step = async (tx, ctx, id) => {
  const rows = await many<OrderKey>(
    tx,
    sql`select o.customer_id as "customerId", o.id, b.customer_id as record
        from import_before b join orders o on o.customer_id = ${owner} and o.id = b.entity_id and o.version = b.version_after
        where b.import_id = ${id} and b.entity = 'order' and b.before <> '{}' limit ${chunk} for update of o`,
  )
  if (rows.length === 0) return { removed: 0, restored: 0, more: false }
  const keys = keysOf(rows)
  await tx.query(sql`
    delete from order_lines l using ${keys} where l.customer_id = k.customer_id and l.order_id = k.id`)
  await tx.query(sql`
    insert into order_lines select line.* from ${keys}
      join import_before b on b.import_id = ${id} and b.entity = 'order' and b.customer_id = k.record and b.entity_id = k.id
      cross join lateral jsonb_array_elements(b.before -> 'lines') as former
      cross join lateral jsonb_populate_record(null::order_lines,
        former || jsonb_build_object('customer_id', k.customer_id)) as line`)
  await tx.query(sql`
    update orders o set ordered_at = old.ordered_at, ordered_on = old.ordered_on, status = old.status,
      channel_id = old.channel_id, store_id = old.store_id, ad_code = old.ad_code, coupon_code = old.coupon_code,
      payment_method = old.payment_method, subtotal = old.subtotal, discount = old.discount, points_used = old.points_used,
      shipping = old.shipping, fee = old.fee, tax = old.tax, total = old.total, net_sales = old.net_sales,
      gross_profit = old.gross_profit, version = o.version + 1, updated_at = ${ctx.now}
    from ${keys}
      join import_before b on b.import_id = ${id} and b.entity = 'order' and b.customer_id = k.record and b.entity_id = k.id
      cross join lateral jsonb_populate_record(null::orders, b.before -> 'order') as old
    where o.customer_id = k.customer_id and o.id = k.id`)
  await tx.query(sql`
    delete from import_before b using ${keys}
    where b.import_id = ${id} and b.entity = 'order' and b.customer_id = k.record and b.entity_id = k.id`)
  await refreshMetrics(
    tx,
    rows.map((row) => row.customerId),
    ctx,
  )
  return { removed: 0, restored: rows.length, more: rows.length === chunk }
}

/** Records that nobody touched since this import added them, or since it changed them itself, as one of a whole day does. */
function untouched(entity: 'order' | 'customer' | 'product', alias: string) {
  const row = sql.raw(alias)
  const customerId = {
    order: sql`coalesce(${row}.record_id, ${row}.customer_id)`,
    customer: sql`${row}.id`,
    product: sql`0`,
  }[entity]
  return sql`(${row}.version = 1 or exists (select from import_before b where b.import_id = ${row}.import_id
    and b.entity = ${entity} and b.customer_id = ${customerId} and b.entity_id = ${row}.id and b.before = '{}'
    and b.version_after = ${row}.version))`
}

/** Orders this import added and nobody has touched. */
const removeOrders: Step = async (tx, ctx, id) => {
  const rows = await many<OrderKey>(
    tx,
    sql`delete from orders where (customer_id, id) in (
          select customer_id, id from orders o where import_id = ${id} and ${untouched('order', 'o')} limit ${chunk} for update)
        returning customer_id as "customerId", id, coalesce(record_id, customer_id) as record`,
  )
  if (rows.length === 0) return { removed: 0, restored: 0, more: false }
  const keys = keysOf(rows)
  await tx.query(sql`
    delete from order_lines l using ${keys} where l.customer_id = k.customer_id and l.order_id = k.id`)
  await tx.query(sql`delete from order_numbers n using ${keys} where n.order_id = k.id`)
  await refreshMetrics(
    tx,
    rows.map((row) => row.customerId),
    ctx,
  )
  return { removed: rows.length, restored: 0, more: rows.length === chunk }
}

const restoreCustomers: Step = async (tx, ctx, id) => {
  const rows = await many<{ id: number }>(
    tx,
    sql`update customers c set number = old.number, family_name = old.family_name, given_name = old.given_name,
          family_kana = old.family_kana, given_kana = old.given_kana, company_name = old.company_name,
          birth_on = old.birth_on, gender = old.gender, store_id = old.store_id, channel_id = old.channel_id,
          registered_on = old.registered_on, name_key = old.name_key, given_name_key = old.given_name_key,
          kana_key = old.kana_key, given_kana_key = old.given_kana_key, version = c.version + 1, updated_at = ${ctx.now}
        from import_before b cross join lateral jsonb_populate_record(null::customers, b.before) as old
        where b.import_id = ${id} and b.entity = 'customer' and b.before <> '{}' and c.id = b.entity_id and c.version = b.version_after
        returning c.id`,
  )
  const ids = rows.map((row) => row.id)
  await awaitMatching(tx, ids, ctx.now)
  await restoreAttributes(tx, id, ids)
  await tx.query(sql`
    insert into customer_changes (customer_id, at, staff_id, via, import_id, subject, version, diff)
    select customer_id, ${ctx.now}, null, 'restore', ${id}, 'customer',
      (select version from customers where id = customer_id),
      (select jsonb_object_agg(key, jsonb_build_array(value -> 1, value -> 0)) from jsonb_each(diff))
    from customer_changes where import_id = ${id} and via = 'import' and customer_id = any(${ids})`)
  await tx.query(sql`
    delete from import_before where import_id = ${id} and entity = 'customer' and entity_id = any(${ids})`)
  const restored = rows.length + (await restoreMerged(tx, ctx, id))
  await removeParts(tx, id)
  return { removed: 0, restored, more: false }
}

/** What the import gave to records that were there before it. */
async function removeParts(tx: Tx, id: number): Promise<void> {
  const addedBy = (alias: string) => {
    const row = sql.raw(alias)
    return sql`case when ${row}.record_id is null then (select import_id from customers c where c.id = ${row}.customer_id)
      else (select (m.row ->> 'import_id')::bigint from merged_customers m where m.id = ${row}.record_id) end`
  }
  await tx.query(sql`
    delete from set_aside a where entity = 'contact_points' and (a.row ->> 'import_id')::bigint = ${id}
      and (a.row ->> 'version')::integer = 1 and ${addedBy('a')} is distinct from ${id}`)
  const gone = await many<{ customerId: number; key: string }>(
    tx,
    sql`delete from contact_points p where p.import_id = ${id} and p.version = 1 and ${addedBy('p')} is distinct from ${id}
        returning customer_id as "customerId", kind || ':' || key as key`,
  )
  await seatFree(
    tx,
    gone.map((seat) => ({ ...seat, entity: 'contact_points' })),
  )
  await tx.query(sql`
    delete from notes n where n.import_id = ${id} and n.version = 1 and ${addedBy('n')} is distinct from ${id}`)
  await tx.query(sql`
    delete from customer_refs r where r.import_id = ${id} and ${addedBy('r')} is distinct from ${id}`)
}

/** Records that are part of another have what their source said before, as far as nothing changed them since. */
async function restoreMerged(tx: Tx, ctx: Context, id: number): Promise<number> {
  const rows = await many<{ record: number; fields: Arrival['fields']; attributes: Arrival['fields'] }>(
    tx,
    sql`select m.id as record, ${profileOf(sql`b.before`)} as fields,
          (select coalesce(jsonb_object_agg('attributes.' || d.key, ${valueOf(sql`b.before -> 'attributes' -> d.id::text`)}), '{}')
            from attribute_definitions d where (b.before -> 'attributes') ? d.id::text or m.attributes ? d.id::text) as attributes
        from import_before b join merged_customers m on m.id = b.entity_id and (m.row ->> 'version')::integer = b.version_after
        where b.import_id = ${id} and b.entity = 'customer' and b.before <> '{}'`,
  )
  if (rows.length === 0) return 0
  const arrivals = rows.map(({ record, fields, attributes }) => ({ record, fields: { ...fields, ...attributes } }))
  await takeInFields({ db: tx, now: ctx.now, by: null, importId: id, isRestored: true }, arrivals)
  await tx.query(sql`
    delete from import_before where import_id = ${id} and entity = 'customer' and entity_id = any(${rows.map(({ record }) => record)})`)
  return rows.length
}

/** Attribute values of restored customers: those that were not there before, marked by `{}`, go. */
async function restoreAttributes(tx: Tx, id: number, customerIds: number[]): Promise<void> {
  await tx.query(sql`
    delete from customer_attributes a using import_before b
    where b.import_id = ${id} and b.entity = 'attribute' and b.customer_id = any(${customerIds}) and b.before = '{}'
      and a.customer_id = b.customer_id and a.attribute_id = b.entity_id`)
  await tx.query(sql`
    update customer_attributes a set text_value = old.text_value, number_value = old.number_value,
      date_value = old.date_value, boolean_value = old.boolean_value, updated_at = old.updated_at
    from import_before b cross join lateral jsonb_populate_record(null::customer_attributes, b.before) as old
    where b.import_id = ${id} and b.entity = 'attribute' and b.customer_id = any(${customerIds}) and b.before <> '{}'
      and a.customer_id = b.customer_id and a.attribute_id = b.entity_id`)
}

/** Tags that customers who were there before did not have. */
const removeTags: Step = async (tx, _ctx, id) => {
  await tx.query(sql`
    delete from set_aside a using import_before b
    where b.import_id = ${id} and b.entity = 'tag' and a.customer_id = ${owner} and a.entity = 'customer_tags'
      and a.key = b.entity_id::text and coalesce(a.record_id, a.customer_id) = b.customer_id`)
  const gone = await many<{ customerId: number; key: string }>(
    tx,
    sql`delete from customer_tags t using import_before b
        where b.import_id = ${id} and b.entity = 'tag' and t.customer_id = ${owner} and t.tag_id = b.entity_id
          and coalesce(t.record_id, t.customer_id) = b.customer_id
        returning t.customer_id as "customerId", t.tag_id::text as key`,
  )
  await seatFree(
    tx,
    gone.map((seat) => ({ ...seat, entity: 'customer_tags' })),
  )
  await tx.query(sql`delete from import_before where import_id = ${id} and entity = 'tag'`)
  return { removed: 0, restored: 0, more: false }
}

/** A file that was taken back proves nothing: what it said of consent was never said. */
const removeConsents: Step = async (tx, _ctx, id) => {
  const { rowCount } = await tx.query(sql`
    delete from consents where (customer_id, id) in (select customer_id, id from consents where import_id = ${id} limit ${chunk})`)
  return { removed: 0, restored: 0, more: rowCount === chunk }
}

/** Customers this import added, as long as nothing else has come to belong to them. */
const removeCustomers: Step = async (tx, _ctx, id) => {
  const rows = await many<{ id: number }>(
    tx,
    sql`select c.id from customers c
        where c.import_id = ${id} and ${untouched('customer', 'c')}
          and not exists (select from orders o where o.customer_id = c.id)
          and not exists (select from subscriptions s where s.customer_id = c.id)
          and not exists (select from notes n where n.customer_id = c.id and n.import_id is distinct from ${id})
          and not exists (select from preferences p where p.customer_id = c.id)
          and not exists (select from consents s where s.customer_id = c.id)
          and not exists (select from events e where e.customer_id = c.id)
          and not exists (select from answered_forms f where f.customer_id = c.id)
          and not exists (select from merged_customers m where m.customer_id = c.id)
        limit ${chunk} for update`,
  )
  if (rows.length === 0) return { removed: 0, restored: 0, more: false }
  const ids = rows.map((row) => row.id)
  const owned = [
    'contact_points',
    'customer_refs',
    'customer_tags',
    'customer_attributes',
    'notes',
    'customer_metrics',
    'customer_group_members',
    'match_keys',
    'match_waiting',
    'match_proposals',
  ]
  for (const name of owned) await tx.query(sql`delete from ${sql.raw(name)} where customer_id = any(${ids})`)
  await tx.query(sql`delete from match_proposals where other_id = any(${ids})`)
  await tx.query(sql`delete from customers where id = any(${ids})`)
  return { removed: rows.length, restored: 0, more: rows.length === chunk }
}

/** The same of those who have become part of another since. */
const removeMerged: Step = async (tx, ctx, id) => {
  const others = [
    'orders',
    'subscriptions',
    'preferences',
    'consents',
    'events',
    'visitors',
    'offer_openings',
    'answered_forms',
  ].map(
    (name) =>
      sql`not exists (select from ${sql.raw(name)} o where o.customer_id = m.customer_id and o.record_id = m.id)`,
  )
  const rows = await many<{ id: number }>(
    tx,
    sql`select m.id from merged_customers m
        where (m.row ->> 'import_id')::bigint = ${id} and ((m.row ->> 'version')::integer = 1 or exists (
            select from import_before b where b.import_id = ${id} and b.entity = 'customer' and b.entity_id = m.id
              and b.before = '{}' and b.version_after = (m.row ->> 'version')::integer))
          and ${sql.join(others, ' and ')}
          and not exists (select from notes n
            where n.customer_id = m.customer_id and n.record_id = m.id and n.import_id is distinct from ${id})
          and not exists (select from merged_customers part where part.into_id = m.id)
        limit ${chunk}`,
  )
  if (rows.length === 0) return { removed: 0, restored: 0, more: false }
  await forgetMerged(
    tx,
    ctx.now,
    rows.map((row) => row.id),
  )
  return { removed: rows.length, restored: 0, more: true }
}

const undoProducts: Step = async (tx, ctx, id) => {
  const restored = await tx.query(sql`
    update products p set name = old.name, category_id = old.category_id, kind = old.kind, price = old.price,
      cost = old.cost, tax_rate = old.tax_rate, consumption_days = old.consumption_days, stock = old.stock, version = p.version + 1,
      updated_at = ${ctx.now}
    from import_before b cross join lateral jsonb_populate_record(null::products, b.before) as old
    where b.import_id = ${id} and b.entity = 'product' and b.before <> '{}' and p.id = b.entity_id
      and p.version = b.version_after`)
  await tx.query(sql`
    delete from import_before b using products p
    where b.import_id = ${id} and b.entity = 'product' and b.before <> '{}' and p.id = b.entity_id
      and p.version = b.version_after + 1`)
  const removed = await tx.query(sql`
    delete from products p where p.import_id = ${id} and ${untouched('product', 'p')}
      and not exists (select from order_lines l where l.product_id = p.id)
      and not exists (select from subscriptions s where s.product_id = p.id)`)
  return { removed: removed.rowCount ?? 0, restored: restored.rowCount ?? 0, more: false }
}

/** What the import wrote and the undo left alone. */
async function countKept(tx: Tx, id: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(sql`
    select (select count(*) from import_before where import_id = ${id} and entity <> 'attribute' and before <> '{}')
      + (select count(*) from orders where import_id = ${id})
      + (select count(*) from customers where import_id = ${id}) as count`)
  return rows[0]?.count ?? 0
}
