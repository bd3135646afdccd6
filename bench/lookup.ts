import { createHash, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { FastifyInstance } from 'fastify'
import { rankAll, refreshMetrics } from '../src/analysis/index.ts'
import { loadDemoShop } from '../src/demo/index.ts'
import { house } from '../src/house.ts'
import { readCompany, unnamedCompany } from '../src/platform/company.ts'
import type { Config } from '../src/platform/config.ts'
import { many, openPool, type Pool, type Sql, sql, type Tx, transaction } from '../src/platform/db/db.ts'
import { buildServer } from '../src/server.ts'
import { authenticator } from '../src/staff/index.ts'
import type { BenchDatabase, Figures, Machinery, Options } from './machinery.ts'

export const defaults: Options = { customers: 1_000_000, orders: 10_000_000, clients: 50, seconds: 20 }

const endOn = '2026-10-31'
const evening = new Date('2026-10-31T12:00:00Z')
const origin = 'http://localhost:3150'

/**
 * What a clerk waits for while a file is being taken in: the search box (phone, last four digits, reading) and the
 * whole record of a customer, over HTTP with a real session, by 50 clients who ask again as soon as they are answered.
 * Baseline: the same clients asking for one row by its primary key through the same server and pool.
 */
export async function run(options: Options, machinery: Machinery): Promise<Figures> {
  const { customers = 1, orders = 1, clients = 1, seconds = 1 } = options
  const database = await machinery.filled(`shop-${customers}-${orders}`, async ({ pool }) => {
    const ordersPerCustomer = orders / customers
    await loadDemoShop(pool, { customers, years: 3, seed: 1, endOn, ordersPerCustomer, traces: 'none' })
  })
  await ready(database.pool, machinery)
  const server = await serve(database)
  const cookie = await signIn(database.pool)
  const paths = await samplePaths(database.pool, customers)
  const measure = (path: string[], many: number) =>
    ask({ address: server.address, cookie, paths: path, clients: many, seconds })
  const load = startImport(database.url)
  const result: Record<string, Timing> = {}
  try {
    for (const [name, list] of Object.entries(paths)) {
      // one clerk types at a time in a search box; records are opened by everyone at once
      const many = name === 'customer' || name === 'baseline' ? clients : Math.min(clients, 4)
      result[name] = await measure(list, many)
      machinery.say(`${name}, ${many} at once: ${JSON.stringify(result[name])}`)
    }
  } finally {
    await load.stop()
    await leaveFit(database.pool)
    await server.close()
  }
  const { customer, baseline, phone, tail, kana } = result as Record<
    'customer' | 'baseline' | 'phone' | 'tail' | 'kana',
    Timing
  >
  return {
    size: customer.requests,
    // seconds a request of the record and of the baseline took, at the 95th percentile
    seconds: customer.p95 / 1000,
    baselineSeconds: baseline.p95 / 1000,
    customerP50: customer.p50,
    customerP95: customer.p95,
    customersPerSecond: Math.round(customer.requests / seconds),
    phoneP95: phone.p95,
    tailP95: tail.p95,
    kanaP95: kana.p95,
    importedOrders: load.written(),
    failed: Object.values(result).reduce((sum, one) => sum + one.failed, 0),
  }
}

async function ready(pool: Pool, machinery: Machinery): Promise<void> {
  const [metrics] = await many<{ there: boolean }>(pool, sql`select exists (select from customer_metrics) as there`)
  if (metrics?.there) return
  const company = (await readCompany(pool)) ?? unnamedCompany
  await machinery.seconds('Ranked everyone', () => rankAll({ pool, company, now: evening }))
  await pool.query('vacuum (analyze) customer_metrics')
}

/** The program's own server, with a pool as wide as the program's. */
async function serve({ url }: BenchDatabase): Promise<{ address: string; close(): Promise<void> }> {
  const pool = openPool(url, { max: 10, applicationName: 'tokui-bench-server' })
  const config: Config = {
    dataFolder: '/tmp',
    databaseUrl: url,
    port: 0,
    host: '127.0.0.1',
    origin,
    logLevel: 'silent',
  } as Config
  const jobs = { enqueue: async () => {} }
  const app: FastifyInstance = await buildServer({ pool, config, jobs, house, authenticate: authenticator(origin) })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return { address, close: async () => void (await app.close(), await pool.end()) }
}

async function signIn(pool: Pool): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest()
  const now = new Date()
  await pool.query(
    sql`insert into staff_sessions (token_hash, staff_id, created_at, last_seen_at, expires_at)
        select ${hash}, id, ${now}, ${now}, ${new Date(now.getTime() + 3_600_000)} from staff where role = 'owner' limit 1`,
  )
  return `tokui=${token}`
}

async function samplePaths(pool: Pool, customers: number): Promise<Record<string, string[]>> {
  const column = async (query: Sql) => (await many<{ value: string }>(pool, query)).map((row) => row.value)
  const search = (values: string[]) => values.map((value) => `/api/customers/search?q=${encodeURIComponent(value)}`)
  // some ten thousand rows to draw from, however many there are
  const percent = Math.min(100, 5_000_000 / customers)
  const ids = await column(
    sql`select id as value from customers tablesample system (${percent}) order by random() limit 4000`,
  )
  const phones = await column(
    sql`select key as value from contact_points tablesample system (${percent}) where kind = 'phone' order by random() limit 2000`,
  )
  const readings = await column(
    sql`select family_kana as value from customers tablesample system (${percent}) where family_kana <> '' order by random() limit 2000`,
  )
  return {
    phone: search(phones),
    tail: search(phones.map((phone) => phone.slice(-4))),
    // what has been typed after one, two and three kana
    kana: search(readings.map((reading, index) => reading.slice(0, 1 + (index % 3)))),
    baseline: ['/api/company'],
    customer: ids.map((id) => `/api/customers/${id}`),
  }
}

interface ImportWork {
  url: string
  /** set to 1 from outside when it is enough */
  enough: Int32Array
}

/** An import in a thread of its own, as `tokui work` is a process of its own. */
function startImport(url: string): { stop(): Promise<void>; written(): number } {
  const enough = new Int32Array(new SharedArrayBuffer(4))
  let written = 0
  const worker = new Worker(import.meta.filename, { workerData: { url, enough } satisfies ImportWork })
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('message', (orders: number) => {
      written = orders
    })
    worker.once('exit', () => resolve())
    worker.once('error', reject)
  })
  return {
    written: () => written,
    stop: async () => {
      Atomics.store(enough, 0, 1)
      await ended
    },
  }
}

const batch = 500

/** Orders and changed customers written set by set as an import writes them, their figures refreshed, without a pause. */
async function importOrders({ url, enough }: ImportWork): Promise<number> {
  const pool = openPool(url, { max: 1, applicationName: 'tokui-bench-import' })
  const company = (await readCompany(pool)) ?? unnamedCompany
  let written = 0
  while (Atomics.load(enough, 0) === 0) {
    await transaction(pool, async (tx) => {
      const rows = await many<{ id: number }>(
        tx,
        sql`update customers set updated_at = now() where id in (
              select id from customers tablesample system (0.2) order by random() limit ${batch}) returning id`,
      )
      const ids = rows.map((row) => row.id)
      await writeOrders(tx, ids, `bench-${written}-`)
      await refreshMetrics(tx, ids, { now: evening, company })
      written += ids.length
    })
  }
  await pool.end()
  return written
}

async function writeOrders(tx: Tx, ids: number[], prefix: string): Promise<void> {
  await tx.query(
    sql`with made as (
          insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, subtotal, total, net_sales,
            created_at, updated_at)
          select id, 1, ${prefix}::text || id, ${evening}::timestamptz, ${endOn}::date, 'confirmed', 5000, 5000, 5000,
            now(), now()
          from unnest(${ids}::bigint[]) id returning customer_id, id, number),
        numbered as (
          insert into order_numbers (number, source_id, customer_id, order_id)
          select number, 1, customer_id, id from made)
        insert into order_lines (customer_id, order_id, line_no, name, quantity, unit_price, amount)
        select customer_id, id, 1, 'つばき油', 1, 5000, 5000 from made`,
  )
}

/** The database as it was, for the next run. */
async function leaveFit(pool: Pool): Promise<void> {
  await pool.query(
    sql`with gone as (
          delete from order_numbers where number >= 'bench-' and number < 'bench.' returning customer_id, order_id),
        lines as (
          delete from order_lines l using gone where l.customer_id = gone.customer_id and l.order_id = gone.order_id)
        delete from orders o using gone where o.customer_id = gone.customer_id and o.id = gone.order_id`,
  )
  await pool.query('truncate customer_metrics')
}

interface Asked {
  address: string
  cookie: string
  paths: string[]
  clients: number
  seconds: number
}

interface Timing {
  requests: number
  failed: number
  p50: number
  p95: number
}

/** The clients run in a thread of their own, so that their work is not measured as the server's. */
function ask(asked: Asked): Promise<Timing> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.filename, { workerData: asked })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function askAll({ address, cookie, paths, clients, seconds }: Asked): Promise<Timing> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  let [failed, next] = [0, 0]
  const begin = performance.now()
  // a second to warm up is not counted
  const counted = begin + 1000
  const end = counted + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const path = paths[next++ % paths.length] ?? '/'
        const started = performance.now()
        const status = await get(agent, `${address}${path}`, cookie)
        if (started < counted) continue
        times.push(performance.now() - started)
        if (status !== 200) failed += 1
      }
    }),
  )
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(2))
  return { requests: times.length, failed, p50: at(0.5), p95: at(0.95) }
}

function get(agent: Agent, url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent, headers: { cookie } }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
      .on('error', reject)
      .end()
  })
}

if (!isMainThread) {
  const work = workerData as Asked | ImportWork
  parentPort?.postMessage(await ('enough' in work ? importOrders(work) : askAll(work)))
}
