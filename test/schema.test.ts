import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshDatabase } from './database.ts'
import { dumpSchema } from './schema-dump.ts'

test('migrations/schema.sql says what the migrations come to (refresh it with npm run schema)', async () => {
  const { pool } = await freshDatabase()
  const written = readFileSync(new URL('../migrations/schema.sql', import.meta.url), 'utf8')
  expect(await dumpSchema(pool)).toBe(written)
})
