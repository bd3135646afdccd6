import { capFor, emptyRows, type Rows, rowsOf, sharedInts } from '../rows.ts'

/**
 * Every customer's baskets, oldest first. Customer u has baskets first[u] … first[u + 1] − 1; basket b holds the items
 * bought[start[b]] … bought[start[b + 1] − 1], each once and ascending.
 */
export interface Baskets {
  customers: number
  items: number
  first: Int32Array
  start: Int32Array
  bought: Int32Array
  /** day of each basket; null: only their order is known */
  days: Int32Array | null
  /** units of each line */
  quantities: Int32Array
}

export interface Basket {
  items: readonly number[]
  /** units of each item; 1 of each where not said */
  quantities?: readonly number[]
  day?: number
}

/** What one customer bought, newest basket last. */
export type History = readonly Basket[]

/** Days are kept when every basket has one. What stands in a basket twice counts once. */
export function basketsOf(histories: Iterable<History>, items: number): Baskets {
  const taking = openBaskets()
  for (const history of histories) {
    taking.customer()
    for (const basket of history) {
      taking.basket(basket.day)
      for (const [n, item] of basket.items.entries()) taking.line(item, basket.quantities?.[n] ?? 1)
    }
  }
  return taking.close(items)
}

/** Baskets told one line at a time: customers one after another, their baskets oldest first. */
export function openBaskets() {
  const first = openInts()
  const start = openInts()
  const days = openInts()
  const bought = openInts()
  const quantities = openInts()
  let current = new Map<number, number>()
  const finish = () => {
    for (const item of [...current.keys()].sort((a, b) => a - b)) {
      bought.add(item)
      quantities.add(Math.min(10_000, Math.max(1, Math.round(current.get(item) as number))))
    }
    current = new Map()
  }
  return {
    customer(): void {
      if (start.size() > 0) finish()
      first.add(start.size())
    },
    basket(day?: number): void {
      if (start.size() > (first.last() as number)) finish()
      start.add(bought.size())
      if (day !== undefined) days.add(day)
    },
    line(item: number, quantity = 1): void {
      current.set(item, (current.get(item) ?? 0) + quantity)
    },
    close(items: number): Baskets {
      finish()
      const count = start.size()
      const customers = first.size()
      first.add(count)
      start.add(bought.size())
      return {
        customers,
        items,
        first: first.close(),
        start: start.close(),
        bought: bought.close(),
        days: count > 0 && days.size() === count ? days.close() : null,
        quantities: quantities.close(),
      }
    },
  }
}

/** Whole numbers in blocks, so that growing never copies. */
function openInts() {
  const size = 1 << 16
  const blocks: Int32Array[] = []
  let at = size
  let block = new Int32Array(0)
  return {
    add(value: number): void {
      if (at === size) {
        block = new Int32Array(size)
        blocks.push(block)
        at = 0
      }
      block[at++] = value
    },
    size: () => (blocks.length === 0 ? 0 : (blocks.length - 1) * size + at),
    last: () => block[at - 1],
    close(): Int32Array {
      const all = sharedInts(blocks.length === 0 ? 0 : (blocks.length - 1) * size + at)
      for (const [n, one] of blocks.entries()) all.set(n === blocks.length - 1 ? one.subarray(0, at) : one, n * size)
      return all
    },
  }
}

export function historyOf(baskets: Baskets, customer: number): Basket[] {
  const { start, bought, days, quantities } = baskets
  const history: Basket[] = []
  const end = baskets.first[customer + 1] as number
  for (let b = baskets.first[customer] as number; b < end; b++) {
    const [from, to] = [start[b], start[b + 1]]
    const basket: Basket = { items: [...bought.subarray(from, to)], quantities: [...quantities.subarray(from, to)] }
    if (days) basket.day = days[b] as number
    history.push(basket)
  }
  return history
}

export function pickCustomers(baskets: Baskets, customers: ArrayLike<number>): Baskets {
  return basketsOf(
    Array.from(customers, (customer) => historyOf(baskets, customer)),
    baskets.items,
  )
}

/**
 * Each customer's history cut short, and the basket that came next; none where too little would be left. With `from`, what
 * came on that day or later is cut (nothing shorter is left out of the histories); else the last basket of everyone.
 */
export function cutBaskets(baskets: Baskets, from?: number): { before: Baskets; next: (Basket | undefined)[] } {
  const next: (Basket | undefined)[] = []
  function* cut(): Generator<History> {
    for (let u = 0; u < baskets.customers; u++) {
      const history = historyOf(baskets, u)
      const size = from === undefined ? history.length - 1 : history.filter(({ day = 0 }) => day < from).length
      next.push(size > 0 ? history[size] : undefined)
      yield from === undefined && size < 1 ? history : history.slice(0, size)
    }
  }
  const before = basketsOf(cut(), baskets.items)
  return { before, next }
}

/** One row a customer: the sum over the baskets with an item of `weigh(age in baskets, number of baskets)`. */
export function rowsOfBaskets(baskets: Baskets, weigh: (age: number, count: number) => number): Rows {
  const sums = new Float64Array(baskets.items)
  const rows = emptyRows(baskets.customers, baskets.items, countDifferent(baskets))
  let at = 0
  for (let u = 0; u < baskets.customers; u++) {
    const from = baskets.first[u] as number
    const count = (baskets.first[u + 1] as number) - from
    const seen: number[] = []
    for (let b = 0; b < count; b++) {
      const weight = weigh(count - 1 - b, count)
      const end = baskets.start[from + b + 1] as number
      for (let line = baskets.start[from + b] as number; line < end; line++) {
        const item = baskets.bought[line] as number
        if (sums[item] === 0) seen.push(item)
        sums[item] = (sums[item] as number) + weight
      }
    }
    for (const item of seen.sort((a, b) => a - b)) {
      rows.items[at] = item
      rows.weights[at++] = sums[item] as number
      sums[item] = 0
    }
    rows.starts[u + 1] = at
  }
  return rows
}

/** The same sum for one history; items in the order of their first purchase. */
export function frequencyOf(history: History, weigh: (age: number, count: number) => number): Map<number, number> {
  const sums = new Map<number, number>()
  for (const [b, { items }] of history.entries()) {
    const weight = weigh(history.length - 1 - b, history.length)
    for (const item of new Set(items)) sums.set(item, (sums.get(item) ?? 0) + weight)
  }
  return sums
}

function countDifferent(baskets: Baskets): number {
  const lastBuyer = new Int32Array(baskets.items).fill(-1)
  let count = 0
  for (let u = 0; u < baskets.customers; u++) {
    const end = baskets.start[baskets.first[u + 1] as number] as number
    for (let line = baskets.start[baskets.first[u] as number] as number; line < end; line++) {
      const item = baskets.bought[line] as number
      if (lastBuyer[item] === u) continue
      lastBuyer[item] = u
      count++
    }
  }
  return count
}

/** Steps that counting pairs may take: Σ over customers of items². */
const mostSteps = 2e9

/** Each item once, whenever it was bought; of customers with very many items the latest. */
export function boughtRows(baskets: Baskets): Rows {
  const rows = rowsOfBaskets(baskets, () => 1)
  rows.weights.fill(1)
  const lengths = Int32Array.from(
    { length: rows.size },
    (_, u) => (rows.starts[u + 1] as number) - (rows.starts[u] as number),
  )
  const cap = capFor(lengths, mostSteps)
  if (lengths.every((length) => length <= cap)) return rows
  return rowsOf(
    Array.from(lengths, (_, u) => latestOf(historyOf(baskets, u), cap)),
    baskets.items,
  )
}

function latestOf(history: History, size: number): number[] {
  const latest = new Set<number>()
  for (const { items } of history.toReversed()) for (const item of items) if (latest.size < size) latest.add(item)
  return [...latest]
}
