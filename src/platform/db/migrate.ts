import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { Trouble } from '../trouble.ts'

export interface Migration {
  name: string
  text: string
  sha256: string
}

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** The numbered files of `migrations/`, oldest first. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    })
}

export interface AppliedMigration {
  name: string
  sha256: string
}

/** What was applied to this database; nothing when it is new. */
export async function appliedMigrations(client: Pick<pg.Pool, 'query'>): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query("select to_regclass('schema_migrations') is not null as known")
  if (!found[0].known) return []
  return (await client.query<AppliedMigration>('select name, sha256 from schema_migrations order by name')).rows
}

/** Which migrations are to be applied; refuses when what was applied is not what the files say. Pure. */
export function pendingMigrations(files: Migration[], applied: AppliedMigration[]): Migration[] {
  for (const [index, done] of applied.entries()) {
    const file = files[index]
    if (file?.name !== done.name) {
      throw new Trouble(
        `The database has the migration ${done.name}, which this program does not know${file ? ` (it expects ${file.name})` : ''}. Start the newest version that used this database.`,
      )
    }
    if (file.sha256 !== done.sha256) {
      throw new Trouble(
        `The migration ${file.name} was changed after it was applied. Restore the file, and put the change in a new migration.`,
      )
    }
  }
  return files.slice(applied.length)
}

const migrationLock = 7_071_802

/** Brings the schema up to date, each file in a transaction of its own; several processes may ask at once. */
export async function migrate(url: string, now: Date, files = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'tokui-migrate' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${migrationLock})`)
    await client.query(
      `create table if not exists schema_migrations (
         name text primary key, sha256 text not null, applied_at timestamptz not null)`,
    )
    const pending = pendingMigrations(files, await appliedMigrations(client))
    for (const migration of pending) await apply(client, migration, now)
    return pending.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, migration: Migration, now: Date): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.text)
    await client.query('insert into schema_migrations (name, sha256, applied_at) values ($1, $2, $3)', [
      migration.name,
      migration.sha256,
      now,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Trouble(`The migration ${migration.name} failed and changed nothing: ${(error as Error).message}`)
  }
}
