import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { many, one, sql, transaction } from '../db/db.ts'
import { openJobBoard, startWorker } from './boss.ts'
import { type Job, job } from './jobs.ts'
import { createRun, findRun, startRun } from './runs.ts'

async function workingOn(jobs: Job[]) {
  const { pool, url } = await freshDatabase()
  const { config, log } = testContext(pool)
  const worker = await startWorker({ url, pool, config, jobs, cron: [], log })
  onTestFinished(() => worker.stop())
  return { pool, url, log, worker }
}

test('a job is there when its cause is committed, and not when it is not', async () => {
  const seen: number[] = []
  const greet = job('greet', async (_ctx, { number }: { number: number }) => void seen.push(number))
  const { pool, worker } = await workingOn([greet])

  const failing = transaction(pool, async (tx) => {
    await worker.enqueue(tx, 'greet', { number: 1 })
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  await transaction(pool, (tx) => worker.enqueue(tx, 'greet', { number: 2 }))

  await vi.waitFor(() => expect(seen).toEqual([2]), 10_000)
})

test('of jobs with the same key one waits, of jobs without a key all do', async () => {
  const { pool, url } = await freshDatabase()
  const { log } = testContext(pool)
  const board = await openJobBoard(url, [job('rank', async () => {})], log)
  onTestFinished(() => board.stop())

  for (let i = 0; i < 3; i++) await board.enqueue(pool, 'rank', { i }, { singletonKey: 'all' })
  for (let i = 0; i < 3; i++) await board.enqueue(pool, 'rank', { i })

  expect(await one(pool, sql`select count(*) as count from pgboss.job where name = 'rank'`)).toEqual({ count: 4 })
})

test('a failed job is tried again', async () => {
  let attempts = 0
  const shaky = job('shaky', async () => {
    if (++attempts < 2) throw new Error('not yet')
  })
  const { pool, worker } = await workingOn([shaky])
  await worker.enqueue(pool, 'shaky', {})
  await vi.waitFor(() => expect(attempts).toBe(2), 20_000)
})

test('some jobs are done whenever a worker starts', async () => {
  let starts = 0
  const { pool } = await workingOn([job('tidy', async () => void starts++, { atStart: true })])
  await vi.waitFor(() => expect(starts).toBe(1), 20_000)
  expect(await one(pool, sql`select count(*) as count from pgboss.job where name = 'tidy'`)).toEqual({ count: 1 })
})

test('some jobs are done when something is notified, once it is committed', async () => {
  let heard = 0
  const { pool } = await workingOn([job('tell', async () => void heard++, { onNotice: 'tokui_test' })])
  // the worker listens a moment after it has started
  await vi.waitFor(async () => {
    await transaction(pool, async (tx) => {
      await tx.query("select pg_notify('tokui_test', '')")
    })
    expect(heard).toBeGreaterThan(0)
  }, 20_000)
})

test('after its last try the run of a job is failed, and says so', async () => {
  const broken = job('broken', async (ctx, { runId }: { runId: number }) => {
    await startRun(ctx.pool, runId, ctx.now)
    throw new Error('never')
  })
  const { pool, worker } = await workingOn([broken])
  const runId = await createRun(pool, { kind: 'broken', staffId: 1, params: {}, now: testNow })
  await worker.enqueue(pool, 'broken', { runId }, { startAfter: new Date(Date.now() + 3_600_000) })
  await pool.query(sql`update pgboss.job set retry_count = retry_limit, start_after = now() where name = 'broken'`)
  await vi.waitFor(async () => expect(await findRun(pool, runId, 1)).toMatchObject({ status: 'failed' }), 20_000)
})

test('the clock runs in the time zone of the company, and lines taken away stop', async () => {
  const { pool, url } = await freshDatabase()
  await pool.query(
    sql`insert into company (name, time_zone, created_at, updated_at) values ('椿堂', 'Asia/Seoul', ${testNow}, ${testNow})`,
  )
  const { config, log } = testContext(pool)
  const jobs = ['rank', 'sweep'].map((name) => job(name, async () => {}))
  const lines = [
    { job: 'rank', cron: '0 3 * * *' },
    { job: 'sweep', cron: '20 4 * * *' },
  ]
  for (const cron of [lines, lines.slice(0, 1)]) {
    const worker = await startWorker({ url, pool, config, jobs, cron, log })
    await worker.stop()
  }
  expect(await many(pool, sql`select name, cron, timezone from pgboss.schedule`)).toEqual([
    { name: 'rank', cron: '0 3 * * *', timezone: 'Asia/Seoul' },
  ])
})

test('the job of a killed worker is taken over within a minute', { timeout: 90_000 }, async () => {
  const { pool, url } = await freshDatabase()
  const { config, log } = testContext(pool)
  await pool.query('create table runs (pid integer)')
  const board = await openJobBoard(url, [job('long', async () => {})], log)
  onTestFinished(() => board.stop())
  const killed = spawnWorker(url)
  onTestFinished(() => void killed.kill('SIGKILL'))
  await board.enqueue(pool, 'long', {})
  await vi.waitFor(async () => {
    expect(await one(pool, sql`select count(*) as count from runs`)).toEqual({ count: 1 })
  }, 20_000)

  killed.kill('SIGKILL')
  const killedAt = performance.now()
  let takenOverAt = 0
  const long = job('long', async () => {
    takenOverAt = performance.now()
  })
  const worker = await startWorker({ url, pool, config, jobs: [long], cron: [], log })
  onTestFinished(() => worker.stop())
  await vi.waitFor(() => expect(takenOverAt).toBeGreaterThan(0), { timeout: 70_000, interval: 200 })
  expect(takenOverAt - killedAt).toBeLessThan(60_000)
})

/** A worker in a process of its own, whose job never ends. */
function spawnWorker(url: string): ChildProcess {
  const here = (file: string) => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))
  const program = `
    const { startWorker } = await import(${here('./boss.ts')})
    const { openPool } = await import(${here('../db/db.ts')})
    const url = ${JSON.stringify(url)}
    const pool = openPool(url)
    const log = { info() {}, warn() {}, error: console.error, debug() {} }
    const long = { name: 'long', run: async () => {
      await pool.query({ text: 'insert into runs (pid) values ($1)', values: [process.pid] })
      await new Promise(() => setInterval(() => {}, 1000))
    } }
    await startWorker({ url, pool, config: {}, jobs: [long], cron: [], log })
  `
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
}
