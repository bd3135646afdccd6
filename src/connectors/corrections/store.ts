import { type Db, many, one, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import { chunksOfRows } from './chunks.ts'

/** A rejected row with what became of it. */
export interface Rejected {
  row: number
  field: string
  code: string
  value: string
  cells: string[] | null
  corrected: Record<string, string> | null
  isReady: boolean
  isUnderWay: boolean
  takenBy: number | null
  /** it was taken along again and rejected again, for this */
  againField: string | null
  againCode: string | null
}

/** Rejected rows, their corrections, the import that took each along, and its rejection there. */
const tables = sql`import_rejections r
  left join import_corrections c on c.import_id = r.import_id and c.row_no = r.row_no
  left join imports taking on taking.id = c.taken_by
  left join import_rejections again on again.import_id = c.taken_by and again.row_no = c.taken_row`

const isTaken = sql`(taking.status = 'done' and again.row_no is null) is true`
const isUnderWay = sql`(taking.status in ('queued', 'staging', 'applying')) is true`
/** Neither taken in nor on its way: may be written over. */
const isOpen = sql`(not ${isTaken} and not ${isUnderWay})`

/** Nothing wrong was found in it, nor when it was taken along, but for what another row of the order has. */
const isReady = sql`(c.is_ready and c.cells <> '{}' and coalesce(again.code, 'other-line-rejected') = 'other-line-rejected') is true`

const columns = sql`r.row_no as row, r.field, r.code, r.value, r.cells, c.cells as corrected,
  ${isReady} as "isReady", coalesce(taking.status in ('queued', 'staging', 'applying'), false) as "isUnderWay",
  case when taking.status = 'done' and again.row_no is null then taking.id end as "takenBy",
  again.field as "againField", again.code as "againCode"`

export interface RowFilter {
  importId: number
  show: 'open' | 'all'
  field?: string | undefined
  code?: string | undefined
}

function matching({ importId, show, field, code }: RowFilter): Sql {
  return sql`r.import_id = ${importId} and (${show === 'all'} or not ${isTaken})
    and (${field ?? null}::text is null or r.field = ${field ?? null}) and (${code ?? null}::text is null or r.code = ${code ?? null})`
}

export async function listRejected(db: Db, filter: RowFilter, after: number, limit: number): Promise<Rejected[]> {
  return many<Rejected>(
    db,
    sql`select ${columns} from ${tables} where ${matching(filter)} and r.row_no > ${after} order by r.row_no limit ${limit}`,
  )
}

/** Where a page stands among all rows that match, and after which row the page before it begins. */
export async function placeOfPage(
  db: Db,
  filter: RowFilter,
  firstRow: number,
  limit: number,
): Promise<{ before: number; total: number; previousAfter: number | null }> {
  const counts = await one<{ before: number; total: number }>(
    db,
    sql`select count(*) filter (where r.row_no < ${firstRow}) as before, count(*) as total from ${tables} where ${matching(filter)}`,
  )
  const { before = 0, total = 0 } = counts ?? {}
  const former = await one<{ row: number }>(
    db,
    sql`select r.row_no as row from ${tables} where ${matching(filter)} and r.row_no < ${firstRow}
        order by r.row_no desc offset ${limit} limit 1`,
  )
  return { before, total, previousAfter: before === 0 ? null : (former?.row ?? 0) }
}

export async function findRejected(db: Db, importId: number, row: number): Promise<Rejected | undefined> {
  return one<Rejected>(db, sql`select ${columns} from ${tables} where r.import_id = ${importId} and r.row_no = ${row}`)
}

/** How many open rows were rejected for the same text and reason, of each kind asked for. */
export async function countAlike(
  db: Db,
  importId: number,
  kinds: Pick<Rejected, 'field' | 'code' | 'value'>[],
): Promise<(Pick<Rejected, 'field' | 'code' | 'value'> & { count: number })[]> {
  if (kinds.length === 0) return []
  return many(
    db,
    sql`select r.field, r.code, r.value, count(*) as count from ${tables}
        where r.import_id = ${importId} and ${isOpen} and (r.field, r.code, r.value) in (
          select * from unnest(${kinds.map((kind) => kind.field)}::text[], ${kinds.map((kind) => kind.code)}::text[],
            ${kinds.map((kind) => kind.value)}::text[]))
        group by r.field, r.code, r.value`,
  )
}

/** The open rows rejected like this one, a chunk at a time. */
export function openRowsLike(db: Db, importId: number, like: Rejected): AsyncGenerator<Rejected[]> {
  return chunksOfRows((after, limit) =>
    many<Rejected>(
      db,
      sql`select ${columns} from ${tables}
          where r.import_id = ${importId} and ${isOpen} and (r.field, r.code, r.value) = (${like.field}, ${like.code}, ${like.value})
            and r.row_no > ${after}
          order by r.row_no limit ${limit}`,
    ),
  )
}

export async function countRows(db: Db, importId: number): Promise<{ open: number; ready: number; taken: number }> {
  const counts = await one<{ open: number; ready: number; taken: number }>(
    db,
    sql`select count(*) filter (where not ${isTaken}) as open, count(*) filter (where ${isTaken}) as taken,
          count(*) filter (where ${isOpen} and c.is_ready and c.cells <> '{}') as ready
        from ${tables} where r.import_id = ${importId}`,
  )
  return counts ?? { open: 0, ready: 0, taken: 0 }
}

/** Rejected rows by field and reason, the most frequent first. */
export async function countReasons(
  db: Db,
  importId: number,
): Promise<{ field: string; code: string; rows: number; open: number }[]> {
  return many(
    db,
    sql`select r.field, r.code, count(*) as rows, count(*) filter (where not ${isTaken}) as open
        from ${tables} where r.import_id = ${importId} group by r.field, r.code order by count(*) desc, r.field, r.code limit 50`,
  )
}

export interface Correction {
  row: number
  cells: Record<string, string>
  isReady: boolean
}

/** Keeps corrections; a row whose cells are as in the file again has none. */
export async function keepCorrections(
  db: Db,
  importId: number,
  corrections: Correction[],
  by: { staffId: number | null; now: Date },
): Promise<void> {
  const empty = corrections.filter(({ cells }) => Object.keys(cells).length === 0).map(({ row }) => row)
  await db.query(sql`delete from import_corrections where import_id = ${importId} and row_no = any(${empty})`)
  const kept = corrections.filter(({ cells }) => Object.keys(cells).length > 0)
  await db.query(
    sql`insert into import_corrections (import_id, row_no, cells, is_ready, staff_id, updated_at)
        select ${importId}, row_no, cells, is_ready, ${by.staffId}, ${by.now}
        from unnest(${kept.map(({ row }) => row)}::bigint[], ${kept.map(({ cells }) => JSON.stringify(cells))}::jsonb[],
          ${kept.map(({ isReady }) => isReady)}::boolean[]) as given (row_no, cells, is_ready)
        on conflict (import_id, row_no) do update set cells = excluded.cells, is_ready = excluded.is_ready,
          staff_id = excluded.staff_id, updated_at = excluded.updated_at, taken_by = null, taken_row = null`,
  )
}

/** Gives the corrected rows that are ready to an import; says how many there are. */
export async function giveReadyRows(tx: Tx, importId: number, takenBy: number): Promise<number> {
  const { rowCount } = await tx.query(
    sql`update import_corrections set taken_by = ${takenBy}, taken_row = null
        where import_id = ${importId} and row_no in (
          select r.row_no from ${tables} where r.import_id = ${importId} and ${isOpen} and ${isReady})`,
  )
  return rowCount ?? 0
}

/** A rejected row on its way into the file of corrected rows. */
export type Given = Pick<Rejected, 'row' | 'value' | 'cells' | 'corrected'> & { isGiven: boolean }

/** All rejected rows of an import in file order, marked whether they were given to `takenBy`. */
export function rowsForFile(db: Db, importId: number, takenBy: number): AsyncGenerator<Given[]> {
  return chunksOfRows((after, limit) =>
    many<Given>(
      db,
      sql`select r.row_no as row, r.value, r.cells, c.cells as corrected, (c.taken_by = ${takenBy}) is true as "isGiven"
          from import_rejections r left join import_corrections c on c.import_id = r.import_id and c.row_no = r.row_no
          where r.import_id = ${importId} and r.row_no > ${after} order by r.row_no limit ${limit}`,
    ),
  )
}

/** Notes which row of the file of corrected rows each rejected row became, those taken along without a correction too. */
export async function noteRowsTaken(
  db: Db,
  importId: number,
  takenBy: number,
  rows: { row: number; takenRow: number }[],
  now: Date,
): Promise<void> {
  await db.query(
    sql`insert into import_corrections (import_id, row_no, cells, is_ready, updated_at, taken_by, taken_row)
        select ${importId}, row_no, '{}', true, ${now}, ${takenBy}, taken_row
        from unnest(${rows.map(({ row }) => row)}::bigint[], ${rows.map(({ takenRow }) => takenRow)}::bigint[]) as given (row_no, taken_row)
        on conflict (import_id, row_no) do update set taken_by = excluded.taken_by, taken_row = excluded.taken_row`,
  )
}
