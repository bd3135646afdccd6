import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { freshenSoon } from '../../analysis/index.ts'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, many, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Container, sniffer } from '../files/encoding.ts'
import { detectFormat, type FileFormat, firstRows } from '../files/read.ts'
import type { ImportKind } from './field.ts'
import { guessKind, knownNames } from './guess.ts'
import { headerHash, type Mapping, mappingProblems, presetMapping, suggestMapping } from './mapping.ts'
import { importFile, namesOf } from './plan.ts'
import { presets, recognise } from './presets.ts'
import {
  deleteImport,
  findImport,
  findOrCreateSource,
  type Import,
  insertImport,
  keepFileFacts,
  listCorrections,
  lockImport,
  moveImport,
  recallMapping,
  rememberMapping,
  waiting,
} from './store.ts'
import { undoDays } from './undo.ts'

export interface ReceiveOptions {
  fileName: string
  kind?: ImportKind
  /** code of the source its numbers belong to; found by the layout when left out */
  source?: string
  /** a connection that brings it, and the source of files whose layout names none */
  connection?: { id: number; sourceId: number }
  /** the layout it must have; left out: recognised */
  layout?: string
  /** in the transaction that writes the import down: before it, and when its file is in its place */
  claim?(tx: Tx, file: { bytes: number; sha256: Buffer }): Promise<void>
  afterwards?(tx: Tx, id: number, basis: Basis): Promise<void>
}

/** What the suggested mapping rests on; a guess by the names of columns wants to be looked at. */
export type Basis = 'remembered' | 'layout' | 'guess'

/**
 * Keeps an uploaded file, finds out what it is and suggests how to read it. Nothing is taken in yet. A file that is
 * not what it claims is refused and forgotten.
 */
export async function receiveFile(
  ctx: Context,
  actor: Actor | null,
  stream: Readable,
  options: ReceiveOptions,
): Promise<number> {
  const fallback =
    options.connection?.sourceId ??
    (await findOrCreateSource(ctx.pool, options.source ?? 'file', options.source ?? 'ファイル'))
  const fileName = options.fileName.replace(/^.*[\\/]/, '').slice(0, 200)
  const folder = join(ctx.config.dataFolder, 'imports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // the import begins to be when its file is whole: an upload cut short leaves nothing but this, to be swept
  const path = join(folder, `${randomUUID()}.part`)
  try {
    const { container, ...file } = await keepFile(stream, path)
    const format = await detectFormat(path, container, knownNames)
    const { basis, ...suggestion } = { sourceId: fallback, ...(await suggest(ctx.pool, path, format, options)) }
    const from = { staffId: actor?.staffId ?? null, connectionId: options.connection?.id ?? null }
    const row = { ...file, format, ...suggestion, fileName, ...from, now: ctx.now }
    return await transaction(ctx.pool, async (tx) => {
      await options.claim?.(tx, file)
      const id = await insertImport(tx, row)
      const detail = { bytes: file.bytes }
      await audit(tx, ctx.now, actor, { action: 'received', subject: 'import', subjectId: id, detail })
      await rename(path, importFile(ctx.config.dataFolder, id))
      await options.afterwards?.(tx, id, basis)
      return id
    })
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function keepFile(
  stream: Readable,
  path: string,
): Promise<{ bytes: number; sha256: Buffer; container: Container }> {
  const hash = createHash('sha256')
  const sniff = sniffer()
  let bytes = 0
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      sniff.write(chunk)
      done(null, chunk)
    },
  })
  await pipeline(stream, watch, createWriteStream(path, { mode: 0o600, flush: true }))
  return { bytes, sha256: hash.digest(), container: sniff.finish() }
}

/** A remembered mapping of the same columns, else a known layout, else what the names of the columns say. */
async function suggest(
  db: Db,
  path: string,
  format: FileFormat,
  options: ReceiveOptions,
): Promise<{ kind: ImportKind; mapping: Mapping; sourceId?: number; basis: Basis }> {
  const names = await namesOf(path, format)
  const remembered = options.layout ? undefined : await recallMapping(db, headerHash(names), options.kind)
  if (remembered) {
    return {
      basis: 'remembered',
      kind: remembered.kind,
      mapping: remembered.mapping,
      ...(options.source ? {} : { sourceId: remembered.sourceId }),
    }
  }
  const known = options.layout ? presets.find(({ id }) => id === options.layout) : recognise(names)
  const preset = known && (options.kind ?? known.kind) === known.kind ? known : undefined
  if (preset) {
    const mapping = presetMapping(preset, names)
    const sourceId = options.source ? undefined : await findOrCreateSource(db, preset.source.code, preset.source.name)
    mapping.options.channel = await onlyChannel(db, preset.channel)
    return { basis: 'layout', kind: preset.kind, mapping, ...(sourceId === undefined ? {} : { sourceId }) }
  }
  const kind = options.kind ?? guessKind(names)
  const samples = await firstRows(path, format, 200)
  return {
    basis: 'guess',
    kind,
    mapping: suggestMapping(
      kind,
      names,
      samples.filter((row) => row.number > format.headerRow).map((row) => row.cells),
    ),
  }
}

/** Orders of a known layout come from the channel of its kind, when there is just one. */
async function onlyChannel(db: Db, kind: string | null): Promise<string> {
  const channels = await many<{ code: string }>(db, sql`select code from channels where kind = ${kind} limit 2`)
  return channels.length === 1 ? (channels[0]?.code ?? '') : ''
}

export interface MappingChange {
  kind: ImportKind
  source: string
  format: {
    encoding?: 'utf-8' | 'cp932' | 'euc-jp' | 'utf-16le' | 'utf-16be'
    delimiter?: ',' | '\t' | ';' | '|'
    sheet?: string
    headerRow: number
  }
  /** left out: suggested anew, as after a change of encoding or kind */
  mapping?: Mapping
}

export async function changeMapping(ctx: Context, tx: Tx, id: number, change: MappingChange): Promise<void> {
  const row = await received(tx, id)
  const { format } = row
  const read: FileFormat =
    format.type === 'xlsx'
      ? { ...format, sheet: change.format.sheet ?? format.sheet, headerRow: change.format.headerRow }
      : {
          ...format,
          encoding: change.format.encoding ?? format.encoding,
          delimiter: change.format.delimiter ?? format.delimiter,
          headerRow: change.format.headerRow,
        }
  const path = importFile(ctx.config.dataFolder, id)
  const sourceId = await findOrCreateSource(tx, change.source, change.source)
  const suggestion =
    change.mapping ??
    (await suggest(tx, path, read, { fileName: '', kind: change.kind, source: change.source })).mapping
  await keepFileFacts(tx, id, {
    bytes: row.fileBytes,
    sha256: Buffer.from(row.fileSha256, 'hex'),
    kind: change.kind,
    sourceId,
    format: read,
    mapping: suggestion,
  })
}

/** For presets chosen by hand, as on the command line. */
export async function presetFor(ctx: Context, row: Import, presetId: string): Promise<Mapping | undefined> {
  const preset = presets.find((each) => each.id === presetId && each.kind === row.kind)
  return preset && presetMapping(preset, await namesOf(importFile(ctx.config.dataFolder, row.id), row.format))
}

async function received(tx: Tx, id: number): Promise<Import> {
  const row = await lockImport(tx, id)
  if (!row) throw new Refusal('not-found')
  if (row.status !== 'received') throw new Refusal('already-done')
  return row
}

/** Queues the import, or lets an interrupted one go on where it stood. */
export async function startImport(ctx: Context, tx: Tx, actor: Actor | null, id: number): Promise<void> {
  const row = await lockImport(tx, id)
  if (!row) throw new Refusal('not-found')
  if (!['received', 'cancelled', 'failed'].includes(row.status)) throw new Refusal('already-done')
  // one of corrected rows is read as the import that rejected them was
  if (row.correctsId === null) await settleMapping(ctx, tx, row)
  await moveImport(tx, id, [row.status], 'queued', { queuedAt: ctx.now })
  await audit(tx, ctx.now, actor, { action: 'started', subject: 'import', subjectId: id })
  await ctx.jobs.enqueue(tx, 'connectors.import', { id }, { singletonKey: String(id) })
}

/** Refuses what cannot be read so; else the mapping is remembered for files of the same columns. */
async function settleMapping(ctx: Context, tx: Tx, row: Import): Promise<void> {
  const names = await namesOf(importFile(ctx.config.dataFolder, row.id), row.format)
  const problems = mappingProblems(row.kind, row.mapping, names)
  if (problems.length > 0) {
    throw new Refusal(
      'invalid-request',
      {},
      problems.map(({ code, names: fields }) => ({ field: fields.join(' '), code })),
    )
  }
  await rememberMapping(tx, row, headerHash(names), ctx.now)
}

/** Stops an import after the chunk under way. What is taken in stays; it can go on or be undone. */
export async function interruptImport(ctx: Context, tx: Tx, actor: Actor | null, id: number): Promise<void> {
  const row = await lockImport(tx, id)
  if (!row) throw new Refusal('not-found')
  if (!(await moveImport(tx, id, waiting, 'cancelled', { finishedAt: ctx.now }))) throw new Refusal('already-done')
  // the chunk under way sees it and ends; what the ones before it left to the end is not forgotten
  if (row.kind === 'orders' && row.appliedThrough > 0) await freshenSoon(ctx.jobs, tx)
  await audit(tx, ctx.now, actor, { action: 'interrupted', subject: 'import', subjectId: id })
}

/** A received file that is not to be taken in after all. */
export async function discardImport(ctx: Context, tx: Tx, id: number): Promise<void> {
  await received(tx, id)
  await deleteImport(tx, id)
  await rm(importFile(ctx.config.dataFolder, id), { force: true })
}

export function undoableUntil(row: Import): Date | null {
  if (!row.finishedAt || !['done', 'cancelled', 'failed'].includes(row.status) || row.appliedThrough === 0) return null
  return new Date(row.finishedAt.getTime() + undoDays * 86_400_000)
}

export async function startUndo(ctx: Context, tx: Tx, actor: Actor | null, id: number): Promise<void> {
  const row = await lockImport(tx, id)
  if (!row) throw new Refusal('not-found')
  const until = undoableUntil(row)
  if (!until) throw new Refusal('already-done')
  if (until < ctx.now) throw new Refusal('gone')
  const corrections = await listCorrections(tx, id)
  if (corrections.some(({ status }) => waiting.includes(status))) {
    throw new Refusal('in-progress')
  }
  await moveImport(tx, id, [row.status], 'undoing', { finishedAt: row.finishedAt })
  await audit(tx, ctx.now, actor, { action: 'undone', subject: 'import', subjectId: id })
  await ctx.jobs.enqueue(tx, 'connectors.undo-import', { id }, { singletonKey: String(id) })
}

/** Files, rejected cells and before-images of imports that can no longer be undone, and files never taken in, go. */
export async function forgetOldImports(ctx: Context): Promise<void> {
  const before = new Date(ctx.now.getTime() - undoDays * 86_400_000)
  const old = await many<{ id: number }>(
    ctx.pool,
    sql`select id from imports where coalesce(finished_at, created_at) < ${before}
          and status in ('received', 'done', 'failed', 'cancelled', 'undone')`,
  )
  for (const { id } of old) await rm(importFile(ctx.config.dataFolder, id), { force: true })
  const ids = old.map((row) => row.id)
  await ctx.pool.query(sql`delete from import_before where import_id = any(${ids})`)
  await ctx.pool.query(
    sql`update import_rejections set cells = null, value = '' where import_id = any(${ids}) and cells is not null`,
  )
  await ctx.pool.query(sql`update import_corrections set cells = '{}' where import_id = any(${ids}) and cells <> '{}'`)
  await ctx.pool.query(sql`delete from imports where id = any(${ids}) and status = 'received'`)
  await sweepFiles(ctx)
}

/** Files that a kill left behind: beginnings, and whole ones whose import was never written down. */
async function sweepFiles(ctx: Context): Promise<void> {
  const folder = join(ctx.config.dataFolder, 'imports')
  const rows = await many<{ id: number }>(ctx.pool, sql`select id from imports`)
  const kept = new Set(rows.map(({ id }) => String(id)))
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const untouched = async () => ctx.now.getTime() - (await stat(path)).mtimeMs
    if (!kept.has(name) && (await untouched()) > 86_400_000) await rm(path, { force: true })
  }
}

export async function mustFind(db: Db, id: number): Promise<Import> {
  const row = await findImport(db, id)
  if (!row) throw new Refusal('not-found')
  return row
}
