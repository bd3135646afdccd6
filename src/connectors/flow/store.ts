import { type Db, many, type Sql, sql } from '../../platform/db/db.ts'
import type { ImportKind } from '../imports/field.ts'
import type { ImportStatus } from '../imports/store.ts'
import type { Counts } from './contract.ts'

/** A connection, or a source whose files people hand in. */
export interface Channel {
  connectionId: number | null
  sourceId: number
  kind: string
  name: string
  isActive: boolean
}

export interface HourCounts extends Counts {
  connectionId: number | null
  sourceId: number
  hour: Date
}

export interface TroubleRow {
  connectionId: number
  id: number
  code: string
  subject: string
  detail: Record<string, unknown>
  times: number
  firstAt: Date
  lastAt: Date
  settledAt: Date | null
}

export interface LastImport {
  connectionId: number | null
  sourceId: number
  id: number
  fileName: string
  kind: ImportKind
  status: ImportStatus
  at: Date
}

/** Only what concerns one connection, or everything. */
const of = (column: Sql, connectionId: number | null) =>
  connectionId === null ? sql`true` : sql`${column} = ${connectionId}`

export async function listChannels(db: Db, connectionId: number | null): Promise<Channel[]> {
  return many<Channel>(
    db,
    sql`select c.id as "connectionId", c.source_id as "sourceId", c.kind, c.name, c.is_active as "isActive"
        from connections c where ${of(sql`c.id`, connectionId)}
        union all
        select null, s.id, 'file', s.name, true from sources s
        where ${connectionId}::integer is null
          and exists (select from imports i where i.source_id = s.id and i.connection_id is null)
        order by 4, 2`,
  )
}

/** Files of people and connections; what arrives by itself is counted as it comes, and left out here. */
const handedIn = sql`arrived_on is null and corrects_id is null`

/** What came in each hour since `from`. */
export async function countByHour(db: Db, from: Date, connectionId: number | null): Promise<HourCounts[]> {
  return many<HourCounts>(
    db,
    sql`select a.connection_id as "connectionId", c.source_id as "sourceId", hour, received, stored, duplicate, failed, unknown
        from arrivals a join connections c on c.id = a.connection_id
        where hour >= ${from} and ${of(sql`a.connection_id`, connectionId)}
        union all
        select connection_id, source_id, date_trunc('hour', created_at, 'UTC'), sum(rows_read)::bigint,
          coalesce(sum(rows_read - rows_rejected) filter (where status = 'done'), 0)::bigint, 0,
          (sum(rows_rejected) + count(*) filter (where status = 'failed'))::bigint,
          coalesce(sum((counts #>> '{orders,guests}')::bigint), 0)::bigint
        from imports
        where created_at >= ${from} and ${handedIn} and status <> 'undone' and ${of(sql`connection_id`, connectionId)}
        group by connection_id, source_id, date_trunc('hour', created_at, 'UTC')`,
  )
}

/** What came last by each connection that counts its arrivals. */
export async function lastArrivals(
  db: Db,
  connectionId: number | null,
): Promise<{ connectionId: number; lastAt: Date; lastEventAt: Date | null }[]> {
  return many(
    db,
    sql`select distinct on (connection_id) connection_id as "connectionId", last_at as "lastAt", last_event_at as "lastEventAt"
        from arrivals where ${of(sql`connection_id`, connectionId)} order by connection_id, hour desc`,
  )
}

export async function lastImports(db: Db, connectionId: number | null): Promise<LastImport[]> {
  return many<LastImport>(
    db,
    sql`select distinct on (connection_id, case when connection_id is null then source_id end)
          connection_id as "connectionId", source_id as "sourceId", id, file_name as "fileName", kind, status, created_at as at
        from imports where ${handedIn} and ${of(sql`connection_id`, connectionId)}
        order by connection_id, case when connection_id is null then source_id end, created_at desc, id desc`,
  )
}

const troubleColumns = sql`connection_id as "connectionId", id, code, subject, detail, times, first_at as "firstAt",
  last_at as "lastAt", settled_at as "settledAt"`

export async function openTroubles(db: Db, connectionId: number | null): Promise<TroubleRow[]> {
  return many<TroubleRow>(
    db,
    sql`select ${troubleColumns} from connection_troubles
        where settled_at is null and ${of(sql`connection_id`, connectionId)} order by last_at desc, id desc`,
  )
}

/** Open ones first, then those settled since `from`. */
export async function troublesOf(db: Db, connectionId: number, from: Date): Promise<TroubleRow[]> {
  return many<TroubleRow>(
    db,
    sql`select ${troubleColumns} from connection_troubles
        where connection_id = ${connectionId} and (settled_at is null or settled_at >= ${from})
        order by settled_at is not null, last_at desc, id desc limit 100`,
  )
}

export async function settleById(db: Db, connectionId: number, id: number, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`update connection_troubles set settled_at = coalesce(settled_at, ${now})
        where connection_id = ${connectionId} and id = ${id}`,
  )
  return rowCount === 1
}
