import { freshenSoon, rankAll, refreshMetrics } from '../../analysis/index.ts'
import { holdRecords } from '../../customers/index.ts'
import type { Context } from '../../platform/context.ts'
import { one, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { keepArrivalsOut } from '../arriving/turn.ts'
import { writeCorrectionFile } from '../corrections/file.ts'
import { applyOrders } from './apply-orders.ts'
import { type ApplyContext, applyCustomers, createPeople } from './apply-people.ts'
import { applyProducts, createProducts } from './apply-products.ts'
import type { ImportKind } from './field.ts'
import { inLanes, type Turn } from './lanes.ts'
import { planOf } from './plan.ts'
import { finishStaging, type StagedCounts, stageFile } from './stage.ts'
import { dropStaging, isStaged, stagingTables } from './staging.ts'
import {
  findImport,
  type Import,
  type ImportCounts,
  lockImport,
  moveImport,
  noteApplied,
  noteReading,
  noteStaged,
  type Tally,
  waiting,
} from './store.ts'

const peopleChunk = 10_000
const orderChunk = 10_000
/** Chunks of a large import at work at the same time. */
const lanesOfWhole = 2

/**
 * Does an import from wherever it stands: reads the file into staging, then applies chunk by chunk. Each chunk and the
 * note of how far it brings the import are one transaction, and chunks become final in their order, so that after a
 * kill the same call goes on to the same end.
 */
export async function doImport(ctx: Context, id: number): Promise<void> {
  // a chunk that a killed worker left in its commit ends first
  let row = await transaction(ctx.pool, (tx) => lockImport(tx, id))
  if (!row || !waiting.includes(row.status)) return
  const staged = row.status === 'applying' && (await isStaged(ctx.pool, stagingTables(id)))
  if (!staged) {
    await moveImport(ctx.pool, id, waiting, 'staging', { startedAt: ctx.now })
    await writeCorrectionFile(ctx, row)
    if (!(await stage(ctx, row))) return settle(ctx, id)
    row = (await findImport(ctx.pool, id)) as Import
  }
  try {
    await applyRest(ctx, row)
  } catch (error) {
    const now = await findImport(ctx.pool, id)
    if (!(error instanceof Interrupted) || now?.status === 'applying') throw error
  }
  await settle(ctx, id)
}

/**
 * After the last chunk, also of an interrupted import: everyone is ranked if the chunks did not. Only then it is done, so
 * that a kill before the end lets this happen again. Staging goes last: what a kill leaves of it is cleared up later.
 */
async function settle(ctx: Context, id: number): Promise<void> {
  const row = (await findImport(ctx.pool, id)) as Import
  const { orders, wholeBase } = row.counts as ImportCounts
  if (wholeBase && orders.added + orders.updated > 0) await rankAll(ctx)
  await transaction(ctx.pool, async (tx) => {
    const done = await moveImport(tx, id, ['applying'], 'done', { finishedAt: ctx.now })
    if (done && row.kind === 'orders') await freshenSoon(ctx.jobs, tx)
  })
  await dropStaging(ctx.pool, stagingTables(id))
}

async function stage(ctx: Context, row: Import): Promise<boolean> {
  const plan = await planOf(ctx, row)
  let notedAt = 0
  const staged = await stageFile(ctx.pool, plan, async ({ bytes, rows }) => {
    const now = performance.now()
    if (now - notedAt < 500) return true
    notedAt = now
    return noteReading(ctx.pool, row.id, bytes, rows)
  })
  if (!staged) return false
  await finishStaging(ctx.pool, plan)
  const none = { added: 0, updated: 0, unchanged: 0 }
  // decided once: chunks applied before a kill count on being ranked at the end
  const wholeBase = await touchesMuch(ctx, row.kind, staged.orders)
  const counts = { customers: none, orders: { ...none, guests: 0 }, products: none, wholeBase, ...row.counts, staged }
  return noteStaged(ctx.pool, row.id, staged, counts)
}

/** Whether ranking everyone once at the end is less work than bringing customers up to date chunk by chunk. */
async function touchesMuch(ctx: Context, kind: ImportKind, orders: number): Promise<boolean> {
  if (kind !== 'orders' || orders < 5_000) return false
  const known = await one<{ orders: number }>(
    ctx.pool,
    sql`select greatest(reltuples, 0)::bigint as orders from pg_class where oid = 'orders'::regclass`,
  )
  return orders > (known?.orders ?? 0) / 5
}

/** The import was taken from under a chunk: cancelled, or gone on elsewhere. What the chunk did is rolled back. */
export class Interrupted extends Error {}

interface Chunk {
  from: number
  through: number
}

function* chunksOf(from: number, end: number, size: number): Generator<Chunk> {
  for (let start = from; start < end; start += size) yield { from: start, through: Math.min(start + size, end) }
}

/** Applies what is left, part by part: products, then people, then orders. */
async function applyRest(ctx: Context, row: Import): Promise<void> {
  const { staged, wholeBase = false } = row.counts as ImportCounts
  const { people, orders } = staged as StagedCounts
  const from = row.appliedThrough
  if (row.kind === 'products') {
    if (from === 0) await applyChunk(ctx, row, { from, through: 1 }, applyProductFile)
    return
  }
  // only chunks that cannot meet in one customer may run side by side
  const lanes = wholeBase ? lanesOfWhole : 1
  if (from === 0) await applyChunk(ctx, row, { from, through: 0 }, nameProducts)
  const takePeople = row.kind === 'customers' ? applyCustomerChunk : createPeopleChunk
  await inLanes(lanes, chunksOf(from, people, peopleChunk), (chunk, turn) =>
    applyChunk(ctx, row, chunk, takePeople, turn),
  )
  const takeOrders = orderChunkWork(ctx, people, wholeBase)
  await inLanes(lanes, chunksOf(Math.max(from, people), people + orders, orderChunk), (chunk, turn) =>
    applyChunk(ctx, row, chunk, takeOrders, turn),
  )
}

/** Of a chunk with none beside it. */
const alone: Turn = { before: Promise.resolve(), entered: Promise.resolve(), enter: () => {} }

/** What a chunk did, to be added to what the import's row says. */
type Outcome = (counts: ImportCounts) => void
type ChunkWork = (tx: Tx, context: ApplyContext, chunk: Chunk) => Promise<Outcome>

/**
 * One chunk, its work and the note of it in one transaction, which is committed only after the chunk before it. The
 * commit waits for the disk: else people could see customers whose ids a crash gives to others.
 */
async function applyChunk(
  ctx: Context,
  { id, sourceId, staffId }: Import,
  chunk: Chunk,
  work: ChunkWork,
  turn: Turn = alone,
): Promise<void> {
  await transaction(ctx.pool, async (tx) => {
    await tx.query(sql`set local work_mem = '64MB'`)
    await keepArrivalsOut(tx, sourceId)
    // in the order in which they end: else a merge could wait for one that waits for one that waits for the merge
    await turn.entered
    await holdRecords(tx)
    turn.enter()
    const context = { importId: id, sourceId, staffId, tables: stagingTables(id), now: ctx.now, fromFile: true }
    const outcome = await work(tx, context, chunk)
    await turn.before
    const row = await lockImport(tx, id)
    if (row?.status !== 'applying' || row.appliedThrough !== chunk.from) throw new Interrupted()
    const counts = row.counts as ImportCounts
    outcome(counts)
    await noteApplied(tx, id, chunk.through, counts)
  })
}

const applyProductFile: ChunkWork = async (tx, context) => {
  const products = await applyProducts(tx, context)
  return (counts) => add(counts.products, products)
}

const nameProducts: ChunkWork = async (tx, context) => {
  const added = await createProducts(tx, context)
  return (counts) => add(counts.products, { added, updated: 0, unchanged: 0 })
}

const applyCustomerChunk: ChunkWork = async (tx, context, { from, through }) => {
  const changes = await applyCustomers(tx, context, from, through)
  return (counts) => add(counts.customers, changes)
}

const createPeopleChunk: ChunkWork = async (tx, context, { from, through }) => {
  const added = await createPeople(tx, context, from, through)
  return (counts) => add(counts.customers, { added, updated: 0, unchanged: 0 })
}

function orderChunkWork(ctx: Context, people: number, wholeBase: boolean): ChunkWork {
  return async (tx, context, { from, through }) => {
    const changes = await applyOrders(tx, context, from - people, through - people)
    if (!wholeBase) await refreshMetrics(tx, changes.customerIds, ctx)
    return (counts) => {
      add(counts.orders, changes)
      counts.orders.guests += changes.guests
    }
  }
}

function add(sum: Tally, more: Tally): void {
  sum.added += more.added
  sum.updated += more.updated
  sum.unchanged += more.unchanged
}
