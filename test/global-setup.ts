import { rmSync } from 'node:fs'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { temporaryFolder } from './folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** the server of this test run; databases of tests are copied from its database `tokui` */
    databaseUrl: string
  }
}

/** One PostgreSQL for the whole run, in a temporary folder, with an empty migrated database to copy. */
export default async function setup(project: TestProject) {
  const folder = temporaryFolder('test')
  const server = await startEmbedded(folder, { durability: 'throwaway' })
  await migrate(server.url, new Date('2026-11-22T03:00:00Z'))
  const client = new pg.Client({ connectionString: server.url.replace('/tokui?', '/postgres?') })
  await client.connect()
  await client.query('alter database tokui with is_template true')
  await client.end()
  project.provide('databaseUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
