import { isBlankDate } from '../../platform/written-day.ts'
import { type Decimal, inMinorUnits, parseAmount, parseDecimal, parseWhole } from '../normalise/amount.ts'
import { type Moment, parseMoment } from '../normalise/date.ts'
import type { Parsed, ValueProblem } from '../normalise/parsed.ts'
import { parseCode, plainText } from '../normalise/text.ts'
import type { Field, LineKind, OrderStatus } from './field.ts'
import { type Mapping, placesOf } from './mapping.ts'
import { type Amounts, amountsReader, noAmounts, settleAmounts } from './order-amounts.ts'
import { graver, parseLineKind, parseStatus } from './order-words.ts'
import { type CellReader, cellReader, customerKey, headerAgain, type Person, personReader } from './person.ts'

/** A product line as the file gives it; `position` counts the product lines of its order from 1. */
export interface OrderLine {
  position: number
  row: number
  code: string
  name: string
  category: string
  quantity: number
  unitPrice: number
  amount: number
  taxRate: number | null
  cost: number | null
}

/** Consecutive rows of one order number. The rows of an order that stand apart are put together in the database. */
export interface OrderRun {
  number: string
  rows: number[]
  moment: Moment | null
  status: OrderStatus | null
  customerKey: string
  /** what is known of the buyer; undefined when the caller has this person already */
  person: Person | undefined
  texts: { channel: string; store: string; adCode: string; couponCode: string; paymentMethod: string }
  amounts: Amounts
  /** sums of the lines by kind, as they count (discounts and points positive) */
  sums: Record<LineKind, number>
  lineCount: number
  rejected: boolean
}

export interface RowProblem {
  row: number
  field: Field | ''
  code: ValueProblem | 'other-line-rejected'
  value: string
  cells: string[]
}

export interface OrderRowsOutput {
  line(line: OrderLine): void
  order(run: OrderRun): void
  problem(problem: RowProblem): void
}

export interface OrderRowsContext {
  zone: string
  decimals: number
  /** whether the buyer's particulars are still wanted for this key */
  wantsPerson(key: string): boolean
}

export interface OrderRows {
  take(cells: string[], row: number): void
  end(): void
}

/** Of an order with more rows than any real one the later ones are not kept: memory stays bounded. */
const mostRowsKept = 1_000

const headOnly: Field[] = ['orderedAt', 'customerNumber']
/** Where a column says whether an order was cancelled instead of when. */
const notCancelled = /^(false|no|いいえ|未|なし|無)$/i

/** Turns the rows of an order file into orders and lines, one run of rows at a time. Pure but for its output calls. */
export function orderRows(
  mapping: Mapping,
  names: string[],
  context: OrderRowsContext,
  output: OrderRowsOutput,
): OrderRows {
  const reader = (field: Field): CellReader => cellReader(mapping, names, field) ?? (() => '')
  const has = (field: Field) => cellReader(mapping, names, field) !== undefined
  const number = reader('number')
  const head = Object.fromEntries(headOnly.map((field) => [field, reader(field)])) as Record<Field, CellReader>
  const orderedTime = reader('orderedTime')
  const cancelledAt = reader('cancelledAt')
  const email = reader('email')
  const person = personReader(mapping, names)
  const [channel, store, adCode] = [reader('channel'), reader('store'), reader('adCode')]
  const [couponCode, paymentMethod] = [reader('couponCode'), reader('paymentMethod')]
  const statusPlaces = placesOf(mapping, names, 'status')
  const ignored = new Set(mapping.options.ignoredStatuses)
  const isHeaderAgain = headerAgain(mapping, names)
  const takeAmounts = amountsReader(mapping, names, context.decimals)
  const takeLine = lineReader(mapping, names, context.decimals)
  const hasLines = has('lineAmount') || has('unitPrice')
  let run: OrderRun | undefined
  let bad = new Set<number>()
  // rows of the run, in case another one of it is rejected
  let rowCells: string[][] = []
  let current: string[] = []

  function reject(row: number, field: Field | '', code: ValueProblem, value: string): void {
    if (run) run.rejected = true
    bad.add(row)
    output.problem({ row, field, code, value, cells: current })
  }

  function check<T>(row: number, field: Field, text: string, result: Parsed<T>): T | null {
    if (result.problem === undefined) return result.value as T
    reject(row, field, result.problem, text)
    return null
  }

  function begin(cells: string[], row: number, orderNumber: string): OrderRun {
    const started = emptyRun(orderNumber)
    run = started
    const dateText = (head.orderedAt as CellReader)(cells)
    const moment = parseMoment(dateText, context.zone, mapping.options.dateOrder, orderedTime(cells))
    started.moment = check(row, 'orderedAt', dateText, moment)
    if (moment.problem === undefined && moment.value === null) reject(row, 'orderedAt', 'missing', '')
    for (const place of statusPlaces) {
      const text = plainText(cells[place] ?? '')
      started.status = graver(started.status, check(row, 'status', text, parseStatus(text, mapping.options.statuses)))
    }
    const cancelled = cancelledAt(cells)
    if (!isBlankDate(cancelled) && !notCancelled.test(cancelled)) started.status = 'cancelled'
    const { refundPrefix } = mapping.options
    if (refundPrefix !== '' && orderNumber.startsWith(refundPrefix)) started.status = 'refund'
    started.customerKey = customerKey((head.customerNumber as CellReader)(cells), email(cells))
    // contact data that cannot be read does not hold up an order
    if (context.wantsPerson(started.customerKey)) started.person = person(cells, () => {})
    started.texts = {
      channel: channel(cells) || mapping.options.channel,
      store: store(cells) || mapping.options.store,
      adCode: adCode(cells),
      couponCode: couponCode(cells),
      paymentMethod: paymentMethod(cells),
    }
    return started
  }

  function end(): void {
    if (!run) return
    settleAmounts(run.amounts, run.sums, mapping.options)
    if (run.rejected) {
      for (const [index, row] of run.rows.entries()) {
        if (bad.has(row)) continue
        output.problem({
          row,
          field: '',
          code: 'other-line-rejected',
          value: run.number,
          cells: rowCells[index] ?? [],
        })
      }
    }
    output.order(run)
    run = undefined
    bad = new Set()
    rowCells = []
  }

  return {
    take(cells, row) {
      if (isHeaderAgain(cells)) return
      if (ignored.size > 0 && statusPlaces.some((place) => ignored.has(plainText(cells[place] ?? '')))) return
      current = cells
      const text = number(cells)
      if (run === undefined || text !== run.number) {
        end()
        const code = parseCode(text)
        if (code.problem !== undefined || code.value === '') {
          output.problem({ row, field: 'number', code: code.problem ?? 'missing', value: text, cells })
          return
        }
        run = begin(cells, row, text)
      }
      takeAmounts(cells, run.amounts, run.rows.length === 0, (field, text, result) => check(row, field, text, result))
      run.rows.push(row)
      if (rowCells.length < mostRowsKept) rowCells.push(cells)
      if (cells.some(isBroken)) reject(row, '', 'unreadable-characters', '')
      if (!hasLines) return
      const line = takeLine(cells, row, run.lineCount + 1, (field, code, value) => reject(row, field, code, value))
      if (!line) return
      run.sums[line.kind] += line.kind === 'discount' || line.kind === 'points' ? -line.amount : line.amount
      if (line.kind !== 'product') return
      run.lineCount += 1
      output.line(line)
    },
    end,
  }
}

function isBroken(cell: string): boolean {
  return cell.includes('\ufffd')
}

function emptyRun(number: string): OrderRun {
  return {
    number,
    rows: [],
    moment: null,
    status: null,
    customerKey: '',
    person: undefined,
    texts: { channel: '', store: '', adCode: '', couponCode: '', paymentMethod: '' },
    amounts: { ...noAmounts },
    sums: { product: 0, shipping: 0, fee: 0, discount: 0, tax: 0, points: 0 },
    lineCount: 0,
    rejected: false,
  }
}

type Report = (field: Field, code: ValueProblem, value: string) => void

/** One line. Its amount is price × quantity, rounded once; where prices stand without tax, each piece's tax is added. */
function lineReader(mapping: Mapping, names: string[], decimals: number) {
  const reader = (field: Field): CellReader => cellReader(mapping, names, field) ?? (() => '')
  const has = (field: Field) => cellReader(mapping, names, field) !== undefined
  const [code, name, category, kind] = [
    reader('productCode'),
    reader('productName'),
    reader('category'),
    reader('lineKind'),
  ]
  const [quantity, unitPrice, lineAmount] = [reader('quantity'), reader('unitPrice'), reader('lineAmount')]
  const [lineDiscount, taxRate, cost] = [reader('lineDiscount'), reader('taxRate'), reader('cost')]
  const hasQuantity = has('quantity')
  const { pricesWithoutTax, lineKinds, notePrefix } = mapping.options
  return (
    cells: string[],
    row: number,
    position: number,
    report: Report,
  ): (OrderLine & { kind: LineKind }) | undefined => {
    let failed = false
    const check = <T>(field: Field, text: string, result: Parsed<T>): T | null => {
      if (result.problem === undefined) return result.value as T
      failed = true
      report(field, result.problem, text)
      return null
    }
    const kindText = kind(cells)
    const lineKind = check('lineKind', kindText, parseLineKind(kindText, lineKinds))
    const quantityText = quantity(cells)
    const count = hasQuantity ? check('quantity', quantityText, parseWhole(quantityText)) : 1
    const priceText = unitPrice(cells)
    const price = check('unitPrice', priceText, parseDecimal(priceText))
    const amountText = lineAmount(cells)
    const given = check('lineAmount', amountText, parseAmount(amountText, decimals))
    const discountText = lineDiscount(cells)
    const discount = check('lineDiscount', discountText, parseAmount(discountText, decimals)) ?? 0
    const rateText = taxRate(cells)
    const rate = check('taxRate', rateText, parseDecimal(rateText.replace(/[%％]$/, '')))
    const costText = cost(cells)
    const unitCost = check('cost', costText, parseAmount(costText, decimals))
    const productCode = code(cells)
    const productName = name(cells)
    if (failed || lineKind === null) return undefined
    // a row of an order file may carry no line at all, or one of which nothing was sold
    if (price === null && given === null && (count === 0 || (!count && productCode === '' && productName === '')))
      return undefined
    if (notePrefix !== '' && productName.startsWith(notePrefix) && !given && !price?.mantissa) return undefined
    if (price === null && given === null) {
      report('unitPrice', 'missing', '')
      return undefined
    }
    const isReturned = lineKind === 'returned'
    const pieces = isReturned ? -Math.abs(count ?? 1) : (count ?? 1)
    // shipping, fees, discounts and points stand with their tax everywhere
    const lacksTax = pricesWithoutTax && lineKind === 'product'
    const percent = rate === null ? null : rate.mantissa / 10 ** rate.scale
    const whole = given ?? grossAmount(price as Decimal, pieces, decimals, lacksTax ? (percent ?? 0) : 0) - discount
    const amount = isReturned ? -Math.abs(whole) : whole
    return {
      kind: isReturned ? 'product' : lineKind,
      position,
      row,
      code: (productCode || productName).slice(0, 200),
      name: productName,
      category: category(cells),
      quantity: pieces,
      unitPrice: price === null ? unitOf(amount, pieces) : inMinorUnits(price, decimals),
      amount,
      taxRate: percent,
      cost: unitCost,
    }
  }
}

function grossAmount(price: Decimal, pieces: number, decimals: number, percent: number): number {
  if (percent === 0) return inMinorUnits(price, decimals, pieces)
  // 4909.09 with 10 % is 5,400: the piece is rounded once, with its tax
  const gross = (price.mantissa * (100 + percent)) / 10 ** (price.scale + 2 - decimals)
  return Math.sign(gross) * Math.round(Math.abs(gross)) * pieces
}

function unitOf(amount: number, pieces: number): number {
  return pieces === 0 ? amount : Math.round(amount / pieces)
}
