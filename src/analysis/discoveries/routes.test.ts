import { beforeAll, expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { sql } from '../../platform/db/db.ts'
import { rankEverything } from '../history/rank-everything.ts'
import { jobs } from '../jobs.ts'
import type { FindingReply } from './contract.ts'

let shop: Shop

/*
 * Each month since July 2025, 40 first-time buyers in Ginza (store 1) and 40 in Umeda (store 2). Of Ginza's every second
 * one comes back after 30 days, of Umeda's every eighth; of those who came in August 2026 nobody.
 */
beforeAll(async () => {
  shop = await openShop()
  const { pool } = shop
  await pool.query(
    sql`insert into customers (family_name, registered_on, created_at, updated_at)
        select '客' || n, '2025-07-01', ${testNow}, ${testNow} from generate_series(1, 17 * 80) n`,
  )
  await pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, store_id, subtotal, total, net_sales,
          created_at, updated_at)
        select n, 1, n || '-' || again, day, day, 'confirmed', store, 3000, 3000, 3000, ${testNow}, ${testNow}
        from generate_series(1, 17 * 80) n, generate_series(0, 1) again,
          lateral (select (n - 1) / 80 as month, 1 + n % 2 as store, (n - 1) % 80 / 2 as place) who,
          lateral (select date '2025-07-05' + make_interval(months => month) + make_interval(days => again * 30) as at) time,
          lateral (select at::date as day) dated
        where day <= '2026-11-22'
          and (again = 0 or (month <> 13 and place % case when store = 1 then 2 else 8 end = 0))`,
  )
  await rankEverything(shop.context)
})

const read = async () => (await shop.get('/api/analysis/discoveries')).body
const titleOf = (one: FindingReply) =>
  one.kind === 'best-leaving'
    ? one.kind
    : `${one.kind} ${one.dimension} ${one.value} ${one.difference > 0 ? 'more' : 'fewer'}`

test('before the first night nothing was asked', async () => {
  expect(await read()).toEqual({ run: null, items: [] })
})

test('a month that does not come back and a store whose buyers do not are found, with the people behind them', async () => {
  await shop.post('/api/analysis/learning')
  await shop.jobs.run(shop.context, jobs)
  const { run, items } = await read()
  // all who came in August came on the 5th: their 90 days are over
  expect(run).toMatchObject({ asOf: '2026-11-22', newestMonth: '2026-08', windowDays: 90 })
  expect(items.map(titleOf)).toEqual(
    expect.arrayContaining([
      'returns-changed all all fewer',
      'returns-differ store id:1 more',
      'returns-differ store id:2 fewer',
    ]),
  )
  const changed = items.find((one: FindingReply) => titleOf(one) === 'returns-changed all all fewer')
  expect(changed).toMatchObject({ observed: { people: 80, did: 0 }, months: { from: '2026-08', to: '2026-08' } })
  // the mean first year of those who came back was one purchase of 3,000 above the others'
  expect(run.worth.returning.mean).toBe(3000)
  expect(changed.stake).toBe(Math.round(80 * changed.difference * 3000))
  const umeda = items.find((one: FindingReply) => titleOf(one) === 'returns-differ store id:2 fewer')
  expect(umeda).toMatchObject({ name: '梅田店', observed: { people: 12 * 40, did: 11 * 5 } })

  const began = [
    { field: 'firstOn', from: '2025-09-01', to: '2026-08-31' },
    { field: 'firstStore', in: [2] },
  ]
  const count = async (all: object[]) =>
    (await shop.get(`/api/customers/count?filter=${encodeURIComponent(JSON.stringify({ all }))}`)).body.count
  expect(await count(began)).toBe(480)
  expect(await count([...began, { not: { field: 'nthGap2', at: '2026-11-22', to: 90 } }])).toBe(480 - 55)
})

test('staff limited to stores do not read figures of the whole company', async () => {
  expect((await shop.get('/api/analysis/discoveries', { stores: [1] })).status).toBe(403)
})
