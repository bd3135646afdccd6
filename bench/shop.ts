import { loadDemoShop } from '../src/demo/index.ts'
import type { BenchDatabase, Machinery } from './machinery.ts'

/** The day the shop ends on. */
export const endOn = '2026-10-31'
export const lastEvening = new Date('2026-10-31T12:00:00Z')
export const nextMorning = new Date('2026-10-31T15:05:00Z')

/** A demo shop of three years with orders only, kept for the benches that read it; no ranking stands in it. */
export async function filledShop(machinery: Machinery, customers: number, orders: number): Promise<BenchDatabase> {
  const database = await machinery.filled(`shop-${customers}-${orders}`, async ({ pool }) => {
    await loadDemoShop(pool, {
      customers,
      years: 3,
      seed: 1,
      endOn,
      ordersPerCustomer: orders / customers,
      traces: 'none',
    })
  })
  await database.pool.query('truncate customer_metrics, rank_history, rank_runs, rank_migrations')
  return database
}
