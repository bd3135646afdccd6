import { rmSync, writeFileSync } from 'node:fs'
import { openPool } from '../src/platform/db/db.ts'
import { startEmbedded } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { temporaryFolder } from './folder.ts'
import { dumpSchema } from './schema-dump.ts'

/** What `npm run schema` runs: applies the migrations to an empty database and writes migrations/schema.sql. */
const folder = temporaryFolder('schema')
const server = await startEmbedded(folder, { durability: 'throwaway' })
try {
  await migrate(server.url, new Date())
  const pool = openPool(server.url)
  writeFileSync(new URL('../migrations/schema.sql', import.meta.url), await dumpSchema(pool))
  await pool.end()
} finally {
  await server.stop()
  rmSync(folder, { recursive: true })
}
