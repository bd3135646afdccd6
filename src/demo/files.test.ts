import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import Papa from 'papaparse'
import { afterAll, expect, test } from 'vitest'
import { orderLineHeader, writeEccubeFiles, writeOrderLines } from './files.ts'
import { records } from './generate.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokui-demo-'))
afterAll(() => rmSync(folder, { recursive: true }))

const shop = { customers: 300, years: 2, seed: 5, endOn: '2026-10-31' }

function readCsv(path: string): string[][] {
  const text = iconv.decode(readFileSync(path), 'cp932')
  expect(text).not.toMatch(/[?\ufffd]/)
  return Papa.parse<string[]>(text, { skipEmptyLines: true }).data
}

test('EC-CUBE files hold the online customers and their orders, an item a row', async () => {
  const written = await writeEccubeFiles(folder, shop)
  const [customerHeader, ...customers] = readCsv(written.customers.path)
  const [orderHeader, ...items] = readCsv(written.orders.path)
  expect(customerHeader).toHaveLength(27)
  expect(orderHeader).toHaveLength(70)
  expect(orderHeader?.filter((name) => name === '送料')).toHaveLength(2)
  expect([...customers, ...items].every((row) => row.length === 27 || row.length === 70)).toBe(true)
  const online = [...records(shop)].filter((record) => record.channel === 'ec')
  expect(customers).toHaveLength(online.filter((record) => record.id > 0).length)
  const numbers = new Set(items.map((row) => row[1]))
  expect(numbers.size).toBe(
    online.flatMap((record) => record.orders).filter((order) => order.status !== 'refund').length,
  )
  expect(items.some((row) => row[2] === '')).toBe(true)
  expect(written.orders.rows).toBe(items.length)
})

test('order lines come as many as asked for', async () => {
  const written = await writeOrderLines(join(folder, 'lines.csv'), { ...shop, lines: 1_000 })
  const [header, ...rows] = readCsv(written.path)
  expect(header).toEqual(orderLineHeader)
  expect(rows).toHaveLength(1_000)
})
