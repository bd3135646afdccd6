import * as z from 'zod'
import { at, endpoint, id } from '../../platform/http/contract.ts'

const whole = z.number().int()
const value = z.union([z.string(), z.number(), z.boolean()]).nullable()
const customerParams = z.strictObject({ customerId: id })
const mergeParams = z.strictObject({ customerId: id, mergeId: id })
const standing = z.enum(['granted', 'refused', 'unknown'])

/** What of a record changes its place. */
export const movedThings = [
  'orders',
  'subscriptions',
  'notes',
  'preferences',
  'contact_points',
  'customer_tags',
  'events',
  'consents',
] as const

const moved = z.array(z.object({ what: z.enum(movedThings), count: whole }))

const person = z.object({
  id: whole,
  version: whole,
  number: z.string().nullable(),
  familyName: z.string(),
  givenName: z.string(),
  companyName: z.string(),
})

export const previewMerge = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/merge-preview',
  access: 'customers.merge',
  summary: 'What would follow if another customer were merged into this one: fields, what moves, consent',
  params: customerParams,
  query: z.strictObject({ from: id }),
  reply: z.object({
    into: person,
    from: person,
    /** fields that at least one of the two has, and whose value stands unless something else is chosen */
    fields: z.array(
      z.object({
        field: z.string(),
        /** name of an attribute; null: a field that every record has */
        label: z.string().nullable(),
        into: value,
        from: value,
        shown: z.enum(['into', 'from']),
      }),
    ),
    /** kinds of contact points of which both have a primary one, and not the same */
    primaries: z.array(z.object({ kind: z.string(), into: z.string(), from: z.string() })),
    moved,
    /** rows that both have: one is shown */
    doubles: whole,
    /** where the two differ: the stricter stands */
    consents: z.array(
      z.object({ channel: z.string(), purpose: z.string(), into: standing, from: standing, after: standing }),
    ),
    /** somebody said that these two are not one person */
    notSame: z.object({ at, staffName: z.string().nullable() }).nullable(),
  }),
})
export type MergePreview = z.output<typeof previewMerge.reply>

export const mergeCustomers = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/merges',
  access: 'customers.merge',
  summary: 'Merge another customer into this one, which keeps its id; can be taken back exactly',
  params: customerParams,
  body: z.strictObject({
    from: id,
    /** as previewed; refused when one of the two has changed since */
    versions: z.strictObject({ into: whole, from: whole }),
    /** field, or `primary.email` …, → whose value is shown; left out: this customer's where there is one */
    choices: z.record(z.string().max(60), z.enum(['into', 'from'])).default({}),
    remark: z.string().trim().max(1000).default(''),
  }),
  reply: z.object({ mergeId: whole }),
})

const merge = z.object({
  id: whole,
  /** the record that became part of another */
  recordId: whole,
  intoId: whole,
  name: z.string(),
  number: z.string().nullable(),
  at,
  why: z.enum(['hand', 'review', 'match']),
  staffName: z.string().nullable(),
  evidence: z.record(z.string(), z.unknown()),
  undoneAt: at.nullable(),
  undoneByName: z.string().nullable(),
})
export type MergeReply = z.output<typeof merge>

export const listMerges = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/merges',
  access: 'customers.read',
  summary: 'Which records became part of this customer, or were for a while, newest first',
  params: customerParams,
  reply: z.object({ items: z.array(merge) }),
})

export const previewUnmerge = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/merges/:mergeId/reversal-preview',
  access: 'customers.merge',
  summary: 'What would go back with a record if its merge were taken back, and what would stay',
  params: mergeParams,
  reply: z.object({
    /** the records that leave together, the merged one first */
    records: z.array(z.object({ id: whole, name: z.string() })),
    moved,
    /** fields that this customer shows of them now, with what stands instead */
    fields: z.array(z.object({ field: z.string(), label: z.string().nullable(), now: value, after: value })),
    /** consents that were heard while they were one, which stay here: ask whose they are */
    heardMeanwhile: whole,
  }),
})
export type UnmergePreview = z.output<typeof previewUnmerge.reply>

export const reverseMerge = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/merges/:mergeId/reversal',
  access: 'customers.merge',
  summary: 'Take a merge back: the record is a customer again, with all that is its own',
  params: mergeParams,
  body: z.strictObject({
    /** remember that they are not one person: never asked again, never merged by matching */
    isNotSame: z.boolean().default(true),
  }),
  reply: z.object({ recordId: whole }),
})

export const sayNotSame = endpoint({
  method: 'PUT',
  path: '/api/customers/:customerId/not-same/:otherId',
  access: 'customers.merge',
  summary: 'Two customers are not one person: never asked again, never merged by matching',
  params: z.strictObject({ customerId: id, otherId: id }),
})
