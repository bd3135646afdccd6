import { type Baskets, historyOf } from '../basket/baskets.ts'
import { dueOf } from '../repurchase/due.ts'
import type { Rhythm } from '../repurchase/rhythm.ts'
import { suppliesOf } from '../repurchase/spells.ts'

/** Columns of the list of who will want what again; days are day numbers. */
export interface DueList {
  size: number
  customer: Int32Array
  item: Int32Array
  store: Int32Array
  lastDay: Int32Array
  purchases: Int32Array
  quantity: Int32Array
  everyDays: Int32Array
  dueDay: Int32Array
  fromDay: Int32Array
  toDay: Int32Array
  /** thousandths */
  again: Int32Array
}

const columns = [
  'customer',
  'item',
  'store',
  'lastDay',
  'purchases',
  'quantity',
  'everyDays',
  'dueDay',
  'fromDay',
  'toDay',
  'again',
] as const

/** How far ahead the list looks, and the least chance of another purchase that is worth a line. */
const ahead = 120
const leastAgain = 0.1

/** One line for each product a customer is likely to want again within 120 days, what has lapsed left out. */
export function dueList(rhythm: Rhythm, baskets: Baskets, stores: Int32Array, today: number): DueList {
  const lines: number[][] = []
  if (rhythm.known > 0) {
    for (let u = 0; u < baskets.customers; u++) {
      const history = historyOf(baskets, u)
      for (const [item, supply] of suppliesOf(history)) {
        const due = dueOf(rhythm, item, supply, today)
        if (due.lapsed || due.again < leastAgain || due.dueDay > today + ahead) continue
        const place = history.findLastIndex(({ day }) => day === due.lastDay)
        const store = stores[(baskets.first[u] as number) + place] as number
        const { lastDay, purchases, quantity, everyDays, dueDay, fromDay, toDay } = due
        const again = Math.round(due.again * 1000)
        lines.push([u, item, store, lastDay, purchases, quantity, everyDays, dueDay, fromDay, toDay, again])
      }
    }
  }
  const column = (n: number) => Int32Array.from(lines, (line) => line[n] as number)
  const named = Object.fromEntries(columns.map((name, n) => [name, column(n)]))
  return { size: lines.length, ...named } as unknown as DueList
}
