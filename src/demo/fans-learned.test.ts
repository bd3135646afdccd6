import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { inlineJobs, owner, testContext, testNow } from '../../test/context.ts'
import { dropDatabases, freshDatabase } from '../../test/database.ts'
import { feedBuyers } from '../../test/fan-feed.ts'
import { testServer } from '../../test/server.ts'
import { type ActionKey, actionKinds } from '../analysis/fans/actions.ts'
import { type FanDefinition, usualDefinition } from '../analysis/fans/definition.ts'
import { type FanCounts, oneMoment } from '../analysis/fans/learn/census.ts'
import { learnFans } from '../analysis/fans/learn/learn.ts'
import { readBuyers, readEveryone } from '../analysis/fans/learn/read-buyers.ts'
import { rankAll, rankEverything } from '../analysis/index.ts'
import { house, jobsOf } from '../house.ts'
import { dayNumber } from '../platform/calendar.ts'
import type { Context } from '../platform/context.ts'
import { many, one, type Pool, sql, transaction } from '../platform/db/db.ts'
import { createChance } from './chance.ts'
import { type DemoOptions, records, tracesApart } from './generate.ts'
import { loadDemoShop } from './load.ts'
import { seasons } from './purchases/seasons.ts'
import type { DemoFans } from './records/fans.ts'
import { drawEvents } from './traces/events.ts'
import { drawMemory, recommendationId } from './traces/memory.ts'

afterAll(dropDatabases)
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const today = dayNumber('2026-11-22')
/** Asked with the fourth parcel: known half a year after the first purchase. */
const asked: FanDefinition = {
  ...usualDefinition(recommendationId),
  rank: null,
  events: [],
  outcomeDays: 180,
}

async function openDemo(options: Partial<DemoOptions> = {}) {
  const { pool } = await freshDatabase()
  const shop: DemoOptions = { customers: 600, years: 2, seed: 5, endOn: '2026-11-21', traces: 'full', ...options }
  await loadDemoShop(pool, { ...shop, now: testNow })
  const ctx = testContext(pool, { jobs: inlineJobs() })
  await rankAll(ctx)
  return { pool, ctx, shop }
}

async function define(pool: Pool, definition: FanDefinition): Promise<void> {
  await pool.query(
    sql`insert into fan_settings (definition, created_at) values (${JSON.stringify(definition)}, ${testNow})`,
  )
}

interface Answer {
  status: number
  // replies are checked by the assertions of each test
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

interface Indicator {
  key: string
  status: string
  threshold: number
}

async function confirmedOf(ctx: Context): Promise<string[]> {
  await learnFans(ctx)
  const run = await one<{ indicators: Indicator[] }>(
    ctx.pool,
    sql`select findings->'indicators' as indicators from fan_runs order by id desc limit 1`,
  )
  return (run?.indicators ?? []).filter(({ status }) => status === 'confirmed').map(({ key }) => key)
}

test('what is read from the database is what the generated buyers did, action by action', async () => {
  const { pool, shop } = await openDemo()
  const calendar = seasons(shop.endOn, shop.years)
  const made = [...records(shop)].filter(({ id }) => id > 0)
  const pure = feedBuyers(made, (record) => {
    const chance = createChance(shop.seed + tracesApart, record.id)
    drawMemory(chance, record)
    return drawEvents(chance, calendar, record, 'full')
  })
  const read = await transaction(pool, async (tx) => {
    await oneMoment(tx)
    const everyone = await readEveryone(tx, { today })
    return { everyone, buyers: await readBuyers(tx, everyone, { firstDays: 90, timeZone: 'Asia/Tokyo', today }) }
  })
  expect(new Map([...read.everyone.joined].sort())).toEqual(new Map([...pure.joined].sort()))
  for (const key of Object.keys(actionKinds) as ActionKey[]) {
    const ofAll = (buyers: typeof read.buyers) => made.map(({ id }) => [id, buyers.valueOf(id, key)])
    expect(ofAll(read.buyers), key).toEqual(ofAll(pure.buyers))
  }
  const done = made.filter(({ id }) => read.buyers.valueOf(id, 'view') > 0)
  expect(done.length).toBeGreaterThan(20)
})

describe('a shop with planted causes', () => {
  const fans: DemoFans = {
    odds: 0.06,
    causes: [
      { action: 'second-order', threshold: 30, odds: 4 },
      { action: 'categories', threshold: 3, odds: 3 },
      { action: 'coupon', threshold: 1, odds: 3 },
    ],
  }
  let ctx: Context
  let ask: (method: 'GET' | 'POST', path: string, payload?: object, as?: object) => Promise<Answer>
  let run: () => Promise<void>

  beforeAll(async () => {
    // of one seed; how often something false is taken is measured over fifty (fans.test.ts)
    const demo = await openDemo({ customers: 7_000, years: 3, seed: 6, traces: 'light', fans })
    const jobs = inlineJobs()
    ctx = { ...demo.ctx, jobs }
    await define(ctx.pool, asked)
    const server = await testServer(ctx.pool, { config: ctx.config, jobs })
    run = () => jobs.run(ctx, jobsOf(house))
    ask = async (method, url, payload, as = {}) => {
      const headers = { 'x-test-role': owner.role, ...as }
      const reply = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) })
      return { status: reply.statusCode, body: reply.json() }
    }
    return () => server.close()
  })

  const countOf = async (...all: object[]) => {
    const filter = encodeURIComponent(JSON.stringify({ all }))
    const { body } = await ask('GET', `/api/customers/count?filter=${filter}`)
    return body.count
  }

  test('shows them and nothing else', async () => {
    expect((await ask('GET', '/api/analysis/fans')).body).toEqual({ run: null, isCurrent: false })
    expect((await ask('GET', '/api/analysis/fans/path')).body).toEqual({ path: null })
    expect((await confirmedOf(ctx)).sort()).toEqual(['categories', 'coupon', 'second-order'])
    const { run: found, isCurrent } = (await ask('GET', '/api/analysis/fans')).body
    expect(isCurrent).toBe(true)
    expect(found.steps.reduce((sum: number, { points }: { points: number }) => sum + points, 0)).toBe(100)
    expect(found.indicators[0]).toMatchObject({
      key: 'second-order',
      kind: 'within',
      threshold: 30,
      status: 'confirmed',
    })
    expect(found.counts).toMatchObject({ untold: 0, ways: { rank: 0, events: 0 } })
    expect(found.counts.known + found.counts.tooRecent).toBe(found.counts.buyers)
    const preview = (await ask('POST', '/api/analysis/fans/definition/preview', { definition: asked })).body
    expect(preview).toEqual({ ...found.counts, tooSmall: null })
  })

  test('every number of the path equals its list', async () => {
    const { path } = (await ask('GET', '/api/analysis/fans/path')).body
    expect(path.buyers).toBe(await countOf({ field: 'fanIndex', from: 0 }))
    expect(path.fans).toBe(await countOf({ field: 'isFan', is: true }))
    expect(path.falling).toBe(await countOf({ field: 'fanFalling', is: true }))
    expect(path.falling).toBeGreaterThan(0)
    for (const { done, customers, within } of path.done) {
      const steps = { field: 'fanStepsDone', from: done, to: done }
      expect(customers).toBe(await countOf(steps))
      expect(within).toBe(await countOf(steps, { field: 'fanWithin', is: true }))
    }
    expect(path.oneAway.map(({ customers }: { customers: number }) => customers > 0)).toEqual([true, true, true])
    for (const { key, customers, open } of path.oneAway) {
      const one = [
        { field: 'fanStepsMissing', from: 1, to: 1 },
        { field: 'fanMissing', in: [key] },
      ]
      expect(customers).toBe(await countOf(...one))
      expect(open).toBe(await countOf(...one, { field: 'fanOpen', in: [key] }))
    }
  })

  test('a customer’s own progress is the one the lists know', async () => {
    const rows = await many<{ id: number; index: number; done: number; open: number; fanOn: string | null }>(
      ctx.pool,
      sql`select customer_id as id, fan_index as index, steps_done as done, open, fan_on as "fanOn" from customer_fans
          order by is_within desc, fan_on desc nulls last, customer_id limit 20`,
    )
    for (const { id, index, done, open, fanOn } of rows) {
      const { fan } = (await ask('GET', `/api/customers/${id}/fan`)).body
      expect(fan).toMatchObject({ index, fanOn, firstDays: 90 })
      expect(fan.steps.filter(({ isDone }: { isDone: boolean }) => isDone)).toHaveLength(done)
      expect(fan.steps.some(({ openUntil }: { openUntil: string | null }) => openUntil !== null)).toBe(open !== 0)
    }
    const stranger = await one<{ id: number }>(
      ctx.pool,
      sql`select id from customers c where not exists (select from customer_metrics m where m.customer_id = c.id) limit 1`,
    )
    expect((await ask('GET', `/api/customers/${stranger?.id}/fan`)).body).toEqual({ fan: null })
  })

  test('fans who fall are listed page by page with why, for stores their own', async () => {
    const all = (await ask('GET', '/api/analysis/fans/falling?limit=200')).body.items
    const first = (await ask('GET', '/api/analysis/fans/falling?limit=2')).body
    const second = (await ask('GET', `/api/analysis/fans/falling?limit=2&cursor=${first.next}`)).body
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 4))
    for (const one of all) {
      expect(one.fanOn !== null || one.index >= 60).toBe(true)
      if (one.falls.includes('silent')) {
        expect(today - dayNumber(one.lastOn)).toBeGreaterThan(2 * one.rhythmDays)
        expect(today - dayNumber(one.lastOn)).toBeLessThanOrEqual(2 * one.rhythmDays + 90)
      }
    }
    const limited = { 'x-test-stores': '1' }
    const own = (await ask('GET', '/api/analysis/fans/falling?limit=200', undefined, limited)).body.items
    expect(own.length).toBeLessThan(all.length)
    for (const path of ['', '/path', '/runs']) {
      expect((await ask('GET', `/api/analysis/fans${path}`, undefined, limited)).status).toBe(403)
    }
  })

  test('a definition is put in force, refused when another came first, and restored', async () => {
    const { body: before } = await ask('GET', '/api/analysis/fans/definition')
    expect(before).toMatchObject({ definition: asked, attributes: [{ name: '世帯の人数' }, { name: '推奨度' }] })
    const definition: FanDefinition = { ...asked, attribute: null, events: ['review'], outcomeDays: 365 }
    const save = (basedOn: number | null, one: object = definition) =>
      ask('POST', '/api/analysis/fans/definition', { definition: one, basedOn })
    expect((await save(null)).status).toBe(409)
    expect((await save(before.id, { ...definition, events: [] })).status).toBe(422)
    expect((await save(before.id, { ...asked, attribute: { id: 1, least: 9 } })).status).toBe(422)
    expect((await save(before.id, { ...definition, rank: { best: 1, months: 12 } })).status).toBe(422)
    expect((await save(before.id)).status).toBe(200)
    expect((await ask('GET', '/api/analysis/fans')).body.isCurrent).toBe(false)
    await run()
    const { run: found, isCurrent } = (await ask('GET', '/api/analysis/fans')).body
    expect(isCurrent).toBe(true)
    expect(found.counts.ways).toMatchObject({ rank: 0, attribute: 0 })
    expect(found.counts.ways.events).toBe(found.counts.fans)
    expect((await ask('POST', `/api/analysis/fans/definition/${before.id}/restoration`)).status).toBe(200)
    await run()
    expect((await ask('GET', '/api/analysis/fans')).body.run.definition).toEqual(asked)
    expect((await ask('GET', '/api/analysis/fans/runs')).body.items).toHaveLength(3)
    const said = await many(ctx.pool, sql`select 1 from audit_log where subject = 'fan-definition'`)
    expect(said).toHaveLength(2)
  })
})

test('a shop without causes shows none, and a small one says what is missing', async () => {
  const { ctx, pool } = await openDemo({
    customers: 3_000,
    years: 3,
    traces: 'light',
    fans: { odds: 0.15, causes: [] },
  })
  await define(pool, asked)
  expect(await confirmedOf(ctx)).toEqual([])
  expect(await one(pool, sql`select max(fan_index) as most, max(steps_missing) as missing from customer_fans`)).toEqual(
    {
      most: 0,
      missing: 0,
    },
  )
  await define(pool, { ...asked, attribute: { id: recommendationId, least: 11 } })
  await learnFans(ctx)
  const run = await one(
    pool,
    sql`select findings->'tooSmall' as "tooSmall", counts from fan_runs order by id desc limit 1`,
  )
  expect(run).toMatchObject({ tooSmall: { buyers: 300, fans: 30 }, counts: { fans: 0 } })
})

test('a rank kept is told from month ends, which are made as far back as it takes', async () => {
  const { ctx, pool } = await openDemo({ customers: 400, years: 3, traces: 'none' })
  const rank = { best: 2, months: 3 }
  await define(pool, { ...asked, rank, attribute: null, outcomeDays: 365 })
  const learn = async () => {
    await learnFans(ctx)
    const run = await one<{ counts: FanCounts }>(pool, sql`select counts from fan_runs order by id desc limit 1`)
    return (run as { counts: FanCounts }).counts
  }
  const kept = async () =>
    (await one<{ count: number }>(pool, sql`select count(*) from rank_runs where has_history`))?.count
  const first = await learn()
  expect(await kept()).toBe(6)
  expect(first.untold).toBeGreaterThan(0)
  await rankEverything(ctx, { months: 36 })
  const counts = await learn()
  expect(counts.untold).toBe(0)
  // the same by another way: months in a row have one and the same distance to their number in order
  const expected = await one<{ known: number; fans: number }>(
    pool,
    sql`with buyer as (select customer_id, first_on from customer_metrics where first_on + 365 <= '2026-11-22'),
          held as (select b.customer_id, date_part('year', h.as_of_on) * 12 + date_part('month', h.as_of_on)
              - row_number() over (partition by b.customer_id order by h.as_of_on) as island
            from buyer b join rank_history h on h.customer_id = b.customer_id and h.rank in ('S', 'A')
              and h.as_of_on > b.first_on + 90 and h.as_of_on <= b.first_on + 365)
        select (select count(*) from buyer) as known, (select count(distinct customer_id) from
          (select customer_id from held group by customer_id, island having count(*) >= 3) long) as fans`,
  )
  expect(counts).toMatchObject(expected as object)
  expect(counts.ways.rank).toBe(counts.fans)
  expect(counts.fans).toBeGreaterThan(5)
})
