import { afterAll, expect, test } from 'vitest'
import { testContext } from '../../test/context.ts'
import { dropDatabases, freshDatabase } from '../../test/database.ts'
import { one, type Pool, sql } from '../platform/db/db.ts'
import type { Io } from './command.ts'
import { command } from './demo.ts'

afterAll(dropDatabases)

function ioFor(database: { pool: Pool; url: string }): Io {
  const { config } = testContext(database.pool)
  return {
    config: { ...config, databaseUrl: database.url },
    say: () => {},
    signal: new AbortController().signal,
    locale: 'ja',
  }
}

async function state(pool: Pool) {
  return one<{ customers: number; orders: number; ranked: number; days: number; demo: boolean | null }>(
    pool,
    sql`select (select count(*) from customers) as customers, (select count(*) from orders) as orders,
          (select count(*) from customer_metrics) as ranked, (select count(*) from rank_runs) as days,
          (select is_demo from company) as demo`,
  )
}

test('loads and ranks the shop once, keeps it the second time, replaces it on demand', async () => {
  const database = await freshDatabase()
  const args = ['--customers', '120', '--years', '1', '--until', '2026-10-31', '--traces', 'none']
  await command.run(args, ioFor(database))
  const first = await state(database.pool)
  expect(first).toMatchObject({ customers: 120, demo: true })
  expect(first?.ranked).toBeGreaterThan(80)
  expect(first?.days).toBeGreaterThan(10)
  await command.run(['--customers', '50'], ioFor(database))
  expect(await state(database.pool)).toEqual(first)
  await command.run([...args, '--reset', '--seed', '2'], ioFor(database))
  expect(await state(database.pool)).toMatchObject({ customers: 120, demo: true })
}, 60_000)

test.each([
  ['--until', 'yesterday'],
  ['--traces', 'many'],
  ['--customers', '0'],
])('%s %s is refused before anything is opened', async (option, value) => {
  const database = await freshDatabase()
  await expect(command.run([option, value], ioFor(database))).rejects.toThrow(option)
  expect(await state(database.pool)).toMatchObject({ customers: 0, demo: null })
})
