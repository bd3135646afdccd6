import * as z from 'zod'
import { at, endpoint, id, pageOf, pageQuery } from '../../platform/http/contract.ts'

export const changeSubjects = [
  'customer',
  'contact-point',
  'note',
  'preference',
  'tag',
  'order',
  'subscription',
] as const

/** One action of one person: what it touched and each field as [before, after]; null on the side where it is not there. */
export const change = z.object({
  id: z.number().int(),
  /** of the merged record whose change it is; null: the customer's own */
  recordId: z.number().int().nullable(),
  at,
  via: z.enum(['screen', 'api', 'import', 'restore', 'system', 'merge']),
  staffId: z.number().int().nullable(),
  staffName: z.string().nullable(),
  importId: z.number().int().nullable(),
  subject: z.enum(changeSubjects),
  subjectId: z.number().int().nullable(),
  diff: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  /** orders and subscriptions go on by their own steps; nothing comes before the first version of a customer */
  isRestorable: z.boolean(),
})
export type ChangeReply = z.output<typeof change>

export const listChanges = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/changes',
  access: 'customers.read',
  summary: 'History of a customer record, newest first',
  params: z.strictObject({ customerId: id }),
  query: z.strictObject({
    ...pageQuery,
    subject: z.enum(changeSubjects).optional(),
    field: z.string().max(60).optional(),
    staffId: id.optional(),
  }),
  reply: pageOf(change),
})

export const restoreChange = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/changes/:id/restoration',
  access: 'customers.write',
  summary: 'Give the fields of a change their values from before it (all, or those named); a new change by itself',
  params: z.strictObject({ customerId: id, id }),
  body: z.strictObject({ fields: z.array(z.string().max(60)).min(1).max(50).optional() }),
  reply: z.object({ restored: z.array(z.string()) }),
})
