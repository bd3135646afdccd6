import { freshenSoon, refreshMetrics } from '../../analysis/index.ts'
import { holdRecords } from '../../customers/index.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/db.ts'
import { applyOrders } from '../imports/apply-orders.ts'
import { type ApplyContext, applyCustomers, createPeople } from '../imports/apply-people.ts'
import { applyProducts, createProducts } from '../imports/apply-products.ts'
import { copyInto } from '../imports/copy.ts'
import type { ImportKind, Target } from '../imports/field.ts'
import { type Mapping, mappingShape } from '../imports/mapping.ts'
import type { MappingOptions } from '../imports/mapping-shape.ts'
import type { RowProblem } from '../imports/order-rows.ts'
import { customerKey } from '../imports/person.ts'
import { type Intake, takerOf } from '../imports/stage.ts'
import {
  createPassingStaging,
  dropStaging,
  stagedLines,
  stagedOrders,
  stagedPeople,
  stagedProducts,
  stagingTables,
} from '../imports/staging.ts'
import type { Tally } from '../imports/store.ts'
import { parseCode, plainText } from '../normalise/text.ts'
import {
  adoptByEmail,
  type DayImport,
  findByKeys,
  keepVersions,
  nameByEmail,
  noteDay,
  openDayImport,
  type Place,
  readVersions,
  unknownKeys,
} from './store.ts'
import { awaitTurn } from './turn.ts'

/** Texts by our own names of fields, or `attribute:key`: what a row of a file holds once its columns are mapped. */
export type Cells = Partial<Record<Target, string>>

/** One customer, order or product as its system knows it now. An order has a row a line, its head on the first. */
export interface Arrival {
  /** when it became so, by the clock of its system */
  changedAt: Date
  rows: Cells[]
}

export interface Arrivals {
  kind: ImportKind
  sourceId: number
  /** null: nothing that people set up */
  connectionId: number | null
  /** stands in the list of imports */
  name: string
  options?: Partial<MappingOptions>
  /** an e-mail address belongs to one account of the source, so that both name the same person */
  emailsAreUnique?: boolean
  items: Arrival[]
}

export type Outcome =
  | { state: 'taken' }
  /** a newer state of it had come before */
  | { state: 'stale' }
  | { state: 'rejected'; problems: Pick<RowProblem, 'field' | 'code'>[] }

export interface Taken {
  /** one an item, in their order */
  outcomes: Outcome[]
  /** the import of the day that holds it; null: nothing was taken in */
  importId: number | null
  added: number
  updated: number
  /** of customers: who each item is; 0: nobody */
  customerIds: number[]
}

/** Above so many changed orders everyone is ranked at once; else with the next of the ranking's own turns. */
const manyOrders = 1_000
/** A clock of another system may run ahead so far; a state further in the future would keep out all after it. */
const mostAhead = 3_600_000

/**
 * The door for what other systems send by themselves: read like the rows of a file, staged, applied set by set, in the
 * caller's transaction. The same order by file and by message is one order; an older state never comes over a newer one.
 * What comes on one day through one connection is an import of its own, to be undone like any other. Refused with
 * `database-busy` while a file of the source is being taken in: come again later.
 */
export async function takeIn(ctx: Context, tx: Tx, arrivals: Arrivals): Promise<Taken> {
  await awaitTurn(tx, arrivals.sourceId)
  const keys = arrivals.items.map((item) => keyOf(arrivals.kind, item.rows[0] ?? {}))
  const { outcomes, fresh } = await chooseNewest(ctx, tx, arrivals, keys)
  const nobody = arrivals.items.map(() => 0)
  if (fresh.length === 0) return { outcomes, importId: null, added: 0, updated: 0, customerIds: nobody }

  const place: Place = { ...arrivals, on: dayOf(ctx.now, ctx.company.timeZone) }
  const mapping = mappingOf(arrivals)
  const day = await openDayImport(tx, place, mapping, ctx.now)
  const work = { ctx, tx, arrivals, day, mapping }
  const staged = await stage(work, fresh)
  for (const [index, problems] of staged.refused) outcomes[index] = { state: 'rejected', problems }
  const changes = await apply(work, staged.counts)
  await dropStaging(tx, stagingTables(day.id))

  const taken = fresh.filter((index) => !staged.refused.has(index))
  add(day.counts[arrivals.kind], changes)
  await noteDay(tx, day, taken.length, ctx.now)
  await keepVersions(
    tx,
    arrivals,
    taken.map((index) => ({ key: keys[index] as string, changedAt: changedAt(ctx, arrivals.items[index] as Arrival) })),
  )
  const customers = arrivals.kind === 'customers' ? await findByKeys(tx, arrivals.sourceId, keys) : new Map()
  return {
    outcomes,
    importId: day.id,
    added: changes.added,
    updated: changes.updated,
    customerIds: keys.map((key) => customers.get(key) ?? 0),
  }
}

interface Work {
  ctx: Context
  tx: Tx
  arrivals: Arrivals
  day: DayImport
  mapping: Mapping
}

/** By what a source knows the record: that of its first row. */
function keyOf(kind: ImportKind, cells: Cells): string {
  if (kind === 'customers') return customerKey(plainText(cells.number ?? ''), plainText(cells.email ?? ''))
  return parseCode(plainText((kind === 'orders' ? cells.number : cells.productCode) ?? '')).value ?? ''
}

function changedAt(ctx: Context, { changedAt: at }: Arrival): Date {
  return new Date(Math.min(at.getTime(), ctx.now.getTime() + mostAhead))
}

/** Of each record the newest state, if it is not older than what has come before. */
async function chooseNewest(
  ctx: Context,
  tx: Tx,
  arrivals: Arrivals,
  keys: string[],
): Promise<{ outcomes: Outcome[]; fresh: number[] }> {
  const versions = await readVersions(tx, arrivals, keys)
  const newest = new Map<string, number>()
  const outcomes: Outcome[] = arrivals.items.map(() => ({ state: 'stale' }))
  for (const [index, item] of arrivals.items.entries()) {
    const key = keys[index] as string
    const at = changedAt(ctx, item)
    if (key === '') {
      outcomes[index] = { state: 'rejected', problems: [{ field: 'number', code: 'missing' }] }
    } else if (at >= (versions.get(key) ?? new Date(0))) {
      versions.set(key, at)
      newest.set(key, index)
    }
  }
  const fresh = [...newest.values()].sort((a, b) => a - b)
  for (const index of fresh) outcomes[index] = { state: 'taken' }
  return { outcomes, fresh }
}

export function mappingOf({
  items,
  options,
}: {
  items: Pick<Arrival, 'rows'>[]
  options?: Arrivals['options']
}): Mapping {
  const names = new Set(items.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row))))
  return mappingShape.parse({ columns: Object.fromEntries([...names].map((name) => [name, name])), options })
}

interface Staged {
  counts: Intake['counts']
  /** item → why it was not taken in */
  refused: Map<number, Pick<RowProblem, 'field' | 'code'>[]>
}

async function stage({ ctx, tx, arrivals, day, mapping }: Work, fresh: number[]): Promise<Staged> {
  const names = Object.keys(mapping.columns)
  const kept = { people: keeper(), products: keeper(), orders: keeper(), lines: keeper() }
  const counts = { rows: 0, bytes: 0, people: 0, products: 0, orders: 0 }
  const intake: Intake = { ...kept, counts, rejections: [] }
  const { timeZone: zone, currency } = ctx.company
  const taker = takerOf({ kind: arrivals.kind, mapping, names, zone, currency }, intake)
  const itemOfRow: number[] = []
  for (const index of fresh) {
    for (const row of (arrivals.items[index] as Arrival).rows) {
      taker.take(
        names.map((name) => row[name as Target] ?? ''),
        itemOfRow.length,
      )
      itemOfRow.push(index)
    }
  }
  taker.end()
  const tables = stagingTables(day.id)
  await createPassingStaging(tx, tables)
  await kept.people.copy(tx, tables.people, stagedPeople)
  await kept.products.copy(tx, tables.products, stagedProducts)
  await kept.orders.copy(tx, tables.orders, stagedOrders)
  await kept.lines.copy(tx, tables.lines, stagedLines)
  const refused: Staged['refused'] = new Map()
  for (const { row, field, code } of intake.rejections) {
    const item = itemOfRow[row] as number
    refused.set(item, [...(refused.get(item) ?? []), { field, code }])
  }
  return { counts, refused }
}

type Row = Parameters<Intake['people']['row']>

/** Keeps rows until their table is written: one connection writes one table at a time. */
function keeper() {
  const rows: Row[] = []
  return {
    row: (...cells: Row) => void rows.push(cells),
    async copy(tx: Tx, name: string, columns: readonly string[]): Promise<void> {
      if (rows.length === 0) return
      const writer = copyInto(tx, name, columns)
      for (const row of rows) writer.row(...row)
      await writer.end()
    },
  }
}

async function apply({ ctx, tx, arrivals, day }: Work, counts: Intake['counts']): Promise<Tally> {
  const { sourceId, kind, emailsAreUnique } = arrivals
  await holdRecords(tx)
  const tables = stagingTables(day.id)
  const context: ApplyContext = { importId: day.id, sourceId, staffId: null, tables, now: ctx.now, fromFile: false }
  if (kind === 'products') return applyProducts(tx, { ...context, arriving: { newKeys: [] } })
  if (emailsAreUnique) await adoptByEmail(tx, tables, sourceId, day.id)
  if (kind === 'customers') {
    const newKeys = await unknownKeys(tx, tables, sourceId)
    const changes = await applyCustomers(tx, { ...context, arriving: { newKeys } }, 0, counts.people)
    if (emailsAreUnique) await nameByEmail(tx, tables, sourceId, day.id)
    return changes
  }
  add(day.counts.products, { added: await createProducts(tx, context), updated: 0, unchanged: 0 })
  add(day.counts.customers, {
    added: await createPeople(tx, context, 0, counts.people),
    updated: 0,
    unchanged: 0,
  })
  if (emailsAreUnique) await nameByEmail(tx, tables, sourceId, day.id)
  const { guests, customerIds, ...changes } = await applyOrders(tx, context, 0, counts.orders)
  day.counts.orders.guests += guests
  await refreshMetrics(tx, customerIds, ctx)
  if (changes.added + changes.updated >= manyOrders) await freshenSoon(ctx.jobs, tx)
  return changes
}

function add(sum: Tally, more: Tally): void {
  sum.added += more.added
  sum.updated += more.updated
  sum.unchanged += more.unchanged
}
