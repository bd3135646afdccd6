import * as z from 'zod'
import { at, endpoint, id, idParams, pageOf, pageQuery } from '../../platform/http/contract.ts'
import { messageKinds, webhookSettings } from '../webhook/shape.ts'

export { eventFields, type MessageKind, type WebhookRule } from '../webhook/shape.ts'

export const messageStates = ['waiting', 'taken', 'stale', 'ignored', 'failed'] as const

const problem = z.object({
  code: z.string(),
  fields: z.array(z.object({ field: z.string(), code: z.string() })).optional(),
})

const message = z.object({
  id: z.number().int(),
  topic: z.string(),
  state: z.enum(messageStates),
  problem: problem.nullable(),
  attempts: z.number().int(),
  receivedAt: at,
  tryAt: at,
  bytes: z.number(),
})
export type ReceivedMessage = z.output<typeof message>

export const listMessages = endpoint({
  method: 'GET',
  path: '/api/connections/:id/inbox',
  access: 'connections.read',
  summary: 'Messages that a system sent, newest first, and what became of them; not what stands in them',
  params: idParams,
  query: z.strictObject({ ...pageQuery, state: z.enum(messageStates).optional() }),
  reply: pageOf(message),
})

export const readMessage = endpoint({
  method: 'GET',
  path: '/api/connections/:id/inbox/:message',
  access: 'connections.write',
  summary: 'One message as it came',
  params: z.strictObject({ id, message: id }),
  reply: z.object({ topic: z.string(), body: z.string(), receivedAt: at }),
})

export const replayMessages = endpoint({
  method: 'POST',
  path: '/api/connections/:id/inbox/replay',
  access: 'connections.write',
  summary: 'Take messages in once more: those named, or all that were not taken in',
  params: idParams,
  body: z.strictObject({ ids: z.array(id).min(1).max(1000).optional() }),
  reply: z.object({ count: z.number().int() }),
})

export const previewMessage = endpoint({
  method: 'POST',
  path: '/api/connections/:id/inbox/preview',
  access: 'connections.write',
  summary: 'What rules would take out of a message; nothing is written',
  params: idParams,
  body: z.strictObject({ rules: webhookSettings.shape.rules, body: z.string().min(1).max(500_000) }),
  reply: z.object({
    ignored: z.string().nullable(),
    records: z.array(
      z.object({
        kind: z.enum(messageKinds),
        rows: z.array(z.record(z.string(), z.string())),
        problems: z.array(z.object({ field: z.string(), code: z.string() })),
      }),
    ),
  }),
})

export const guessRule = endpoint({
  method: 'POST',
  path: '/api/connections/mapping-guesses',
  access: 'connections.write',
  summary: 'What the places of a message probably mean, by their names; nothing is written',
  body: z.strictObject({
    paths: z.array(z.string().min(1).max(200)).max(300),
    /** left out: the kind that most of the names speak for */
    kind: z.enum(messageKinds).optional(),
  }),
  reply: z.object({ kind: z.enum(messageKinds), fields: z.record(z.string(), z.string()), changedAt: z.string() }),
})

export const listPulls = endpoint({
  method: 'GET',
  path: '/api/connections/:id/pulls',
  access: 'connections.read',
  summary: 'How far what changed in a shop was fetched',
  params: idParams,
  reply: z.object({
    items: z.array(
      z.object({
        topic: z.string(),
        since: at.nullable(),
        failures: z.number().int(),
        tryAt: at,
        doneAt: at.nullable(),
      }),
    ),
  }),
})

export const pullNow = endpoint({
  method: 'POST',
  path: '/api/connections/:id/pulls',
  access: 'connections.write',
  summary: 'Fetch what changed in a shop now, also where an error made it wait',
  params: idParams,
})

export const authoriseEccube = endpoint({
  method: 'POST',
  path: '/api/connections/:id/eccube-authorisation',
  access: 'connections.write',
  ownTransactions: true,
  summary: 'Hand in the code with which EC-CUBE sent somebody back who allowed Tokui to read',
  params: idParams,
  body: z.strictObject({ code: z.string().min(1).max(5_000) }),
})
