import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'
import type { FileFormat } from '../files/read.ts'
import type { ImportKind } from './field.ts'
import type { Mapping } from './mapping.ts'
import type { StagedCounts } from './stage.ts'

export type ImportStatus =
  | 'received'
  | 'queued'
  | 'staging'
  | 'applying'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone'

/** Handed to the worker and not ended. */
export const waiting: ImportStatus[] = ['queued', 'staging', 'applying']

export interface Tally {
  added: number
  updated: number
  unchanged: number
}

export interface ImportCounts {
  staged?: StagedCounts
  /** everyone is ranked after the last chunk, instead of customers with each */
  wholeBase?: boolean
  customers: Tally
  orders: Tally & { guests: number }
  products: Tally
  undone?: { removed: number; restored: number; kept: number }
}

export interface Import {
  id: number
  kind: ImportKind
  sourceId: number
  sourceCode: string
  sourceName: string
  fileName: string
  fileBytes: number
  fileSha256: string
  format: FileFormat
  mapping: Mapping
  status: ImportStatus
  bytesRead: number
  rowsRead: number
  rowsRejected: number
  /** of those rejected, taken in since */
  rowsCorrected: number
  appliedThrough: number
  counts: ImportCounts | Record<string, never>
  problem: Record<string, unknown> | null
  staffId: number | null
  staffName: string | null
  /** the import whose corrected rows it takes in */
  correctsId: number | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  undoneAt: Date | null
}

/** Looked up by the key of each correction: a list of imports asks it only for those with rejected rows. */
const correctedRows = sql`(
  select count(*) from import_corrections c join imports taking on taking.id = c.taken_by and taking.status = 'done'
  where c.import_id = i.id
    and not exists (select from import_rejections again where again.import_id = c.taken_by and again.row_no = c.taken_row))`

const columns = sql`i.id, i.kind, i.source_id as "sourceId", source.code as "sourceCode", source.name as "sourceName",
  i.file_name as "fileName", i.file_bytes as "fileBytes", encode(i.file_sha256, 'hex') as "fileSha256", i.format, i.mapping,
  i.status, i.bytes_read as "bytesRead", i.rows_read as "rowsRead", i.rows_rejected as "rowsRejected",
  case when i.rows_rejected = 0 then 0 else ${correctedRows} end as "rowsCorrected",
  i.applied_through as "appliedThrough", i.counts, i.problem, i.staff_id as "staffId", staff.name as "staffName",
  i.corrects_id as "correctsId", i.created_at as "createdAt", i.started_at as "startedAt", i.finished_at as "finishedAt", i.undone_at as "undoneAt"`
const tables = sql`imports i join sources source on source.id = i.source_id left join staff on staff.id = i.staff_id`

export async function findImport(db: Db, id: number): Promise<Import | undefined> {
  return one<Import>(db, sql`select ${columns} from ${tables} where i.id = ${id}`)
}

/** Imports that wait or are under way, in the order they were started. */
export async function waitingImports(db: Db): Promise<Pick<Import, 'id' | 'kind'>[]> {
  return many(db, sql`select id, kind from imports where status = any(${waiting}) order by queued_at, id`)
}

export async function importsToUndo(db: Db): Promise<{ id: number }[]> {
  return many(db, sql`select id from imports where status = 'undoing' order by id`)
}

/** The import, with its row held until the transaction ends. */
export async function lockImport(tx: Tx, id: number): Promise<Import | undefined> {
  return one<Import>(tx, sql`select ${columns} from ${tables} where i.id = ${id} for update of i`)
}

export async function listImports(db: Db, limit: number, before?: [createdAt: string, id: number]): Promise<Import[]> {
  const older = before ? sql`where (i.created_at, i.id) < (${before[0]}::timestamptz, ${before[1]})` : sql.empty
  return many<Import>(
    db,
    sql`select ${columns} from ${tables} ${older} order by i.created_at desc, i.id desc limit ${limit}`,
  )
}

export async function insertImport(
  db: Db,
  row: FileFacts & { fileName: string; staffId: number | null; connectionId: number | null; now: Date },
): Promise<number> {
  const made = await one<{ id: number }>(
    db,
    sql`insert into imports (kind, source_id, file_name, file_bytes, file_sha256, format, mapping, staff_id, connection_id, created_at)
        values (${row.kind}, ${row.sourceId}, ${row.fileName}, ${row.bytes}, ${row.sha256}, ${JSON.stringify(row.format)},
          ${JSON.stringify(row.mapping)}, ${row.staffId}, ${row.connectionId}, ${row.now}) returning id`,
  )
  return (made as { id: number }).id
}

/** An import of corrected rows, read like the one they were rejected from. */
export async function insertCorrection(db: Db, of: Import, staffId: number | null, now: Date): Promise<number> {
  const format: FileFormat = { type: 'text', encoding: 'utf-8', delimiter: ',', headerRow: 1 }
  const made = await one<{ id: number }>(
    db,
    sql`insert into imports (kind, source_id, file_name, file_bytes, format, mapping, status, staff_id, corrects_id, queued_at, created_at)
        values (${of.kind}, ${of.sourceId}, ${of.fileName}, 0, ${JSON.stringify(format)}, ${JSON.stringify(of.mapping)}, 'queued',
          ${staffId}, ${of.id}, ${now}, ${now}) returning id`,
  )
  return (made as { id: number }).id
}

/** Imports of rows corrected in this one, newest first. */
export async function listCorrections(db: Db, id: number): Promise<Import[]> {
  return many<Import>(
    db,
    sql`select ${columns} from ${tables} where i.corrects_id = ${id} order by i.id desc limit 100`,
  )
}

export async function deleteImport(db: Db, id: number): Promise<void> {
  await db.query(sql`delete from imports where id = ${id}`)
}

/** What a file is and how it is read. */
interface FileFacts {
  bytes: number
  sha256: Buffer
  kind: ImportKind
  sourceId: number
  format: FileFormat
  mapping: Mapping
}

export async function keepFileFacts(db: Db, id: number, facts: FileFacts): Promise<void> {
  await db.query(
    sql`update imports set file_bytes = ${facts.bytes}, file_sha256 = ${facts.sha256}, kind = ${facts.kind},
          source_id = ${facts.sourceId}, format = ${JSON.stringify(facts.format)}, mapping = ${JSON.stringify(facts.mapping)}
        where id = ${id}`,
  )
}

/** Moves an import on when it is still where we believe it; false when it is not. */
export async function moveImport(
  db: Db,
  id: number,
  from: ImportStatus[],
  to: ImportStatus,
  change: {
    queuedAt?: Date
    startedAt?: Date
    finishedAt?: Date | null
    undoneAt?: Date
    problem?: Record<string, unknown> | null
  } = {},
): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update imports set status = ${to}, queued_at = coalesce(${change.queuedAt ?? null}, queued_at), started_at = coalesce(started_at, ${change.startedAt ?? null}),
          finished_at = ${change.finishedAt ?? null}, undone_at = ${change.undoneAt ?? null},
          problem = ${change.problem ? JSON.stringify(change.problem) : null}
        where id = ${id} and status = any(${from})`,
  )
  return rowCount === 1
}

/** Notes how far reading has come; false when the import is no longer to go on. */
export async function noteReading(db: Db, id: number, bytes: number, rows: number): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update imports set bytes_read = ${bytes}, rows_read = ${rows} where id = ${id} and status = 'staging'`,
  )
  return rowCount === 1
}

export async function noteStaged(db: Db, id: number, staged: StagedCounts, counts: ImportCounts): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update imports set status = 'applying', bytes_read = ${staged.bytes}, rows_read = ${staged.rows},
          rows_rejected = (select count(*) from import_rejections where import_id = ${id}), counts = ${JSON.stringify(counts)}
        where id = ${id} and status = 'staging'`,
  )
  return rowCount === 1
}

/** In the transaction of a chunk: what it did and how far that brings the whole. */
export async function noteApplied(tx: Tx, id: number, through: number, counts: ImportCounts): Promise<void> {
  await tx.query(
    sql`update imports set applied_through = ${through}, counts = ${JSON.stringify(counts)} where id = ${id}`,
  )
}

export async function findOrCreateSource(db: Db, code: string, name: string): Promise<number> {
  await db.query(sql`insert into sources (code, name) values (${code}, ${name}) on conflict (code) do nothing`)
  const source = await one<{ id: number }>(db, sql`select id from sources where code = ${code}`)
  return (source as { id: number }).id
}

export async function rememberMapping(db: Db, row: Import, hash: Buffer, now: Date): Promise<void> {
  await db.query(
    sql`insert into import_mappings (kind, source_id, name, header_hash, mapping, updated_at)
        values (${row.kind}, ${row.sourceId}, ${row.fileName}, ${hash}, ${JSON.stringify(row.mapping)}, ${now})
        on conflict (kind, header_hash) do update set source_id = excluded.source_id, name = excluded.name,
          mapping = excluded.mapping, updated_at = excluded.updated_at`,
  )
}

export interface RememberedMapping {
  kind: ImportKind
  sourceId: number
  mapping: Mapping
}

export async function recallMapping(db: Db, hash: Buffer, kind?: ImportKind): Promise<RememberedMapping | undefined> {
  return one<RememberedMapping>(
    db,
    sql`select kind, source_id as "sourceId", mapping from import_mappings
        where header_hash = ${hash} and (${kind ?? null}::text is null or kind = ${kind ?? null})
        order by updated_at desc limit 1`,
  )
}

export interface Rejection {
  rowNo: number
  field: string
  code: string
  value: string
}

export async function listRejections(db: Db, id: number, after: number, limit: number): Promise<Rejection[]> {
  return many<Rejection>(
    db,
    sql`select row_no as "rowNo", field, code, value from import_rejections
        where import_id = ${id} and row_no > ${after} order by row_no limit ${limit}`,
  )
}

export interface RejectionGroup {
  field: string
  code: string
  count: number
  firstRow: number
}

export async function groupRejections(db: Db, id: number): Promise<RejectionGroup[]> {
  return many<RejectionGroup>(
    db,
    sql`select field, code, count(*) as count, min(row_no) as "firstRow" from import_rejections
        where import_id = ${id} group by field, code order by count(*) desc, field, code limit 50`,
  )
}
