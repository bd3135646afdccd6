import { expect, test } from 'vitest'
import { testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { inThread } from './thread.ts'

const body = new URL('../../../test/thread-body.ts', import.meta.url)

test('a thread has the clock, the company and the database of who asked, and gives back what it found', async () => {
  const { pool } = await freshDatabase()
  const ctx = testContext(pool)
  const { rows } = await pool.query('select current_database() as name')
  expect(await inThread(body, ctx, {})).toEqual({ database: rows[0].name, now: testNow, zone: ctx.company.timeZone })
})

test('what a thread throws, its starter throws', async () => {
  const { pool } = await freshDatabase()
  await expect(inThread(body, testContext(pool), { fail: true })).rejects.toThrow(new RangeError('as asked'))
})
