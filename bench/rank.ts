import { to as copyTo } from 'pg-copy-streams'
import { rankAll, refreshMetrics } from '../src/analysis/index.ts'
import { readCompany, unnamedCompany } from '../src/platform/company.ts'
import { one, type Pool, sql, transaction } from '../src/platform/db/db.ts'
import type { Figures, Machinery, Options } from './machinery.ts'
import { filledShop, lastEvening, nextMorning } from './shop.ts'

export const defaults: Options = { customers: 1_000_000, orders: 10_000_000 }

/**
 * Ranks everyone from the orders (RFM, rank, CPM, decile, and a history row each) and stores it, in tables that held
 * nothing before, against one COPY of the same rows out of the database. Then the night after, when only recency has
 * moved, and one new order until its customer's metrics are right again.
 */
export async function run({ customers = 1, orders = 1 }: Options, machinery: Machinery): Promise<Figures> {
  const { pool } = await filledShop(machinery, customers, orders)
  const company = (await readCompany(pool)) ?? unnamedCompany

  let bytes = 0
  const baselineSeconds = await machinery.seconds('COPY of the orders', async () => {
    bytes = await drain(
      pool,
      'copy (select customer_id, ordered_at, net_sales, gross_profit, status from orders) to stdout',
    )
  })
  let ranked = { customers: 0, orders: 0 }
  const seconds = await machinery.seconds('Ranking everyone, with history', async () => {
    ranked = await rankAll({ pool, company, now: lastEvening }, { keepHistory: true })
  })
  const nightSeconds = await machinery.seconds('The night after', () => rankAll({ pool, company, now: nextMorning }))
  const orderMilliseconds = await oneOrder(pool, company, machinery)
  return {
    size: ranked.orders,
    seconds,
    baselineSeconds,
    rankedCustomers: ranked.customers,
    copiedBytes: bytes,
    nightSeconds,
    orderMilliseconds,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

async function drain(pool: Pool, statement: string): Promise<number> {
  const client = await pool.connect()
  try {
    let bytes = 0
    for await (const chunk of client.query(copyTo(statement)) as AsyncIterable<Buffer>) bytes += chunk.length
    return bytes
  } finally {
    client.release()
  }
}

/** The slowest of twenty new orders of twenty customers: from its insertion to the commit with the right metrics. */
async function oneOrder(pool: Pool, company: typeof unnamedCompany, machinery: Machinery): Promise<number> {
  const ctx = { now: nextMorning, company }
  const { rows } = await pool.query<{ id: number }>(
    sql`select customer_id as id from customer_metrics order by customer_id limit 20`,
  )
  let slowest = 0
  for (const { id } of rows) {
    const before = await one<{ count: number }>(
      pool,
      sql`select order_count as count from customer_metrics where customer_id = ${id}`,
    )
    const taken = await machinery.seconds(`An order of customer ${id}`, () =>
      transaction(pool, async (tx) => {
        await tx.query(
          sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, subtotal, total, net_sales,
                created_at, updated_at)
              select ${id}, min(id), 'bench', ${nextMorning}, '2026-11-01', 'confirmed', 1, 1, 1, ${nextMorning}, ${nextMorning}
              from sources`,
        )
        await refreshMetrics(tx, [id], ctx)
      }),
    )
    slowest = Math.max(slowest, taken * 1000)
    const after = await one<{ count: number }>(
      pool,
      sql`select order_count as count from customer_metrics where customer_id = ${id}`,
    )
    if (after?.count !== (before?.count ?? 0) + 1) throw new Error(`the metrics of customer ${id} are wrong`)
  }
  await pool.query(sql`delete from orders where number = 'bench'`)
  return slowest
}
