import * as z from 'zod'
import { at, day, endpoint, id } from '../../platform/http/contract.ts'

const subscription = z.object({
  id: z.number().int(),
  version: z.number().int(),
  productId: z.number().int(),
  productName: z.string(),
  quantity: z.number().int(),
  intervalDays: z.number().int(),
  startedOn: z.string(),
  nextOn: z.string().nullable(),
  deliveredCount: z.number().int(),
  skippedCount: z.number().int(),
  pausedAt: at.nullable(),
  cancelledOn: z.string().nullable(),
  cancelReason: z.string().nullable(),
})
export type SubscriptionReply = z.output<typeof subscription>

const params = z.strictObject({ customerId: id, id })
const version = z.number().int().positive()
const reply = z.object({ version: z.number().int(), nextOn: z.string().nullable() })

export const listSubscriptions = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/subscriptions',
  access: 'orders.read',
  summary: 'Subscriptions of a customer, running ones first',
  params: z.strictObject({ customerId: id }),
  reply: z.object({ items: z.array(subscription) }),
})

export const skipSubscription = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/subscriptions/:id/skip',
  access: 'orders.write',
  summary: 'Leave out the next delivery',
  params,
  body: z.strictObject({ version }),
  reply,
})

export const pauseSubscription = endpoint({
  method: 'PUT',
  path: '/api/customers/:customerId/subscriptions/:id/pause',
  access: 'orders.write',
  summary: 'Stop deliveries until further notice',
  params,
  body: z.strictObject({ version }),
  reply,
})

export const resumeSubscription = endpoint({
  method: 'DELETE',
  path: '/api/customers/:customerId/subscriptions/:id/pause',
  access: 'orders.write',
  summary: 'Deliver again, next on the day given',
  params,
  body: z.strictObject({ version, nextOn: day }),
  reply,
})

export const cancelSubscription = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/subscriptions/:id/cancellation',
  access: 'orders.write',
  summary: 'End a subscription, with the reason the customer gave',
  params,
  body: z.strictObject({ version, reason: z.string().trim().min(1).max(500) }),
  reply,
})
