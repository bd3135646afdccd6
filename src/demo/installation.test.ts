import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { inlineJobs, owner, testContext } from '../../test/context.ts'
import { dropDatabases, freshDatabase } from '../../test/database.ts'
import { type ImportingContext, takeIn } from '../../test/importing.ts'
import { runAndKill } from '../../test/run-and-kill.ts'
import { testServer } from '../../test/server.ts'
import { house, jobsOf } from '../house.ts'
import { dayOf } from '../platform/calendar.ts'
import { foundCompany } from '../platform/company.ts'
import { many, one, type Pool, sql } from '../platform/db/db.ts'
import { loadDemoShop } from './load.ts'

afterAll(dropDatabases)
// three years are ranked month by month, several times
vi.setConfig({ testTimeout: 120_000 })

let ctx: ImportingContext
let url: string
// replies are checked by the assertions of each test
// oxlint-disable-next-line typescript/no-explicit-any
let ask: (method: 'GET' | 'POST', path?: string, payload?: object) => Promise<{ status: number; body: any }>

/** An installation right after the first visit. */
beforeEach(async () => {
  const database = await freshDatabase()
  url = database.url
  ctx = testContext(database.pool, { jobs: inlineJobs() }) as ImportingContext
  await ctx.pool.query(
    sql`insert into staff (id, email, name, role, created_at, updated_at) overriding system value
        values (${owner.staffId}, 'hanako@example.jp', ${owner.name}, 'owner', ${ctx.now}, ${ctx.now})`,
  )
  await foundCompany(ctx.pool, ctx.now, {
    name: '椿堂',
    timeZone: 'Asia/Tokyo',
    fiscalYearStartMonth: 1,
    currency: 'JPY',
  })
  const server = await testServer(ctx.pool, { config: ctx.config, jobs: ctx.jobs })
  ask = async (method, path = '', payload) => {
    const headers = { 'x-test-role': 'owner' }
    const reply = await server.inject({ method, url: `/api/demo${path}`, headers, ...(payload ? { payload } : {}) })
    return { status: reply.statusCode, body: reply.json() }
  }
  return () => server.close()
})

async function load(customers = 150): Promise<void> {
  expect((await ask('POST', '', { customers })).status).toBe(200)
  await ctx.jobs.run(ctx, jobsOf(house))
}

/** The shop alone, nobody ranked. */
async function loadOnly(): Promise<void> {
  const shop = { customers: 120, years: 1, seed: 1, endOn: '2026-11-21', now: ctx.now, traces: 'full' } as const
  expect(await loadDemoShop(ctx.pool, { ...shop, intoOwn: true })).toBe(true)
}

/** How many rows each table has, but for what tells of the past: work done, the log, sessions. */
async function filled(pool: Pool): Promise<Record<string, number>> {
  const tables = await many<{ name: string }>(
    pool,
    sql`select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
          and relnamespace = 'public'::regnamespace and relname not in ('audit_log', 'job_runs', 'idempotency_keys')`,
  )
  const counts = await Promise.all(
    tables.map(
      async ({ name }) => [name, Number((await pool.query(`select count(*) from ${name}`)).rows[0].count)] as const,
    ),
  )
  return Object.fromEntries(counts.filter(([, count]) => count > 0).sort())
}

test('the demo shop comes into an empty installation, ranked, and goes again without a trace', async () => {
  const fresh = await filled(ctx.pool)
  expect((await ask('GET')).body).toEqual({ isLoaded: false, obstacles: [], customers: 0, loading: null })
  const steps = ['recommendations', 'fans', 'forecasts', 'cohorts', 'discoveries']
  await ctx.pool.query(
    sql`insert into learned (step, learned_on, milliseconds, computed_at)
        select unnest(${steps}::text[]), ${dayOf(ctx.now, 'Asia/Tokyo')}, 1, ${ctx.now}`,
  )
  await load()
  expect(
    await one(ctx.pool, sql`select count(*) as count from customer_forecasts`),
    'though a night was here',
  ).not.toEqual({
    count: 0,
  })
  expect((await ask('GET')).body).toMatchObject({
    isLoaded: true,
    customers: 150,
    loading: { kind: 'demo.load', status: 'done', done: 100, total: 100 },
  })
  expect(await one(ctx.pool, sql`select name, is_demo as demo, fiscal_year_start_month as month from company`)).toEqual(
    {
      name: '椿堂',
      demo: true,
      month: 1,
    },
  )
  const ranked = await one<{ people: number; months: number; authors: number; staff: number }>(
    ctx.pool,
    sql`select (select count(*) from customer_metrics where rank is not null) as people, (select count(*) from rank_runs) as months,
          (select count(*) from notes where staff_id is not null) as authors, (select count(*) from staff) as staff`,
  )
  expect(ranked).toMatchObject({ authors: 0, staff: 1 })
  expect(ranked?.people).toBeGreaterThan(80)
  expect(ranked?.months).toBeGreaterThan(12)
  expect((await ask('POST', '', {})).body.code, 'one is enough').toBe('already-done')

  // what one tries out on it goes with it
  await takeIn(ctx, Buffer.from('会員番号,氏名\n1,佐藤 花子\n'), { fileName: '会員.csv', source: 'own' })
  expect((await ask('POST', '/emptying', { companyName: '椿' })).body.fields).toEqual([
    { field: 'companyName', code: 'not-the-name' },
  ])
  expect((await ask('POST', '/emptying', { companyName: '椿堂' })).status).toBe(200)
  await ctx.jobs.run(ctx, jobsOf(house))
  // how the file's columns were read is remembered for the time it comes in earnest
  const { import_mappings: mappings, sources, ...left } = await filled(ctx.pool)
  expect({ left, mappings, sources }).toEqual({ left: fresh, mappings: 1, sources: 1 })
  expect(await one(ctx.pool, sql`select name, is_demo as demo from company`)).toEqual({ name: '椿堂', demo: false })
  expect((await ask('POST', '/emptying', { companyName: '椿堂' })).status, 'nothing to empty').toBe(409)

  const own = await takeIn(ctx, Buffer.from('会員番号,氏名\n1,佐藤 花子\n'), { fileName: '会員.csv' })
  expect(own).toMatchObject({ status: 'done', sourceCode: 'own', counts: { customers: { added: 1 } } })
})

test('it may come a second time', async () => {
  await loadOnly()
  const first = await filled(ctx.pool)
  await ask('POST', '/emptying', { companyName: '椿堂' })
  await ctx.jobs.run(ctx, jobsOf(house))
  await loadOnly()
  expect(await filled(ctx.pool)).toEqual(first)
})

describe('refused', () => {
  test('where customers are, also when they come while it waits', async () => {
    await ask('POST', '', { customers: 150 })
    expect((await ask('POST', '', {})).body.code).toBe('in-progress')
    await ctx.pool.query(sql`insert into customers (created_at, updated_at) values (${ctx.now}, ${ctx.now})`)
    await ctx.jobs.run(ctx, jobsOf(house))
    expect((await ask('GET')).body).toMatchObject({
      isLoaded: false,
      customers: 1,
      obstacles: ['customers'],
      loading: { status: 'failed', problem: { code: 'already-exists' } },
    })
    const again = await ask('POST', '', {})
    expect(again).toMatchObject({ status: 409, body: { detail: { obstacles: ['customers'] } } })
    expect((await ask('POST', '/emptying', { companyName: '椿堂' })).status, 'a real shop is never emptied').toBe(409)
    expect(await one(ctx.pool, sql`select count(*) as count from customers`)).toEqual({ count: 1 })
  })

  test('emptying while a file is being taken in', async () => {
    await loadOnly()
    await ctx.pool.query(
      sql`insert into imports (kind, source_id, file_name, file_bytes, status, created_at)
          values ('customers', 1, '会員.csv', 1, 'applying', ${ctx.now})`,
    )
    expect((await ask('POST', '/emptying', { companyName: '椿堂' })).body.code).toBe('in-progress')
  })
})

test('a store that limits what somebody sees stays', async () => {
  await loadOnly()
  await ctx.pool.query(sql`insert into staff_stores (staff_id, store_id) values (${owner.staffId}, 2)`)
  await ask('POST', '/emptying', { companyName: '椿堂' })
  expect(await many(ctx.pool, sql`select code from stores`)).toEqual([{ code: 'kyoto' }])
})

test('killed at any point, loading goes on to the same shop', async () => {
  const undisturbed = await freshDatabase()
  const other = testContext(undisturbed.pool, { jobs: inlineJobs() }) as ImportingContext
  await ask('POST', '', { customers: 400 })
  const runId = (ctx.jobs.queued[0] as { data: { runId: number } }).data.runId
  for (const milliseconds of [100, 400, 800, 1_600, 2_400, 3_200]) if (await killedLoading(runId, milliseconds)) break
  await ctx.jobs.run(ctx, jobsOf(house))
  expect((await ask('GET')).body).toMatchObject({ isLoaded: true, customers: 400, loading: { status: 'done' } })
  const killed = await loaded(ctx.pool)

  await foundCompany(other.pool, ctx.now, {
    name: '椿堂',
    timeZone: 'Asia/Tokyo',
    fiscalYearStartMonth: 1,
    currency: 'JPY',
  })
  await other.pool.query(
    sql`insert into staff (email, name, role, created_at, updated_at) values ('a@example.jp', 'あ', 'owner', ${ctx.now}, ${ctx.now})`,
  )
  const run = await one<{ id: number }>(
    other.pool,
    sql`insert into job_runs (kind, params, created_at) values ('demo.load', '{"customers": 400}', ${ctx.now}) returning id`,
  )
  await other.jobs.enqueue(other.pool, 'demo.load', { runId: run?.id })
  await other.jobs.run(other, jobsOf(house))
  expect(killed).toEqual(await loaded(other.pool))
})

/** A step of learning killed before it was noted is taken again, and its first run stays in the history. */
async function loaded(pool: Pool): Promise<Record<string, number>> {
  const { fan_runs: fans = 0, forecast_runs: forecasts = 0, ...rest } = await filled(pool)
  expect([fans > 0, forecasts > 0]).toEqual([true, true])
  return rest
}

/** Does the job in a process of its own, killed after so many milliseconds unless it ends before. */
function killedLoading(runId: number, milliseconds: number): Promise<boolean> {
  const here = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))
  const program = `
    const { doLoading } = await import(${here('./actions.ts')})
    const { openPool } = await import(${here('../platform/db/db.ts')})
    const { readCompany } = await import(${here('../platform/company.ts')})
    const pool = openPool(${JSON.stringify(url)})
    process.send('ready')
    await doLoading({ pool, now: new Date('2026-11-22T03:00:00Z'), company: await readCompany(pool) }, ${runId})
    process.exit(0)
  `
  return runAndKill(program, milliseconds)
}
