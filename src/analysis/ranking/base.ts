import { type ChannelMonth, openChannels } from './channels.ts'
import { everyPlace, sortPlaces } from './order.ts'
import { copied, openSlots } from './slots.ts'
import { openStores, type StoreDay } from './stores.ts'

/** One order as the whole-base ranking sees it. `day`: days since 1970-01-01. `grossProfit` NaN: a cost is unknown. */
export interface OrderRow {
  customerId: number
  day: number
  netSales: number
  grossProfit: number
  /** 0: no channel */
  channelId: number
  /** 0: no store */
  storeId: number
  confirmed: boolean
}

/** Everyone who bought, one place a customer, ascending by id. */
export interface Columns {
  size: number
  ids: Float64Array
  firstDay: Int32Array
  lastDay: Int32Array
  /** day of the second purchase; `never` while there is none */
  secondDay: Int32Array
  orderCount: Int32Array
  orderDays: Int32Array
  netSales: Float64Array
  /** NaN: a cost is unknown */
  grossProfit: Float64Array
}

export const never = 0x7fffffff

export interface Base {
  add(row: OrderRow): void
  columns(): Columns
  /** net sales and purchases by month and channel, guests included */
  channelMonths(): ChannelMonth[]
  /** net sales by day and store, guests included */
  storeDays(): StoreDay[]
  orders(): number
}

/** Adds up orders, in any order, in arrays that grow with customers (about 45 bytes each) and purchases (8 bytes each). */
export function openBase(options: { sameDayOnce: boolean }): Base {
  const slots = openSlots()
  const channels = openChannels()
  const stores = openStores()
  const purchases = openPurchases(options.sameDayOnce)
  let net = new Float64Array(1 << 16)
  let gross = new Float64Array(1 << 16)
  let orders = 0

  const add = (row: OrderRow): void => {
    orders++
    channels.add(row)
    stores.add(row)
    // guests count for the channel and the store only
    if (row.customerId === 0) return
    const slot = slots.slotOf(row.customerId)
    if (slot >= net.length) {
      net = copied(net, new Float64Array(net.length * 2))
      gross = copied(gross, new Float64Array(net.length))
    }
    net[slot] = (net[slot] as number) + row.netSales
    gross[slot] = (gross[slot] as number) + row.grossProfit
    if (row.confirmed && row.netSales > 0) purchases.add(slot, row.day)
  }

  const columns = (): Columns => {
    const found = purchases.result(slots.size())
    const bought = (slot: number) => (found.count[slot] as number) > 0
    const buyers = sortPlaces(slots.ids(), everyPlace(slots.size())).filter(bought)
    const pick = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
      for (let place = 0; place < buyers.length; place++) to[place] = from[buyers[place] as number] as number
      return to
    }
    const size = buyers.length
    return {
      size,
      ids: pick(slots.ids(), new Float64Array(size)),
      firstDay: pick(found.first, new Int32Array(size)),
      lastDay: pick(found.last, new Int32Array(size)),
      secondDay: pick(found.second, new Int32Array(size)),
      orderCount: pick(found.count, new Int32Array(size)),
      orderDays: pick(found.days, new Int32Array(size)),
      netSales: pick(net, new Float64Array(size)),
      grossProfit: pick(gross, new Float64Array(size)),
    }
  }
  return { add, columns, channelMonths: channels.result, storeDays: stores.result, orders: () => orders }
}

interface PurchaseColumns {
  first: Int32Array
  last: Int32Array
  second: Int32Array
  count: Int32Array
  days: Int32Array
}

/** First, second and last day, number of purchases and of different days, by slot. */
function openPurchases(sameDayOnce: boolean) {
  const grown = (from: PurchaseColumns, size: number): PurchaseColumns => ({
    first: copied(from.first, new Int32Array(size)),
    last: copied(from.last, new Int32Array(size)),
    second: copied(from.second, new Int32Array(size)),
    count: copied(from.count, new Int32Array(size)),
    days: copied(from.days, new Int32Array(size)),
  })
  const nothing = new Int32Array(0)
  let by = grown({ first: nothing, last: nothing, second: nothing, count: nothing, days: nothing }, 1 << 16)
  // customers with a purchase between their first and last day so far: their days are counted at the end
  let unsure = new Uint8Array(1 << 16)
  const log = openLog()

  const move = (slot: number, day: number): void => {
    const first = by.first[slot] as number
    const last = by.last[slot] as number
    if (day < first) {
      by.second[slot] = first
      by.first[slot] = day
    } else if (day < (by.second[slot] as number) && !(day === first && sameDayOnce)) {
      by.second[slot] = day
    }
    if (day > last) by.last[slot] = day
    if (day < first || day > last) by.days[slot] = (by.days[slot] as number) + 1
    else if (day !== first && day !== last) unsure[slot] = 1
  }
  const add = (slot: number, day: number): void => {
    while (slot >= unsure.length) {
      unsure = copied(unsure, new Uint8Array(unsure.length * 2))
      by = grown(by, unsure.length)
    }
    log.add(slot, day)
    const count = by.count[slot] as number
    by.count[slot] = count + 1
    if (count > 0) return move(slot, day)
    by.first[slot] = day
    by.last[slot] = day
    by.second[slot] = never
    by.days[slot] = 1
  }
  const result = (size: number): PurchaseColumns => {
    // slots of customers who never bought may lie beyond the arrays
    if (size > unsure.length) {
      unsure = copied(unsure, new Uint8Array(size))
      by = grown(by, size)
    }
    countDays(by, unsure, size, log)
    return by
  }
  return { add, result }
}

interface Log {
  add(slot: number, day: number): void
  each(visit: (slot: number, day: number) => void): void
}

/** Every purchase as (slot, day), in blocks, so that growing never copies. */
function openLog(): Log {
  const block = 1 << 20
  const blocks: { slots: Int32Array; days: Int32Array }[] = []
  let last = { slots: new Int32Array(0), days: new Int32Array(0) }
  let at = block
  return {
    add(slot, day) {
      if (at === block) {
        last = { slots: new Int32Array(block), days: new Int32Array(block) }
        blocks.push(last)
        at = 0
      }
      last.slots[at] = slot
      last.days[at] = day
      at++
    },
    each(visit) {
      for (const { slots, days } of blocks) {
        const end = slots === last.slots ? at : block
        for (let index = 0; index < end; index++) visit(slots[index] as number, days[index] as number)
      }
    },
  }
}

/** Counts the different days of the customers whose purchases came out of order, from all their purchases. */
function countDays(by: PurchaseColumns, unsure: Uint8Array, size: number, log: Log): void {
  const next = new Int32Array(size)
  let total = 0
  for (let slot = 0; slot < size; slot++) {
    if (unsure[slot] === 0) continue
    next[slot] = total
    total += by.count[slot] as number
  }
  if (total === 0) return
  const days = new Int32Array(total)
  log.each((slot, day) => {
    if (unsure[slot] === 0) return
    days[next[slot] as number] = day
    next[slot] = (next[slot] as number) + 1
  })
  for (let slot = 0; slot < size; slot++) {
    if (unsure[slot] === 0) continue
    const end = next[slot] as number
    const own = days.subarray(end - (by.count[slot] as number), end).sort()
    let different = 1
    for (let index = 1; index < own.length; index++) if (own[index] !== own[index - 1]) different++
    by.days[slot] = different
  }
}
