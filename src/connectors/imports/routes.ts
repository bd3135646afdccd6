import { existsSync } from 'node:fs'
import { audit } from '../../platform/audit.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import { importFile } from './plan.ts'
import { previewImport } from './preview.ts'
import { rejectionsCsv } from './rejections.ts'
import { groupRejections, type Import, type ImportCounts, listImports } from './store.ts'

const nothing = { added: 0, updated: 0, unchanged: 0 }

/** Reading is about a third of the work, applying the rest. */
const readingShare = 0.35

function progressOf(row: Import): number {
  const { staged } = row.counts as ImportCounts
  const whole = staged ? staged.people + staged.orders || 1 : 1
  if (row.status === 'staging') return readingShare * Math.min(1, row.bytesRead / Math.max(1, row.fileBytes))
  if (row.status === 'applying') return readingShare + (1 - readingShare) * Math.min(1, row.appliedThrough / whole)
  return ['done', 'undone', 'undoing'].includes(row.status) ? 1 : 0
}

/** An import as it is told. */
export function present(row: Import, now: Date) {
  const { customers, orders, products, undone } = row.counts as Partial<ImportCounts>
  const progress = progressOf(row)
  const seconds = row.startedAt ? (now.getTime() - row.startedAt.getTime()) / 1000 : 0
  const isRunning = row.status === 'staging' || row.status === 'applying'
  return {
    ...row,
    source: { code: row.sourceCode, name: row.sourceName },
    preset: row.mapping.preset ?? null,
    progress,
    secondsLeft: isRunning && progress > 0.05 ? Math.round((seconds * (1 - progress)) / progress) : null,
    counts: {
      customers: customers ?? nothing,
      orders: orders ?? { ...nothing, guests: 0 },
      products: products ?? nothing,
      undone: undone ?? null,
    },
    undoableUntil: actions.undoableUntil(row),
  }
}

export const routes: Route[] = [
  route(contract.listImports, async (ctx, { query }) => {
    const before = query.cursor ? (readCursor(query.cursor, 2) as [string, number]) : undefined
    const rows = await listImports(ctx.db, query.limit + 1, before)
    const cut = page(rows, query.limit, (row) => writeCursor([row.createdAt.toISOString(), row.id]))
    return { items: cut.items.map((row) => present(row, ctx.now)), next: cut.next }
  }),
  route(contract.uploadImport, async (ctx, { query, stream }) => {
    if (!stream) throw new Error('an upload without a body')
    const id = await actions.receiveFile(ctx, ctx.actor, stream, query)
    return present(await actions.mustFind(ctx.pool, id), ctx.now)
  }),
  route(contract.getImport, async (ctx, { params }) => {
    const row = await actions.mustFind(ctx.db, params.id)
    return { ...present(row, ctx.now), mapping: row.mapping }
  }),
  route(contract.previewImport, async (ctx, { params }) =>
    previewImport(ctx, await actions.mustFind(ctx.db, params.id)),
  ),
  route(contract.changeImportMapping, async (ctx, { params, body }) => {
    await actions.changeMapping(ctx, ctx.db, params.id, body)
    return present(await actions.mustFind(ctx.db, params.id), ctx.now)
  }),
  route(contract.startImport, async (ctx, { params }) => {
    await actions.startImport(ctx, ctx.db, ctx.actor, params.id)
    return present(await actions.mustFind(ctx.db, params.id), ctx.now)
  }),
  route(contract.interruptImport, async (ctx, { params }) => {
    await actions.interruptImport(ctx, ctx.db, ctx.actor, params.id)
    return present(await actions.mustFind(ctx.db, params.id), ctx.now)
  }),
  route(contract.discardImport, async (ctx, { params }) => {
    await actions.discardImport(ctx, ctx.db, params.id)
    return null
  }),
  route(contract.undoImport, async (ctx, { params }) => {
    await actions.startUndo(ctx, ctx.db, ctx.actor, params.id)
    return present(await actions.mustFind(ctx.db, params.id), ctx.now)
  }),
  route(contract.listRejections, async (ctx, { params }) => {
    await actions.mustFind(ctx.db, params.id)
    return { items: await groupRejections(ctx.db, params.id) }
  }),
  route(contract.downloadRejections, async (ctx, { params, query }) => {
    const row = await actions.mustFind(ctx.db, params.id)
    if (!existsSync(importFile(ctx.config.dataFolder, row.id))) throw new Refusal('gone')
    await audit(ctx.pool, ctx.now, ctx.actor, {
      action: 'exported',
      subject: 'import-rejections',
      subjectId: row.id,
      detail: { rows: row.rowsRejected },
    })
    return {
      stream: await rejectionsCsv(ctx, row, query),
      fileName: `${row.fileName.replace(/\.\w+$/, '')}-${query.locale === 'ja' ? '取り込めなかった行' : 'rejected'}.csv`,
      contentType: `text/csv; charset=${query.encoding === 'cp932' ? 'shift_jis' : 'utf-8'}`,
    }
  }),
]
