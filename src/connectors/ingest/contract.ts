import * as z from 'zod'
import { at, endpoint, idParams } from '../../platform/http/contract.ts'

const whole = z.number().int()

const recentMessage = z.object({
  receivedAt: at,
  /** when it happened */
  at,
  type: z.string(),
  kind: z.string(),
  /** title, name or what was searched for */
  about: z.string(),
  /** null: nobody knows who it was */
  customerId: whole.nullable(),
})
export type RecentMessage = z.output<typeof recentMessage>

export const getSiteMessages = endpoint({
  method: 'GET',
  path: '/api/connections/:id/messages',
  access: 'connections.read',
  summary: 'What a site sent last, since the program was started, and how many of its visitors nobody knows',
  params: idParams,
  reply: z.object({
    items: z.array(recentMessage),
    /** seen in the last 30 days; counted up to 100,000 */
    unknownVisitors: whole,
    /** until when the key before this one still holds */
    formerKeyUntil: at.nullable(),
  }),
})

export const renewWriteKey = endpoint({
  method: 'POST',
  path: '/api/connections/:id/write-key',
  access: 'connections.write',
  summary: 'Give a site another write key; the one before it holds for 24 hours more',
  params: idParams,
  reply: z.object({ key: z.string(), formerKeyUntil: at }),
})
