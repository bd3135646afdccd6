import type { Context } from '../../platform/context.ts'
import type { ImportKind } from '../imports/field.ts'
import { type Mapping, mappingProblems } from '../imports/mapping.ts'
import { type Intake, takerOf } from '../imports/stage.ts'
import { type Cells, mappingOf } from './take-in.ts'

/** What stands in the way of taking these rows in; nothing is written. */
export function problemsOf(
  { company }: Pick<Context, 'company'>,
  kind: ImportKind,
  rows: Cells[],
): { field: string; code: string }[] {
  const mapping: Mapping = mappingOf({ items: [{ rows }] })
  const names = Object.keys(mapping.columns)
  const nowhere = { row() {} }
  const intake: Intake = {
    people: nowhere,
    products: nowhere,
    orders: nowhere,
    lines: nowhere,
    rejections: [],
    counts: { rows: 0, bytes: 0, people: 0, products: 0, orders: 0 },
  }
  const missing = mappingProblems(kind, mapping, names).map(({ names: fields }) => ({
    field: fields[0] ?? '',
    code: 'missing',
  }))
  if (missing.length > 0) return missing
  const taker = takerOf({ kind, mapping, names, zone: company.timeZone, currency: company.currency }, intake)
  for (const [index, row] of rows.entries()) {
    taker.take(
      names.map((name) => row[name as keyof Cells] ?? ''),
      index,
    )
  }
  taker.end()
  // that other lines go with a bad one needs no saying where the bad one stands beside it
  return intake.rejections.flatMap(({ field, code }) => (code === 'other-line-rejected' ? [] : [{ field, code }]))
}
