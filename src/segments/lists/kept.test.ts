import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { openShopWithPeople, type ShopWithPeople } from '../../../test/people.ts'
import type { Context } from '../../platform/context.ts'
import { many, type Sql, sql } from '../../platform/db/db.ts'
import type { Jobs } from '../../platform/jobs/jobs.ts'
import { unfit } from '../compile.ts'
import { customerFields } from '../fields.ts'
import { countAnew, countForPeople, recountKept } from './kept.ts'
import { countJobs } from './routes.ts'

let shop: ShopWithPeople
let ctx: Context
let queue: ReturnType<typeof inlineJobs>
beforeAll(async () => {
  shop = await openShopWithPeople()
})
beforeEach(async () => {
  await shop.pool.query(sql`delete from kept_counts`)
  queue = inlineJobs()
  ctx = testContext(shop.pool, { jobs: queue as Jobs })
})

const question = { job: 'count', asks: { storeIds: null, about: 'all' } }
const later = (milliseconds: number) => ({ ...ctx, now: new Date(ctx.now.getTime() + milliseconds) })
const quick = sql`select from generate_series(1, 12)`
/** twelve rows that take longer than people wait */
const slow = sql`select from generate_series(1, 12), pg_sleep(0.5)`
const work = async (matches: Sql, at = ctx) => {
  for (const { data } of queue.queued.splice(0)) await countAnew(at, (data as { key: string }).key, () => matches)
}
const kept = () => many<{ count: number | null }>(shop.pool, sql`select count from kept_counts`)

test('what is quick is counted while people wait, and not kept', async () => {
  expect(await countForPeople(ctx, question, quick)).toEqual({ count: 12, exact: true, countedAt: testNow })
  expect([queue.queued, await kept()]).toEqual([[], []])
})

test('what is slow is guessed once, counted by a job, and then shown as it was', async () => {
  const guess = sql`select from customers`
  const first = await countForPeople(ctx, question, slow, guess)
  expect(first.exact).toBe(false)
  // the job gets no more than a key: what is asked may hold names
  expect(queue.queued).toEqual([
    { job: 'count', data: { key: expect.stringMatching(/^[0-9a-f]{64}$/) }, singletonKey: expect.any(String) },
  ])
  // while the job has not come to it, nobody waits for it again
  const unanswerable = sql`select 1 / 0`
  expect((await countForPeople(later(1000), question, unanswerable, guess)).exact).toBe(false)
  expect(queue.queued).toHaveLength(1)

  await work(slow, later(2000))
  const shown = await countForPeople(later(3000), question, slow)
  expect(shown).toEqual({ count: 12, exact: false, countedAt: later(2000).now })
  expect(queue.queued).toEqual([])
})

test('what was counted a while ago is shown and counted anew; a job that was lost is asked for again', async () => {
  await countForPeople(ctx, question, slow)
  await work(slow)
  // counting took half a second, and may take a fiftieth of the time
  const minute = later(60_000)
  expect(await countForPeople(minute, question, slow)).toMatchObject({ count: 12, countedAt: testNow })
  expect(queue.queued).toHaveLength(1)
  await countForPeople(later(61_000), question, slow)
  expect(queue.queued.splice(0)).toHaveLength(1)
  await countForPeople(later(125_000), question, slow)
  expect(queue.queued).toHaveLength(1)
})

test('what has become quick is counted while people wait again', async () => {
  await countForPeople(ctx, question, slow)
  await work(quick)
  expect(await kept()).toEqual([])
  expect(await countForPeople(ctx, question, quick)).toMatchObject({ count: 12, exact: true })
})

test('a question about something that is no more is forgotten', async () => {
  await countForPeople(ctx, question, slow)
  const queued = queue.queued[0]?.data as { key: string } | undefined
  await countAnew(ctx, queued?.key ?? '', () => Promise.reject(unfit('gone', 'unknown-field')))
  expect(await kept()).toEqual([])
})

test('who may see other customers gets another count', async () => {
  const limited = { job: 'count', asks: { storeIds: [1], about: 'all' } }
  await countForPeople(ctx, question, slow)
  await work(slow)
  await countForPeople(ctx, limited, slow)
  expect(queue.queued).toHaveLength(1)
  await work(sql`select from generate_series(1, 3), pg_sleep(0.5)`)
  expect((await countForPeople(ctx, question, slow)).count).toBe(12)
  expect((await countForPeople(ctx, limited, slow)).count).toBe(3)
})

test('at night everything still looked at is counted anew, the rest forgotten', async () => {
  await countForPeople(ctx, question, slow)
  await countForPeople(later(5 * 86_400_000), { ...question, asks: { about: 'five days on' } }, slow)
  queue.queued.splice(0)
  await recountKept(later(8 * 86_400_000))
  expect(queue.queued).toHaveLength(1)
  expect(await kept()).toHaveLength(1)
})

test('the job counts the customers of the stores the asker is limited to', async () => {
  const drowsy = { key: 'drowsy', room: 'test', type: 'flag' as const, sql: sql`(pg_sleep(0.1) is not null)` }
  const [job] = countJobs([customerFields, [drowsy]])
  for (const storeIds of [null, [1]]) {
    const asks = { storeIds, predicate: { field: 'drowsy', is: true } }
    await countForPeople(ctx, { job: 'segments.count', asks }, slow)
  }
  for (const { data } of queue.queued) await job?.run(ctx, data as never)
  const counts = await many<{ count: number }>(shop.pool, sql`select count from kept_counts order by count desc`)
  expect(counts).toEqual([{ count: 5 }, { count: 3 }])
})
