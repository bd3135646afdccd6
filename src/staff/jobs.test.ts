import { expect, test } from 'vitest'
import { testContext, testNow } from '../../test/context.ts'
import { freshDatabase } from '../../test/database.ts'
import { many, one, sql } from '../platform/db/db.ts'
import { jobs } from './jobs.ts'

const daysAgo = (days: number) => new Date(testNow.getTime() - days * 86_400_000)

test('what has expired is swept, what still counts stays', async () => {
  const { pool } = await freshDatabase()
  await pool.query(
    sql`insert into staff (email, name, role, created_at, updated_at)
        values ('hanako@example.jp', '佐藤 花子', 'owner', ${testNow}, ${testNow})`,
  )
  const staff = await one<{ id: number }>(pool, sql`select id from staff`)
  const sessions = [
    { token: 'expired', seen: daysAgo(0), expires: daysAgo(1) },
    { token: 'idle', seen: daysAgo(2), expires: daysAgo(-1) },
    { token: 'open', seen: daysAgo(0.1), expires: daysAgo(-1) },
  ]
  for (const { token, seen, expires } of sessions) {
    await pool.query(
      sql`insert into staff_sessions (token_hash, staff_id, created_at, last_seen_at, expires_at)
          values (${Buffer.from(token)}, ${staff?.id}, ${seen}, ${seen}, ${expires})`,
    )
  }
  await pool.query(sql`insert into sign_in_failures (key, at) values ('old', ${daysAgo(2)}), ('new', ${daysAgo(0.5)})`)
  for (const [token, expires] of [
    ['gone', daysAgo(31)],
    ['shown', daysAgo(3)],
  ] as const) {
    await pool.query(
      sql`insert into staff_links (token_hash, kind, created_at, expires_at)
          values (${Buffer.from(token)}, 'invitation', ${expires}, ${expires})`,
    )
  }
  await pool.query(
    sql`insert into staff_challenges (challenge, staff_id, expires_at) values
          ('unfinished', ${staff?.id}, ${daysAgo(0.01)}), ('unknown', null, ${daysAgo(1)}), ('under way', null, ${daysAgo(-0.001)})`,
  )

  for (const job of jobs) await job.run(testContext(pool), {} as never)

  expect(await many(pool, sql`select convert_from(token_hash, 'UTF8') as token from staff_sessions`)).toEqual([
    { token: 'open' },
  ])
  expect(await many(pool, sql`select key from sign_in_failures`)).toEqual([{ key: 'new' }])
  expect(await many(pool, sql`select convert_from(token_hash, 'UTF8') as token from staff_links`)).toEqual([
    { token: 'shown' },
  ])
  expect(await many(pool, sql`select challenge from staff_challenges`)).toEqual([{ challenge: 'under way' }])
})
