import { beforeAll, expect, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../test/context.ts'
import { freshDatabase } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { type Pool, sql } from '../platform/db/db.ts'
import { jobs } from './jobs.ts'
import { rankAll } from './ranking/rank-all.ts'
import { defaultRules } from './rules/rules.ts'

let pool: Pool
let server: Awaited<ReturnType<typeof testServer>>
const queue = inlineJobs()

async function ask(method: 'GET' | 'POST', url: string, body?: object, headers: Record<string, string> = {}) {
  const reply = await server.inject({
    method,
    url,
    headers: { 'x-test-role': 'owner', origin: 'http://localhost:3000', ...headers },
    ...(body ? { payload: body } : {}),
  })
  return { status: reply.statusCode, json: reply.json() }
}

const work = () => queue.run(testContext(pool, { jobs: queue }), jobs)

/** 1,500 orders of 300 customers over two years, as if by chance but always the same, and one newcomer. */
async function writeOrders() {
  await pool.query(sql`insert into sources (code, name) values ('shop', '本店')`)
  await pool.query(sql`insert into channels (code, name, kind) values ('ec', '公式通販', 'ec')`)
  await pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, channel_id, subtotal, total, net_sales,
          created_at, updated_at)
        select case when n = 1 then 5000 else 1 + abs(hashint4(n)) % 300 end, 1, 'N' || n, day, day, 'confirmed', 1, amount, amount, amount, ${testNow}, ${testNow}
        from generate_series(1, 1500) n,
          lateral (select date '2026-11-22' - case when n = 1 then 2 else abs(hashint4(n + 10000)) % 730 end as day, 500 + abs(hashint4(-n)) % 20000 as amount) o`,
  )
}

beforeAll(async () => {
  pool = (await freshDatabase()).pool
  await writeOrders()
  server = await testServer(pool, { jobs: queue })
  return server.close
})

test('before the first ranking there is nothing to show', async () => {
  expect(await ask('GET', '/api/analysis/overview')).toEqual({ status: 200, json: { overview: null } })
  expect((await ask('GET', '/api/analysis/migration?from=2026-08-31')).status).toBe(404)
})

test('a ranking on demand fills every dashboard', async () => {
  const { json: queued } = await ask('POST', '/api/analysis/rankings')
  await work()
  const { json: run } = await ask('GET', `/api/jobs/${queued.jobId}`)
  expect(run).toMatchObject({ status: 'done', result: { customers: expect.any(Number) } })

  const { overview } = (await ask('GET', '/api/analysis/overview')).json
  expect(overview).toMatchObject({ asOf: '2026-11-22', isLive: true, computedAt: testNow.toISOString() })
  expect(overview.customers).toBeGreaterThan(200)
  const { items: days } = (await ask('GET', '/api/analysis/days')).json
  expect(days).toHaveLength(14)
  const { json: migration } = await ask('GET', '/api/analysis/migration?from=2026-08-31')
  expect(migration.toTotals.reduce((a: number, b: number) => a + b)).toBe(overview.customers)
  const { items: months } = (await ask('GET', '/api/analysis/cpm?months=3')).json
  expect(months.map((month: { asOf: string; isComplete: boolean }) => [month.asOf, month.isComplete])).toEqual([
    ['2026-09-30', true],
    ['2026-10-31', true],
    ['2026-11-22', false],
  ])
  const { f2 } = (await ask('GET', '/api/analysis/f2?window=60')).json
  expect(f2.items.at(-1)).toMatchObject({ month: '2026-11', complete: false })
  const { sales } = (await ask('GET', '/api/analysis/channels?months=2')).json
  expect(sales.months).toEqual(['2026-10', '2026-11'])
})

test('rules are previewed, saved, refused when others came first, and restored', async () => {
  const { json: before } = await ask('GET', '/api/analysis/rules')
  expect(before).toMatchObject({ id: null, rules: defaultRules('JPY'), history: [] })
  const rules = {
    ...before.rules,
    cpm: { ...before.rules.cpm, lapseDays: 120 },
    ranks: { ...before.rules.ranks, painting: before.rules.ranks.painting.map(() => 1) },
  }
  const { json: preview } = await ask('POST', '/api/analysis/rules/preview', { rules })
  const { overview } = (await ask('GET', '/api/analysis/overview')).json
  expect(preview.customers).toBe(overview.customers)
  expect(preview.moving).toBe(overview.customers - overview.ranks[1].customers)

  const saved = await ask('POST', '/api/analysis/rules', { rules, basedOn: null })
  expect(saved.status).toBe(200)
  await work()
  const { overview: after } = (await ask('GET', '/api/analysis/overview')).json
  expect(after.ranks.map(({ customers }: { customers: number }) => customers)).toEqual([0, after.customers, 0, 0, 0])
  expect(after.ranks).toEqual(
    preview.ranks.map((rank: { key: string; after: number }) =>
      expect.objectContaining({ key: rank.key, customers: rank.after }),
    ),
  )

  expect(await ask('POST', '/api/analysis/rules', { rules, basedOn: null })).toMatchObject({
    status: 409,
    json: { code: 'conflict' },
  })
  const second = await ask('POST', '/api/analysis/rules', { rules: defaultRules('JPY'), basedOn: saved.json.id })
  const restored = await ask('POST', `/api/analysis/rules/${saved.json.id}/restoration`)
  expect(restored.json.id).toBeGreaterThan(second.json.id)
  const { json: now } = await ask('GET', '/api/analysis/rules')
  expect(now).toMatchObject({ id: restored.json.id, rules })
  expect(now.history).toHaveLength(3)
})

test('lists offer the ranks the shop has painted, by its names, to those too who may not read the analysis', async () => {
  const ranksFor = async (role: string) => {
    const { json } = await ask('GET', '/api/customers/fields', undefined, { 'x-test-role': role })
    return json.items.find(({ key }: { key: string }) => key === 'rank')
  }
  const { json: before } = await ask('GET', '/api/analysis/rules')
  const ranks = {
    list: [
      { key: 'V', label: '特別会員' },
      { key: 'N', label: '一般' },
    ],
    painting: before.rules.ranks.painting.map(() => 1),
    oneTime: 0,
  }
  const saved = await ask('POST', '/api/analysis/rules', { rules: { ...before.rules, ranks }, basedOn: before.id })
  expect(saved.status).toBe(200)
  for (const role of ['owner', 'store']) {
    expect(await ranksFor(role)).toMatchObject({ choices: ['V', 'N'], choiceNames: { V: '特別会員', N: '一般' } })
  }
  const former = encodeURIComponent(JSON.stringify({ field: 'rank', in: ['S'] }))
  expect((await ask('GET', `/api/customers/count?filter=${former}`)).status).toBe(200)
})

test.each([
  [
    'cuts that do not ascend',
    (rules: ReturnType<typeof defaultRules>) => void (rules.rfm.recencyDays = [30, 30, 60, 90]),
  ],
  ['a painting of another size', (rules: ReturnType<typeof defaultRules>) => void rules.ranks.painting.pop()],
  ['a rank that is not there', (rules: ReturnType<typeof defaultRules>) => void rules.ranks.list.pop()],
  [
    'two ranks of one letter',
    (rules: ReturnType<typeof defaultRules>) => void (rules.ranks.list[1] = { key: 'S', label: '得意' }),
  ],
])('rules are refused: %s', async (_name, spoil) => {
  const rules = structuredClone(defaultRules('JPY'))
  spoil(rules)
  expect((await ask('POST', '/api/analysis/rules/preview', { rules })).status).toBe(422)
})

test('staff limited to stores do not see figures of the whole company', async () => {
  const reply = await ask('GET', '/api/analysis/overview', undefined, { 'x-test-role': 'sales', 'x-test-stores': '1' })
  expect(reply).toMatchObject({ status: 403, json: { code: 'not-allowed' } })
})

test('net sales of some days are those of the orders of these days, for limited staff of their stores', async () => {
  const { rows } = await pool.query<{ sum: number }>(
    sql`select sum(net_sales)::bigint as sum from orders where ordered_on between '2026-11-01' and '2026-11-22'`,
  )
  const path = '/api/analysis/sales?from=2026-11-01&to=2026-11-22'
  const { status, json } = await ask('GET', path)
  expect(status).toBe(200)
  expect(json).toMatchObject({ from: '2026-11-01', to: '2026-11-22', netSales: rows[0]?.sum })
  const limited = await ask('GET', path, undefined, { 'x-test-role': 'store', 'x-test-stores': '1' })
  expect(limited.json.netSales).toBe(0)
})

test('a large base answers from the days its ranking stored, with the same sums', async () => {
  await pool.query(sql`update orders set store_id = 1 where id % 3 = 0`)
  await rankAll(testContext(pool))
  const spans = [
    '2026-11-01&to=2026-11-22',
    '2020-01-01&to=2026-11-22',
    '2026-02-28&to=2026-02-28',
    '2026-11-22&to=2026-12-31',
  ]
  const limited = { 'x-test-role': 'store', 'x-test-stores': '1' }
  const sums = async () => {
    const replies = await Promise.all(
      spans.flatMap((span) => [
        ask('GET', `/api/analysis/sales?from=${span}`),
        ask('GET', `/api/analysis/sales?from=${span}`, undefined, limited),
      ]),
    )
    return replies.map(({ json }) => json.netSales as number)
  }
  const live = await sums()
  expect(live[1]).toBeGreaterThan(0)
  await pool.query(sql`update rank_runs set customers = 1000000 where is_current`)
  expect(await sums()).toEqual(live)
  // of days the ranking has not seen, orders are added up
  await pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, store_id, subtotal, total,
          net_sales, created_at, updated_at)
        values (7, 1, 'later', '2026-11-23', '2026-11-23', 'confirmed', 1, 700, 700, 700, ${testNow}, ${testNow})`,
  )
  expect(await sums()).toEqual([...live.slice(0, 6), ...live.slice(6).map((netSales) => netSales + 700)])
})
