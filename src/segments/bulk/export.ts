import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Actor } from '../../platform/access.ts'
import type { Context } from '../../platform/context.ts'
import { byteOrderMark, type CsvEncoding, csvEncoder, csvLine } from '../../platform/csv.ts'
import { type Db, many, sql, transaction } from '../../platform/db/db.ts'
import { finishRun, progressRun, startRun } from '../../platform/jobs/runs.ts'
import type { Selection } from '../contract.ts'
import { type FieldSource, gatherFields } from '../field.ts'
import { countAbout } from '../lists/count.ts'
import { type Position, readPage } from '../lists/list.ts'
import { askingOf } from '../lists/routes.ts'
import { noteMissing } from './failures.ts'
import { selected } from './selection.ts'
import { forgetFailures } from './store.ts'

export const exportKind = 'export-customers'

export interface ExportParams {
  /** who asked, with the rights they had then */
  actor: Actor
  selection: Selection
  columns: string[]
  sort: string
  encoding: CsvEncoding
  headings: Record<string, string>
}

const batch = 2000
const hour = 3_600_000
/** so long the file can be had */
export const exportLifetime = 24 * hour

// The name is always in the file, in the parts it is kept in.
const nameColumns = ['id', 'number', 'familyName', 'givenName', 'familyKana', 'givenKana', 'companyName'] as const

export function exportPath(ctx: Pick<Context, 'config'>, runId: number): string {
  return join(ctx.config.dataFolder, 'exports', `${runId}.csv`)
}

/** Writes the selected customers to a file: one snapshot of the database, constant memory, complete or not there. */
export async function exportSelected(ctx: Context, sources: readonly FieldSource[], runId: number): Promise<void> {
  const params = await startRun<ExportParams>(ctx.pool, runId, ctx.now)
  if (!params) return
  await sweepExports(ctx)
  const path = exportPath(ctx, runId)
  await mkdir(join(ctx.config.dataFolder, 'exports'), { recursive: true, mode: 0o700 })
  const encode = csvEncoder(params.encoding)
  const file = createWriteStream(`${path}.part`, { mode: 0o600 })
  try {
    const written = new Set<number>()
    const rows = await writeRows(ctx, sources, runId, params, async (text, ids) => {
      if ('ids' in params.selection) for (const id of ids) written.add(id)
      await write(file, encode.encode(text))
    })
    file.end()
    await finished(file)
    if (rows === undefined) return await rm(`${path}.part`, { force: true })
    await rename(`${path}.part`, path)
    await forgetFailures(ctx.pool, runId)
    const { selection } = params
    const failed = 'ids' in selection ? await noteMissing(ctx.pool, runId, selection.ids, written) : 0
    await finishRun(ctx.pool, runId, {
      status: failed > 0 ? 'partial' : 'done',
      now: ctx.now,
      result: { rows, bytes: (await stat(path)).size, unmappable: encode.unmappable(), failed },
      expiresAt: new Date(ctx.now.getTime() + exportLifetime),
    })
  } catch (error) {
    file.destroy()
    await rm(`${path}.part`, { force: true })
    throw error
  }
}

/** The number of rows written; undefined when the person cancelled meanwhile. */
async function writeRows(
  ctx: Context,
  sources: readonly FieldSource[],
  runId: number,
  params: ExportParams,
  put: (text: string, ids: readonly number[]) => Promise<void>,
): Promise<number | undefined> {
  const fields = await gatherFields(ctx.pool, sources)
  const asking = askingOf({ ...ctx, actor: params.actor })
  const predicate = selected(params.selection)
  const total = await countAbout(ctx.pool, fields, asking, predicate)
  const columns = params.columns.filter((key) => !(nameColumns as readonly string[]).includes(key))
  const heading = [...nameColumns, ...columns].map((key) => params.headings[key] ?? key)
  await put((params.encoding === 'utf-8' ? byteOrderMark : '') + csvLine(heading), [])
  let done = 0
  return transaction(ctx.pool, async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`)
    for (let after: Position | undefined; ; ) {
      const { rows, next } = await readPage(tx, fields, asking, {
        predicate,
        sort: params.sort,
        columns,
        limit: batch,
        after,
      })
      await put(
        rows
          .map((row) =>
            csvLine([...nameColumns.map((key) => row[key]), ...columns.map((key) => row.values[key] ?? null)]),
          )
          .join(''),
        rows.map(({ id }) => id),
      )
      done += rows.length
      if (!(await progressRun(ctx.pool, runId, done, Math.max(total, done)))) return undefined
      if (!next) return done
      after = next
    }
  })
}

async function write(file: WriteStream, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => file.write(bytes, (error) => (error ? reject(error) : resolve())))
}

/** Files whose time is over go. */
async function sweepExports(ctx: Context): Promise<void> {
  for (const { id } of await expiredExports(ctx.pool, ctx.now)) await rm(exportPath(ctx, id), { force: true })
}

async function expiredExports(db: Db, now: Date): Promise<{ id: number }[]> {
  // a week back is enough: each export sweeps
  const since = new Date(now.getTime() - 7 * 24 * hour)
  return many(
    db,
    sql`select id from job_runs where kind = ${exportKind} and expires_at < ${now} and created_at > ${since}`,
  )
}
