import { join } from 'node:path'
import type { Context } from '../../platform/context.ts'
import { firstRows } from '../files/read.ts'
import { columnNames, mappingShape, numberedColumns } from './mapping.ts'
import type { StagePlan } from './stage.ts'
import { stagingTables } from './staging.ts'
import type { Import } from './store.ts'

/** Where the file of an import is kept until it can no longer be undone. */
export function importFile(dataFolder: string, id: number): string {
  return join(dataFolder, 'imports', String(id))
}

export async function planOf(ctx: Context, row: Import): Promise<StagePlan> {
  const path = importFile(ctx.config.dataFolder, row.id)
  return {
    importId: row.id,
    kind: row.kind,
    path,
    format: row.format,
    names: await namesOf(path, row.format),
    mapping: mappingShape.parse(row.mapping),
    tables: stagingTables(row.id),
    zone: ctx.company.timeZone,
    currency: ctx.company.currency,
  }
}

/** The names of the columns: from the header row, or numbers when there is none. */
export async function namesOf(path: string, format: Import['format']): Promise<string[]> {
  const rows = await firstRows(path, format, Math.max(format.headerRow, 1) + 1)
  const header = rows.find((row) => row.number === format.headerRow)
  return header ? columnNames(header.cells) : numberedColumns(Math.max(0, ...rows.map((row) => row.cells.length)))
}
