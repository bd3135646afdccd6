import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'
import type { ImportStatus } from '../imports/store.ts'
import type { FoundFile } from './place.ts'

export type FileState = 'growing' | 'taken' | 'failed' | 'refused' | 'done'

export interface KnownFile extends FoundFile {
  state: FileState
  importId: number | null
  /** of its import; null: it has none, or it was thrown away */
  status: ImportStatus | null
  seenAt: Date
}

const fileColumns = sql`f.name, f.bytes, f.modified_at as "modifiedAt", f.state, f.import_id as "importId",
  i.status, f.seen_at as "seenAt"`

export async function knownFiles(db: Db, connectionId: number): Promise<Map<string, KnownFile>> {
  const rows = await many<KnownFile>(
    db,
    sql`select ${fileColumns} from watched_files f left join imports i on i.id = f.import_id
        where f.connection_id = ${connectionId}`,
  )
  return new Map(rows.map((row) => [row.name, row]))
}

export async function recentFiles(db: Db, connectionId: number): Promise<KnownFile[]> {
  return many<KnownFile>(
    db,
    sql`select ${fileColumns} from watched_files f left join imports i on i.id = f.import_id
        where f.connection_id = ${connectionId} order by f.seen_at desc, f.name limit 20`,
  )
}

export async function noteFile(
  db: Db,
  connectionId: number,
  now: Date,
  { name, bytes, modifiedAt }: FoundFile,
  state: FileState,
  importId: number | null = null,
): Promise<void> {
  await db.query(
    sql`insert into watched_files as f (connection_id, name, bytes, modified_at, state, import_id, seen_at)
        values (${connectionId}, ${name}, ${bytes}, ${modifiedAt}, ${state}, ${importId}, ${now})
        on conflict (connection_id, name) do update set bytes = excluded.bytes, modified_at = excluded.modified_at,
          state = excluded.state, import_id = excluded.import_id, seen_at = excluded.seen_at`,
  )
}

/** The state alone: the file is as it was. */
export async function moveFile(db: Db, connectionId: number, name: string, state: FileState): Promise<void> {
  await db.query(
    sql`update watched_files set state = ${state} where connection_id = ${connectionId} and name = ${name}`,
  )
}

export interface Taking {
  name: string
  bytes: number
  sha256: Buffer
}

/** The import that took these very contents under this name. */
export async function findTaking(db: Db, connectionId: number, file: Taking): Promise<number | undefined> {
  const row = await one<{ importId: number }>(
    db,
    sql`select import_id as "importId" from watched_takings where connection_id = ${connectionId} and name = ${file.name}
          and bytes = ${file.bytes} and sha256 = ${file.sha256}`,
  )
  return row?.importId
}

export async function noteTaking(
  tx: Tx,
  connectionId: number,
  file: Taking,
  importId: number,
  now: Date,
): Promise<void> {
  await tx.query(
    sql`insert into watched_takings (connection_id, name, bytes, sha256, import_id, taken_at)
        values (${connectionId}, ${file.name}, ${file.bytes}, ${file.sha256}, ${importId}, ${now})`,
  )
}

export interface Watch {
  lookedAt: Date | null
  /** when somebody asked for a look that has not taken place yet */
  askedAt: Date | null
}

export async function readWatch(db: Db, connectionId: number): Promise<Watch> {
  const row = await one<Watch>(
    db,
    sql`select looked_at as "lookedAt", asked_at as "askedAt" from watches where connection_id = ${connectionId}`,
  )
  return row ?? { lookedAt: null, askedAt: null }
}

export async function askForLook(db: Db, connectionId: number, now: Date): Promise<void> {
  await db.query(
    sql`insert into watches (connection_id, asked_at) values (${connectionId}, ${now})
        on conflict (connection_id) do update set asked_at = excluded.asked_at`,
  )
}

/** A look took place, for whoever had asked when it began (`askedAt`). */
export async function noteLook(db: Db, connectionId: number, now: Date, askedAt: Date | null): Promise<void> {
  await db.query(
    sql`insert into watches as w (connection_id, looked_at) values (${connectionId}, ${now})
        on conflict (connection_id) do update set looked_at = excluded.looked_at,
          asked_at = nullif(w.asked_at, ${askedAt})`,
  )
}

/** Troubles about a file whose import is taken in, goes on, or was thrown away meanwhile. */
export async function settleOfImports(db: Db, connectionId: number, now: Date): Promise<void> {
  await db.query(
    sql`update connection_troubles t set settled_at = ${now}
        where connection_id = ${connectionId} and settled_at is null and code in ('unknown-layout', 'import-failed')
          and not exists (select from imports i where i.id = (t.detail ->> 'importId')::bigint
            and i.status in ('received', 'failed'))`,
  )
}

/** What was wrong with the place as a whole: it could be looked at. */
export async function settlePlace(db: Db, connectionId: number, now: Date): Promise<void> {
  await db.query(
    sql`update connection_troubles set settled_at = ${now}
        where connection_id = ${connectionId} and subject = '' and settled_at is null`,
  )
}

/** Pins the key that a server showed at the first look. */
export async function pinHostKey(db: Db, connectionId: number, hostKey: string, now: Date): Promise<void> {
  await db.query(
    sql`update connections set settings = settings || ${JSON.stringify({ hostKey })}::jsonb, version = version + 1,
          updated_at = ${now}
        where id = ${connectionId} and coalesce(settings ->> 'hostKey', '') = ''`,
  )
}
