import { afterAll, beforeAll, expect, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, takeIn } from '../../../test/importing.ts'
import { testServer } from '../../../test/server.ts'
import { one, sql } from '../../platform/db/db.ts'
import { noteArrivals, noteTrouble, settleTrouble } from '../connections/store.ts'
import type { Flow, Trouble } from './contract.ts'
import { normalOf } from './normal.ts'

let ctx: ImportingContext
let server: Awaited<ReturnType<typeof testServer>>
beforeAll(async () => {
  const { pool } = await freshDatabase()
  ctx = testContext(pool, { jobs: inlineJobs() }) as ImportingContext
  server = await testServer(pool, { config: ctx.config, jobs: ctx.jobs })
})
afterAll(() => server.close())

const hour = 3_600_000
const ago = (hours: number) => new Date(testNow.getTime() - hours * hour)

async function get<T>(url: string, role = 'owner'): Promise<T> {
  return (await server.inject({ url, headers: { 'x-test-role': role } })).json() as T
}

async function connect(name: string): Promise<number> {
  const row = await one<{ id: number }>(
    ctx.pool,
    sql`with source as (insert into sources (code, name) values (${name}, ${name}) returning id)
        insert into connections (kind, name, key, source_id, settings, created_at, updated_at)
        select 'site', ${name}, ${name}, id, '{}', ${ago(900)}, ${ago(900)} from source returning id`,
  )
  return row?.id ?? 0
}

test('connections and files of people: when, how late, how much, and whose hands are needed', async () => {
  const id = await connect('本店サイト')
  await noteArrivals(ctx.pool, id, ago(30), { received: 5, stored: 4, duplicate: 1 })
  await noteArrivals(ctx.pool, id, ago(1), { received: 3, stored: 1, failed: 1, unknown: 2, lastEventAt: ago(1.5) })
  await noteTrouble(ctx.pool, id, ago(1), { code: 'unreachable', detail: { status: 500 } })
  await connect('まだの接続')
  const header = '伝票番号,日付,お客様,品名,単価,数量'
  await takeIn(ctx, Buffer.from(`${header}\nT1,2026/11/01,椿,化粧水,3300,1\nT2,x,椿,化粧水,3300,1\n`), {
    fileName: 'レジ.csv',
  })

  const { items } = await get<{ items: Flow[] }>('/api/flows')
  expect(items).toMatchObject([
    {
      key: 'connection-2',
      state: 'never',
      lastAt: null,
      month: { received: 0 },
    },
    {
      kind: 'file',
      name: 'ファイル',
      state: 'flowing',
      day: { received: 2, stored: 1, failed: 1, unknown: 1 },
      lastImport: { fileName: 'レジ.csv', status: 'done' },
    },
    {
      key: `connection-${id}`,
      kind: 'site',
      state: 'failing',
      lastAt: ago(1).toISOString(),
      lagSeconds: 1800,
      usualGapSeconds: null,
      day: { received: 3, stored: 1, duplicate: 0, failed: 1, unknown: 2 },
      month: { received: 8, stored: 5, duplicate: 1, failed: 1, unknown: 2 },
      openTroubles: 1,
      trouble: { code: 'unreachable', times: 1 },
    },
  ])
  const flow = items[2] as Flow
  expect(flow.hours).toHaveLength(24)
  expect(flow.hours.at(-2)).toMatchObject({ received: 3, failed: 1 })
  expect(flow.days.slice(-2)).toMatchObject([
    { on: '2026-11-21', received: 5 },
    { on: '2026-11-22', received: 3 },
  ])

  const seen = await get<{ flow: Flow; troubles: Trouble[] }>(`/api/connections/${id}/flow`)
  expect(seen.flow).toEqual(flow)
  const url = `/api/connections/${id}/troubles/${seen.troubles[0]?.id}/settling`
  const settle = (role: string) => server.inject({ method: 'POST', url, headers: { 'x-test-role': role } })
  expect((await settle('marketer')).statusCode).toBe(403)
  expect((await settle('owner')).statusCode).toBe(200)
  const after = await get<{ flow: Flow; troubles: Trouble[] }>(`/api/connections/${id}/flow`)
  expect(after).toMatchObject({ flow: { state: 'flowing' }, troubles: [{ settledAt: testNow.toISOString() }] })
  expect(
    (await server.inject({ url: '/api/connections/99/flow', headers: { 'x-test-role': 'owner' } })).statusCode,
  ).toBe(404)
  await settleTrouble(ctx.pool, id, testNow, { code: 'unreachable' })
})

const zone = 'Asia/Tokyo'
/** hours of the last days, given as local hours of a day */
function past(days: number, hoursOf: (weekday: number) => number[]): number[] {
  const midnight = Date.parse('2026-11-22T00:00:00+09:00')
  return Array.from({ length: days }, (_, index) => midnight - (index + 1) * 24 * hour)
    .flatMap((day) => hoursOf(new Date(day + 9 * hour).getUTCDay()).map((one) => day + one * hour))
    .filter((at) => at < testNow.getTime())
}
const today = (hours: number[]) => hours.map((one) => Date.parse('2026-11-22T00:00:00+09:00') + one * hour)
const at = (hours: number) => Date.parse('2026-11-22T00:00:00+09:00') + hours * hour
const daytime = Array.from({ length: 14 }, (_, index) => 8 + index)

test.each<[string, number[], number, boolean]>([
  ['hourly by day, quiet at night', past(20, () => daytime), at(7.9), false],
  ['hourly by day, one hour missing', [...past(20, () => daytime), ...today([8, 9, 10])], at(12), false],
  ['hourly by day, five hours missing', [...past(20, () => daytime), ...today([8, 9, 10])], at(16), true],
  ['each night, before its hour', past(20, () => [3]), at(2), false],
  ['each night, one missing', past(20, () => [3]), at(5), true],
  ['on weekdays only, on a Sunday', past(30, (day) => (day % 6 ? [9, 10, 11] : [])), at(18), false],
  ['once a week, five days since', past(35, (day) => (day === 2 ? [10] : [])), at(12), false],
  ['a few times ever', past(3, () => [10]), at(23), false],
])('%s', (_, hours, now, isSilent) => {
  expect(normalOf(hours, now, zone).isSilent).toBe(isSilent)
})

test('the usual gap is the median one', () => {
  expect(
    normalOf(
      past(20, () => daytime),
      at(7),
      zone,
    ).usualGapSeconds,
  ).toBe(3600)
  expect(
    normalOf(
      past(20, () => [3]),
      at(1),
      zone,
    ).usualGapSeconds,
  ).toBe(86_400)
  expect(normalOf([], at(1), zone)).toEqual({ usualGapSeconds: null, isSilent: false })
})
