import * as z from 'zod'
import { at, count, day, endpoint, id, instant, pageOf, pageQuery } from '../../platform/http/contract.ts'

export const orderStatuses = ['pending', 'confirmed', 'cancelled', 'returned', 'refund'] as const

/** customer 0 is a guest */
const orderParams = z.strictObject({
  customerId: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  id,
})

const orderHead = {
  customerId: z.number().int(),
  id: z.number().int(),
  version: z.number().int(),
  sourceId: z.number().int(),
  number: z.string(),
  orderedAt: at,
  orderedOn: z.string(),
  status: z.enum(orderStatuses),
  channelId: z.number().int().nullable(),
  storeId: z.number().int().nullable(),
  total: z.number().int(),
  netSales: z.number().int(),
  grossProfit: z.number().int().nullable(),
  /** family and given name of the customer, or what a guest gave; masked where contact data is */
  customerName: z.string(),
}

const lineReply = z.object({
  lineNo: z.number().int(),
  productId: z.number().int().nullable(),
  code: z.string(),
  name: z.string(),
  quantity: z.number().int(),
  unitPrice: z.number().int(),
  amount: z.number().int(),
  taxRate: z.number().nullable(),
  cost: z.number().int().nullable(),
})

const order = z.object({
  ...orderHead,
  adCode: z.string().nullable(),
  couponCode: z.string().nullable(),
  paymentMethod: z.string().nullable(),
  subtotal: z.number().int(),
  discount: z.number().int(),
  pointsUsed: z.number().int(),
  shipping: z.number().int(),
  fee: z.number().int(),
  tax: z.number().int(),
  subscriptionId: z.number().int().nullable(),
  /** what a guest gave: name, e-mail, phone, address; null without the right to read contact data */
  buyer: z.record(z.string(), z.unknown()).nullable(),
  /** what undoing the cancellation or return makes of it; null where there is none to undo */
  formerStatus: z.enum(['pending', 'confirmed']).nullable(),
  lines: z.array(lineReply),
})
export type OrderReply = z.output<typeof order>

export const orderSorts = ['orderedAt', '-orderedAt', 'total', '-total'] as const
const optionalId = z.coerce.number().int().positive().optional()
const optionalYen = z.coerce.number().int().optional()
export const orderFilter = {
  status: z.enum(orderStatuses).optional(),
  from: day.optional(),
  to: day.optional(),
  channelId: optionalId,
  storeId: optionalId,
  customerId: z.coerce.number().int().min(0).optional(),
  productId: optionalId,
  minTotal: optionalYen,
  maxTotal: optionalYen,
  /** beginning of the order number */
  number: z.string().trim().max(100).optional(),
}

export const listOrders = endpoint({
  method: 'GET',
  path: '/api/orders',
  access: 'orders.read',
  summary: 'Orders, newest first unless sorted otherwise',
  query: z.strictObject({ ...pageQuery, ...orderFilter, sort: z.enum(orderSorts).default('-orderedAt') }),
  reply: pageOf(z.object(orderHead)),
})

export const countOrders = endpoint({
  method: 'GET',
  path: '/api/orders/count',
  access: 'orders.read',
  summary: 'How many orders match: exact, or about so many when counting takes too long',
  query: z.strictObject(orderFilter),
  reply: count,
})

export const getOrder = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/orders/:id',
  access: 'orders.read',
  summary: 'One order with its lines; customer 0 for a guest’s order',
  params: orderParams,
  reply: order,
})

const yen = z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000)
const positiveYen = yen.min(0)
const shortText = z.string().trim().max(100).nullable()
const orderLine = z.strictObject({
  /** a known product gives code, name, tax rate and cost what is left out here */
  productId: z.number().int().positive().nullable().default(null),
  code: z.string().trim().max(100).default(''),
  name: z.string().trim().max(300).default(''),
  quantity: z.number().int().min(1).max(1_000_000),
  unitPrice: positiveYen,
  taxRate: z.number().min(0).max(100).nullable().default(null),
  /** of one unit */
  cost: positiveYen.nullable().default(null),
})
const orderDetails = {
  channelId: z.number().int().positive().nullable(),
  storeId: z.number().int().positive().nullable(),
  adCode: shortText,
  couponCode: shortText,
  paymentMethod: shortText,
  discount: positiveYen,
  pointsUsed: positiveYen,
  shipping: positiveYen,
  fee: positiveYen,
  lines: z.array(orderLine).min(1).max(500),
}
const written = z.object({ customerId: z.number().int(), id: z.number().int(), version: z.number().int() })

/** The same (source, number) again returns the order that is there; with other contents it is refused. */
export const createOrder = endpoint({
  method: 'POST',
  path: '/api/orders',
  access: 'orders.write',
  summary: 'Record an order; amounts other than those of the lines default to 0',
  body: z.strictObject({
    customerId: z.number().int().min(0),
    sourceId: z.number().int().positive(),
    number: z.string().trim().min(1).max(100),
    orderedAt: instant,
    status: z.enum(['pending', 'confirmed']).default('confirmed'),
    channelId: orderDetails.channelId.default(null),
    storeId: orderDetails.storeId.default(null),
    adCode: shortText.default(null),
    couponCode: shortText.default(null),
    paymentMethod: shortText.default(null),
    discount: positiveYen.default(0),
    pointsUsed: positiveYen.default(0),
    shipping: positiveYen.default(0),
    fee: positiveYen.default(0),
    lines: orderDetails.lines,
  }),
  reply: written.extend({ created: z.boolean() }),
})

export const changeOrder = endpoint({
  method: 'PATCH',
  path: '/api/customers/:customerId/orders/:id',
  access: 'orders.write',
  summary: 'Change a pending or confirmed order; lines are replaced as a whole',
  params: orderParams,
  body: z.strictObject({
    version: z.number().int().positive(),
    change: z.strictObject({ ...orderDetails, status: z.enum(['pending', 'confirmed']) }).partial(),
  }),
  reply: written,
})

const version = z.strictObject({ version: z.number().int().positive() })

export const cancelOrder = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/orders/:id/cancellation',
  access: 'orders.write',
  summary: 'Cancel an order that was not delivered; its net sales become 0',
  params: orderParams,
  body: version,
  reply: written,
})

export const returnOrder = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/orders/:id/return',
  access: 'orders.write',
  summary: 'Take back a delivered order as a whole; its net sales become 0',
  params: orderParams,
  body: version,
  reply: written,
})

export const restoreOrder = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/orders/:id/restoration',
  access: 'orders.write',
  summary: 'Undo a cancellation or return made here; the order counts again as before',
  params: orderParams,
  body: version,
  reply: written,
})

/** Makes an order of status `refund` with negative amounts, so that the day of the refund carries it. */
export const refundOrder = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/orders/:id/refunds',
  access: 'orders.write',
  summary: 'Pay back some lines of a confirmed order',
  params: orderParams,
  body: z.strictObject({
    lines: z
      .array(z.strictObject({ lineNo: z.number().int().positive(), quantity: z.number().int().positive() }))
      .min(1)
      .max(500),
  }),
  reply: written,
})
