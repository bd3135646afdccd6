import { once } from 'node:events'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '../../platform/db/db.ts'
import { type Cell, copyRow, type TableName, tableNames, tables } from './copy.ts'

/** Copies what a batch holds, table by table. */
export async function copyBatch(tx: Tx, rows: Partial<Record<TableName, string | Uint8Array>>): Promise<void> {
  for (const table of tableNames) {
    const text = rows[table]
    if (text !== undefined && text.length > 0) await copyText(tx, `${table} (${tables[table]})`, text)
  }
}

/** Copies a few rows at once. */
export async function copyRows(tx: Tx, table: string, columns: string, rows: Cell[][]): Promise<void> {
  await copyText(tx, `${table} (${columns})`, rows.map(copyRow).join(''))
}

async function copyText(tx: Tx, target: string, text: string | Uint8Array): Promise<void> {
  const stream = tx.query(copyFrom(`copy ${target} from stdin`))
  const done = once(stream, 'finish')
  stream.end(text)
  await done
}
