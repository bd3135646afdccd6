import type { FastifyBaseLogger } from 'fastify'
import type { Company } from './company.ts'
import type { Config } from './config.ts'
import type { Pool } from './db/db.ts'
import type { Jobs } from './jobs/jobs.ts'

export type Log = Pick<FastifyBaseLogger, 'info' | 'warn' | 'error' | 'debug'>

/** The one thing passed around. No singletons: whoever needs the clock or the database is handed them. */
export interface Context {
  pool: Pool
  config: Config
  now: Date
  company: Company
  jobs: Jobs
  log: Log
}
