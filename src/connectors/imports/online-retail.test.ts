import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import Papa from 'papaparse'
import { beforeAll, describe, expect, test } from 'vitest'
import { inlineJobs, testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import type { ImportingContext } from '../../../test/importing.ts'
import { house, jobsOf } from '../../house.ts'
import { unnamedCompany } from '../../platform/company.ts'
import { one, sql, transaction } from '../../platform/db/db.ts'
import { changeMapping, mustFind, receiveFile, startImport } from './actions.ts'
import { mappingShape } from './mapping-shape.ts'

/** Two real years of a British shop (UCI Online Retail I and II, CC BY 4.0), which overlap in December 2010. */
const folder = join(import.meta.dirname, '../../../../shared/data/ltv/online-retail')
const files = ['online_retail_2009-12_2010-12.csv.gz', 'online_retail_2010-12_2011-12.csv.gz']
const isHere = files.every((file) => existsSync(join(folder, file)))

interface Line {
  InvoiceNo: string
  Quantity: string
  UnitPrice: string
  CustomerID: string
}

/** The same figures counted another way: line by line, a later file replacing the invoices it has too. */
function countIndependently(texts: string[]) {
  const invoices = new Map<string, { pence: number; lines: number; customer: string }>()
  for (const text of texts) {
    const ofFile = new Map<string, { pence: number; lines: number; customer: string }>()
    for (const line of Papa.parse<Line>(text, { header: true, skipEmptyLines: true }).data) {
      const invoice = ofFile.get(line.InvoiceNo) ?? { pence: 0, lines: 0, customer: line.CustomerID }
      const product = Number(line.UnitPrice) * 1000 * Number(line.Quantity)
      invoice.pence += Math.sign(product) * Math.round(Math.abs(Math.round(product)) / 10)
      invoice.lines += 1
      ofFile.set(line.InvoiceNo, invoice)
    }
    for (const [number, invoice] of ofFile) invoices.set(number, invoice)
  }
  const all = [...invoices.values()]
  return {
    orders: all.length,
    lines: all.reduce((sum, invoice) => sum + invoice.lines, 0),
    net: all.reduce((sum, invoice) => sum + invoice.pence, 0),
    customers: new Set(all.map((invoice) => invoice.customer).filter((customer) => customer !== '')).size,
    guests: all.filter((invoice) => invoice.customer === '').length,
    refunds: [...invoices].filter(([number, { pence }]) => number.startsWith('C') || pence < 0).length,
  }
}

describe.runIf(isHere)('Online Retail', { timeout: 900_000 }, () => {
  let texts: string[] = []
  beforeAll(() => {
    texts = files.map((file) => gunzipSync(readFileSync(join(folder, file))).toString())
  }, 60_000)

  test('two overlapping years come in through the mapping, twice to the same end', async () => {
    const ctx = testContext((await freshDatabase()).pool, {
      jobs: inlineJobs(),
      company: { ...unnamedCompany, timeZone: 'Europe/London', currency: 'GBP' },
    }) as ImportingContext
    const mapping = mappingShape.parse({
      columns: {
        InvoiceNo: 'number',
        StockCode: 'productCode',
        Description: 'productName',
        Quantity: 'quantity',
        InvoiceDate: 'orderedAt',
        UnitPrice: 'unitPrice',
        CustomerID: 'customerNumber',
      },
      options: { refundPrefix: 'C' },
    })
    async function takeIn(text: string) {
      const id = await receiveFile(ctx, null, Readable.from([Buffer.from(text)]), { fileName: 'retail.csv' })
      const change = { kind: 'orders', source: 'retail', format: { headerRow: 1 }, mapping } as const
      await transaction(ctx.pool, (tx) => changeMapping(ctx, tx, id, change))
      await transaction(ctx.pool, (tx) => startImport(ctx, tx, null, id))
      await ctx.jobs.run(ctx, jobsOf(house))
      return mustFind(ctx.pool, id)
    }
    const state = () =>
      one(
        ctx.pool,
        sql`select count(*) as orders, sum(net_sales) as net, (select count(*) from order_lines) as lines,
              (select count(*) from customers) as customers, count(*) filter (where customer_id = 0) as guests,
              count(*) filter (where status = 'refund') as refunds from orders`,
      )
    const first = []
    for (const text of texts) first.push(await takeIn(text))
    expect(first.map(({ status, rowsRead, rowsRejected }) => ({ status, rowsRead, rowsRejected }))).toEqual([
      { status: 'done', rowsRead: 525_461, rowsRejected: 0 },
      { status: 'done', rowsRead: 541_909, rowsRejected: 0 },
    ])
    const counted = countIndependently(texts)
    expect(await state()).toEqual(counted)
    // the overlap: the same lines at the same places of their invoices, but for a few listed in another order
    expect(first[1]?.counts.orders).toMatchObject({ unchanged: 1081, updated: 7 })

    for (const text of texts) await takeIn(text)
    expect(await state()).toEqual(counted)
  })
})
