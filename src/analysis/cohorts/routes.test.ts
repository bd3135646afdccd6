import { beforeAll, expect, test } from 'vitest'
import { inlineJobs, testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { testServer } from '../../../test/server.ts'
import { loadDemoShop } from '../../demo/index.ts'
import { addDays, dayNumber } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import { sql } from '../../platform/db/db.ts'
import { jobs } from '../jobs.ts'
import { rankAll } from '../ranking/rank-all.ts'
import type { CohortReply, CohortsReply, CurvesReply, RepeatReply } from './contract.ts'
import { countCube } from './count/cube.ts'
import { learnCohorts } from './learn/learn.ts'
import { readShop } from './learn/read-log.ts'

const today = '2026-11-22'
const past = '2026-06-30'
let context: Context
let server: Awaited<ReturnType<typeof testServer>>
const queue = inlineJobs()

async function ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: object, as: Record<string, string> = {}) {
  const headers = { 'x-test-role': 'owner', origin: 'http://localhost:3000', ...as }
  const reply = await server.inject({ method, url, headers, ...(body ? { payload: body } : {}) })
  // replies are checked by the assertions of each test
  // oxlint-disable-next-line typescript/no-explicit-any
  return { status: reply.statusCode, body: reply.json() as any }
}

async function countOf(...all: object[]): Promise<number> {
  const { status, body } = await ask(
    'GET',
    `/api/customers/count?filter=${encodeURIComponent(JSON.stringify({ all }))}`,
  )
  expect(status).toBe(200)
  return body.count
}

const cohortsOf = async (query: string): Promise<CohortsReply> =>
  (await ask('GET', `/api/analysis/cohorts?${query}`)).body.cohorts
const repeatOf = async (query: string): Promise<RepeatReply> =>
  (await ask('GET', `/api/analysis/repeat?${query}`)).body.repeat
const firstOn = ({ startsOn, endsOn }: CohortReply) => ({ field: 'firstOn', from: startsOn, to: endsOn })

beforeAll(async () => {
  const { pool } = await freshDatabase()
  await loadDemoShop(pool, { customers: 700, years: 2, seed: 3, endOn: '2026-11-21', traces: 'none' })
  context = testContext(pool, { jobs: queue })
  await rankAll(context)
  server = await testServer(pool, { jobs: queue })
  return server.close
})

test('before the first night there is nothing', async () => {
  expect((await ask('GET', '/api/analysis/cohorts')).body).toEqual({ cohorts: null })
  expect((await ask('GET', '/api/analysis/repeat')).body).toEqual({ repeat: null })
  expect((await ask('GET', '/api/analysis/curves')).body).toEqual({ curves: null })
  expect((await ask('GET', '/api/analysis/acquisition')).body).toEqual({ acquisition: null })
})

test('a night counts everything; each cell is the length of its list', async () => {
  await learnCohorts(context)
  const cohorts = await cohortsOf('grain=month')
  expect(cohorts).toMatchObject({ asOf: today, isCurrent: true, ageDays: 30 })
  expect(cohorts.items.length).toBeGreaterThan(20)
  for (const item of [cohorts.items[3], cohorts.items[12], cohorts.items.at(-2)] as CohortReply[]) {
    expect(await countOf(firstOn(item))).toBe(item.buyers)
    for (const age of [0, 1, 4]) {
      const active = { field: 'boughtAtAge', at: today, from: age * 30, to: age * 30 + 29 }
      expect(await countOf(firstOn(item), active), `${item.startsOn} ${age}`).toBe(item.active[age])
    }
  }
  // the month that is not over, and one whose second age somebody has yet to reach
  expect(cohorts.items.at(-1)).toMatchObject({ startsOn: '2026-11-01', complete: 0, begun: 1 })
  expect(cohorts.items.at(-3)).toMatchObject({ startsOn: '2026-09-01', complete: 1, begun: 3 })
  const weeks = await cohortsOf('grain=week')
  const week = weeks.items[30] as CohortReply
  expect(week.buyers).toBeGreaterThan(0)
  expect(await countOf(firstOn(week))).toBe(week.buyers)
})

test.each([
  ['product', 'firstProduct'],
  ['channel', 'firstChannel'],
  ['ad', 'firstAdCode'],
  ['store', 'firstStore'],
])('by %s: lists by the first purchase', async (dimension, field) => {
  const { values, items, buyers, from, until } = await cohortsOf(`dimension=${dimension}&rows=values`)
  expect(values.reduce((sum, value) => sum + value.buyers, 0)).toBe(buyers)
  for (const { value, buyers: own } of values.slice(0, 3)) {
    if (value === 'other') continue
    const id = value.slice(3)
    const condition = { field, in: [dimension === 'ad' ? id : Number(id)] }
    const isOne = value === 'none' ? { field, empty: true } : condition
    expect(await countOf(isOne, { field: 'orderCount', from: 1 }), value).toBe(own)
    const item = items.find((one) => one.value === value)
    expect(item?.buyers).toBe(own)
    // each age rests on the months that have lived through it
    const ripe = { field: 'firstOn', from, to: until[3] }
    expect(await countOf(isOne, ripe), `${value} base`).toBe(item?.base[3])
    expect(await countOf(isOne, ripe, { field: 'boughtAtAge', at: today, from: 90, to: 119 })).toBe(item?.active[3])
  }
})

test('from purchase to purchase, from trial to regular, subscriptions: each figure is the length of its list', async () => {
  const { steps, trials, subscriptions } = await repeatOf('from=2025-01&to=2025-12')
  const year = { field: 'firstOn', from: '2025-01-01', to: '2025-12-31' }
  for (const { n, made, next, windows } of steps.slice(0, 3)) {
    expect(await countOf(year, { field: `nthOn${n}`, at: today, empty: false })).toBe(made)
    expect(await countOf(year, { field: `nthOn${n + 1}`, at: today, empty: false })).toBe(next)
    for (const { days, ripe, within } of windows.slice(1, 3)) {
      const long = { field: `nthOn${n}`, at: today, to: addDays(today, -days) }
      const soon = { field: `nthGap${n + 1}`, at: today, to: days }
      expect(await countOf(year, long), `${n} ${days}`).toBe(ripe)
      expect(await countOf(year, long, soon), `${n} ${days}`).toBe(within)
    }
  }
  const [trial] = trials as [RepeatReply['trials'][number]]
  const began = { field: 'trialProduct', in: [trial.productId] }
  const inYear = { field: 'trialOn', from: '2025-01-01', to: '2025-12-31' }
  expect(trial.starters).toBeGreaterThan(20)
  expect(await countOf(began, inYear)).toBe(trial.starters)
  for (const { days, ripe, converted, subscribed } of trial.windows.slice(1, 3)) {
    const long = { field: 'trialOn', to: addDays(today, -days) }
    expect(await countOf(began, inYear, long)).toBe(ripe)
    expect(await countOf(began, inYear, long, { field: 'regularAfterTrial', at: today, to: days })).toBe(converted)
    expect(await countOf(began, inYear, long, { field: 'subscriptionAfterTrial', at: today, to: days })).toBe(
      subscribed,
    )
  }
  const [all, one] = subscriptions as [RepeatReply['subscriptions'][number], RepeatReply['subscriptions'][number]]
  expect(await countOf({ field: 'contractProduct', at: today, empty: false })).toBe(all.customers)
  expect(await countOf({ field: 'contractProduct', at: today, in: [one.productId] })).toBe(one.customers)
  expect(await countOf({ field: 'runningContractProduct', at: today, in: [one.productId] })).toBe(one.runningCustomers)
  expect(all.deliveries).toMatchObject({ basis: 'own', isKnown: true })
  const [start, first] = all.deliveries.points
  expect(start).toMatchObject({ observed: 1, expected: 1, seen: all.contracts })
  // a quarter of the demo's subscriptions end after the first delivery
  expect(first?.observed).toBeGreaterThan(0.6)
  expect(first?.observed).toBeLessThan(0.9)
})

test('a past day is counted on demand, kept, and is what the orders until then give', async () => {
  const { body } = await ask('POST', '/api/analysis/cohorts/recounts', { asOf: past })
  await queue.run(context, jobs)
  expect((await ask('GET', `/api/jobs/${body.jobId}`)).body).toMatchObject({ status: 'done', result: { asOf: past } })
  const days = (await ask('GET', '/api/analysis/cohorts/days')).body.items
  expect(days).toMatchObject([
    { asOf: today, isCurrent: true },
    { asOf: past, isCurrent: false, isKept: true },
  ])
  const then = await cohortsOf(`asOf=${past}`)
  expect(then.items.at(-1)?.startsOn).toBe('2026-06-01')
  const april = then.items.at(-3) as CohortReply
  const active = { field: 'boughtAtAge', at: past, from: 30, to: 59 }
  expect(await countOf(firstOn(april), active)).toBe(april.active[1])

  // a night later both are there; the same day by the same code from a database that ends with it
  await learnCohorts(context)
  expect((await ask('GET', '/api/analysis/cohorts/days')).body.items).toHaveLength(2)
  const terms = { asOf: past, today, currency: 'JPY' }
  const cut = await readShop(context.pool, terms)
  const { pool } = await freshDatabase()
  await loadDemoShop(pool, { customers: 700, years: 2, seed: 3, endOn: '2026-11-21', traces: 'none' })
  await pool.query(sql`delete from orders where ordered_on > ${past}`)
  const only = await readShop(pool, { ...terms, asOf: today })
  const asOf = dayNumber(past)
  const cubes = [cut, only].map(({ log }) => countCube(log, [], { asOf, sameDayOnce: false }))
  expect(cubes[0]?.rows).toEqual(cubes[1]?.rows)
  expect(cubes[0]?.facts).toEqual(cubes[1]?.facts)
})

test('a day to come is refused, and so are staff limited to stores', async () => {
  expect((await ask('POST', '/api/analysis/cohorts/recounts', { asOf: '2026-11-23' })).status).toBe(422)
  for (const path of ['cohorts', 'repeat', 'curves', 'acquisition']) {
    const reply = await ask('GET', `/api/analysis/${path}`, undefined, {
      'x-test-role': 'marketer',
      'x-test-stores': '1',
    })
    expect(reply.status).toBe(403)
  }
})

const curves = async (query: string): Promise<CurvesReply> =>
  (await ask('GET', `/api/analysis/curves?${query}`)).body.curves

test('curves rise, go on where observation ends, and hold their band; values show their parts', async () => {
  const found = await curves('')
  expect(found.outlook.model).not.toBeNull()
  expect(found.items).toHaveLength(4)
  for (const { points, buyers } of found.items) {
    expect(buyers).toBeGreaterThan(30)
    const line = points?.map(({ observed, expected }) => observed ?? expected ?? Number.NaN) ?? []
    line.forEach((value, age) => expect(value).toBeGreaterThanOrEqual(line[age - 1] ?? 0))
    for (const point of points ?? []) {
      if (point.expected === null) continue
      expect(point.observed).toBeNull()
      expect(point.low).toBeLessThanOrEqual(point.expected)
      expect(point.high).toBeGreaterThanOrEqual(point.expected)
    }
  }
  const [all] = found.values
  expect(all).toMatchObject({ value: 'all', boughtTo: '2025-10-31' })
  expect(all?.each).toBeCloseTo((all?.sales ?? 0) / (all?.buyers ?? 1), 6)
  expect(all?.limit).toBeCloseTo((all?.each ?? 0) * (all?.profitRate ?? 0), 6)
  expect(await countOf({ field: 'firstOn', from: all?.boughtFrom, to: all?.boughtTo })).toBe(all?.buyers)

  const margin = await curves('numerator=margin&perPurchase=400')
  const [net] = margin.values
  expect(net?.amount).toBeCloseTo((net?.profitRate ?? 0) * (net?.sales ?? 0) - 400 * (net?.purchases ?? 0), 4)
  const year = await curves('denominator=buyers&dimension=channel')
  const channel = year.values.find(({ value }) => value === 'id:1')
  const within = { field: 'boughtOn', from: channel?.boughtFrom, to: channel?.boughtTo }
  expect(await countOf({ field: 'firstChannel', in: [1] }, within)).toBe(channel?.buyers)
})

test('costs: entered, changed by one at a time, audited, and divided by those won', async () => {
  const put = (body: object) => ask('PUT', '/api/acquisition-costs', { month: '2026-05', adCode: 'sns-01', ...body })
  const before = (await ask('GET', '/api/acquisition-costs?from=2026-05&to=2026-05')).body.items
  expect(before).toHaveLength(9)
  expect((await put({ amount: null, version: 1 })).body).toEqual({ item: null })
  expect((await put({ amount: 300_000, version: null })).body.item).toMatchObject({ amount: 300_000, version: 1 })
  expect((await put({ amount: 1, version: null })).status).toBe(409)
  expect((await put({ amount: 320_000, version: 1 })).body.item).toMatchObject({ version: 2 })
  expect((await put({ amount: 5, version: 1 })).status).toBe(409)
  const listed = (await ask('GET', '/api/acquisition-costs?from=2026-05&to=2026-05')).body.items
  expect(listed).toContainEqual(expect.objectContaining({ adCode: 'sns-01', amount: 320_000, version: 2 }))
  const { acquisition } = (await ask('GET', '/api/analysis/acquisition?from=2026-05&to=2026-05')).body
  const sns = acquisition.items.find(({ adCode }: { adCode: string }) => adCode === 'sns-01')
  expect(sns.cost).toBe(320_000)
  expect(sns.costEach).toBeCloseTo(320_000 / sns.firstTime, 6)
  const may = { field: 'firstOn', from: '2026-05-01', to: '2026-05-31' }
  const code = { field: 'firstAdCode', in: ['sns-01'] }
  expect(await countOf(may, code)).toBe(sns.firstTime)
  expect(await countOf(may, code, { field: 'hasBoughtRegular', at: today, is: true })).toBe(sns.regular)
  expect(await countOf(may, code, { field: 'hasBoughtSubscription', at: today, is: true })).toBe(sns.subscriber)
  const { rows } = await context.pool.query<{ action: string }>(
    sql`select action from audit_log where subject = 'acquisition-cost' and subject_id = '2026-05 sns-01' order by id`,
  )
  expect(rows.map(({ action }) => action)).toEqual(['deleted', 'created', 'changed'])
  expect((await put({ amount: null, version: 2 })).body).toEqual({ item: null })
})
