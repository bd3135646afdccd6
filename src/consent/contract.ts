import * as z from 'zod'
import { at, endpoint, id } from '../platform/http/contract.ts'
import { channels, purposes, vias } from './ledger.ts'

export { channels as consentChannels, purposes as consentPurposes } from './ledger.ts'

const whole = z.number().int()
const channel = z.enum(channels)
const purpose = z.enum(purposes)

const statement = z.object({
  id: whole,
  channel,
  purpose,
  isGranted: z.boolean(),
  /** when the person said so */
  at,
  via: z.enum(vias),
  sourceName: z.string().nullable(),
  /** what was shown to the person; null: not known */
  wording: z.string().nullable(),
  evidence: z.record(z.string(), z.string()),
  staffName: z.string().nullable(),
  recordedAt: at,
})
export type ConsentStatement = z.output<typeof statement>

const customerParams = z.strictObject({ customerId: id })

export const listConsents = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/consents',
  access: 'customers.read',
  summary: 'What a customer agreed to and refused: what holds for each channel and purpose, and all that was ever said',
  params: customerParams,
  reply: z.object({
    standing: z.array(
      z.object({ channel, purpose, standing: z.enum(['granted', 'refused', 'unknown']), since: at.nullable() }),
    ),
    /** newest first */
    items: z.array(statement),
  }),
})

/** How staff hear it; the other ways come from forms, shops and files. */
export const heardVias = ['phone', 'counter', 'paper', 'mail', 'line'] as const

export const recordConsent = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/consents',
  access: 'customers.write',
  summary: 'Write down that a customer agreed or refused; it is never changed or taken away',
  params: customerParams,
  body: z.strictObject({
    channel,
    purpose,
    isGranted: z.boolean(),
    via: z.enum(heardVias),
    /** when the person said so, left out: now */
    at: z.iso.datetime({ offset: true }).optional(),
    wordingId: id.nullable().default(null),
    remark: z.string().trim().max(1000).default(''),
  }),
  reply: z.object({ id: whole }),
})

const wording = z.object({
  id: whole,
  channel,
  purpose,
  body: z.string(),
  staffName: z.string().nullable(),
  createdAt: at,
})

export const listWordings = endpoint({
  method: 'GET',
  path: '/api/consent-wordings',
  access: 'settings.read',
  summary:
    'What people are shown when they are asked, newest first; older wordings stay for what was agreed under them',
  reply: z.object({ items: z.array(wording) }),
})

export const addWording = endpoint({
  method: 'POST',
  path: '/api/consent-wordings',
  access: 'settings.write',
  summary: 'Put a new wording in use',
  body: z.strictObject({ channel, purpose, body: z.string().trim().min(1).max(5000) }),
  reply: z.object({ id: whole }),
})
