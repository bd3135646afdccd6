import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openPool, type Pool } from '../src/platform/db/db.ts'

export interface TestDatabase {
  pool: Pool
  url: string
}

const open: TestDatabase[] = []

/** An empty migrated database of one's own, in a moment; dropped when the test file ends. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name} template tokui strategy file_copy`)
  const url = inject('databaseUrl').replace('/tokui?', `/${name}?`)
  const database = { url, pool: openPool(url, { applicationName: name }) }
  open.push(database)
  return database
}

export async function dropDatabases(): Promise<void> {
  for (const { pool, url } of open.splice(0)) {
    if (!pool.ended) await pool.end()
    await administer(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
  }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl').replace('/tokui?', '/postgres?') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
