import { createReadStream, existsSync } from 'node:fs'
import { lifetime } from '../../analysis/index.ts'
import { detectFormat, type FileRow, parseDay, parseDecimal, readRows, sniffer } from '../../connectors/index.ts'
import { dayNumber } from '../../platform/calendar.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { Trouble } from '../../platform/trouble.ts'
import { type Problem, type Words, wordsOf } from './words.ts'

/** What was in a file of purchases. */
export interface PurchasesFile {
  log: ReturnType<ReturnType<typeof lifetime.openPurchaseLog<string>>['close']>
  rows: number
  /** rows left out because they could not be read */
  leftOut: number
  hasAmounts: boolean
  /** days since 1970-01-01 */
  lastDay: number
}

const shown = 10

/**
 * Streams a file of purchases: columns customer_id, date and perhaps amount, in any order, other columns not looked at.
 * Rows that cannot be read end the command with their number, the reason and the remedy, or are left out and counted when
 * `skipBadRows`.
 */
export async function readPurchases(
  path: string,
  { skipBadRows, locale }: { skipBadRows: boolean; locale: 'ja' | 'en' },
): Promise<PurchasesFile> {
  const words = wordsOf(locale)
  if (!existsSync(path)) throw new Trouble(words.noFile(path))
  try {
    const format = await detectFormat(path, await containerOf(path), (cells) => columnsOf(cells).known)
    const taking = openTaking(path, words, format.headerRow)
    await readRows(path, format, async (rows) => {
      for (const row of rows) taking.take(row)
      return true
    })
    return taking.end(skipBadRows)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Trouble(words.unreadable(path, String(error.detail.reason ?? error.code), error.detail.row as number))
  }
}

async function containerOf(path: string) {
  const watch = sniffer()
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    watch.write(chunk)
  }
  return watch.finish()
}

const names = {
  customer: ['customer_id', 'customerid', '顧客id', '顧客番号', '会員番号'],
  date: ['date', '日付', '購入日', '注文日'],
  amount: ['amount', '金額', '売上', '購入金額'],
}

function columnsOf(cells: string[]) {
  const plain = cells.map((cell) => cell.normalize('NFKC').trim().toLowerCase().replaceAll(' ', '_'))
  const at = (wanted: string[]) => plain.findIndex((cell) => wanted.includes(cell))
  const [customer, date, amount] = [at(names.customer), at(names.date), at(names.amount)]
  return { customer, date, amount, known: [customer, date, amount].filter((place) => place >= 0).length }
}

function openTaking(path: string, words: Words, headerRow: number) {
  const log = lifetime.openPurchaseLog()
  const problems: Problem[] = []
  const days = new Map<string, number>()
  let columns: ReturnType<typeof columnsOf> | undefined
  let rows = 0
  let leftOut = 0
  let lastDay = Number.NEGATIVE_INFINITY

  /** Days repeat in a file; each is understood once. NaN: not a day. */
  function dayOf(text: string): number {
    let day = days.get(text)
    if (day === undefined) {
      const { value } = parseDay(text.trim())
      day = value ? dayNumber(value) : Number.NaN
      if (days.size < 100_000) days.set(text, day)
    }
    return day
  }

  function refuse(problem: Problem): void {
    leftOut++
    if (problems.length < shown) problems.push(problem)
  }

  function take({ cells, number }: FileRow): void {
    if (number < headerRow) return
    if (!columns) {
      columns = columnsOf(cells)
      if (columns.customer < 0 || columns.date < 0) throw new Trouble(words.noColumns(path, cells.slice(0, 20)))
      return
    }
    rows++
    const customer = (cells[columns.customer] ?? '').trim()
    if (customer === '') return refuse({ row: number, code: 'no-customer', value: '' })
    const dayText = cells[columns.date] ?? ''
    const day = dayOf(dayText)
    if (Number.isNaN(day))
      return refuse({ row: number, code: dayText.trim() === '' ? 'no-date' : 'not-a-date', value: dayText })
    const amountText = columns.amount < 0 ? '' : (cells[columns.amount] ?? '').trim()
    const amount = amountOf(amountText)
    if (amount === undefined) return refuse({ row: number, code: 'not-an-amount', value: amountText })
    lastDay = Math.max(lastDay, day)
    log.add(customer, day, amount)
  }

  function end(skipBadRows: boolean): PurchasesFile {
    const complaint = leftOut > 0 ? words.badRows(path, problems, leftOut) : ''
    if (complaint && !skipBadRows) throw new Trouble(`${complaint}\n${words.remedy}`)
    if (complaint) process.stderr.write(`${complaint}\n`)
    if (!columns || rows === leftOut) throw new Trouble(words.noRows(path))
    return { log: log.close(), rows, leftOut, hasAmounts: columns.amount >= 0, lastDay }
  }
  return { take, end }
}

/** NaN when not told, undefined when not an amount. */
function amountOf(text: string): number | undefined {
  if (text === '') return Number.NaN
  const plain = Number(text)
  if (Number.isFinite(plain) && /^-?[\d.]+$/.test(text)) return plain
  const { value, problem } = parseDecimal(text)
  if (problem) return undefined
  return value ? value.mantissa / 10 ** value.scale : Number.NaN
}
