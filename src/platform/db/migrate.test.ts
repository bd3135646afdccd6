import { expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { many, one, sql } from './db.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'

function migration(name: string, text: string): Migration {
  return { name, text, sha256: `hash of ${text}` }
}

async function emptyDatabase() {
  const database = await freshDatabase()
  await database.pool.query('drop schema public cascade; create schema public')
  return database
}

const first = migration('0001_a.sql', 'create table a (id integer); insert into a values (1)')
const second = migration('0002_b.sql', 'alter table a add b integer')

test('applies what is new, in order, once', async () => {
  const { url, pool } = await emptyDatabase()
  expect(await migrate(url, testNow, [first])).toEqual(['0001_a.sql'])
  expect(await migrate(url, testNow, [first, second])).toEqual(['0002_b.sql'])
  expect(await migrate(url, testNow, [first, second])).toEqual([])
  expect(await many(pool, sql`select id, b from a`)).toEqual([{ id: 1, b: null }])
})

test('several processes may ask at once', async () => {
  const { url, pool } = await emptyDatabase()
  const answers = await Promise.all([1, 2, 3, 4].map(() => migrate(url, testNow, [first, second])))
  expect(answers.map((names) => names.length).sort()).toEqual([0, 0, 0, 2])
  expect(await one(pool, sql`select count(*) as count from a`)).toEqual({ count: 1 })
})

test('refuses a migration that was changed after it was applied', async () => {
  const { url } = await emptyDatabase()
  await migrate(url, testNow, [first, second])
  const changed = migration(first.name, 'create table a (id bigint)')
  await expect(migrate(url, testNow, [changed, second])).rejects.toThrow('0001_a.sql was changed after it was applied')
})

test('refuses a database that a newer version has changed, and one with a gap', async () => {
  const { url } = await emptyDatabase()
  await migrate(url, testNow, [first, second])
  await expect(migrate(url, testNow, [first])).rejects.toThrow('0002_b.sql, which this program does not know')
  const between = migration('0001_b.sql', 'select 1')
  await expect(migrate(url, testNow, [first, between, second])).rejects.toThrow('it expects 0001_b.sql')
})

test('a migration that fails changes nothing', async () => {
  const { url, pool } = await emptyDatabase()
  const failing = migration('0002_c.sql', 'insert into a values (2); select 1 / 0')
  await expect(migrate(url, testNow, [first, failing])).rejects.toThrow('0002_c.sql failed and changed nothing')
  expect(await many(pool, sql`select id from a`)).toEqual([{ id: 1 }])
  expect(await migrate(url, testNow, [first, second])).toEqual(['0002_b.sql'])
})

test('the files of this version are numbered without a gap', () => {
  const numbers = readMigrations().map(({ name }) => Number(name.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})
