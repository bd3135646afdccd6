import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rankAll, refreshMetrics } from '../../analysis/index.ts'
import type { Context } from '../../platform/context.ts'
import { one, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { firstRows } from '../files/read.ts'
import { applyOrders } from './apply-orders.ts'
import { type ApplyContext, applyCustomers, createPeople } from './apply-people.ts'
import { applyProducts, createProducts } from './apply-products.ts'
import { columnNames, mappingShape, numberedColumns } from './mapping.ts'
import { finishStaging, type StagePlan, stageFile } from './stage.ts'
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
} from './store.ts'

/** Where the file of an import is kept until it can no longer be undone. */
export function importFile(dataFolder: string, id: number): string {
  return join(dataFolder, 'imports', String(id))
}

const oneImportAtOnce = 7_305_502
const peopleChunk = 20_000
const orderChunk = 10_000

/**
 * Does an import from wherever it stands: reads the file into staging, then applies chunk by chunk. Each chunk and the
 * note of how far it brings the import are one transaction, so that after a kill the same call goes on to the same end.
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
    if (!(await stage(ctx, row))) return dropStaging(ctx.pool, tables)
    row = (await findImport(ctx.pool, id)) as Import
  }
  const wholeBase = await touchesMuch(ctx, row)
  while (await applyNext(ctx, row, wholeBase)) {
    // one chunk a turn
  }
  const end = (await findImport(ctx.pool, id)) as Import
  await settle(ctx, end, wholeBase)
  if (end.status === 'applying') {
    await moveImport(ctx.pool, id, ['applying'], 'done', { finishedAt: new Date(ctx.now) })
  }
}

/** After the last chunk, also of an interrupted import: staging goes, and everyone is ranked if the chunks did not. */
async function settle(ctx: Context, row: Import, wholeBase: boolean): Promise<void> {
  const { orders } = row.counts as ImportCounts
  if (wholeBase && (orders?.added ?? 0) + (orders?.updated ?? 0) > 0) await rankAll(ctx)
  await dropStaging(ctx.pool, stagingTables(row.id))
}

export async function planOf(ctx: Context, row: Import): Promise<StagePlan> {
  const path = importFile(ctx.config.dataFolder, row.id)
  return {
    importId: row.id,
    kind: row.kind,
    path,
    format: row.format,
    names: await namesOf(path, row.format),
    mapping: mappingShape.parse(row.mapping),
    tables: stagingTables(row.id),
    zone: ctx.company.timeZone,
    currency: ctx.company.currency,
  }
}

/** The names of the columns: from the header row, or numbers when there is none. */
export async function namesOf(path: string, format: Import['format']): Promise<string[]> {
  const rows = await firstRows(path, format, Math.max(format.headerRow, 1) + 1)
  const header = rows.find((row) => row.number === format.headerRow)
  return header ? columnNames(header.cells) : numberedColumns(Math.max(0, ...rows.map((row) => row.cells.length)))
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

/** The next chunk, in one transaction; false when nothing is left or the import was interrupted. */
async function applyNext(ctx: Context, { id }: Import, wholeBase: boolean): Promise<boolean> {
  return transaction(ctx.pool, async (tx) => {
    const row = await lockImport(tx, id)
    const counts = row?.counts as ImportCounts
    if (row?.status !== 'applying' || !counts.staged) return false
    await tx.query(sql`set local work_mem = '64MB'`)
    const context: ApplyContext = {
      importId: id,
      sourceId: row.sourceId,
      staffId: row.staffId,
      tables: stagingTables(id),
      now: ctx.now,
    }
    const { people, orders } = counts.staged
    const from = row.appliedThrough
    if (row.kind === 'products') {
      if (from > 0) return false
      await noteApplied(tx, id, 1, { ...counts, products: await applyProducts(tx, context) })
      return true
    }
    if (from === 0) await nameProducts(tx, context, counts)
    if (from < people) {
      const through = Math.min(from + peopleChunk, people)
      await applyPeople(tx, row, context, counts, through)
      await noteApplied(tx, id, through, counts)
      return true
    }
    if (from >= people + orders) return false
    const through = Math.min(from + orderChunk, people + orders)
    const changes = await applyOrders(tx, context, from - people, through - people)
    if (!wholeBase) await refreshMetrics(tx, changes.customerIds, ctx)
    add(counts.orders, changes)
    counts.orders.guests += changes.guests
    await noteApplied(tx, id, through, counts)
    return true
  })
}

async function nameProducts(tx: Tx, context: ApplyContext, counts: ImportCounts): Promise<void> {
  counts.products = { ...counts.products, added: counts.products.added + (await createProducts(tx, context)) }
}

async function applyPeople(
  tx: Tx,
  row: Import,
  context: ApplyContext,
  counts: ImportCounts,
  through: number,
): Promise<void> {
  if (row.kind === 'customers') add(counts.customers, await applyCustomers(tx, context, row.appliedThrough, through))
  else counts.customers.added += await createPeople(tx, context, row.appliedThrough, through)
}

function add(sum: { added: number; updated: number; unchanged: number }, more: typeof sum): void {
  sum.added += more.added
  sum.updated += more.updated
  sum.unchanged += more.unchanged
}

/** The kept file of an import that can no longer be undone goes. */
export async function forgetFile(dataFolder: string, id: number): Promise<void> {
  await rm(importFile(dataFolder, id), { force: true })
}
