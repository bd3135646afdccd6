import type { PoolClient } from 'pg'
import { type Pool, sql } from '../../platform/db/db.ts'
import { type FileFormat, type FileRow, type Progress, readRows } from '../files/read.ts'
import { currencyDecimals } from '../normalise/amount.ts'
import { type CopyWriter, copyInto } from './copy.ts'
import { type CustomerRow, customerRows } from './customer-rows.ts'
import type { ImportKind } from './field.ts'
import type { Mapping } from './mapping.ts'
import { mappedPlaces } from './mapping.ts'
import { type OrderLine, type OrderRun, orderRows, type RowProblem } from './order-rows.ts'
import { addressLine, customerKey, type Person, personKeys } from './person.ts'
import { productRows } from './product-rows.ts'
import { keyMemory } from './seen.ts'
import {
  createStaging,
  indexStaging,
  joinParts,
  keepFirstRecords,
  type StagingTables,
  stagedLines,
  stagedOrders,
  stagedPeople,
  stagedProducts,
} from './staging.ts'

export interface StagePlan {
  importId: number
  kind: ImportKind
  path: string
  format: FileFormat
  names: string[]
  mapping: Mapping
  tables: StagingTables
  zone: string
  currency: string
}

export interface StagedCounts {
  rows: number
  bytes: number
  people: number
  products: number
  orders: number
}

/** Rows refused while reading; kept until a batch is written. Of several problems of a row the first is written. */
type Rejection = RowProblem

/** Characters of a cell that are kept for correcting it. */
const mostKept = 10_000

/**
 * Reads the file once from start to end into the staging tables. `onProgress` returns false to stop (the import was
 * interrupted). Nothing outside staging and the list of rejected rows is written.
 */
export async function stageFile(
  pool: Pool,
  plan: StagePlan,
  onProgress: (progress: Progress) => Promise<boolean>,
): Promise<StagedCounts | undefined> {
  const { tables } = plan
  await createStaging(pool, tables)
  await pool.query(sql`delete from import_rejections where import_id = ${plan.importId}`)
  const clients: PoolClient[] = []
  const open = async (table: string, columns: readonly string[]) => {
    const client = await pool.connect()
    clients.push(client)
    return copyInto(client, table, columns)
  }
  let finished = false
  const writers: CopyWriter[] = []
  try {
    const people = await open(tables.people, stagedPeople)
    const products = await open(tables.products, stagedProducts)
    const orders = await open(tables.orders, stagedOrders)
    const lines = await open(tables.lines, stagedLines)
    writers.push(people, products, orders, lines)
    const rejections: Rejection[] = []
    const counts: StagedCounts = { rows: 0, bytes: 0, people: 0, products: 0, orders: 0 }
    const intake = { people, products, orders, lines, rejections, counts }
    const rows = takerOf(plan, intake)
    const header = plan.format.headerRow
    let stopped = false
    await readRows(
      plan.path,
      plan.format,
      async (batch, progress) => {
        takeBatch(batch, header, rows.take, counts)
        counts.bytes = progress.bytes
        await writeRejections(pool, plan, rejections)
        for (const writer of writers) await writer.drained()
        stopped = !(await onProgress({ bytes: progress.bytes, rows: counts.rows }))
        return !stopped
      },
      { wanted: new Set(mappedPlaces(plan.mapping, plan.names)) },
    )
    if (stopped) return undefined
    rows.end()
    await writeRejections(pool, plan, rejections)
    for (const writer of writers) await writer.end()
    finished = true
    return counts
  } finally {
    if (!finished) for (const writer of writers) writer.abort()
    // a connection in the middle of a COPY is of no further use
    for (const client of clients) client.release(!finished)
  }
}

/** After staging: orders in parts are joined and the tables made ready to be read in chunks. */
export async function finishStaging(pool: Pool, plan: StagePlan): Promise<void> {
  if (plan.kind === 'orders') {
    await joinParts(pool, plan.tables, plan.importId)
    await keepFirstRecords(pool, plan.tables)
  }
  await indexStaging(pool, plan.tables)
}

function takeBatch(
  batch: FileRow[],
  header: number,
  take: (cells: string[], row: number) => void,
  counts: StagedCounts,
): void {
  for (const { cells, number } of batch) {
    if (number <= header) continue
    counts.rows += 1
    take(cells, number)
  }
}

type RowWriter = Pick<CopyWriter, 'row'>

/** Where the rows go that were read: one writer a staging table, and what was refused. */
export interface Intake {
  people: RowWriter
  products: RowWriter
  orders: RowWriter
  lines: RowWriter
  rejections: Rejection[]
  counts: StagedCounts
}

/** What must be known of rows to read them, wherever they come from. */
export type ReadPlan = Pick<StagePlan, 'kind' | 'mapping' | 'names' | 'zone' | 'currency'>

/** Reads rows one by one into the writers of an intake. */
export function takerOf(plan: ReadPlan, intake: Intake): { take(cells: string[], row: number): void; end(): void } {
  const reject = (rejection: Rejection) => intake.rejections.push(rejection)
  const decimals = currencyDecimals(plan.currency)
  if (plan.kind === 'orders') return orderTaker(plan, intake, decimals)
  if (plan.kind === 'products') {
    return productRows(plan.mapping, plan.names, decimals, {
      product(product) {
        intake.counts.products += 1
        intake.products.row(
          intake.counts.products,
          product.row,
          product.code,
          product.name,
          product.category,
          product.kind,
          product.price,
          product.cost,
          product.taxRate,
          product.consumptionDays,
          product.stock,
        )
      },
      problem: reject,
    })
  }
  return customerRows(plan.mapping, plan.names, {
    customer(customer) {
      intake.counts.people += 1
      writePerson(intake.people, intake.counts.people, customer)
    },
    problem: reject,
  })
}

function orderTaker(plan: ReadPlan, intake: Intake, decimals: number) {
  const { counts } = intake
  const knownPeople = keyMemory()
  const knownProducts = keyMemory()
  const create = plan.mapping.options.createCustomers
  // the lines of a run are written before the run itself, which is only known when it ends
  const product = (line: OrderLine) => {
    if (line.code === '' || !knownProducts.isNew(line.code)) return
    counts.products += 1
    const price = line.quantity > 0 && line.unitPrice > 0 ? line.unitPrice : null
    intake.products.row(
      counts.products,
      line.row,
      line.code,
      line.name || line.code,
      line.category,
      'regular',
      price,
      line.cost,
      line.taxRate,
      null,
      null,
    )
  }
  return orderRows(
    plan.mapping,
    plan.names,
    { zone: plan.zone, decimals, wantsPerson: (key) => key === '' || !create || knownPeople.isNew(key) },
    {
      line(line) {
        product(line)
        intake.lines.row(
          counts.orders + 1,
          line.position,
          line.row,
          line.code,
          line.name,
          line.quantity,
          line.unitPrice,
          line.amount,
          line.taxRate,
          line.cost,
        )
      },
      order(run) {
        counts.orders += 1
        writeOrder(intake.orders, counts.orders, run, create)
        if (!run.person || run.customerKey === '' || !create) return
        if (run.rejected) knownPeople.forget(run.customerKey)
        else {
          counts.people += 1
          const number = run.customerKey.startsWith('mailto:') ? '' : run.customerKey
          writePerson(intake.people, counts.people, {
            row: run.rows[0] ?? 0,
            key: run.customerKey,
            number,
            person: run.person,
            registeredOn: null,
            store: '',
            channel: run.texts.channel,
            note: '',
            tags: '',
            consents: {},
            attributes: {},
          })
        }
      },
      problem: (problem) => intake.rejections.push(problem),
    },
  )
}

function writeOrder(orders: RowWriter, seq: number, run: OrderRun, create: boolean): void {
  const { amounts, sums, texts } = run
  const guest = run.customerKey === '' || !create
  orders.row(
    seq,
    run.rows[0] ?? 0,
    run.rows.at(-1) ?? 0,
    run.number,
    run.moment && new Date(run.moment.at).toISOString(),
    run.moment && run.moment.on,
    run.status,
    run.customerKey,
    guest && run.person ? buyerOf(run.person) : null,
    texts.channel,
    texts.store,
    texts.adCode || null,
    texts.couponCode || null,
    texts.paymentMethod || null,
    amounts.subtotal,
    amounts.subtotalAfterDiscount,
    amounts.discount,
    amounts.pointsUsed,
    amounts.shipping,
    amounts.fee,
    amounts.tax,
    amounts.total,
    amounts.refunded,
    sums.product,
    sums.shipping,
    sums.fee,
    sums.discount,
    sums.tax,
    sums.points,
    run.lineCount,
    run.rejected,
  )
}

/** What is kept of a guest: the filled particulars only. */
function buyerOf(person: Person): string | null {
  const filled = Object.entries(person).filter(([, value]) => value !== '' && value !== null)
  return filled.length === 0 ? null : JSON.stringify(Object.fromEntries(filled))
}

function writePerson(people: RowWriter, seq: number, row: CustomerRow): void {
  const { person } = row
  const keys = personKeys(person)
  people.row(
    seq,
    row.row,
    row.key || customerKey(row.number, person.email),
    row.number || null,
    person.familyName,
    person.givenName,
    person.familyKana,
    person.givenKana,
    person.companyName,
    person.birthOn,
    person.gender,
    keys.nameKey,
    keys.givenNameKey,
    keys.kanaKey,
    keys.givenKanaKey,
    person.email,
    keys.emailKey,
    person.phone,
    keys.phoneKey,
    person.postcode,
    person.prefecture,
    person.address1,
    person.address2,
    addressLine(person),
    keys.addressKey,
    row.registeredOn,
    row.store,
    row.channel,
    row.note,
    row.tags,
    JSON.stringify(row.attributes),
    JSON.stringify(row.consents),
  )
}

async function writeRejections(pool: Pool, plan: StagePlan, rejections: Rejection[]): Promise<void> {
  if (rejections.length === 0) return
  const batch = rejections.splice(0)
  const places = mappedPlaces(plan.mapping, plan.names)
  const textOf = (text: string, most: number) => text.slice(0, most).replaceAll('\0', '').toWellFormed()
  const kept = batch.map(({ cells }) =>
    cells.length === 0 ? null : JSON.stringify(places.map((place) => textOf(cells[place] ?? '', mostKept))),
  )
  await pool.query(
    sql`insert into import_rejections (import_id, row_no, field, code, value, cells)
        select ${plan.importId}, * from unnest(${batch.map((each) => each.row)}::bigint[], ${batch.map((each) => each.field)}::text[],
          ${batch.map((each) => each.code)}::text[], ${batch.map((each) => textOf(each.value, 200))}::text[], ${kept}::jsonb[])
        on conflict do nothing`,
  )
}
