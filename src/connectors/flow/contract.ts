import * as z from 'zod'
import { at, day, endpoint, id, idParams } from '../../platform/http/contract.ts'
import { importStatuses } from '../imports/contract.ts'
import { importKinds } from '../imports/field.ts'

const counts = z.object({
  received: z.number(),
  stored: z.number(),
  duplicate: z.number(),
  failed: z.number(),
  /** visitors and orders without a customer */
  unknown: z.number(),
})
export type Counts = z.output<typeof counts>

/** never: nothing has come yet; silent: longer quiet than it usually is; failing: something waits for a hand */
export const flowStates = ['failing', 'silent', 'flowing', 'never', 'off'] as const

const trouble = z.object({
  id: z.number(),
  code: z.string(),
  /** a delivery, a file; '' for the connection itself */
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  times: z.number(),
  firstAt: at,
  lastAt: at,
  settledAt: at.nullable(),
})
export type Trouble = z.output<typeof trouble>

const flow = z.object({
  /** `connection-3`, `source-2` */
  key: z.string(),
  connectionId: z.number().nullable(),
  /** the kind of connection; `file`: handed in by people */
  kind: z.string(),
  name: z.string(),
  state: z.enum(flowStates),
  lastAt: at.nullable(),
  /** when what came last had happened, where its sender says */
  lastEventAt: at.nullable(),
  /** from its happening to its arrival, in seconds */
  lagSeconds: z.number().nullable(),
  /** how often something comes here; null: not often enough yet to say */
  usualGapSeconds: z.number().nullable(),
  day: counts,
  month: counts,
  hours: z.array(z.object({ at, received: z.number(), failed: z.number() })),
  days: z.array(z.object({ on: day, received: z.number(), failed: z.number() })),
  openTroubles: z.number(),
  trouble: trouble.nullable(),
  lastImport: z
    .object({ id: z.number(), fileName: z.string(), kind: z.enum(importKinds), status: z.enum(importStatuses), at })
    .nullable(),
})
export type Flow = z.output<typeof flow>

export const listFlows = endpoint({
  method: 'GET',
  path: '/api/flows',
  access: 'connections.read',
  summary: 'Whether data flows: every connection, and every source whose files people hand in',
  reply: z.object({ asOf: at, items: z.array(flow) }),
})

export const getFlow = endpoint({
  method: 'GET',
  path: '/api/connections/:id/flow',
  access: 'connections.read',
  summary: 'What came by one connection hour by hour, and what went wrong in the last 30 days',
  params: idParams,
  reply: z.object({ asOf: at, flow, troubles: z.array(trouble) }),
})

export const settleTrouble = endpoint({
  method: 'POST',
  path: '/api/connections/:id/troubles/:troubleId/settling',
  access: 'connections.write',
  summary: 'Say that what went wrong was seen to',
  params: z.strictObject({ id, troubleId: id }),
})
