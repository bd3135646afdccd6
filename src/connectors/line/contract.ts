import * as z from 'zod'
import { at, endpoint, id, idParams } from '../../platform/http/contract.ts'

const whole = z.number().int()

export const lineSettings = z.strictObject({
  channelId: z
    .string()
    .trim()
    .regex(/^\d{6,20}$/),
  /** the shop's page where members sign in to be joined with their LINE account; empty: it is not offered */
  linkPage: z
    .string()
    .trim()
    .max(1000)
    .refine((text) => text === '' || (text.startsWith('https://') && URL.canParse(text)), {
      params: { code: 'wrong-format' },
    })
    .default(''),
  /** stands above the link, in the reply to who became a friend */
  linkMessage: z.string().trim().max(1000).default(''),
})
export type LineSettings = z.output<typeof lineSettings>

const reason = z
  .enum([
    'bad-address',
    'inner-address',
    'unknown-host',
    'no-connection',
    'timed-out',
    'too-large',
    'refused',
    'not-understood',
  ])
  .nullable()

export const checkLine = endpoint({
  method: 'POST',
  path: '/api/connections/:id/line-check',
  access: 'connections.write',
  ownTransactions: true,
  summary: 'Ask LINE whether the access token holds, and let it send a test to the webhook',
  params: idParams,
  reply: z.object({
    /** where LINE has to send its webhooks */
    webhookUrl: z.string(),
    account: z.object({ displayName: z.string(), basicId: z.string() }).nullable(),
    problem: reason,
    /** HTTP status of a refusal */
    status: whole.nullable(),
    webhook: z
      .object({
        /** the address that LINE has */
        endpoint: z.string(),
        isOurs: z.boolean(),
        isActive: z.boolean(),
        /** whether its test came through; null: it was not made */
        isReached: z.boolean().nullable(),
        /** what LINE says of its test */
        detail: z.string(),
      })
      .nullable(),
  }),
})

export const getLine = endpoint({
  method: 'GET',
  path: '/api/connections/:id/line',
  access: 'connections.read',
  summary: 'The webhook address of an official account of LINE, and how many friends it has',
  params: idParams,
  reply: z.object({
    webhookUrl: z.string(),
    friends: whole,
    blocked: whole,
    /** friends who are customers known by other records too */
    linked: whole,
  }),
})

export const openLineLink = endpoint({
  method: 'POST',
  path: '/api/connections/:id/line-links',
  access: 'customers.write',
  ownTransactions: true,
  summary: 'For a member who is signed in at the shop: a nonce that joins their LINE account; once, within ten minutes',
  params: idParams,
  body: z.union([
    z.strictObject({ customerId: id, linkToken: z.string().max(1000).optional() }),
    z.strictObject({
      sourceId: id,
      externalId: z.string().trim().min(1).max(200),
      linkToken: z.string().max(1000).optional(),
    }),
  ]),
  reply: z.object({
    nonce: z.string(),
    expiresAt: at,
    /** where to send the member; null: no link token was given */
    url: z.string().nullable(),
  }),
})
