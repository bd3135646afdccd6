import { customerRows } from '../imports/customer-rows.ts'
import { requiredFields } from '../imports/field.ts'
import { mappedPlaces } from '../imports/mapping.ts'
import { orderRows, type RowProblem } from '../imports/order-rows.ts'
import { productRows } from '../imports/product-rows.ts'
import type { StagePlan } from '../imports/stage.ts'
import { currencyDecimals } from '../normalise/amount.ts'
import type { Rejected } from './store.ts'

export interface FoundProblem {
  field: string
  code: string
  /** the columns to correct; none when another row of the order has the problem */
  columns: string[]
}

const ofAnotherRow = 'other-line-rejected'

/** What is wrong with a rejected row as it has been corrected so far; nothing: it is ready. */
export function problemsOf(plan: StagePlan, rejected: Rejected): FoundProblem[] {
  const own = rejected.code === ofAnotherRow ? [] : found(plan, rejected)
  if (own.length > 0) return own.map((problem) => ({ ...problem, columns: columnsFor(plan, rejected, problem) }))
  const { againField: field, againCode: again } = rejected
  // what the real reading said goes before what is found here
  if (field !== null && again !== null) return [{ field, code: again, columns: columnsOfField(plan, field, again) }]
  if (rejected.code === ofAnotherRow) return [{ field: '', code: ofAnotherRow, columns: [] }]
  if (rejected.corrected === null) {
    const { field: first, code } = rejected
    return [{ field: first, code, columns: columnsOfField(plan, first, code) }]
  }
  return []
}

/** Reads the row by itself, as an import would. */
function found(plan: StagePlan, rejected: Rejected): { field: string; code: string }[] {
  if (rejected.cells === null) return []
  const problems: RowProblem[] = []
  const problem = (each: RowProblem) => void problems.push(each)
  const rows = readerFor(plan, problem)
  rows.take(wholeRow(plan, rejected), rejected.row)
  rows.end()
  // only the first row of an order needs its date: whether this is one cannot be seen from it alone
  const needsDate = rejected.field === 'orderedAt' && rejected.code === 'missing'
  return problems.filter(({ field, code }) => needsDate || field !== 'orderedAt' || code !== 'missing')
}

function readerFor(plan: StagePlan, problem: (problem: RowProblem) => void) {
  const { mapping, names } = plan
  const decimals = currencyDecimals(plan.currency)
  if (plan.kind === 'products') return productRows(mapping, names, decimals, { product: () => {}, problem })
  if (plan.kind === 'customers') return customerRows(mapping, names, { customer: () => {}, problem })
  const context = { zone: plan.zone, decimals, wantsPerson: () => false }
  return orderRows(mapping, names, context, { line: () => {}, order: () => {}, problem })
}

/** The cells of the row at their places in the file, corrected ones written over them. */
export function wholeRow(plan: StagePlan, rejected: Pick<Rejected, 'cells' | 'corrected'>): string[] {
  const whole = plan.names.map(() => '')
  for (const [index, place] of mappedPlaces(plan.mapping, plan.names).entries()) {
    const column = plan.names[place] as string
    whole[place] = rejected.corrected?.[column] ?? rejected.cells?.[index] ?? ''
  }
  return whole
}

function columnsFor(plan: StagePlan, rejected: Rejected, { field, code }: { field: string; code: string }): string[] {
  if (code !== 'unreadable-characters') return columnsOfField(plan, field, code)
  return plan.names.filter((_, place) => wholeRow(plan, rejected)[place]?.includes('\ufffd'))
}

/** The columns that carry the field; where something is missing, also those that could stand in for it. */
function columnsOfField(plan: StagePlan, field: string, code: string): string[] {
  const group: readonly string[] | undefined = requiredFields[plan.kind].find((each) =>
    (each as readonly string[]).includes(field),
  )
  const wanted = code === 'missing' && group ? group : [field]
  return plan.names.filter((name) => wanted.includes(plan.mapping.columns[name] ?? ''))
}
