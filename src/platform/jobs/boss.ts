import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { readCompany, unnamedCompany } from '../company.ts'
import type { Config } from '../config.ts'
import type { Log } from '../context.ts'
import type { Db, Pool, Sql } from '../db/db.ts'
import type { Job, Jobs } from './jobs.ts'
import { hearNotices } from './notices.ts'
import { finishRun } from './runs.ts'

export interface JobBoard extends Jobs {
  stop(): Promise<void>
}

/** A job without data that starts by the clock, one line a job: minute, hour, day, month, weekday in the company's time zone. */
export interface CronLine {
  job: string
  cron: string
}

/** A worker beats every eight seconds; after 25 silent ones another takes its job over. */
const heartbeatSeconds = 25
const heartbeatRefreshSeconds = 8

/** New jobs announce themselves; looking is for those that become due, as a second try. */
const polling = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 4 }

const queueOptions = {
  // at most one waiting job a key; jobs without a key get one of their own
  policy: 'short',
  heartbeatSeconds,
  // a worker killed time and again is no fault of the job
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  expireInSeconds: 23 * 3600,
  deleteAfterSeconds: 7 * 24 * 3600,
  notify: true,
} as const

/** For processes that queue work and leave it to others. */
export async function openJobBoard(url: string, jobs: Job[], log: Log): Promise<JobBoard> {
  const boss = await startBoss(url, jobs, log, false)
  return { enqueue: enqueueWith(boss), stop: () => boss.stop({ graceful: false }) }
}

export interface WorkerParts {
  url: string
  pool: Pool
  config: Config
  jobs: Job[]
  cron: CronLine[]
  log: Log
  clock?: () => Date
}

/** Queues work, does it, and starts what the clock asks for. */
export async function startWorker(parts: WorkerParts): Promise<JobBoard> {
  const { pool, config, log } = parts
  const clock = parts.clock ?? (() => new Date())
  const boss = await startBoss(parts.url, parts.jobs, log, true)
  const enqueue = enqueueWith(boss)
  for (const job of parts.jobs) {
    const options = {
      localConcurrency: job.concurrency ?? 1,
      heartbeatRefreshSeconds,
      includeMetadata: true,
      ...polling,
    } as const
    await boss.work(job.name, options, async ([queued]: JobWithMetadata[]) => {
      if (!queued) return
      const company = (await readCompany(pool)) ?? unnamedCompany
      try {
        await job.run({ pool, config, now: clock(), company, jobs: { enqueue }, log }, queued.data as never)
      } catch (error) {
        log.error({ err: error, job: job.name, jobId: queued.id }, 'a job failed and will be tried again')
        await untilReachable(pool)
        if (queued.retryCount >= queueOptions.retryLimit) await giveUp(pool, queued.data, clock())
        throw error
      }
    })
  }
  for (const { name, atStart } of parts.jobs) {
    if (atStart) await enqueue(pool, name, {}, { singletonKey: 'at start' })
  }
  const stopClock = await followClock(boss, pool, parts.cron, log)
  const notices = hearNotices(parts.url, noticedBy(parts.jobs, pool, enqueue), log)
  return {
    enqueue,
    async stop() {
      stopClock()
      await notices.stop()
      // what is not done in time goes back to the queue
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

function noticedBy(jobs: Job[], pool: Pool, enqueue: Jobs['enqueue']): Record<string, () => Promise<void>> {
  const heard = jobs.flatMap(({ name, onNotice }) => {
    const queue = () => enqueue(pool, name, {}, { singletonKey: 'on notice' })
    return onNotice === undefined ? [] : [[onNotice, queue] as const]
  })
  return Object.fromEntries(heard)
}

/** After the last try whoever waits for the job is told that it failed. */
async function giveUp(pool: Pool, data: object, now: Date): Promise<void> {
  const { runId } = data as { runId?: number }
  if (runId) await finishRun(pool, runId, { status: 'failed', now, problem: { code: 'internal-error' } })
}

/** A failure noted while the database is away is lost, and the job would seem under way until its heartbeat is missed. */
async function untilReachable(pool: Pool): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answered = await pool.query('select').then(
      () => true,
      () => false,
    )
    if (answered) return
    await sleep(200)
  }
}

async function startBoss(url: string, jobs: Job[], log: Log, works: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'tokui-jobs',
    max: 4,
    useListenNotify: works,
    // dead workers are looked for every few seconds
    supervise: works,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    schedule: works,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue could not reach the database'))
  await boss.start()
  for (const job of jobs) await boss.createQueue(job.name, queueOptions)
  return boss
}

function enqueueWith(boss: PgBoss): Jobs['enqueue'] {
  return async (db: Db, job, data, options = {}) => {
    const { singletonKey = randomUUID(), startAfter } = options
    // the caller's connection: the job is there when, and only when, its cause is
    const executeSql = (text: string, values: unknown[] = []) => db.query({ text, values } as unknown as Sql)
    await boss.send(job, data, { singletonKey, ...(startAfter ? { startAfter } : {}), db: { executeSql } })
  }
}

/** Keeps the cron lines in the company's time zone, which may be changed while we run. */
async function followClock(boss: PgBoss, pool: Pool, lines: CronLine[], log: Log): Promise<() => void> {
  let zone: string | undefined
  async function arrange() {
    const { timeZone } = (await readCompany(pool)) ?? unnamedCompany
    if (timeZone === zone) return
    for (const { job, cron } of lines) {
      await boss.schedule(job, cron, {}, { tz: timeZone, singletonKey: `cron ${job}`, missed: 'once' })
    }
    zone = timeZone
  }
  for (const { name } of await boss.getSchedules()) {
    if (!lines.some((line) => line.job === name)) await boss.unschedule(name)
  }
  await arrange()
  const timer = setInterval(() => arrange().catch((error) => log.warn({ err: error })), 300_000)
  return () => clearInterval(timer)
}
