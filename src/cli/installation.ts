import { setTimeout as sleep } from 'node:timers/promises'
import { house, jobsOf } from '../house.ts'
import { type Company, readCompany, unnamedCompany } from '../platform/company.ts'
import type { Context } from '../platform/context.ts'
import { openPool, type Pool } from '../platform/db/db.ts'
import { migrate } from '../platform/db/migrate.ts'
import { type Database, openDatabase } from '../platform/db/open.ts'
import { openJobBoard } from '../platform/jobs/boss.ts'
import { createLog } from '../platform/log.ts'
import type { Io } from './command.ts'

/** The database of this installation, up to date, with a pool. */
export interface Installation {
  database: Database
  pool: Pool
  company: Company
}

/**
 * Opens the installation, does the work and closes it again, also when the work fails. After Ctrl-C the work has a few
 * seconds to notice `io.signal`; then the database is closed all the same.
 */
export async function withInstallation<Result>(
  io: Io,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result | undefined> {
  const database = await openDatabase(io.config, io.say)
  let pool: Pool | undefined
  try {
    const applied = await migrate(database.url, new Date())
    if (applied.length > 0) io.say(`Database brought up to date: ${applied.join(', ')}`)
    pool = openPool(database.url)
    const company = (await readCompany(pool)) ?? unnamedCompany
    return await Promise.race([work({ database, pool, company }), patience(io.signal)])
  } finally {
    await Promise.race([pool?.end(), sleep(2000)])
    await database.stop()
  }
}

async function patience(signal: AbortSignal): Promise<undefined> {
  await stopRequested(signal)
  await sleep(15_000, undefined, { ref: false })
}

export async function stopRequested(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** The context of commands that call actions: now, the company, and jobs for a worker to do. */
export async function withContext<Result>(
  io: Io,
  work: (ctx: Context, installation: Installation) => Promise<Result>,
): Promise<Result | undefined> {
  return withInstallation(io, async (installation) => {
    const log = createLog(io.config.logLevel)
    const jobs = await openJobBoard(installation.database.url, jobsOf(house), log)
    const { pool, company } = installation
    try {
      return await work({ pool, company, config: io.config, now: new Date(), jobs, log }, installation)
    } finally {
      await jobs.stop()
    }
  })
}
