import type { Context } from '../../platform/context.ts'
import { type FileRow, firstRows } from '../files/read.ts'
import { currencyDecimals, parseAmount, parseDecimal, parseWhole } from '../normalise/amount.ts'
import { parseDay, parseMoment } from '../normalise/date.ts'
import type { Parsed } from '../normalise/parsed.ts'
import { parseCode, parseEmail, parseGender, parsePhone, parsePostcode, plainText } from '../normalise/text.ts'
import { customerRows } from './customer-rows.ts'
import { type Field, orderAmounts, type Target } from './field.ts'
import { mappingProblems, placesOf } from './mapping.ts'
import { orderRows, type RowProblem } from './order-rows.ts'
import { parseLineKind, parseStatus } from './order-words.ts'
import { planOf } from './plan.ts'
import { productRows } from './product-rows.ts'
import type { StagePlan } from './stage.ts'
import type { Import } from './store.ts'

const looked = 5_000
const shown = 20
const samplesShown = 3

/** What an import would do, from the first rows of the file; nothing is written. */
export async function previewImport(ctx: Context, row: Import) {
  const plan = await planOf(ctx, row)
  const rows = await firstRows(plan.path, plan.format, looked + plan.format.headerRow)
  const data = rows.filter((each) => each.number > plan.format.headerRow)
  return {
    rawRows: rows.slice(0, 5).map((each) => each.cells.slice(0, 50)),
    columns: describeColumns(plan, data),
    rows: data
      .slice(0, shown)
      .map((each) => ({ number: each.number, cells: each.cells.map((cell) => cell.slice(0, 200)) })),
    rowsLooked: data.length,
    ...tryRows(plan, data),
    missing: mappingProblems(plan.kind, plan.mapping, plan.names),
    unknownStatuses: unknownStatuses(plan, data),
  }
}

function describeColumns(plan: StagePlan, data: FileRow[]) {
  return plan.names.map((name, place) => {
    const target = plan.mapping.columns[name] ?? null
    const filled = data.map((row) => row.cells[place] ?? '').filter((cell) => cell.trim() !== '')
    const samples = [...new Set(filled)].slice(0, samplesShown).map((raw) => ({
      raw: raw.slice(0, 100),
      ...readAs(target as Target | null, raw, plan),
    }))
    return { name, target, filled: filled.length, samples }
  })
}

/** A sample as it will be stored, or why it cannot be read. */
function readAs(target: Target | null, raw: string, plan: StagePlan): { read: string; problem: string | null } {
  const text = plainText(raw)
  const result = target === null ? undefined : readField(target, text, plan)
  if (result === undefined) return { read: text.slice(0, 100), problem: null }
  if (result.problem !== undefined) return { read: '', problem: result.problem }
  return { read: String(result.value ?? ''), problem: null }
}

const amountFields = new Set<string>([...orderAmounts, 'lineAmount', 'lineDiscount', 'cost', 'price'])

function readField(target: Target, text: string, plan: StagePlan): Parsed<unknown> | undefined {
  const { dateOrder, statuses, ignoredStatuses, lineKinds, unknownAmount } = plan.mapping.options
  if (target === 'status' && ignoredStatuses.includes(text)) return undefined
  if (amountFields.has(target) && text !== unknownAmount) return parseAmount(text, currencyDecimals(plan.currency))
  const readers: Partial<Record<Field, () => Parsed<unknown>>> = {
    number: () => parseCode(text),
    customerNumber: () => parseCode(text),
    productCode: () => parseCode(text),
    orderedAt: () => momentText(text, plan),
    registeredOn: () => parseDay(text, dateOrder),
    birthOn: () => parseDay(text, dateOrder),
    email: () => parseEmail(text),
    phone: () => parsePhone(text),
    gender: () => parseGender(text),
    status: () => parseStatus(text, statuses),
    lineKind: () => parseLineKind(text, lineKinds),
    quantity: () => parseWhole(text),
    postcode: () => ({ value: parsePostcode(text) }),
    unitPrice: () => {
      const price = parseDecimal(text)
      return price.problem || !price.value ? price : { value: price.value.mantissa / 10 ** price.value.scale }
    },
  }
  return readers[target as Field]?.()
}

function momentText(text: string, plan: StagePlan): Parsed<string | null> {
  const moment = parseMoment(text, plan.zone, plan.mapping.options.dateOrder)
  return moment.problem ? moment : { value: moment.value ? moment.value.on : null }
}

/** Problems grouped by what repairs them, and what the rows add up to. */
function tryRows(plan: StagePlan, data: FileRow[]) {
  const groups = new Map<
    string,
    { field: string; code: string; count: number; examples: { row: number; value: string }[] }
  >()
  const problem = ({ row, field, code, value }: RowProblem) => {
    const key = `${field} ${code}`
    const group = groups.get(key) ?? { field, code, count: 0, examples: [] }
    group.count += 1
    if (group.examples.length < 5) group.examples.push({ row, value: value.slice(0, 100) })
    groups.set(key, group)
  }
  const totals = { orders: 0, lines: 0, customers: 0, guests: 0, products: 0 }
  const keys = new Set<string>()
  const taker = takerFor(plan, totals, keys, problem)
  for (const { cells, number } of data) taker.take(cells, number)
  taker.end()
  totals.customers = keys.size
  return { totals, problems: [...groups.values()].sort((a, b) => b.count - a.count) }
}

type Totals = { orders: number; lines: number; customers: number; guests: number; products: number }

function takerFor(plan: StagePlan, totals: Totals, keys: Set<string>, problem: (problem: RowProblem) => void) {
  const { mapping, names } = plan
  const decimals = currencyDecimals(plan.currency)
  if (plan.kind === 'products') {
    return productRows(mapping, names, decimals, { product: () => (totals.products += 1), problem })
  }
  if (plan.kind === 'customers') return customerRows(mapping, names, { customer: (row) => keys.add(row.key), problem })
  const codes = new Set<string>()
  const context = { zone: plan.zone, decimals, wantsPerson: () => false }
  return orderRows(mapping, names, context, {
    line: (line) => {
      totals.lines += 1
      if (line.code !== '') codes.add(line.code)
      totals.products = codes.size
    },
    order: (run) => {
      if (run.rejected) return
      totals.orders += 1
      if (run.customerKey === '') totals.guests += 1
      else keys.add(run.customerKey)
    },
    problem,
  })
}

/** Words of the status column that nobody has given a meaning yet. */
function unknownStatuses(plan: StagePlan, data: FileRow[]): { word: string; count: number }[] {
  const { statuses, ignoredStatuses } = plan.mapping.options
  const counts = new Map<string, number>()
  for (const place of placesOf(plan.mapping, plan.names, 'status')) {
    for (const { cells } of data) {
      const word = plainText(cells[place] ?? '')
      if (parseStatus(word, statuses).problem && !ignoredStatuses.includes(word))
        counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  return [...counts].map(([word, count]) => ({ word: word.slice(0, 100), count })).slice(0, 50)
}
