import { afterAll, expect, test } from 'vitest'
import { dropDatabases, freshDatabase } from '../../test/database.ts'
import { many, one, type Pool, sql } from '../platform/db/db.ts'
import { loadDemoShop } from './load.ts'
import { tableNames } from './tables/copy.ts'

afterAll(dropDatabases)

const options = { customers: 300, years: 2, seed: 7, endOn: '2026-10-31', traces: 'full' as const }

async function fingerprint(pool: Pool): Promise<string[]> {
  const prints: string[] = []
  for (const table of tableNames) {
    const { rows } = await pool.query(`select md5(string_agg(t::text, '|' order by t::text)) as print from ${table} t`)
    prints.push(`${table} ${rows[0].print}`)
  }
  return prints
}

test('the same seed fills the same tables, byte for byte', async () => {
  const [first, second] = [await freshDatabase(), await freshDatabase()]
  expect(await loadDemoShop(first.pool, options)).toBe(true)
  await loadDemoShop(second.pool, options)
  expect(await fingerprint(first.pool)).toEqual(await fingerprint(second.pool))
  expect(await loadDemoShop(first.pool, options)).toBe(false)
  await loadDemoShop(first.pool, { ...options, reset: true })
  expect(await fingerprint(first.pool)).toEqual(await fingerprint(second.pool))
})

test('amounts add up and every row finds its parents', async () => {
  const { pool } = await freshDatabase()
  await loadDemoShop(pool, options)
  const wrong = await one<{ count: number }>(
    pool,
    sql`select count(*) from orders o
        left join lateral (select sum(amount) as amount, sum(cost * quantity) as cost, bool_or(cost is null) as unknown
          from order_lines l where (l.customer_id, l.order_id) = (o.customer_id, o.id)) l on true
        where o.subtotal is distinct from l.amount
          or o.total <> o.subtotal - o.discount - o.points_used + o.shipping + o.fee
          or o.net_sales <> case when o.status in ('confirmed', 'refund') then o.subtotal - o.discount - o.points_used else 0 end
          or (o.status in ('confirmed', 'refund') and o.gross_profit is distinct from
            case when l.unknown then null else o.net_sales - l.cost end)
          or not exists (select from order_numbers n where (n.customer_id, n.order_id, n.number) = (o.customer_id, o.id, o.number))`,
  )
  expect(wrong?.count).toBe(0)
  const counts = await many<{ table: string; count: number }>(
    pool,
    sql`select 'customers' as table, count(*) from customers union all select 'guests', count(*) from orders where customer_id = 0
        union all select 'strangers', count(*) from demo_truth t where not exists (select from customers c where c.id = t.customer_id)`,
  )
  expect(Object.fromEntries(counts.map((row) => [row.table, row.count]))).toMatchObject({
    customers: 300,
    strangers: 0,
  })
})

test('a real shop is refused, and the demo leaves new ids free', async () => {
  const { pool } = await freshDatabase()
  await pool.query(`insert into company (name, created_at, updated_at) values ('本物の店', now(), now())`)
  await expect(loadDemoShop(pool, options)).rejects.toThrow('real shop')
  const demo = await freshDatabase()
  await loadDemoShop(demo.pool, options)
  await demo.pool.query(sql`insert into customers (created_at, updated_at) values (now(), now())`)
})
