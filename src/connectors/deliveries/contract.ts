import * as z from 'zod'
import { at, endpoint, id, idParams, instant, pageOf, pageQuery } from '../../platform/http/contract.ts'
import { topics } from './topics.ts'

export { type TopicName, topics as webhookTopics } from './topics.ts'

export const webhookOutSettings = z.strictObject({
  url: z.string().trim().min(1).max(2000),
  topics: z
    .array(z.enum(topics))
    .min(1)
    .refine((chosen) => new Set(chosen).size === chosen.length),
  /** names and contact points come along; otherwise ids only */
  withContacts: z.boolean().default(false),
  /** also what comes in from files */
  withFiles: z.boolean().default(false),
})
export type WebhookOutSettings = z.output<typeof webhookOutSettings>

const whole = z.number().int()
const states = ['waiting', 'delivered', 'failed'] as const

const outcome = {
  /** HTTP status; null: there was no answer */
  status: whole.nullable(),
  /** why there was none */
  problem: z
    .enum(['bad-address', 'inner-address', 'unknown-host', 'no-connection', 'timed-out', 'too-large'])
    .nullable(),
  milliseconds: whole,
}

const delivery = z.object({
  id: whole,
  /** what the receiver sees as webhook-id, over all tries */
  messageId: z.string(),
  topic: z.enum([...topics, 'tokui.test']),
  customerId: whole.nullable(),
  at,
  state: z.enum(states),
  /** since it was last put in the queue */
  tries: whole,
  dueAt: at,
  endedAt: at.nullable(),
  last: z.object({ at: z.string(), ...outcome }).nullable(),
})
export type Delivery = z.output<typeof delivery>

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/api/connections/:id/deliveries',
  access: 'connections.write',
  summary: 'What was told, or is to be told, to an endpoint, newest first; kept for 30 days',
  params: idParams,
  query: z.strictObject({ ...pageQuery, state: z.enum(states).optional() }),
  reply: pageOf(delivery).extend({
    /** waiting and failed in all, delivered in the last 24 hours */
    counts: z.object({ waiting: whole, failed: whole, delivered: whole }),
    /** nothing is sent before, because the endpoint failed */
    pausedUntil: at.nullable(),
  }),
})

const deliveryParams = z.strictObject({ id, deliveryId: id })
const attempt = z.object({ at, ...outcome, /** how the answer began */ excerpt: z.string() })
export type DeliveryTry = z.output<typeof attempt>

export const getDelivery = endpoint({
  method: 'GET',
  path: '/api/connections/:id/deliveries/:deliveryId',
  access: 'connections.write',
  summary: 'One delivery: what it says without contact data, and every try',
  params: deliveryParams,
  reply: delivery.extend({ body: z.string(), attempts: z.array(attempt) }),
})

export const replayDelivery = endpoint({
  method: 'POST',
  path: '/api/connections/:id/deliveries/:deliveryId/replay',
  access: 'connections.write',
  summary: 'Send one again, under the same webhook-id',
  params: deliveryParams,
})

export const replayFailed = endpoint({
  method: 'POST',
  path: '/api/connections/:id/deliveries/replay',
  access: 'connections.write',
  summary: 'Send again all that failed and happened since a moment',
  params: idParams,
  body: z.strictObject({ since: instant }),
  reply: z.object({ count: whole }),
})

export const testEndpoint = endpoint({
  method: 'POST',
  path: '/api/connections/:id/deliveries/test',
  access: 'connections.write',
  ownTransactions: true,
  summary: 'Send a message of the type tokui.test now, and say how it was answered',
  params: idParams,
  reply: z.object({ ...outcome, excerpt: z.string() }),
})
