import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { recommend } from '../../analysis/index.ts'
import { scanner } from '../../connectors/index.ts'
import { dayNumber } from '../../platform/calendar.ts'
import { Trouble } from '../../platform/trouble.ts'

export const formats = ['lines', 'csv', 'baskets-json'] as const
export type Format = (typeof formats)[number]

export function guessFormat(path: string): Format {
  if (/\.json$/i.test(path)) return 'baskets-json'
  return /\.csv$/i.test(path) ? 'csv' : 'lines'
}

/** Takes what a file tells, one basket's item at a time. Baskets of a customer come in any order when they have a day. */
interface Telling {
  add(customer: string, item: string, basket: number): void
}

/** Customers and items by their first appearance, so that the same files always give the same numbers. */
function openTellings() {
  const items = new Map<string, number>()
  const customers = new Map<string, number>()
  const placeIn = (places: Map<string, number>, name: string): number => {
    let place = places.get(name)
    if (place === undefined) {
      place = places.size
      places.set(name, place)
    }
    return place
  }
  const open = () => {
    const baskets: Map<number, Set<number>>[] = []
    const telling: Telling = {
      add(customer, item, basket) {
        const place = placeIn(customers, customer)
        let own = baskets[place]
        if (!own) {
          own = new Map()
          baskets[place] = own
        }
        const held = own.get(basket)
        const id = placeIn(items, item)
        if (held) held.add(id)
        else own.set(basket, new Set([id]))
      },
    }
    return { telling, baskets }
  }
  return { open, items: () => items.size, customers: () => customers.size }
}

export async function readTrial(train: string, test: string, format: Format): Promise<recommend.Trial> {
  const tellings = openTellings()
  const known = tellings.open()
  const later = tellings.open()
  await readers[format](train, known.telling)
  await readers[format](test, later.telling)
  const dated = format === 'csv'
  const histories = Array.from({ length: tellings.customers() }, (_, u) =>
    [...(known.baskets[u] ?? [])]
      .sort(([a], [b]) => a - b)
      .map(([day, items]) => (dated ? { items: [...items], day } : { items: [...items] })),
  )
  const masked = format === 'lines'
  return {
    baskets: recommend.basketsOf(histories, tellings.items()),
    wanted: histories.map((history, u) => {
      const bought = new Set(masked ? history.flatMap(({ items }) => items) : [])
      const wanted = new Set([...(later.baskets[u]?.values() ?? [])].flatMap((items) => [...items]))
      return Int32Array.from(wanted).filter((item) => !bought.has(item))
    }),
    masked,
  }
}

const readers: Record<Format, (path: string, telling: Telling) => Promise<void>> = {
  lines: readLines,
  csv: readCsv,
  'baskets-json': readBaskets,
}

async function readLines(path: string, telling: Telling): Promise<void> {
  mustExist(path)
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const [customer, ...items] = line.trim().split(/[\s,]+/)
    if (customer) for (const item of items) telling.add(customer, item, 0)
  }
}

async function readCsv(path: string, telling: Telling): Promise<void> {
  mustExist(path)
  let columns: { customer: number; date: number; product: number; quantity: number } | undefined
  const scan = scanner({ delimiter: ',' }, (cells, number) => {
    if (!columns) {
      columns = columnsOf(path, cells)
      return
    }
    const { customer, date, product, quantity } = columns
    if (!cells[customer] || !cells[product]) return
    // what was returned or given back was not wanted
    if (quantity >= 0 && Number(cells[quantity]) <= 0) return
    telling.add(cells[customer], cells[product], dayOfCell(path, number, cells[date] ?? ''))
  })
  for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) scan.push(chunk)
  scan.end()
}

function columnsOf(path: string, cells: string[]) {
  const names = cells.map((cell) => cell.replace('\ufeff', '').trim().toLowerCase())
  const place = (name: string) => names.indexOf(name)
  const columns = {
    customer: place('customer_id'),
    date: place('date'),
    product: place('product_id'),
    quantity: place('quantity'),
  }
  if (columns.customer < 0 || columns.date < 0 || columns.product < 0) {
    throw new Trouble(`${path} needs the columns customer_id, date and product_id in its first row`)
  }
  return columns
}

function dayOfCell(path: string, row: number, cell: string): number {
  const found = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})(?!\d)/.exec(cell.trim())
  const day = found ? dayNumber(`${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}`) : Number.NaN
  if (!Number.isFinite(day)) throw new Trouble(`${path}, row ${row}: "${cell}" is not a day (2026-11-22)`)
  return day
}

async function readBaskets(path: string, telling: Telling): Promise<void> {
  mustExist(path)
  let content: unknown
  try {
    content = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Trouble(`${path} is not JSON: ${(error as Error).message}`)
  }
  for (const [customer, baskets] of Object.entries(content as Record<string, unknown>)) {
    if (!Array.isArray(baskets)) throw new Trouble(`${path}: "${customer}" has no list of baskets`)
    for (const [place, basket] of baskets.entries()) {
      if (!Array.isArray(basket)) throw new Trouble(`${path}: basket ${place + 1} of "${customer}" is not a list`)
      for (const item of basket) if (String(item) !== '-1') telling.add(customer, String(item), place)
    }
  }
}

function mustExist(path: string): void {
  if (!existsSync(path)) throw new Trouble(`There is no file ${path}`)
}
