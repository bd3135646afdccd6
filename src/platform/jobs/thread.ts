import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import type { Company } from '../company.ts'
import { openPool, type Pool } from '../db/db.ts'
import { startThread } from '../threads.ts'

/** What heavy work needs of a Context. */
export interface ThreadContext {
  pool: Pool
  now: Date
  company: Company
}

interface Start {
  url: string
  now: Date
  company: Company
  data: unknown
}

/**
 * Runs the module `entry` (one call of `threadBody`) in a thread of its own, with database connections of its own:
 * whoever asked keeps answering and its other jobs keep their heartbeats. Rejects with what the thread threw.
 */
export async function inThread<Result>(
  entry: URL,
  { pool, now, company }: ThreadContext,
  data?: object,
): Promise<Result> {
  const start: Start = { url: pool.options.connectionString as string, now, company, data }
  const worker = startThread(entry, { workerData: start })
  try {
    // `once` also rejects when the worker fails
    const [result] = (await once(worker, 'message')) as [Result]
    return result
  } finally {
    await worker.terminate()
  }
}

/** The whole of a module that `inThread` runs; data and result are copied between the threads. */
export async function threadBody<Data, Result>(
  work: (ctx: ThreadContext, data: Data) => Promise<Result>,
): Promise<void> {
  const { url, now, company, data } = workerData as Start
  const pool = openPool(url, { max: 2, applicationName: 'tokui-thread' })
  let result: Result
  try {
    result = await work({ pool, now, company }, data as Data)
  } finally {
    await pool.end()
  }
  parentPort?.postMessage(result)
}
