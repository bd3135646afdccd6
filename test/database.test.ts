import { expect, test } from 'vitest'
import { many, one, sql } from '../src/platform/db/db.ts'
import { freshDatabase } from './database.ts'

test('every test gets a migrated database of its own', async () => {
  const [first, second] = await Promise.all([freshDatabase(), freshDatabase()])
  await first.pool.query(sql`insert into sources (code, name) values ('ec', 'EC')`)
  expect(await many(first.pool, sql`select code from sources`)).toEqual([{ code: 'ec' }])
  expect(await many(second.pool, sql`select code from sources`)).toEqual([])
})

test('trigrams know Japanese', async () => {
  const { pool } = await freshDatabase()
  expect(await one(pool, sql`select show_trgm('日本') <> '{}' as knows`)).toEqual({ knows: true })
})
