import { dayNumber } from '../../../platform/calendar.ts'
import { many, sql, type Tx } from '../../../platform/db/db.ts'
import {
  type Contract,
  type ContractBook,
  type ContractOutlook,
  fitContracts,
  openContractOutlooks,
} from '../../lifetime/index.ts'
import { discountPerYear, horizons, share, soon, tenth } from './horizons.ts'
import type { Deliveries } from './read-orders.ts'

export interface SubscriptionRow {
  customerId: number
  id: number
  productId: number
  quantity: number
  intervalDays: number
  startedOn: string
  nextOn: string | null
  delivered: number
  skipped: number
  isPaused: boolean
  cancelledOn: string | null
  price: number | null
}

export async function readSubscriptions(tx: Tx): Promise<SubscriptionRow[]> {
  return many<SubscriptionRow>(
    tx,
    sql`select s.customer_id as "customerId", s.id, s.product_id as "productId", s.quantity, s.interval_days as "intervalDays",
          s.started_on as "startedOn", s.next_on as "nextOn", s.delivered_count as delivered, s.skipped_count as skipped,
          s.paused_at is not null as "isPaused", s.cancelled_on as "cancelledOn", p.price
        from subscriptions s join products p on p.id = s.product_id order by s.customer_id, s.id`,
  )
}

/** What the running subscriptions of one customer are expected to bring. */
export interface SubscriptionOutlook {
  /** P(any of the next deliveries is made) */
  alive: number
  /** by horizon: deliveries, and their money with the spread of its 80 % interval */
  purchases: number[]
  purchasesBelow: number[]
  purchasesAbove: number[]
  money: number[]
  below: number[]
  above: number[]
  buys: number[]
  buysSoon: number[]
  residual: number
  /** days ahead of the next delivery */
  next: number
}

export interface Subscriptions {
  book: ContractBook
  running: number
  /** by customer */
  outlooks: Map<number, SubscriptionOutlook>
}

/**
 * Contracts by how long contracts of this shop last. Paused ones bring nothing until they run again. Where deliveries were
 * made but no order tells so, the orders are in the purchases already, and the contract is left out.
 */
export function foretellSubscriptions(
  rows: SubscriptionRow[],
  deliveries: ReadonlyMap<number, Deliveries>,
  asOf: number,
): Subscriptions {
  const contracts = rows.map((row) => contractOf(row, deliveries.get(row.id)))
  const book = fitContracts(contracts, asOf)
  const open = horizons.map((horizonDays, h) =>
    openContractOutlooks(book, { horizonDays, discountPerYear, share, residual: h === 0 }),
  )
  const outlooks = new Map<number, SubscriptionOutlook>()
  let running = 0
  rows.forEach((row, at) => {
    const contract = contracts[at] as Contract
    const made = deliveries.get(row.id)
    const isRunning = (contract.end === null || contract.end > asOf) && !row.isPaused && contract.start <= asOf
    if (!isRunning || (!made && row.delivered > 0)) return
    running++
    const next = Math.max(0, (contract.next ?? asOf + row.intervalDays) - asOf)
    const one = outlookOf(
      open.map((of) => of(contract)),
      amountOf(row, made),
      next,
    )
    const before = outlooks.get(row.customerId)
    outlooks.set(row.customerId, before ? together(before, one) : one)
  })
  return { book, running, outlooks }
}

function contractOf(row: SubscriptionRow, made: Deliveries | undefined): Contract {
  const deliveries = Math.max(row.delivered, made?.made ?? 0)
  return {
    start: dayNumber(row.startedOn),
    end: row.cancelledOn === null ? null : dayNumber(row.cancelledOn),
    intervalDays: row.intervalDays,
    ...(deliveries > 0 ? { deliveries } : {}),
    skips: row.skipped,
    next: row.nextOn === null ? null : dayNumber(row.nextOn),
    cohort: String(row.productId),
  }
}

/** A delivery to come: the mean of those after the first, which is often cheaper; else the first, else the list price. */
function amountOf({ price, quantity }: SubscriptionRow, made: Deliveries | undefined): number {
  if (!made || made.made === 0) return (price ?? 0) * quantity
  if (made.made === 1) return made.money
  return Math.max(0, (made.money - made.firstAmount) / (made.made - 1))
}

function outlookOf(ahead: ContractOutlook[], amount: number, next: number): SubscriptionOutlook {
  const [first] = ahead as [ContractOutlook]
  const comesWithin = (days: number) => (next <= days ? first.renews : 0)
  return {
    alive: first.renews,
    purchases: ahead.map(({ expected }) => expected),
    purchasesBelow: ahead.map(({ expected, low }) => Math.max(0, expected - low)),
    purchasesAbove: ahead.map(({ expected, high }) => Math.max(0, high - expected)),
    money: ahead.map(({ expected }) => expected * amount),
    below: ahead.map(({ expected, low }) => Math.max(0, expected - low) * amount),
    above: ahead.map(({ expected, high }) => Math.max(0, high - expected) * amount),
    buys: horizons.map(comesWithin),
    buysSoon: soon.map(comesWithin),
    residual: first.residual * amount,
    next,
  }
}

const eitherOf = (a: number, b: number): number => 1 - (1 - a) * (1 - b)
const pairwise = (a: number[], b: number[], of: (a: number, b: number) => number): number[] =>
  a.map((one, at) => of(one, b[at] as number))
const sum = (a: number, b: number): number => a + b

/** Several contracts of one customer, taken to end independently of each other. */
function together(a: SubscriptionOutlook, b: SubscriptionOutlook): SubscriptionOutlook {
  return {
    alive: eitherOf(a.alive, b.alive),
    purchases: pairwise(a.purchases, b.purchases, sum),
    purchasesBelow: pairwise(a.purchasesBelow, b.purchasesBelow, Math.hypot),
    purchasesAbove: pairwise(a.purchasesAbove, b.purchasesAbove, Math.hypot),
    money: pairwise(a.money, b.money, sum),
    below: pairwise(a.below, b.below, Math.hypot),
    above: pairwise(a.above, b.above, Math.hypot),
    buys: pairwise(a.buys, b.buys, eitherOf),
    buysSoon: pairwise(a.buysSoon, b.buysSoon, eitherOf),
    residual: a.residual + b.residual,
    next: Math.min(a.next, b.next),
  }
}

/** All contracts together: money within a horizon, and the deviation of that sum by chance and by what is not known of endings. */
export function totalOfSubscriptions(
  { outlooks, book }: Subscriptions,
  horizon: number,
): { money: number; deviation: number } {
  let [money, variance] = [0, 0]
  for (const one of outlooks.values()) {
    money += one.money[horizon] as number
    variance += (((one.below[horizon] as number) + (one.above[horizon] as number)) / (2 * tenth)) ** 2
  }
  const unknown = money / Math.sqrt(Math.max(book.all.ended, 1))
  return { money, deviation: Math.sqrt(variance + unknown ** 2) }
}
