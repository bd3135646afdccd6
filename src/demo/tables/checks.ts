import { many, sql, type Tx } from '../../platform/db/db.ts'
import { tableNames } from './copy.ts'

/** A statement that brings back what was taken away. */
interface Suspended {
  restore: string
}

/**
 * Takes secondary indexes and foreign keys off the tables about to be filled: one build over all rows costs a fraction
 * of keeping them right row by row. Primary keys stay, rows arrive in their order.
 */
export async function suspendChecks(tx: Tx): Promise<Suspended[]> {
  const suspended: Suspended[] = []
  const keys = await many<{ table: string; name: string; definition: string }>(
    tx,
    sql`select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
        from pg_constraint where contype = 'f' and conrelid::regclass::text = any(${tableNames as string[]}) order by 1, 2`,
  )
  for (const key of keys) {
    await tx.query(`alter table ${key.table} drop constraint ${key.name}`)
    suspended.push({ restore: `alter table ${key.table} add constraint ${key.name} ${key.definition}` })
  }
  const indexes = await many<{ name: string; definition: string }>(
    tx,
    sql`select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
        from pg_index where indrelid::regclass::text = any(${tableNames as string[]}) and not indisunique order by 1`,
  )
  for (const index of indexes) {
    await tx.query(`drop index ${index.name}`)
    suspended.push({ restore: index.definition })
  }
  return suspended
}

export async function resumeChecks(tx: Tx, suspended: Suspended[]): Promise<void> {
  await tx.query(sql`set local maintenance_work_mem = '512MB'`)
  for (const { restore } of suspended) await tx.query(restore)
}
