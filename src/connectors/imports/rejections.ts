import { Readable } from 'node:stream'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/db/db.ts'
import { type FileRow, readRows } from '../files/read.ts'
import { csvBytes, csvLine, type OutputEncoding } from '../files/write.ts'
import { planOf } from './plan.ts'
import { reasons } from './reasons.ts'
import type { StagePlan } from './stage.ts'
import { type Import, listRejections, type Rejection } from './store.ts'

const page = 2_000

const titles = { ja: ['行', '列', '理由と直し方'], en: ['row', 'column', 'reason and remedy'] }

/**
 * The rows that were not taken in as a CSV: the columns of the file as they were, then row number, column and reason.
 * Once corrected, the same file can be taken in again: the added columns are not mapped. Read from the kept file.
 */
export async function rejectionsCsv(
  ctx: Context & { db: Db },
  row: Import,
  options: { encoding: OutputEncoding; locale: 'ja' | 'en' },
): Promise<Readable> {
  const plan = await planOf(ctx, row)
  async function* lines(): AsyncGenerator<Buffer> {
    yield csvBytes(csvLine([...plan.names, ...titles[options.locale]]), options.encoding, true)
    let after = -1
    for (;;) {
      const rejections = await listRejections(ctx.db, row.id, after, page)
      if (rejections.length === 0) return
      const cells = await rowsOf(plan, rejections)
      let text = ''
      for (const rejection of rejections) {
        text += csvLine([...(cells.get(rejection.rowNo) ?? []), ...reasonCells(rejection, plan, options.locale)])
      }
      yield csvBytes(text, options.encoding, false)
      after = rejections.at(-1)?.rowNo ?? after
    }
  }
  return Readable.from(lines())
}

function reasonCells(rejection: Rejection, plan: StagePlan, locale: 'ja' | 'en'): string[] {
  const columns = plan.names.filter((name) => plan.mapping.columns[name] === rejection.field)
  return [String(rejection.rowNo), columns.join(' '), reasons[rejection.code]?.[locale] ?? rejection.code]
}

/** The cells of these rows, filled up to the width of the header. */
async function rowsOf(plan: StagePlan, rejections: Rejection[]): Promise<Map<number, string[]>> {
  const wanted = new Set(rejections.map((rejection) => rejection.rowNo))
  const last = rejections.at(-1)?.rowNo ?? 0
  const found = new Map<number, string[]>()
  const keep = ({ cells, number }: FileRow) => {
    if (wanted.has(number))
      found.set(
        number,
        Array.from(plan.names, (_, place) => cells[place] ?? ''),
      )
  }
  await readRows(plan.path, plan.format, async (rows, progress) => {
    rows.forEach(keep)
    return progress.rows < last
  })
  return found
}
