import { freshenSoon, rankAll, refreshMetrics } from '../../analysis/index.ts'
import type { Context } from '../../platform/context.ts'
import { one, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { writeCorrectionFile } from '../corrections/file.ts'
import { applyOrders } from './apply-orders.ts'
import { type ApplyContext, applyCustomers, createPeople } from './apply-people.ts'
import { applyProducts, createProducts } from './apply-products.ts'
import { inLanes } from './lanes.ts'
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
} from './store.ts'

const oneImportAtOnce = 7_305_502
const peopleChunk = 10_000
const orderChunk = 10_000
/** Chunks of a large import at work at the same time. */
const lanesOfWhole = 2

/**
 * Does an import from wherever it stands: reads the file into staging, then applies chunk by chunk. Each chunk and the
 * note of how far it brings the import are one transaction, and chunks become final in their order, so that after a
 * kill the same call goes on to the same end.
 */
export async function runImport(ctx: Context, id: number): Promise<void> {
  const turn = await ctx.pool.connect()
  try {
    await turn.query('select pg_advisory_lock($1)', [oneImportAtOnce])
    await runInTurn(ctx, id)
  } catch (error) {
    if (!(await noteFailure(ctx, id, error))) throw error
  } finally {
    // closing the connection gives the lock back whatever state it is in
    turn.release(true)
  }
}

/** The file was not what it claimed, or held what the tables cannot: trying again would not help. */
async function noteFailure(ctx: Context, id: number, error: unknown): Promise<boolean> {
  const state = (error as { code?: string }).code ?? ''
  const problem =
    error instanceof Refusal
      ? { code: error.code, ...error.detail }
      : /^(22|23|42)/.test(state)
        ? { code: 'internal-error', state }
        : undefined
  if (!problem) return false
  if (!(error instanceof Refusal)) ctx.log.error({ err: error, importId: id }, 'an import could not be applied')
  await moveImport(ctx.pool, id, ['queued', 'staging', 'applying'], 'failed', { finishedAt: ctx.now, problem })
  await dropStaging(ctx.pool, stagingTables(id))
  return true
}

async function runInTurn(ctx: Context, id: number): Promise<void> {
  let row = await findImport(ctx.pool, id)
  if (!row || !['queued', 'staging', 'applying'].includes(row.status)) return
  const tables = stagingTables(id)
  const staged = row.status === 'applying' && (await isStaged(ctx.pool, tables))
  if (!staged) {
    await moveImport(ctx.pool, id, ['queued', 'staging', 'applying'], 'staging', { startedAt: ctx.now })
    await writeCorrectionFile(ctx, row)
    if (!(await stage(ctx, row))) return dropStaging(ctx.pool, tables)
    row = (await findImport(ctx.pool, id)) as Import
  }
  const wholeBase = await touchesMuch(ctx, row)
  try {
    await applyRest(ctx, row, wholeBase)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  }
  const end = (await findImport(ctx.pool, id)) as Import
  await settle(ctx, end, wholeBase)
  if (end.status === 'applying') {
    await transaction(ctx.pool, async (tx) => {
      await moveImport(tx, id, ['applying'], 'done', { finishedAt: ctx.now })
      if (end.kind === 'orders') await freshenSoon(ctx.jobs, tx)
    })
  }
}

/** After the last chunk, also of an interrupted import: staging goes, and everyone is ranked if the chunks did not. */
async function settle(ctx: Context, row: Import, wholeBase: boolean): Promise<void> {
  const { orders } = row.counts as ImportCounts
  if (wholeBase && (orders?.added ?? 0) + (orders?.updated ?? 0) > 0) await rankAll(ctx)
  await dropStaging(ctx.pool, stagingTables(row.id))
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
  const counts = { customers: none, orders: { ...none, guests: 0 }, products: none, ...row.counts, staged }
  return noteStaged(ctx.pool, row.id, staged, counts)
}

/** Whether ranking everyone once at the end is less work than bringing customers up to date chunk by chunk. */
async function touchesMuch(ctx: Context, row: Import): Promise<boolean> {
  const orders = (row.counts as ImportCounts).staged?.orders ?? 0
  if (row.kind !== 'orders' || orders < 5_000) return false
  const known = await one<{ orders: number }>(
    ctx.pool,
    sql`select greatest(reltuples, 0)::bigint as orders from pg_class where oid = 'orders'::regclass`,
  )
  return orders > (known?.orders ?? 0) / 5
}

/** The import was taken from under a chunk: cancelled, or gone on elsewhere. What the chunk did is rolled back. */
class Interrupted extends Error {}

interface Chunk {
  from: number
  through: number
}

function* chunksOf(from: number, end: number, size: number): Generator<Chunk> {
  for (let start = from; start < end; start += size) yield { from: start, through: Math.min(start + size, end) }
}

/** Applies what is left, part by part: products, then people, then orders. */
async function applyRest(ctx: Context, row: Import, wholeBase: boolean): Promise<void> {
  const { people, orders } = (row.counts as ImportCounts).staged as StagedCounts
  const from = row.appliedThrough
  if (row.kind === 'products') {
    if (from === 0) await applyChunk(ctx, row, { from, through: 1 }, applyProductFile)
    return
  }
  // only chunks that cannot meet in one customer may run side by side
  const lanes = wholeBase ? lanesOfWhole : 1
  if (from === 0) await applyChunk(ctx, row, { from, through: 0 }, nameProducts)
  const takePeople = row.kind === 'customers' ? applyCustomerChunk : createPeopleChunk
  await inLanes(lanes, chunksOf(from, people, peopleChunk), (chunk, before) =>
    applyChunk(ctx, row, chunk, takePeople, before),
  )
  const takeOrders = orderChunkWork(ctx, people, wholeBase)
  await inLanes(lanes, chunksOf(Math.max(from, people), people + orders, orderChunk), (chunk, before) =>
    applyChunk(ctx, row, chunk, takeOrders, before),
  )
}

/** What a chunk did, to be added to what the import's row says. */
type Outcome = (counts: ImportCounts) => void
type ChunkWork = (tx: Tx, context: ApplyContext, chunk: Chunk) => Promise<Outcome>

/**
 * One chunk, its work and the note of it in one transaction, which is committed only after the chunk before it. That
 * the commit reaches the disk is not waited for: chunks lost in a power cut are done again, and the end waits.
 */
async function applyChunk(
  ctx: Context,
  { id, sourceId, staffId }: Import,
  chunk: Chunk,
  work: ChunkWork,
  before = Promise.resolve(),
): Promise<void> {
  await transaction(ctx.pool, async (tx) => {
    await tx.query(sql`set local work_mem = '64MB'`)
    await tx.query(sql`set local synchronous_commit = off`)
    const context = { importId: id, sourceId, staffId, tables: stagingTables(id), now: ctx.now }
    const outcome = await work(tx, context, chunk)
    await before
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
