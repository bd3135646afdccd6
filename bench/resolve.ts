import { matchWaiting } from '../src/customers/resolving/waiting.ts'
import { awaitMatching } from '../src/customers/resolving/waiting-list.ts'
import { matchEveryone } from '../src/customers/resolving/whole.ts'
import { loadDemoShop } from '../src/demo/index.ts'
import { many, sql } from '../src/platform/db/db.ts'
import { testContext } from '../test/context.ts'
import type { Figures, Machinery, Options } from './machinery.ts'
import { endOn, lastEvening } from './shop.ts'

export const defaults: Options = { customers: 1_000_000, single: 1000 }

/**
 * Matching in the database: the whole base with its proposals stored, then records that changed, one by one, from the
 * look-up to their proposals stored. The plain way reads every customer and contact point once.
 */
export async function run({ customers = 1, single = 1 }: Options, machinery: Machinery): Promise<Figures> {
  const { pool } = await machinery.filled(`people-${customers}`, async (empty) => {
    const sizes = { customers, years: 3, seed: 1, endOn, ordersPerCustomer: 0.1, traces: 'none' as const }
    await loadDemoShop(empty.pool, sizes)
  })
  const ctx = testContext(pool, { now: lastEvening })
  const baselineSeconds = await machinery.seconds('Reading everybody', () =>
    pool.query(
      sql`select count(*) from (select c.*, p.value from customers c
            left join contact_points p on p.customer_id = c.id offset 0) everybody`,
    ),
  )
  let proposals = 0
  const seconds = await machinery.seconds('The whole base', async () => {
    const { report } = await matchEveryone(ctx, { learns: true })
    proposals = report.proposals
  })
  const every = Math.max(1, Math.floor(customers / single))
  const ids = await many<{ id: number }>(
    pool,
    sql`select id from customers where id % ${every} = 0 order by id limit ${single}`,
  )
  const kernel = { merge: async () => [], unmerge: async () => [] }
  const taken: number[] = []
  for (const { id } of ids) {
    await awaitMatching(pool, [id], lastEvening)
    const started = performance.now()
    await matchWaiting(ctx, kernel as never)
    taken.push(performance.now() - started)
  }
  taken.sort((a, b) => a - b)
  const at = (share: number) => taken[Math.floor(taken.length * share)]
  return {
    size: customers,
    seconds,
    baselineSeconds,
    proposals,
    singleMilliseconds: { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}
