import type * as z from 'zod'
import type { Context } from '../../platform/context.ts'
import { type Db, many, one, type Sql, sql } from '../../platform/db/db.ts'
import { unseal } from '../../platform/secrets.ts'
import type { Kind } from './kind.ts'

export interface Connection<Settings = unknown> {
  id: number
  kind: string
  name: string
  key: string
  sourceId: number
  settings: Settings
  isActive: boolean
  version: number
  createdAt: Date
}

const columns = sql`id, kind, name, key, source_id as "sourceId", settings, is_active as "isActive", version,
  created_at as "createdAt"`

type OfKind<K extends Kind> = Connection<z.output<K['settings']>>

async function find<K extends Kind>(db: Db, kind: K, where: Sql): Promise<OfKind<K> | undefined> {
  const row = await one<Connection>(db, sql`select ${columns} from connections where kind = ${kind.name} and ${where}`)
  return row && ({ ...row, settings: kind.settings.parse(row.settings) } as OfKind<K>)
}

export async function findConnection<K extends Kind>(db: Db, kind: K, id: number): Promise<OfKind<K> | undefined> {
  return find(db, kind, sql`id = ${id}`)
}

/** By what stands in an address or a page. One that was switched off is not found. */
export async function connectionKeyed<K extends Kind>(db: Db, kind: K, key: string): Promise<OfKind<K> | undefined> {
  return find(db, kind, sql`key = ${key} and is_active`)
}

export async function activeConnections<K extends Kind>(db: Db, kind: K): Promise<OfKind<K>[]> {
  const rows = await many<Connection>(
    db,
    sql`select ${columns} from connections where kind = ${kind.name} and is_active order by id`,
  )
  return rows.map((row) => ({ ...row, settings: kind.settings.parse(row.settings) }) as OfKind<K>)
}

export async function anyConnection(db: Db, id: number): Promise<Connection | undefined> {
  return one<Connection>(db, sql`select ${columns} from connections where id = ${id}`)
}

/** The secrets of a connection, opened. */
export async function readSecrets<K extends Kind>(
  { pool, config }: Pick<Context, 'pool' | 'config'>,
  kind: K,
  id: number,
): Promise<z.output<K['secrets']>> {
  const row = await one<{ secrets: Buffer | null }>(pool, sql`select secrets from connections where id = ${id}`)
  const text = row?.secrets ? unseal(config, sealedAs(id), row.secrets) : '{}'
  return kind.secrets.parse(JSON.parse(text)) as z.output<K['secrets']>
}

export function sealedAs(connectionId: number): string {
  return `connection ${connectionId}`
}

export interface Arrived {
  received?: number
  stored?: number
  duplicate?: number
  failed?: number
  unknown?: number
  /** when the newest of them had happened */
  lastEventAt?: Date | null
}

/** Counts what came, for the order of arrival. For many at once: one call for all of them. */
export async function noteArrivals(db: Db, connectionId: number, now: Date, arrived: Arrived): Promise<void> {
  const { received = 0, stored = 0, duplicate = 0, failed = 0, unknown = 0, lastEventAt = null } = arrived
  await db.query(
    sql`insert into arrivals as a (connection_id, hour, received, stored, duplicate, failed, unknown, last_at, last_event_at)
        values (${connectionId}, date_trunc('hour', ${now}::timestamptz, 'UTC'), ${received}, ${stored}, ${duplicate},
          ${failed}, ${unknown}, ${now}, ${lastEventAt})
        on conflict (connection_id, hour) do update set received = a.received + excluded.received,
          stored = a.stored + excluded.stored, duplicate = a.duplicate + excluded.duplicate,
          failed = a.failed + excluded.failed, unknown = a.unknown + excluded.unknown,
          last_at = greatest(a.last_at, excluded.last_at),
          last_event_at = coalesce(excluded.last_event_at, a.last_event_at)`,
  )
}

export interface NewTrouble {
  code: string
  subject?: string
  detail?: Record<string, unknown>
}

/** Says that something went wrong; one that is open already is counted on. */
export async function noteTrouble(db: Db, connectionId: number, now: Date, trouble: NewTrouble): Promise<void> {
  const { code, subject = '', detail = {} } = trouble
  await db.query(
    sql`insert into connection_troubles as t (connection_id, code, subject, detail, first_at, last_at)
        values (${connectionId}, ${code}, ${subject}, ${JSON.stringify(detail)}, ${now}, ${now})
        on conflict (connection_id, code, subject) where settled_at is null
        do update set times = t.times + 1, last_at = excluded.last_at, detail = excluded.detail`,
  )
}

/** What went wrong went well since. */
export async function settleTrouble(
  db: Db,
  connectionId: number,
  now: Date,
  { code, subject = '' }: Pick<NewTrouble, 'code' | 'subject'>,
): Promise<void> {
  await db.query(
    sql`update connection_troubles set settled_at = ${now}
        where connection_id = ${connectionId} and code = ${code} and subject = ${subject} and settled_at is null`,
  )
}
