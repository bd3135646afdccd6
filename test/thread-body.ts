import { one, sql } from '../src/platform/db/db.ts'
import { threadBody } from '../src/platform/jobs/thread.ts'

/** Says what a thread knows; fails when asked to. */
await threadBody(async ({ pool, now, company }, data: { fail?: boolean }) => {
  if (data.fail) throw new RangeError('as asked')
  const found = await one<{ name: string }>(pool, sql`select current_database() as name`)
  return { database: found?.name, now, zone: company.timeZone }
})
