import { expect, test } from 'vitest'
import { freshDatabase } from '../test/database.ts'
import { merging } from './house.ts'
import { many, sql } from './platform/db/db.ts'

test('every table about customers says how it lives with merging', async () => {
  const { pool } = await freshDatabase()
  const columns = await many<{ name: string; column: string }>(
    pool,
    sql`select c.relname as name, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and a.attname in ('customer_id', 'record_id') and not a.attisdropped`,
  )
  const withCustomer = columns.filter(({ column }) => column === 'customer_id').map(({ name }) => name)
  expect(merging.tables.map(({ name }) => name).toSorted()).toEqual(withCustomer.toSorted())
  const withRecord = new Set(columns.filter(({ column }) => column === 'record_id').map(({ name }) => name))
  const needRecord = merging.tables.filter(({ how }) => how === 'moves').map(({ name }) => name)
  expect(needRecord.filter((name) => !withRecord.has(name))).toEqual([])
})
