import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { house } from '../src/house.ts'
import type { Config } from '../src/platform/config.ts'
import { many, one, openPool, type Pool, sql } from '../src/platform/db/db.ts'
import { buildServer } from '../src/server.ts'
import { authenticator } from '../src/staff/index.ts'
import type { Outcome, Task } from './load/senders.ts'
import type { Figures, Machinery, Options } from './machinery.ts'

export const defaults: Options = { customers: 100_000, rate: 5000, batch: 15, seconds: 300, burst: 10 }

const origin = 'http://localhost:3150'

/**
 * Events of a shop's pages, sent by a process of its own over HTTP: as many a second as said, for so many seconds; then a
 * burst of ten times as many; then as fast as they are taken in. Everything is durable before it is answered (fsync on),
 * and every message answered with 200 is looked for in the database afterwards, and is there once. Meanwhile somebody
 * looks at customers' timelines for what was just sent. Baseline: one COPY of the rows that the last part wrote, into a
 * table with the same indexes.
 */
export async function run(options: Options, machinery: Machinery): Promise<Figures> {
  const { customers = 1, rate = 1, batch = 1, seconds = 1, burst = 1 } = options
  const database = await machinery.empty()
  await machinery.seconds('Made the customers', () => fill(database.pool, customers))
  const server = await serve(database.url)
  const sender = fork(join(import.meta.dirname, 'load/senders.ts'))
  const cookie = await signIn(database.pool)
  const base = { address: server.address, writeKey, batch, customers, cookie }
  let first = 1_000_000
  const part = async (name: string, what: Pick<Task, 'kind' | 'rate' | 'seconds' | 'looksPerSecond'>) => {
    const before = process.cpuUsage()
    const outcome = await ask(sender, { ...base, ...what, first })
    first += 10_000_000
    // the server is in this process
    const { user, system } = process.cpuUsage(before)
    const serverSeconds = (user + system) / 1e6
    const { accepted, seen, ...figures } = outcome
    const more = { serverSeconds, accepted: accepted.length, seenWorst: Math.max(0, ...seen) }
    machinery.say(`${name}: ${JSON.stringify({ ...figures, ...more })}`)
    return { ...outcome, serverSeconds }
  }
  try {
    await part('Warming up', { kind: 'paced', rate: rate / 2, seconds: 3, looksPerSecond: 0 })
    const steady = await part('Steadily', { kind: 'paced', rate, seconds, looksPerSecond: 2 })
    const peak = await part('Burst', { kind: 'paced', rate: rate * burst, seconds: 10, looksPerSecond: 0 })
    const fastest = await part('As fast as may be', { kind: 'flat-out', rate, seconds: 10, looksPerSecond: 0 })
    const all = [...steady.accepted, ...peak.accepted, ...fastest.accepted]
    const { missing, doubled } = await look(database.pool, all, batch)
    const size = fastest.accepted.length * batch
    const baselineSeconds = await copyPlainly(database.pool, machinery, size)
    steady.seen.sort((a, b) => a - b)
    return {
      size,
      seconds: fastest.seconds,
      baselineSeconds,
      eventsPerSecond: (steady.accepted.length * batch) / steady.seconds,
      p50: steady.p50,
      p95: steady.p95,
      p99: steady.p99,
      serverMicroseconds: (steady.serverSeconds * 1e6) / (steady.accepted.length * batch),
      notTaken: steady.sent - steady.accepted.length,
      seenP50: steady.seen[Math.floor(steady.seen.length / 2)] ?? Number.NaN,
      seenWorst: steady.seen.at(-1) ?? Number.NaN,
      looks: steady.seen.length,
      burstAccepted: peak.accepted.length,
      burstShed: peak.shed,
      burstFailed: peak.failed,
      shedWithoutRetryAfter: peak.withoutRetryAfter,
      burstEventsPerSecond: (peak.accepted.length * batch) / peak.seconds,
      mostPerSecond: size / fastest.seconds,
      accepted: all.length * batch,
      missing,
      doubled,
    }
  } finally {
    sender.kill()
    await server.close()
  }
}

async function ask(sender: ChildProcess, task: Task): Promise<Outcome> {
  sender.send(task)
  const [outcome] = (await once(sender, 'message')) as [Outcome]
  return outcome
}

const writeKey = 'site_benchbenchbenchbenchbe'

async function fill(pool: Pool, customers: number): Promise<void> {
  const now = new Date()
  await pool.query(sql`insert into company (name, created_at, updated_at) values ('椿堂', ${now}, ${now})`)
  await pool.query(
    sql`insert into staff (email, name, role, created_at, updated_at) values ('o@x.example', '佐藤', 'owner', ${now}, ${now})`,
  )
  await pool.query(sql`insert into sources (code, name) values ('shop', '公式通販')`)
  await pool.query(
    sql`insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
        values ('site', '公式通販', ${writeKey}, 1, '{}', ${now}, ${now})`,
  )
  await pool.query(
    sql`insert into customers (family_name, number, created_at, updated_at)
        select '高橋', 'M-' || n, ${now}, ${now} from generate_series(1, ${customers}::int) n`,
  )
  await pool.query(
    sql`insert into customer_refs (external_id, source_id, customer_id)
        select number, 1, id from customers`,
  )
  await pool.query('vacuum (analyze) customers, customer_refs')
}

/** The program's own server with a pool as wide as the program's. */
async function serve(url: string): Promise<{ address: string; close(): Promise<void> }> {
  const pool = openPool(url, { applicationName: 'tokui-bench-server' })
  const config: Config = {
    dataFolder: '/tmp',
    databaseUrl: url,
    port: 0,
    host: '127.0.0.1',
    origin,
    logLevel: 'silent',
  } as Config
  const app = await buildServer({
    pool,
    config,
    jobs: { async enqueue() {} },
    house,
    authenticate: authenticator(origin),
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
  return {
    address,
    close: async () => {
      await app.close()
      await pool.end()
    },
  }
}

async function signIn(pool: Pool): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest()
  const now = new Date()
  await pool.query(
    sql`insert into staff_sessions (token_hash, staff_id, created_at, last_seen_at, expires_at)
        values (${hash}, 1, ${now}, ${now}, ${new Date(now.getTime() + 7_200_000)})`,
  )
  return `tokui=${token}`
}

/** Of the batches that were answered with 200: messages that are nowhere, and such as are there twice. */
async function look(pool: Pool, accepted: number[], batch: number): Promise<{ missing: number; doubled: number }> {
  const row = await one<{ there: number; distinct: number }>(
    pool,
    sql`with accepted as materialized (select unnest(${accepted}::int[]) as number),
          stored as (select data->>'messageId' as name from events union all select data->>'messageId' from visitor_events)
        select count(*)::int as there, count(distinct name)::int as distinct from stored
        where name ~ '^[0-9]+-[0-9]+$' and split_part(name, '-', 1)::int in (select number from accepted)`,
  )
  const { there = 0, distinct = 0 } = row ?? {}
  return { missing: accepted.length * batch - distinct, doubled: there - distinct }
}

/** As many rows of the same events, copied at once into a table with the same indexes. */
async function copyPlainly(pool: Pool, machinery: Machinery, size: number): Promise<number> {
  const file = `/tmp/tokui-bench-ingest-${process.pid}.copy`
  const columns = 'customer_id, kind, at, source_id, data, recorded_at'
  await many(pool, sql`${sql.raw(`copy (select ${columns} from events order by id desc limit ${size}) to '${file}'`)}`)
  await pool.query('create table plain_events (like events including all)')
  try {
    return await machinery.seconds(`Copied ${size} rows`, () =>
      pool.query(`copy plain_events (${columns}) from '${file}'`),
    )
  } finally {
    await pool.query(sql.raw(`copy (select 1 where false) to program 'rm -f ${file}'`)).catch(() => {})
  }
}
