import { Refusal } from '../../platform/http/refusal.ts'
import type { orderStatuses } from './contract.ts'

/** What an order is worth, and what may become of it. Pure: amounts in, amounts out. */

export type OrderStatus = (typeof orderStatuses)[number]

export interface Line {
  productId: number | null
  code: string
  name: string
  quantity: number
  unitPrice: number
  taxRate: number | null
  /** of one unit; null when nobody knows */
  cost: number | null
}

export interface Details {
  status: OrderStatus
  discount: number
  pointsUsed: number
  shipping: number
  fee: number
  lines: Line[]
}

export interface Amounts {
  subtotal: number
  tax: number
  total: number
  netSales: number
  grossProfit: number | null
}

/**
 * The amounts that follow from lines, discount, points, shipping and fee; integers, tax included.
 * netSales = lines - discount - points (shipping and fees are not sales); grossProfit = netSales - cost of the lines,
 * null where a cost is unknown. Both are 0 unless the order stands (confirmed) or pays money back (refund).
 */
export function reckon(details: Details): Amounts {
  const subtotal = details.lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0)
  const goods = subtotal - details.discount - details.pointsUsed
  const extras = details.shipping + details.fee
  return {
    subtotal,
    tax: taxContained(details.lines, subtotal, goods, extras),
    total: goods + extras,
    ...worth(details, goods),
  }
}

/** The amounts after a step that touches none of them: what was recorded stays, even where a file said otherwise than the lines. */
export function recount(order: Details & Pick<Amounts, 'subtotal' | 'tax' | 'total'>): Amounts {
  const { subtotal, tax, total } = order
  return { subtotal, tax, total, ...worth(order, subtotal - order.discount - order.pointsUsed) }
}

function worth({ status, lines }: Details, goods: number): Pick<Amounts, 'netSales' | 'grossProfit'> {
  const counts = status === 'confirmed' || status === 'refund'
  return counts ? { netSales: goods, grossProfit: profit(goods, lines) } : { netSales: 0, grossProfit: 0 }
}

function profit(goods: number, lines: Line[]): number | null {
  if (lines.length === 0) return null
  let cost = 0
  for (const line of lines) {
    if (line.cost === null) return null
    cost += line.cost * line.quantity
  }
  return goods - cost
}

/**
 * Tax contained in the total: each rate bears its share of discount and points, shipping and fees carry the highest
 * rate, and each rate is rounded once, towards zero (インボイス: one rounding a rate).
 */
function taxContained(lines: Line[], subtotal: number, goods: number, extras: number): number {
  const byRate = new Map<number, number>()
  for (const line of lines) {
    const rate = line.taxRate ?? 0
    byRate.set(rate, (byRate.get(rate) ?? 0) + line.unitPrice * line.quantity)
  }
  const highest = Math.max(0, ...byRate.keys())
  let left = goods
  let tax = 0
  for (const [rate, amount] of [...byRate].sort(([a], [b]) => a - b)) {
    // the highest rate comes last and takes what rounding left
    const share = rate === highest ? left : subtotal === 0 ? 0 : Math.round((amount * goods) / subtotal)
    left -= share
    const taxed = share + (rate === highest ? extras : 0)
    tax += Math.trunc((taxed * rate) / (100 + rate))
  }
  return tax
}

/** Refuses details whose discount and points are more than the goods. */
export function checkDetails(details: Details): void {
  const { subtotal } = reckon(details)
  if (!Number.isSafeInteger(subtotal)) throw new Refusal('invalid-request', {}, [{ field: 'lines', code: 'too-big' }])
  if (details.discount > subtotal) throw new Refusal('invalid-request', {}, [{ field: 'discount', code: 'too-big' }])
  if (details.discount + details.pointsUsed > subtotal) {
    throw new Refusal('invalid-request', {}, [{ field: 'pointsUsed', code: 'too-big' }])
  }
}

const ways: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['confirmed', 'cancelled'],
  confirmed: ['cancelled', 'returned'],
  cancelled: [],
  returned: [],
  refund: [],
}

/** Refuses a step that no order takes: what is cancelled or returned only comes back by undoing that, a refund stays. */
export function checkStep(from: OrderStatus, to: OrderStatus): void {
  if (from === to && to !== 'pending' && to !== 'confirmed') throw new Refusal('already-done', { status: from })
  if (from !== to && !ways[from].includes(to)) throw new Refusal('already-done', { status: from })
}

export interface OrderedLine extends Line {
  lineNo: number
}

/**
 * The refund of some pieces: lines with negative quantities under their old numbers, and their share of discount and
 * points given back with them, so that paying everything back leaves net sales of exactly 0.
 */
export function refundOf(
  order: Omit<Details, 'lines'> & { lines: OrderedLine[]; subtotal: number },
  wanted: { lineNo: number; quantity: number }[],
  /** pieces paid back before, by line number, and the discount given back with them */
  before: { pieces: ReadonlyMap<number, number>; discount: number },
): Omit<Details, 'lines'> & { lines: OrderedLine[] } {
  if (order.status !== 'confirmed') throw new Refusal('already-done', { status: order.status })
  const lines = wanted.map(({ lineNo, quantity }): OrderedLine => {
    const line = order.lines.find((one) => one.lineNo === lineNo)
    const left = (line?.quantity ?? 0) - (before.pieces.get(lineNo) ?? 0)
    if (!line || quantity > left)
      throw new Refusal('invalid-request', {}, [{ field: 'lines', code: 'too-big', detail: { lineNo, left } }])
    return { ...line, quantity: -quantity }
  })
  if (new Set(lines.map((line) => line.lineNo)).size !== lines.length) {
    throw new Refusal('invalid-request', {}, [{ field: 'lines', code: 'already-exists' }])
  }
  const back = lines.reduce((sum, line) => sum + line.unitPrice * -line.quantity, 0)
  const reduced = order.discount + order.pointsUsed
  const pieces = (all: { quantity: number }[]) => all.reduce((sum, one) => sum + Math.abs(one.quantity), 0)
  const isLast = pieces(order.lines) === pieces(lines) + [...before.pieces.values()].reduce((sum, one) => sum + one, 0)
  const share = isLast
    ? reduced - before.discount
    : order.subtotal === 0
      ? 0
      : Math.floor((reduced * back) / order.subtotal)
  return { status: 'refund', discount: share === 0 ? 0 : -share, pointsUsed: 0, shipping: 0, fee: 0, lines }
}
