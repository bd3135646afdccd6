import { one, type Pool, sql, type Tx, transaction } from '../platform/db/db.ts'
import { Trouble } from '../platform/trouble.ts'
import { streamBatches } from './batch-stream.ts'
import { batches, type DemoOptions } from './generate.ts'
import { becomeDemo, clearOut, findObstacles, forgetFormer } from './installation.ts'
import { usualFans } from './records/fans.ts'
import { resumeChecks, suspendChecks } from './tables/checks.ts'
import { tableNames } from './tables/copy.ts'
import { copyBatch } from './tables/copy-in.ts'
import { writeCosts } from './tables/costs.ts'
import { writeFanDefinition, writeFurniture } from './tables/furniture.ts'

export interface LoadOptions extends DemoOptions {
  /** the company's first instant; left out: the evening of the last day */
  now?: Date
  /** empties a demo shop that is there already */
  reset?: boolean
  /** the company is somebody's own: the shop is shown in it as long as nothing else is there */
  intoOwn?: boolean
  /** returns false to stop: then nothing was loaded */
  onProgress?: (customers: number, total: number) => void | Promise<boolean>
}

/** Loading was stopped, or something of one's own came first; nothing was loaded. */
export class NotLoaded extends Error {}

/** Above this size it pays to take indexes and foreign keys away and build them once at the end. */
const bulkFrom = 20_000

/**
 * Fills an empty database with the demo shop, in one transaction: all of it or nothing. A shop that is there already
 * is kept (`false`); a database with a real company is refused.
 */
export async function loadDemoShop(pool: Pool, options: LoadOptions): Promise<boolean> {
  const state = await lookAround(pool)
  if (state === 'foreign' && !options.intoOwn) {
    throw new Trouble(
      'This database belongs to a real shop. The demo shop is loaded only into an empty database: choose another data folder (TOKUI_DATA) or DATABASE_URL.',
    )
  }
  if (state === 'demo' && !options.reset) return false
  await transaction(pool, async (tx) => {
    await tx.query(sql`set local synchronous_commit = off`)
    if (state === 'demo') await clearOut(tx)
    if (options.intoOwn) await makeRoom(tx)
    await prepareTruth(tx)
    const now = options.now ?? new Date(`${options.endOn}T09:00:00Z`)
    await writeFurniture(tx, now)
    await writeCosts(tx, options, now)
    const suspended = options.customers >= bulkFrom ? await suspendChecks(tx) : []
    const shop = plainOptions(options)
    const work = options.customers >= bulkFrom ? streamBatches(shop) : batches(shop)
    for await (const batch of work) {
      await copyBatch(tx, batch.rows)
      if ((await options.onProgress?.(batch.customers, options.customers)) === false) throw new NotLoaded()
    }
    if (shop.fans) await writeFanDefinition(tx, options.now ?? new Date(`${options.endOn}T09:00:00Z`))
    await resumeChecks(tx, suspended)
    await moveSequences(tx)
    if (options.intoOwn) await becomeDemo(tx, options.now ?? new Date())
  })
  for (const table of tableNames) await pool.query(`analyze ${table}`)
  return true
}

/** Whoever writes customers or orders meanwhile waits; what came before us stays, and we leave. */
async function makeRoom(tx: Tx): Promise<void> {
  await tx.query(sql`lock table customers, orders, products, imports in share row exclusive mode`)
  if ((await findObstacles(tx)).length > 0) throw new NotLoaded()
  await forgetFormer(tx)
}

/** What another thread can be told. A shop with traces has fans too, unless it says which. */
function plainOptions({ customers, years, seed, endOn, ordersPerCustomer, ...rest }: DemoOptions): DemoOptions {
  const { traces = 'none', fans = traces === 'none' ? undefined : usualFans } = rest
  return { customers, years, seed, endOn, ordersPerCustomer, traces, fans }
}

async function lookAround(pool: Pool): Promise<'empty' | 'demo' | 'foreign'> {
  const found = await one<{ isDemo: boolean | null; filled: boolean }>(
    pool,
    sql`select (select is_demo from company) as "isDemo",
          exists (select from customers) or exists (select from orders) as filled`,
  )
  if (found?.isDemo === true) return 'demo'
  return found?.isDemo === false || found?.filled === true ? 'foreign' : 'empty'
}

/** Which record is whose: for tests of matching only, so it is no part of the schema. */
async function prepareTruth(tx: Tx): Promise<void> {
  await tx.query(sql`create table if not exists demo_truth (
    customer_id bigint primary key, person_id bigint not null, household_id bigint not null)`)
  await tx.query(sql`create table if not exists demo_truth_guests (
    order_id bigint primary key, person_id bigint not null, household_id bigint not null)`)
}

async function moveSequences(tx: Tx): Promise<void> {
  for (const table of ['customers', 'contact_points', 'notes', 'preferences', 'events', 'subscriptions', 'orders']) {
    await tx.query(
      `select setval(pg_get_serial_sequence('${table}', 'id'), greatest(1, (select max(id) from ${table})))`,
    )
  }
}
