import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import type { Context } from '../../platform/context.ts'
import { sql } from '../../platform/db/db.ts'
import { readRows } from '../files/read.ts'
import { cellReader } from '../imports/person.ts'
import { importFile, planOf } from '../imports/plan.ts'
import type { StagePlan } from '../imports/stage.ts'
import { findImport, type Import } from '../imports/store.ts'
import { wholeRow } from './problems.ts'
import { type Given, noteRowsTaken, rowsForFile } from './store.ts'

/**
 * Makes the file of an import of corrected rows, unless it is there already. Of orders it holds every row: those that
 * were taken in and those rejected along with the corrected one too, so that lines keep their places and sums are whole.
 */
export async function writeCorrectionFile(ctx: Context, row: Import): Promise<void> {
  const path = importFile(ctx.config.dataFolder, row.id)
  if (row.correctsId === null || existsSync(path)) return
  const parent = (await findImport(ctx.pool, row.correctsId)) as Import
  const plan = await planOf(ctx, parent)
  const numbers = await correctedNumbers(ctx, plan, row.id)
  // the whole file appears at once, so that a killed one is made anew
  const partial = `${path}.part`
  await copyRows(ctx, plan, row.id, numbers, partial)
  const { size } = await stat(partial)
  await ctx.pool.query(sql`update imports set file_bytes = ${size} where id = ${row.id}`)
  await rename(partial, path)
}

/** The numbers of the orders that corrected rows belong to; undefined for files that list something else. */
async function correctedNumbers(ctx: Context, plan: StagePlan, takenBy: number): Promise<Set<string> | undefined> {
  if (plan.kind !== 'orders') return undefined
  const numbers = new Set<string>()
  for await (const rows of rowsForFile(ctx.pool, plan.importId, takenBy)) {
    for (const row of rows) if (row.isGiven) numbers.add(orderNumber(plan, row))
  }
  return numbers
}

function orderNumber(plan: StagePlan, row: Given): string {
  // of rows put together in the database only the number is kept
  return row.cells === null ? row.value : (cellReader(plan.mapping, plan.names, 'number')?.(wholeRow(plan, row)) ?? '')
}

async function copyRows(
  ctx: Context,
  plan: StagePlan,
  takenBy: number,
  numbers: Set<string> | undefined,
  path: string,
): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 })
  const numberOf = cellReader(plan.mapping, plan.names, 'number') ?? (() => '')
  const rejected = following(rowsForFile(ctx.pool, plan.importId, takenBy))
  let taken: { row: number; takenRow: number }[] = []
  let written = 1
  out.write(line(plan.names))
  await readRows(plan.path, plan.format, async (rows) => {
    let text = ''
    for (const { cells, number } of rows) {
      if (number <= plan.format.headerRow) continue
      const given = await rejected.at(number)
      const whole = given ? overwritten(plan, cells, given) : plan.names.map((_, place) => cells[place] ?? '')
      if (!given?.isGiven && !numbers?.has(numberOf(whole))) continue
      written += 1
      if (given) taken.push({ row: number, takenRow: written })
      text += line(whole)
    }
    if (text !== '' && !out.write(text)) await once(out, 'drain')
    if (taken.length > 0) await noteRowsTaken(ctx.pool, plan.importId, takenBy, taken, ctx.now)
    taken = []
    return true
  })
  out.end()
  await finished(out)
}

/** The row as it stands in the file, with the corrected cells written over it. */
function overwritten(plan: StagePlan, cells: string[], { corrected }: Given): string[] {
  return plan.names.map((name, place) => corrected?.[name] ?? cells[place] ?? '')
}

/** Walks rows in step with the file: `at` is asked for rising numbers. */
function following(chunks: AsyncGenerator<Given[]>): { at(row: number): Promise<Given | undefined> } {
  let chunk: Given[] = []
  let place = 0
  let ended = false
  return {
    async at(row) {
      for (;;) {
        while (place < chunk.length && (chunk[place] as Given).row < row) place += 1
        if (place < chunk.length || ended) break
        const next = await chunks.next()
        ended = next.done === true
        chunk = next.value ?? []
        place = 0
      }
      const found = chunk[place]
      return found?.row === row ? found : undefined
    },
  }
}

/** Every cell in quotes: what stands in a file is data, also `=1+1`. */
function line(cells: string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}
