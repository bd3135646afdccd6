import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { rankEverything } from '../src/analysis/index.ts'
import { loadDemoShop } from '../src/demo/index.ts'
import { house, jobsOf } from '../src/house.ts'
import { readCompany, unnamedCompany } from '../src/platform/company.ts'
import type { Config } from '../src/platform/config.ts'
import { many, openPool, type Pool, type Sql, sql } from '../src/platform/db/db.ts'
import type { Jobs } from '../src/platform/jobs/jobs.ts'
import { buildServer } from '../src/server.ts'
import { authenticator } from '../src/staff/index.ts'
import { ask, type Timing } from './load/clients.ts'
import { dashboardPaths } from './load/dashboards.ts'
import { startImporting } from './load/importer.ts'
import type { BenchDatabase, Figures, Machinery, Options } from './machinery.ts'

export const defaults: Options = { customers: 1_000_000, orders: 10_000_000, clients: 50, seconds: 20 }

const endOn = '2026-10-31'
const evening = new Date('2026-10-31T12:00:00Z')
const origin = 'http://localhost:3150'
/** One clerk types at a time in a search box, and few look at figures; records are opened by everyone at once. */
const fewClients = 4

/**
 * What people wait for while files are being taken in by the importer: the search box (phone, last four digits,
 * reading), the whole record of a customer by 50 clients who ask again as soon as they are answered, and everything that
 * the dashboards and the screen of today ask for, over HTTP with a real session. Baseline: the same 50 clients asking for
 * one row by its primary key through the same server and pool.
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
  const dashboards = await dashboardPaths(server.address, cookie, endOn)
  const measure = async (
    name: string,
    list: string[],
    atOnce: number,
    time: { warmUpSeconds: number; seconds: number },
  ): Promise<Timing> => {
    const timing = await ask({ address: server.address, cookie, paths: list, clients: atOnce, ...time })
    machinery.say(`${name}, ${atOnce} at once: ${JSON.stringify(timing)}`)
    return timing
  }
  const importing = await startImporting(database.url, evening)
  const few = Math.min(clients, fewClients)
  const timings = new Map<string, Timing>()
  let imported = { orders: 0 }
  try {
    for (const [name, list] of Object.entries(paths)) {
      const atOnce = name === 'customer' || name === 'baseline' ? clients : few
      timings.set(name, await measure(name, list, atOnce, { warmUpSeconds: 1, seconds }))
    }
    for (const [name, list] of Object.entries(dashboards)) {
      // whoever looks first waits too
      timings.set(name, await measure(name, list, few, { warmUpSeconds: 0, seconds: Math.min(seconds, 5) }))
    }
  } finally {
    machinery.say('Taking back what was imported')
    imported = await importing.stop()
    await server.close()
  }
  return { ...figuresOf(timings, Object.keys(dashboards), seconds), importedOrders: imported.orders }
}

function figuresOf(timings: Map<string, Timing>, dashboards: string[], seconds: number): Figures {
  const of = (name: string) => timings.get(name) as Timing
  const customer = of('customer')
  const all = [...timings.values()]
  return {
    size: customer.requests,
    // seconds a request of the record and of the baseline took, at the 95th percentile
    seconds: customer.p95 / 1000,
    baselineSeconds: of('baseline').p95 / 1000,
    customerP50: customer.p50,
    customerP95: customer.p95,
    customersPerSecond: Math.round(customer.requests / seconds),
    phoneP95: of('phone').p95,
    tailP95: of('tail').p95,
    kanaP95: of('kana').p95,
    dashboardsP95: Object.fromEntries(dashboards.map((name) => [name, of(name).p95])),
    slowestDashboardP95: Math.max(...dashboards.map((name) => of(name).p95)),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  }
}

/** Today and the month ends ranked as the program keeps them; what a run imports it takes back, so once is enough. */
async function ready(pool: Pool, machinery: Machinery): Promise<void> {
  // counts that another run found are not there on the first day
  await pool.query('truncate kept_counts')
  const [found] = await many<{ isReady: boolean }>(
    pool,
    sql`select exists (select from customer_metrics) and exists (select from rank_migrations)
          and exists (select from rank_runs where is_current and as_of_on = ${endOn}) as "isReady"`,
  )
  if (found?.isReady) return
  const company = (await readCompany(pool)) ?? unnamedCompany
  await machinery.seconds('Ranked everyone, today and at 13 month ends', () =>
    rankEverything({ pool, company, now: evening }),
  )
  await pool.query('vacuum (analyze) customer_metrics, rank_history')
}

/** The program's own server, with a pool as wide as the program's, on the evening the demo shop ends. */
async function serve({ url }: BenchDatabase): Promise<{ address: string; close(): Promise<void> }> {
  const pool = openPool(url, { applicationName: 'tokui-bench-server' })
  const config: Config = {
    dataFolder: '/tmp',
    databaseUrl: url,
    port: 0,
    host: '127.0.0.1',
    origin,
    logLevel: 'silent',
  } as Config
  const worker = openPool(url, { max: 4, applicationName: 'tokui-bench-worker' })
  const app: FastifyInstance = await buildServer({
    pool,
    config,
    jobs: await doneBeside(worker, config),
    house,
    authenticate: authenticator(origin),
    clock: () => evening,
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    address,
    close: async () => {
      await app.close()
      await Promise.all([pool.end(), worker.end()])
    },
  }
}

/** Jobs are done as soon as they are queued, one after the other, as a worker does those of one name. */
async function doneBeside(pool: Pool, config: Config): Promise<Jobs> {
  const company = (await readCompany(pool)) ?? unnamedCompany
  const log = { info() {}, warn() {}, error: console.error, debug() {} }
  let last = Promise.resolve()
  const jobs: Jobs = {
    async enqueue(_db, name, data) {
      const job = jobsOf(house).find((one) => one.name === name)
      last = last.then(() => job?.run({ pool, config, company, jobs, log, now: evening }, data as never))
      last.catch(log.error)
    },
  }
  return jobs
}

async function signIn(pool: Pool): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest()
  await pool.query(
    sql`insert into staff_sessions (token_hash, staff_id, created_at, last_seen_at, expires_at)
        select ${hash}, id, ${evening}, ${evening}, ${new Date(evening.getTime() + 3_600_000)}
        from staff where role = 'owner' limit 1`,
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
