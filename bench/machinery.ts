import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openPool, type Pool, sql } from '../src/platform/db/db.ts'
import { startEmbedded } from '../src/platform/db/embedded.ts'
import { migrate, readMigrations } from '../src/platform/db/migrate.ts'

/** What a benchmark gives back; more figures may stand beside. One JSON line of it is printed. */
export interface Figures {
  /** rows, customers, requests: what `seconds` were spent on */
  size: number
  seconds: number
  /** the plain way, measured in the same run on the same data */
  baselineSeconds: number
  [figure: string]: unknown
}

export type Options = Record<string, number>

/** `bench/NAME.ts` exports `run` and the options it knows, with their values when nobody says otherwise. */
export interface Bench {
  defaults: Options
  run(options: Options, machinery: Machinery): Promise<Figures>
}

export interface BenchDatabase {
  url: string
  pool: Pool
}

export interface Machinery {
  /** An empty migrated database, gone after the run. */
  empty(): Promise<BenchDatabase>
  /**
   * A database that `fill` filled, kept for the next runs with the same key and schema. Put every option that decides
   * what is in it into the key, and leave it fit for the next run.
   */
  filled(key: string, fill: (database: BenchDatabase) => Promise<void>): Promise<BenchDatabase>
  /** Seconds that `work` takes; said on standard error. */
  seconds(label: string, work: () => Promise<unknown>): Promise<number>
  say(line: string): void
}

/** PostgreSQL with the settings of real use, its data under data/bench. */
export async function openMachinery(dataFolder: string): Promise<Machinery & { close(): Promise<void> }> {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const server = await startEmbedded(join(dataFolder, 'bench'), { say })
  const administration = openPool(server.url.replace('/tokui?', '/postgres?'), { max: 1 })
  const open: (BenchDatabase & { name: string; keep: boolean })[] = []
  const schema = createHash('sha256')
    .update(
      readMigrations()
        .map((one) => one.sha256)
        .join(),
    )
    .digest('hex')
    .slice(0, 8)

  async function enter(name: string, keep: boolean): Promise<BenchDatabase> {
    const url = server.url.replace('/tokui?', `/${name}?`)
    const database = { name, keep, url, pool: openPool(url, { max: 20, applicationName: 'tokui-bench' }) }
    open.push(database)
    return database
  }

  async function create(name: string, keep: boolean): Promise<BenchDatabase> {
    await administration.query(`drop database if exists "${name}" with (force)`)
    await administration.query(`create database "${name}"`)
    const database = await enter(name, keep)
    await migrate(database.url, new Date())
    return database
  }

  async function isFilled(name: string): Promise<boolean> {
    const { rows } = await administration.query<{ remark: string | null }>(
      sql`select shobj_description(oid, 'pg_database') as remark from pg_database where datname = ${name}`,
    )
    return rows[0]?.remark === 'filled'
  }

  /** What was filled under an older schema is of no use any more. */
  async function dropOutdated(key: string): Promise<void> {
    const { rows } = await administration.query<{ name: string }>(
      sql`select datname as name from pg_database where starts_with(datname, ${`${key}_`}) and datname <> ${`${key}_${schema}`}`,
    )
    for (const { name } of rows) {
      if (/_[0-9a-f]{8}$/.test(name)) await administration.query(`drop database "${name}" with (force)`)
    }
  }

  async function seconds(label: string, work: () => Promise<unknown>): Promise<number> {
    const started = performance.now()
    await work()
    const taken = (performance.now() - started) / 1000
    say(`${label}: ${taken.toFixed(2)} s`)
    return taken
  }

  return {
    empty: () => create(`run_${process.pid}_${open.length}`, false),
    async filled(key, fill) {
      if (!/^[a-z0-9_-]{1,50}$/.test(key)) throw new Error(`a key is short and plain: ${key}`)
      const name = `${key}_${schema}`
      if (await isFilled(name)) return enter(name, true)
      await dropOutdated(key)
      const database = await create(name, true)
      await seconds(`Filled ${name}`, () => fill(database))
      await database.pool.query('vacuum (analyze)')
      await administration.query(`comment on database "${name}" is 'filled'`)
      return database
    },
    seconds,
    say,
    async close() {
      for (const { name, pool, keep } of open) {
        if (!pool.ended) await pool.end()
        if (!keep) await administration.query(`drop database if exists "${name}" with (force)`)
      }
      await administration.end()
      await server.stop()
    },
  }
}
