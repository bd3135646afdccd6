import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../src/platform/access.ts'
import { unnamedCompany } from '../src/platform/company.ts'
import type { Context, Log } from '../src/platform/context.ts'
import type { Pool } from '../src/platform/db/db.ts'
import type { Job, Jobs } from '../src/platform/jobs/jobs.ts'

/** Noon in Tokyo on the Sunday when every test takes place. */
export const testNow = new Date('2026-11-22T03:00:00Z')

export const owner: Actor = {
  staffId: 1,
  apiKeyId: null,
  name: '佐藤 花子',
  role: 'owner',
  storeIds: null,
  scopes: null,
}

const silent: Log = { info() {}, warn() {}, error() {}, debug() {} }

export interface QueuedJob {
  job: string
  data: object
  singletonKey?: string
}

/** Jobs that wait in `queued` until the test runs them. */
export function inlineJobs(): Jobs & { queued: QueuedJob[]; run(ctx: Context, jobs: Job[]): Promise<void> } {
  const queued: QueuedJob[] = []
  return {
    queued,
    async enqueue(_db, job, data, options) {
      // many orders make everything be learned anew: tests that want it ask for it, with a run to watch
      if (job === 'analysis.learn' && !('runId' in data)) return
      const key = options?.singletonKey
      if (key !== undefined && queued.some((one) => one.job === job && one.singletonKey === key)) return
      queued.push({ job, data: JSON.parse(JSON.stringify(data)), singletonKey: key })
    },
    /** Runs what is queued, and what that queues, until nothing is left. */
    async run(ctx, jobs) {
      for (let next = queued.shift(); next; next = queued.shift()) {
        const name = next.job
        const found = jobs.find((one) => one.name === name)
        if (!found) throw new Error(`no such job: ${name}`)
        await found.run(ctx, next.data as never)
      }
    },
  }
}

/** What an action is handed; each part can be replaced. */
export function testContext(pool: Pool, parts: Partial<Context> = {}): Context {
  return {
    pool,
    config: {
      dataFolder: mkdtempSync(join(tmpdir(), 'tokui-test-data-')),
      databaseUrl: undefined,
      port: 0,
      host: '127.0.0.1',
      origin: 'http://localhost:3000',
      logLevel: 'silent',
    },
    now: testNow,
    company: { ...unnamedCompany, name: '椿堂', version: 1 },
    jobs: inlineJobs(),
    log: silent,
    ...parts,
  }
}
