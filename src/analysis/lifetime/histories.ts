/**
 * From a purchase log to what the models read. Purchases of one day are one; a refund (negative amount) is no purchase
 * and lowers the money of the last purchase day before it; whether a row of 0 is a purchase is for the caller to say.
 */

export interface LogOptions {
  /** rows of amount 0, as free samples: 'ignored', or purchases like any other (the default) */
  zeros?: 'purchases' | 'ignored'
}

/** What was in the rows besides ordinary purchases. */
export interface LogCounts {
  rows: number
  /** rows of amount 0 */
  zeros: number
  /** rows below 0 */
  refunds: number
  /** rows that share their day with another purchase of the same customer */
  sameDay: number
}

/** Purchase days of every customer in order of time. Customers in order of their first row. */
export interface PurchaseLog<Id = string> {
  ids: Id[]
  /** days of customer c: from starts[c] up to starts[c + 1] */
  starts: Int32Array
  /** days since 1970-01-01 */
  days: Int32Array
  /** spent on that day, refunds not yet taken off; NaN where no row of the day told an amount */
  amounts: Float64Array
  /** refunds of customer c: from refundStarts[c] up to refundStarts[c + 1], in order of time, amounts below 0 */
  refundStarts: Int32Array
  refundDays: Int32Array
  refundAmounts: Float64Array
  counts: LogCounts
}

export interface OpenLog<Id> {
  /** one row; `amount` NaN or left out when unknown. Returns the customer's place. */
  add(id: Id, day: number, amount?: number): number
  close(): PurchaseLog<Id>
}

/** Takes rows in any order; 16 bytes a row and what the ids take. */
export function openPurchaseLog<Id = string>({ zeros = 'purchases' }: LogOptions = {}): OpenLog<Id> {
  const slots = new Map<Id, number>()
  const ids: Id[] = []
  const purchases = openRows()
  const refunds = openRows()
  const counts = { rows: 0, zeros: 0, refunds: 0, sameDay: 0 }

  return {
    add(id, day, amount = Number.NaN) {
      counts.rows++
      let slot = slots.get(id)
      if (slot === undefined) {
        slot = ids.length
        slots.set(id, slot)
        ids.push(id)
      }
      if (amount < 0) {
        counts.refunds++
        refunds.add(slot, day, amount)
        return slot
      }
      if (amount === 0) {
        counts.zeros++
        if (zeros === 'ignored') return slot
      }
      purchases.add(slot, day, amount)
      return slot
    },
    close() {
      const bought = purchases.sorted(ids.length)
      const { starts, days, amounts } = mergeDays(bought)
      counts.sameDay = bought.days.length - days.length
      const back = refunds.sorted(ids.length)
      return {
        ids,
        starts,
        days,
        amounts,
        refundStarts: back.starts,
        refundDays: back.days,
        refundAmounts: back.amounts,
        counts,
      }
    },
  }
}

interface Rows {
  starts: Int32Array
  days: Int32Array
  amounts: Float64Array
}

/** Rows as they come; given back by customer and day. */
function openRows() {
  let slots = new Int32Array(1 << 12)
  let days = new Int32Array(1 << 12)
  let amounts = new Float64Array(1 << 12)
  let size = 0

  const grow = (): void => {
    const more = <A extends Int32Array | Float64Array>(from: A, to: A): A => {
      to.set(from as never)
      return to
    }
    slots = more(slots, new Int32Array(size * 2))
    days = more(days, new Int32Array(size * 2))
    amounts = more(amounts, new Float64Array(size * 2))
  }

  return {
    add(slot: number, day: number, amount: number): void {
      if (size === slots.length) grow()
      slots[size] = slot
      days[size] = day
      amounts[size++] = amount
    },
    /** By counting: first where each customer's rows begin, then every row to its place, then by day within the customer. */
    sorted(customers: number): Rows {
      const starts = new Int32Array(customers + 1)
      for (let row = 0; row < size; row++) {
        const after = (slots[row] as number) + 1
        starts[after] = (starts[after] as number) + 1
      }
      for (let slot = 0; slot < customers; slot++) {
        starts[slot + 1] = (starts[slot + 1] as number) + (starts[slot] as number)
      }
      const next = starts.slice()
      const sorted: Rows = { starts, days: new Int32Array(size), amounts: new Float64Array(size) }
      for (let row = 0; row < size; row++) {
        const slot = slots[row] as number
        const place = next[slot] as number
        next[slot] = place + 1
        sorted.days[place] = days[row] as number
        sorted.amounts[place] = amounts[row] as number
      }
      for (let slot = 0; slot < customers; slot++) {
        sortByDay(sorted, starts[slot] as number, starts[slot + 1] as number)
      }
      return sorted
    },
  }
}

/** Rows mostly come in order of time, which insertion leaves as they are; long disorder is left to the engine's sort. */
function sortByDay({ days, amounts }: Rows, from: number, to: number): void {
  if (to - from > 64) {
    const order = Array.from({ length: to - from }, (_, place) => from + place)
    order.sort((a, b) => (days[a] as number) - (days[b] as number))
    const sortedDays = order.map((place) => days[place] as number)
    const sortedAmounts = order.map((place) => amounts[place] as number)
    days.set(sortedDays, from)
    amounts.set(sortedAmounts, from)
    return
  }
  for (let row = from + 1; row < to; row++) {
    const day = days[row] as number
    const amount = amounts[row] as number
    let place = row
    for (; place > from && (days[place - 1] as number) > day; place--) {
      days[place] = days[place - 1] as number
      amounts[place] = amounts[place - 1] as number
    }
    days[place] = day
    amounts[place] = amount
  }
}

function mergeDays(rows: Rows): Rows {
  const customers = rows.starts.length - 1
  const starts = new Int32Array(customers + 1)
  const days = new Int32Array(rows.days.length)
  const amounts = new Float64Array(rows.days.length)
  let size = 0
  for (let slot = 0; slot < customers; slot++) {
    starts[slot] = size
    for (let row = rows.starts[slot] as number; row < (rows.starts[slot + 1] as number); row++) {
      const day = rows.days[row] as number
      const amount = rows.amounts[row] as number
      if (size > (starts[slot] as number) && days[size - 1] === day) {
        const before = amounts[size - 1] as number
        amounts[size - 1] = Number.isNaN(before) ? amount : Number.isNaN(amount) ? before : before + amount
      } else {
        days[size] = day
        amounts[size++] = amount
      }
    }
  }
  starts[customers] = size
  return { starts, days: days.slice(0, size), amounts: amounts.slice(0, size) }
}

/** One place a customer who has bought by `until`. Times in days. */
export interface Histories {
  size: number
  /** the customer's place in the log */
  member: Int32Array
  /** days since 1970-01-01 of the last day observed */
  until: number
  /** repeat purchase days */
  x: Int32Array
  /** age at the last purchase, 0 without repeats */
  tx: Float64Array
  /** age at `until` */
  T: Float64Array
  /** mean amount of the repeat purchase days, refunds up to `until` taken off; NaN without repeats or amounts */
  spend: Float64Array
  /** sum of the logarithms of the days between purchases */
  logGaps: Float64Array
}

/** What was known at the end of day `until`; later rows are not looked at. */
export function historiesAt(log: PurchaseLog<unknown>, until: number): Histories {
  const customers = log.ids.length
  const found: Histories = {
    size: 0,
    member: new Int32Array(customers),
    until,
    x: new Int32Array(customers),
    tx: new Float64Array(customers),
    T: new Float64Array(customers),
    spend: new Float64Array(customers),
    logGaps: new Float64Array(customers),
  }
  for (let slot = 0; slot < customers; slot++) {
    const start = log.starts[slot] as number
    const end = log.starts[slot + 1] as number
    if (start === end || (log.days[start] as number) > until) continue
    const first = log.days[start] as number
    let last = first
    let logGaps = 0
    let money = 0
    let row = start + 1
    for (; row < end && (log.days[row] as number) <= until; row++) {
      logGaps += Math.log((log.days[row] as number) - last)
      last = log.days[row] as number
      money += log.amounts[row] as number
    }
    const x = row - start - 1
    const at = found.size++
    found.member[at] = slot
    found.x[at] = x
    found.tx[at] = last - first
    found.T[at] = until - first
    found.spend[at] = x === 0 ? Number.NaN : (money + refundsOf(log, slot, until)) / x
    found.logGaps[at] = logGaps
  }
  const { size } = found
  return {
    ...found,
    member: found.member.slice(0, size),
    x: found.x.slice(0, size),
    tx: found.tx.slice(0, size),
    T: found.T.slice(0, size),
    spend: found.spend.slice(0, size),
    logGaps: found.logGaps.slice(0, size),
  }
}

/** Refunds up to `until` that belong to repeat purchases; those before the second purchase day concern the first. */
function refundsOf(log: PurchaseLog<unknown>, slot: number, until: number): number {
  const second = log.days[(log.starts[slot] as number) + 1] as number
  let sum = 0
  for (let row = log.refundStarts[slot] as number; row < (log.refundStarts[slot + 1] as number); row++) {
    const day = log.refundDays[row] as number
    if (day >= second && day <= until) sum += log.refundAmounts[row] as number
  }
  return sum
}

/** What the customers of `histories` did in (from, to]: purchase days and money, refunds of that time taken off. */
export function purchasesBetween(
  log: PurchaseLog<unknown>,
  histories: Pick<Histories, 'size' | 'member'>,
  from: number,
  to: number,
): { counts: Int32Array; money: Float64Array } {
  const counts = new Int32Array(histories.size)
  const money = new Float64Array(histories.size)
  for (let at = 0; at < histories.size; at++) {
    const slot = histories.member[at] as number
    let sum = 0
    for (let row = log.starts[slot] as number; row < (log.starts[slot + 1] as number); row++) {
      const day = log.days[row] as number
      if (day <= from || day > to) continue
      counts[at] = (counts[at] as number) + 1
      sum += log.amounts[row] as number
    }
    for (let row = log.refundStarts[slot] as number; row < (log.refundStarts[slot + 1] as number); row++) {
      const day = log.refundDays[row] as number
      if (day > from && day <= to) sum += log.refundAmounts[row] as number
    }
    money[at] = sum
  }
  return { counts, money }
}
