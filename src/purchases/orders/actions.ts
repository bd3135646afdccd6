import { lockCustomer, recordChange } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import {
  type Amounts,
  checkDetails,
  checkStep,
  type Line,
  type OrderedLine,
  type OrderStatus,
  reckon,
  recount,
  refundOf,
} from './order.ts'
import * as store from './store.ts'

/** What happens after orders of these customers changed, in the same transaction: a higher room counts them anew. */
export type AfterOrders = (tx: Tx, customerIds: number[], ctx: Pick<Context, 'now' | 'company'>) => Promise<void>

export type OrderWriting = Context & { db: Tx; actor: Actor; afterOrders: AfterOrders }

export interface Written {
  customerId: number
  id: number
  version: number
}

type Sent = Omit<store.NewOrder, 'orderedOn' | 'orderedAt' | 'lines'> & { orderedAt: string; lines: Line[] }

/** Records an order. The same (source, number) again is the order that is there, or a refusal if it says otherwise. */
export async function createOrder(ctx: OrderWriting, sent: Sent): Promise<Written & { created: boolean }> {
  if (sent.customerId !== 0) await lockCustomer(ctx.db, ctx.actor, sent.customerId)
  checkStore(ctx.actor, sent.storeId)
  const orderedAt = new Date(sent.orderedAt)
  const lines = await completeLines(ctx.db, sent.lines)
  const order = { ...sent, orderedAt, orderedOn: dayOf(orderedAt, ctx.company.timeZone), lines }
  checkDetails(order)
  const there = await store.findByNumber(ctx.db, order.sourceId, order.number)
  if (there) return { ...(await sameOrder(ctx, there, order)), created: false }
  const id = await store.insertOrder(ctx.db, ctx.now, order, reckon(order))
  if (id === undefined) throw new Refusal('in-progress')
  await ctx.afterOrders(ctx.db, [order.customerId], ctx)
  return { customerId: order.customerId, id, version: 1, created: true }
}

async function sameOrder(
  ctx: OrderWriting,
  there: { customerId: number; id: number },
  order: store.NewOrder,
): Promise<Written> {
  const former = await store.readOrder(ctx.db, ctx.actor, there.customerId, there.id)
  if (!former || contentsOf(former) !== contentsOf(order)) {
    throw new Refusal('already-exists', {}, [{ field: 'number', code: 'already-exists' }])
  }
  return { ...there, version: former.version }
}

/** What makes two orders the same; the status may have gone on meanwhile. */
function contentsOf(order: store.NewOrder): string {
  const { customerId, orderedAt, discount, pointsUsed, shipping, fee, lines } = order
  const goods = lines.map((line) => [line.productId, line.code, line.name, line.quantity, line.unitPrice])
  return JSON.stringify([customerId, orderedAt.toISOString(), discount, pointsUsed, shipping, fee, goods])
}

/** an order about to be written: its lines' amounts follow from them */
type OrderState = Omit<store.OrderRecord, 'lines'> & { lines: OrderedLine[] }

interface Change {
  status?: OrderStatus
  channelId?: number | null
  storeId?: number | null
  adCode?: string | null
  couponCode?: string | null
  paymentMethod?: string | null
  discount?: number
  pointsUsed?: number
  shipping?: number
  fee?: number
  lines?: Line[]
}

/** Changes an order that is still open or stands; its amounts and its customer's figures follow. */
export async function changeOrder(
  ctx: OrderWriting,
  key: { customerId: number; id: number },
  version: number,
  change: Change,
): Promise<Written> {
  const former = await requireOrder(ctx, key, version)
  if (former.status !== 'pending' && former.status !== 'confirmed')
    throw new Refusal('already-done', { status: former.status })
  if (change.storeId !== undefined) checkStore(ctx.actor, change.storeId)
  if (change.lines && (await store.readRefunds(ctx.db, former)).count > 0) throw new Refusal('in-use')
  const lines = change.lines ? await completeLines(ctx.db, change.lines) : former.lines
  const changed = { ...former, ...change, lines }
  checkStep(former.status, changed.status)
  const repriced = priced.some((name) => change[name] !== undefined)
  if (repriced) checkDetails(changed)
  return write(ctx, former, changed, repriced ? reckon(changed) : recount(changed), change.lines !== undefined)
}

const priced = ['lines', 'discount', 'pointsUsed', 'shipping', 'fee'] as const

/** Cancels an order, or takes it back as a whole. */
export async function endOrder(
  ctx: OrderWriting,
  key: { customerId: number; id: number },
  version: number,
  status: 'cancelled' | 'returned',
): Promise<Written> {
  const former = await requireOrder(ctx, key, version)
  if ((await store.readRefunds(ctx.db, former)).count > 0) throw new Refusal('in-use')
  checkStep(former.status, status)
  const changed = { ...former, status }
  return write(ctx, former, changed, recount(changed))
}

/** Undoes a cancellation or a return that was made here: the order stands, or is open, as before. */
export async function restoreOrder(
  ctx: OrderWriting,
  key: { customerId: number; id: number },
  version: number,
): Promise<Written> {
  const former = await requireOrder(ctx, key, version)
  const status = await store.readFormerStatus(ctx.db, former)
  if (!status) throw new Refusal('already-done', { status: former.status })
  const changed = { ...former, status }
  return write({ ...ctx, via: 'restore' }, former, changed, recount(changed))
}

/** Pays back some pieces, by an order of today with negative amounts. */
export async function refundOrder(
  ctx: OrderWriting,
  key: { customerId: number; id: number },
  wanted: { lineNo: number; quantity: number }[],
): Promise<Written> {
  const order = await requireOrder(ctx, key)
  const before = await store.readRefunds(ctx.db, order)
  const refund = {
    ...order,
    ...refundOf(order, wanted, before),
    number: `${order.number}-R${before.count + 1}`,
    orderedAt: ctx.now,
    orderedOn: dayOf(ctx.now, ctx.company.timeZone),
  }
  const id = await store.insertOrder(ctx.db, ctx.now, refund, reckon(refund))
  if (id === undefined) throw new Refusal('in-progress')
  await ctx.afterOrders(ctx.db, [order.customerId], ctx)
  return { customerId: order.customerId, id, version: 1 }
}

async function requireOrder(
  ctx: OrderWriting,
  key: { customerId: number; id: number },
  version?: number,
): Promise<store.OrderRecord> {
  // nobody merges the customer meanwhile
  if (key.customerId !== 0) await lockCustomer(ctx.db, ctx.actor, key.customerId)
  const order = await store.readOrder(ctx.db, ctx.actor, key.customerId, key.id, true)
  if (!order) throw new Refusal('not-found')
  if (version !== undefined && order.version !== version) throw new Refusal('conflict', { version: order.version })
  return order
}

async function write(
  ctx: OrderWriting & { via?: 'restore' },
  former: store.OrderRecord,
  changed: OrderState,
  amounts: Amounts,
  replacesLines = false,
): Promise<Written> {
  const version = former.version + 1
  await store.updateOrder(ctx.db, ctx.now, { ...changed, version }, amounts, replacesLines)
  await recordChange(ctx, {
    customerId: former.customerId,
    recordId: former.recordId,
    subject: 'order',
    subjectId: former.id,
    version,
    before: recorded(former),
    after: recorded({ ...changed, ...amounts }),
  })
  await ctx.afterOrders(ctx.db, [former.customerId], ctx)
  return { customerId: former.customerId, id: former.id, version }
}

function recorded(order: OrderState) {
  const {
    number: _,
    status,
    channelId,
    storeId,
    adCode,
    couponCode,
    paymentMethod,
    discount,
    pointsUsed,
    shipping,
    fee,
  } = order
  const goods = order.lines.map((line) => `${line.code || line.name}×${line.quantity}`).join('、')
  return {
    status,
    channelId,
    storeId,
    adCode,
    couponCode,
    paymentMethod,
    discount,
    pointsUsed,
    shipping,
    fee,
    goods,
    total: order.total,
    netSales: order.netSales,
  }
}

/** People of a store write orders of their stores. */
function checkStore(actor: Actor, storeId: number | null): void {
  if (actor.storeIds === null || (storeId !== null && actor.storeIds.includes(storeId))) return
  throw new Refusal('invalid-request', {}, [{ field: 'storeId', code: 'not-a-choice' }])
}

/** A known product fills in what a line leaves out. */
async function completeLines(db: Tx, lines: Line[]): Promise<OrderedLine[]> {
  const ids = lines.flatMap((line) => line.productId ?? [])
  const products = await store.readProducts(db, ids)
  return lines.map((line, index) => {
    const product = line.productId === null ? undefined : products.get(line.productId)
    if (line.productId !== null && !product) {
      throw new Refusal('invalid-request', {}, [{ field: `lines.${index}.productId`, code: 'not-a-choice' }])
    }
    return {
      ...line,
      lineNo: index + 1,
      code: line.code || (product?.code ?? ''),
      name: line.name || (product?.name ?? ''),
      taxRate: line.taxRate ?? product?.taxRate ?? null,
      cost: line.cost ?? product?.cost ?? null,
    }
  })
}
