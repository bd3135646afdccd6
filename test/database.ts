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
  return copyOf('tokui')
}

/** A copy of what `fill` puts into an empty migrated database, filled once a run by whoever asks for it first. */
export async function filledDatabase(key: string, fill: (empty: TestDatabase) => Promise<void>): Promise<TestDatabase> {
  const template = `filled_${key}`
  await administer(async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [template])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount === 1) return
    const filling = `${template}_filling`
    await client.query(`drop database if exists ${filling} with (force)`)
    await client.query(`create database ${filling} template tokui strategy file_copy`)
    const url = urlOf(filling)
    const pool = openPool(url)
    await fill({ pool, url })
    await pool.end()
    await client.query(`alter database ${filling} rename to ${template}`)
  })
  return copyOf(template)
}

async function copyOf(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer((client) => client.query(`create database ${name} template ${template} strategy file_copy`))
  const url = urlOf(name)
  const database = { url, pool: openPool(url, { applicationName: name }) }
  open.push(database)
  return database
}

const urlOf = (name: string): string => inject('databaseUrl').replace('/tokui?', `/${name}?`)

export async function dropDatabases(): Promise<void> {
  for (const { pool, url } of open.splice(0)) {
    if (!pool.ended) await pool.end()
    const name = new URL(url).pathname.slice(1)
    await administer((client) => client.query(`drop database if exists ${name} with (force)`))
  }
}

async function administer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
