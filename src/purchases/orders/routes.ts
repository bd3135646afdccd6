import { may } from '../../platform/access.ts'
import { page, readCursor, writeCursor } from '../../platform/http/page.ts'
import { Refusal } from '../../platform/http/refusal.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { type Job, job } from '../../platform/jobs/jobs.ts'
import { countAnew, countForPeople } from '../../segments/index.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import * as store from './store.ts'

const countJob = 'purchases.count'

const reading = [
  route(contract.listOrders, async (ctx, { query }) => {
    const { cursor, limit, sort, ...filter } = query
    const after = cursor === undefined ? undefined : readPosition(cursor, sort)
    const rows = await store.listOrderRows(ctx.db, ctx.actor, filter, { sort, after, limit: limit + 1 })
    return page(rows, limit, (row) => writeCursor([row.position, row.id]))
  }),

  route(contract.countOrders, (ctx, { query }) => {
    const asks: store.OrdersAsked = { storeIds: ctx.actor.storeIds, filter: query }
    return countForPeople(ctx, { job: countJob, asks }, store.selectOrders(asks), store.selectOrdersPlainly(asks))
  }),

  route(contract.getOrder, async (ctx, { params }) => {
    const order = await store.readOrder(ctx.db, ctx.actor, params.customerId, params.id)
    if (!order) throw new Refusal('not-found')
    const formerStatus = (await store.readFormerStatus(ctx.db, order)) ?? null
    return { ...order, formerStatus, buyer: may(ctx.actor, 'contacts.read') ? order.buyer : null }
  }),
]

function readPosition(cursor: string, sort: store.OrderSort): [string | number, number] {
  const [value, id] = readCursor(cursor, 2)
  const isTime = typeof value === 'string' && /^[\d\-:. +]{10,40}$/.test(value)
  const fits = sort.endsWith('orderedAt') ? isTime : Number.isSafeInteger(value)
  if (!fits || !Number.isSafeInteger(id)) {
    throw new Refusal('invalid-request', {}, [{ field: 'cursor', code: 'not-a-cursor' }])
  }
  return [value as string | number, Number(id)]
}

export function orderRoutes(afterOrders: actions.AfterOrders): Route[] {
  return [
    ...reading,
    route(contract.createOrder, (ctx, { body }) => {
      const lines = body.lines.map((line, index) => ({ ...line, lineNo: index + 1 }))
      return actions.createOrder({ ...ctx, afterOrders }, { ...body, lines })
    }),
    route(contract.changeOrder, (ctx, { params, body }) =>
      actions.changeOrder({ ...ctx, afterOrders }, params, body.version, body.change),
    ),
    route(contract.cancelOrder, (ctx, { params, body }) =>
      actions.endOrder({ ...ctx, afterOrders }, params, body.version, 'cancelled'),
    ),
    route(contract.returnOrder, (ctx, { params, body }) =>
      actions.endOrder({ ...ctx, afterOrders }, params, body.version, 'returned'),
    ),
    route(contract.restoreOrder, (ctx, { params, body }) =>
      actions.restoreOrder({ ...ctx, afterOrders }, params, body.version),
    ),
    route(contract.refundOrder, (ctx, { params, body }) =>
      actions.refundOrder({ ...ctx, afterOrders }, params, body.lines),
    ),
  ]
}

export const orderJobs: Job[] = [
  job(countJob, (ctx, { key }: { key: string }) => countAnew(ctx, key, store.selectOrders)),
]
