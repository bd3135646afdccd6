import * as z from 'zod'
import { parsePath } from '../hooks/paths.ts'
import { keepAsAttribute, orderStatuses, fields as targets } from '../imports/field.ts'

/** What a message of any system can bring. */
export const messageKinds = ['customers', 'orders', 'products', 'events'] as const
export type MessageKind = (typeof messageKinds)[number]

/** Of something that happened: whom it concerns, what it is called, when; `data:name` is kept with it. */
export const eventFields = ['number', 'email', 'event', 'at'] as const

const path = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.startsWith('=') || parsePath(text) !== undefined, { params: { code: 'not-a-path' } })

const rule = z
  .strictObject({
    kind: z.enum(messageKinds),
    /** only messages in which this stands there; null: all */
    when: z.strictObject({ path, equals: z.string().max(200) }).nullable(),
    /** our field → where it stands */
    fields: z.record(z.string().max(80), path),
    /** when the record became so; empty: `timestamp` of the message, else when it came */
    changedAt: path.or(z.literal('')),
    /** words for the status of an order, beside those known anyway */
    statuses: z.record(z.string().max(100), z.enum(orderStatuses)).default({}),
  })
  .superRefine(({ kind, fields }, issues) => {
    const known = new Set<string>(kind === 'events' ? eventFields : targets[kind])
    for (const name of Object.keys(fields)) {
      const isAttribute = kind === 'customers' && name.startsWith(`${keepAsAttribute}:`)
      const isKept = kind === 'events' && /^data:\w{1,40}$/.test(name)
      if (!known.has(name) && !isAttribute && !isKept)
        issues.addIssue({ code: 'custom', path: ['fields', name], params: { code: 'unknown-field' } })
    }
  })

/** How the messages of a system are understood. */
export const webhookSettings = z.strictObject({ rules: z.array(rule).max(10).default([]) })
export type WebhookSettings = z.output<typeof webhookSettings>
export type WebhookRule = WebhookSettings['rules'][number]
