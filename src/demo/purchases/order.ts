import { between, type Chance, draw, fillUrn, happens, pick } from '../chance.ts'
import type { Product } from '../shop/products.ts'
import { type ChannelCode, payments, shop } from '../shop/shop.ts'
import type { BasketLine } from './habits.ts'

export type OrderStatus = 'pending' | 'confirmed' | 'cancelled' | 'returned' | 'refund'

export interface DemoLine {
  product: Product
  quantity: number
  unitPrice: number
  amount: number
}

export interface DemoOrder {
  id: number
  number: string
  /** seconds since 1970, UTC */
  at: number
  /** day number in the shop's zone */
  day: number
  channel: ChannelCode
  storeId: number | null
  status: OrderStatus
  adCode: string | null
  coupon: string | null
  payment: string
  lines: DemoLine[]
  subtotal: number
  discount: number
  points: number
  shipping: number
  fee: number
  tax: number
  total: number
  netSales: number
  grossProfit: number | null
  subscriptionId: number | null
}

/** What is known before the amounts are reckoned. */
export interface OrderPlan {
  at: number
  day: number
  channel: ChannelCode
  storeId: number | null
  basket: BasketLine[]
  /** per cent off, and the coupon it comes from (定期 has none) */
  percent: number
  coupon: string | null
  points: number
  adCode: string | null
  status: OrderStatus
  subscriptionId: number | null
}

const paymentUrns = {
  ec: fillUrn(payments.ec, ([, weight]) => weight),
  store: fillUrn(payments.store, ([, weight]) => weight),
  phone: fillUrn(payments.phone, ([, weight]) => weight),
}

/** Reckons the amounts of an order as migrations/0003 defines them: all with tax, whole yen. */
export function reckon(chance: Chance, plan: OrderPlan): Omit<DemoOrder, 'id' | 'number'> {
  const lines = plan.basket.map(({ product, quantity }) => ({
    product,
    quantity,
    unitPrice: product.price,
    amount: product.price * quantity,
  }))
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0)
  const discount = Math.floor((subtotal * plan.percent) / 100)
  const points = Math.min(plan.points, subtotal - discount)
  const payment = draw(chance, paymentUrns[plan.channel])[0]
  const delivered = plan.channel !== 'store'
  const shipping = delivered && subtotal - discount < shop.freeShippingFrom && subtotal > 0 ? shop.shipping : 0
  const fee = payment === '代金引換' && subtotal > 0 ? shop.cashOnDeliveryFee : 0
  const goods = subtotal - discount - points
  const { basket: _, percent: __, ...facts } = plan
  return {
    ...facts,
    payment,
    lines,
    subtotal,
    discount,
    points,
    shipping,
    fee,
    tax: taxOf(lines, subtotal, goods, shipping + fee),
    total: goods + shipping + fee,
    ...salesOf(plan.status, goods, lines),
  }
}

/** Net sales and gross profit; nothing is earned unless the order stands. */
export function salesOf(
  status: OrderStatus,
  goods: number,
  lines: readonly DemoLine[],
): { netSales: number; grossProfit: number | null } {
  if (status !== 'confirmed' && status !== 'refund') return { netSales: 0, grossProfit: 0 }
  let cost = 0
  for (const line of lines) {
    if (line.product.cost === null) return { netSales: goods, grossProfit: null }
    cost += line.product.cost * line.quantity
  }
  return { netSales: goods, grossProfit: goods - cost }
}

/** Tax contained: each rate bears its share of discount and points; shipping and fees carry the standard rate. */
function taxOf(lines: readonly DemoLine[], subtotal: number, goods: number, extras: number): number {
  let reduced = 0
  for (const line of lines) if (line.product.taxRate === 8) reduced += line.amount
  const reducedGoods = subtotal === 0 ? 0 : Math.round((reduced * goods) / subtotal)
  const standard = goods - reducedGoods + extras
  return Math.trunc((reducedGoods * 8) / 108) + Math.trunc((standard * 10) / 110)
}

/** Money back for part of an order: an order of its own with amounts below zero. */
export function refundOf(
  chance: Chance,
  order: Omit<DemoOrder, 'id' | 'number'>,
  day: number,
  at: number,
): Omit<DemoOrder, 'id' | 'number'> {
  const line = pick(chance, order.lines)
  const lines = [{ product: line.product, quantity: -1, unitPrice: line.unitPrice, amount: -line.unitPrice }]
  const goods = -line.unitPrice
  return {
    ...order,
    at,
    day,
    status: 'refund',
    adCode: null,
    coupon: null,
    lines,
    subtotal: goods,
    discount: 0,
    points: 0,
    shipping: 0,
    fee: 0,
    tax: taxOf(lines, goods, goods, 0),
    total: goods,
    ...salesOf('refund', goods, lines),
    subscriptionId: null,
  }
}

const hours = {
  ec: fillUrn([0, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23], (hour) =>
    hour === 0 ? 3 : hour < 9 ? 2 : hour === 12 ? 6 : hour >= 20 ? 9 : 4,
  ),
  store: fillUrn([11, 12, 13, 14, 15, 16, 17, 18, 19], (hour) => (hour >= 14 && hour <= 17 ? 3 : 2)),
  phone: fillUrn([9, 10, 11, 12, 13, 14, 15, 16, 17], (hour) => (hour <= 11 ? 4 : 2)),
}
const zoneSeconds = 9 * 3600

/** An instant of a day (in Japan) at which this channel is busy. */
export function drawInstant(chance: Chance, channel: ChannelCode, day: number): number {
  return day * 86_400 - zoneSeconds + draw(chance, hours[channel]) * 3600 + between(chance, 0, 3599)
}

/** How an order ended; the newest are still open. */
export function drawStatus(chance: Chance, channel: ChannelCode, daysAgo: number): OrderStatus {
  const roll = chance.next()
  if (channel === 'store') return roll < 0.006 ? 'returned' : 'confirmed'
  if (daysAgo <= 1 && happens(chance, 0.4)) return 'pending'
  if (roll < 0.021) return 'cancelled'
  return roll < 0.031 && daysAgo > 6 ? 'returned' : 'confirmed'
}
