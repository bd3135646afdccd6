import { existsSync } from 'node:fs'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { mustFind } from '../imports/actions.ts'
import { mappedPlaces } from '../imports/mapping.ts'
import { importFile, planOf } from '../imports/plan.ts'
import type { StagePlan } from '../imports/stage.ts'
import { type Import, insertCorrection, lockImport } from '../imports/store.ts'
import type { RejectedRow } from './contract.ts'
import { problemsOf } from './problems.ts'
import {
  type Correction,
  countAlike,
  findRejected,
  giveReadyRows,
  keepCorrections,
  listRejected,
  openRowsLike,
  placeOfPage,
  type Rejected,
  type RowFilter,
} from './store.ts'

type Writing = Context & { db: Tx; actor: Actor }

/** Rows are corrected at the file they came in, while it is kept. */
export function isCorrectable(ctx: Pick<Context, 'config'>, row: Import): boolean {
  return row.status === 'done' && row.correctsId === null && existsSync(importFile(ctx.config.dataFolder, row.id))
}

async function correctable(ctx: Context & { db: Db }, id: number): Promise<StagePlan> {
  const row = await mustFind(ctx.db, id)
  if (row.correctsId !== null) throw new Refusal('not-found')
  if (!isCorrectable(ctx, row)) throw new Refusal('gone')
  return planOf(ctx, row)
}

/** A page of rejected rows, cell by cell. */
export async function pageOfRejected(ctx: Context & { db: Db }, filter: RowFilter, after: number, limit: number) {
  const plan = await correctable(ctx, filter.importId)
  const rows = await listRejected(ctx.db, filter, after, limit + 1)
  const shown = rows.slice(0, limit)
  const place = await placeOfPage(ctx.db, filter, shown[0]?.row ?? after + 1, limit)
  return { ...place, items: await present(ctx.db, plan, shown), last: rows.length > limit ? shown.at(-1) : undefined }
}

async function present(db: Db, plan: StagePlan, rows: Rejected[]): Promise<RejectedRow[]> {
  const alike = await countAlike(
    db,
    plan.importId,
    rows.filter(({ value }) => value !== ''),
  )
  const columns = mappedPlaces(plan.mapping, plan.names).map((place) => plan.names[place] as string)
  return rows.map((rejected) => {
    return {
      row: rejected.row,
      state: stateOf(rejected),
      cells: columns.map((column, index) => ({
        column,
        field: plan.mapping.columns[column] ?? '',
        text: rejected.cells?.[index] ?? '',
        corrected: rejected.corrected?.[column] ?? null,
      })),
      problems: rejected.takenBy === null ? problemsOf(plan, rejected) : [],
      alike: alikeOf(plan, rejected, alike.find((each) => isLike(each, rejected))?.count ?? 0),
      takenBy: rejected.takenBy,
    }
  })
}

/** Others can be given the same text only where one column has the problem, and this row is one of those counted. */
function alikeOf(plan: StagePlan, rejected: Rejected, count: number): RejectedRow['alike'] {
  const [column, ...more] = plan.names.filter((name) => plan.mapping.columns[name] === rejected.field)
  const isOpen = rejected.takenBy === null && !rejected.isUnderWay
  if (column === undefined || more.length > 0 || count < 2 || !isOpen) return null
  return { column, rows: count - 1 }
}

function isLike(one: Pick<Rejected, 'field' | 'code' | 'value'>, other: Rejected): boolean {
  return one.field === other.field && one.code === other.code && one.value === other.value
}

function stateOf(rejected: Rejected): RejectedRow['state'] {
  if (rejected.takenBy !== null) return 'taken'
  if (rejected.isUnderWay) return 'under-way'
  return rejected.isReady ? 'ready' : 'open'
}

/** The cells that differ from the file, and whether the row reads well with them. */
function corrected(plan: StagePlan, rejected: Rejected, cells: Record<string, string>): Correction {
  const originals = wholeOf(plan, rejected)
  const changed = Object.entries(cells).filter(([column, text]) => {
    const original = originals.get(column)
    if (original === undefined) throw new Refusal('invalid-request', {}, [{ field: column, code: 'column-unknown' }])
    return text !== original
  })
  const correction = Object.fromEntries(changed)
  const fresh = { ...rejected, corrected: correction, againField: null, againCode: null }
  return { row: rejected.row, cells: correction, isReady: problemsOf(plan, fresh).length === 0 }
}

function wholeOf(plan: StagePlan, rejected: Rejected): Map<string, string> {
  const places = mappedPlaces(plan.mapping, plan.names)
  return new Map(places.map((place, index) => [plan.names[place] as string, rejected.cells?.[index] ?? '']))
}

/** Keeps what was written over a row; nothing is taken in yet. */
export async function correctRow(
  ctx: Writing,
  id: number,
  row: number,
  cells: Record<string, string>,
): Promise<RejectedRow> {
  const plan = await correctable(ctx, id)
  const rejected = await openRow(ctx.db, id, row)
  await keepCorrections(ctx.db, id, [corrected(plan, rejected, cells)], { staffId: ctx.actor.staffId, now: ctx.now })
  const [shown] = await present(ctx.db, plan, [await openRow(ctx.db, id, row)])
  return shown as RejectedRow
}

/** Writes one text over a column of all open rows rejected for the same reason and text. */
export async function correctAlike(
  ctx: Writing,
  id: number,
  row: number,
  { column, text }: { column: string; text: string },
): Promise<number> {
  const plan = await correctable(ctx, id)
  const like = await openRow(ctx.db, id, row)
  let count = 0
  for await (const rows of openRowsLike(ctx.db, id, like)) {
    const corrections = rows.map((each) => corrected(plan, each, { ...each.corrected, [column]: text }))
    await keepCorrections(ctx.db, id, corrections, { staffId: ctx.actor.staffId, now: ctx.now })
    count += rows.length
  }
  return count
}

async function openRow(db: Db, id: number, row: number): Promise<Rejected> {
  const rejected = await findRejected(db, id, row)
  if (!rejected) throw new Refusal('not-found')
  if (rejected.takenBy !== null || rejected.isUnderWay) throw new Refusal('already-done')
  return rejected
}

/** Queues an import of the rows that are ready; it is read, applied and undone like any other. */
export async function takeCorrectedIn(ctx: Writing, id: number): Promise<number> {
  const row = await lockImport(ctx.db, id)
  if (!row || row.correctsId !== null) throw new Refusal('not-found')
  if (!isCorrectable(ctx, row)) throw new Refusal('gone')
  const made = await insertCorrection(ctx.db, row, ctx.actor.staffId, ctx.now)
  const rows = await giveReadyRows(ctx.db, id, made)
  if (rows === 0) throw new Refusal('already-done')
  await audit(ctx.db, ctx.now, ctx.actor, {
    action: 'started',
    subject: 'import',
    subjectId: made,
    detail: { corrects: id, rows },
  })
  await ctx.jobs.enqueue(ctx.db, 'connectors.import', { id: made }, { singletonKey: String(made) })
  return made
}
