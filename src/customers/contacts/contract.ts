import * as z from 'zod'
import { endpoint, id } from '../../platform/http/contract.ts'

export const contactKinds = ['email', 'phone', 'address', 'line'] as const
export const contactStatuses = ['unknown', 'verified', 'unreachable', 'wrong'] as const

export const contactPoint = z.object({
  id: z.number().int(),
  version: z.number().int(),
  kind: z.enum(contactKinds),
  /** as given; for an address, its parts in one line */
  value: z.string(),
  label: z.string(),
  /** seven digits in Japan */
  postcode: z.string().nullable(),
  prefecture: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  isPrimary: z.boolean(),
  status: z.enum(contactStatuses),
  sourceId: z.number().int(),
})
export type ContactPointReply = z.output<typeof contactPoint>

const part = z.string().trim().max(200).nullable()
/** An e-mail, phone or LINE id stands in `value`; an address in its parts. */
const contactFields = {
  value: z.string().trim().max(254),
  label: z.string().trim().max(50),
  postcode: z.string().trim().max(10).nullable(),
  prefecture: part,
  address1: part,
  address2: part,
  /** the first of its kind is primary by itself; making another one primary takes it from the former */
  isPrimary: z.boolean(),
  status: z.enum(contactStatuses),
}
export const contactChange = z.strictObject(contactFields).partial()
export type ContactChange = z.output<typeof contactChange>

const changed = z.object({ id: z.number().int(), version: z.number().int() })
const contactParams = z.strictObject({ customerId: id, id })

export const addContactPoint = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/contact-points',
  access: 'customers.write',
  summary: 'Add an e-mail address, phone number, address or LINE id',
  params: z.strictObject({ customerId: id }),
  body: z
    .strictObject({ ...contactFields, kind: z.enum(contactKinds) })
    .partial()
    .required({ kind: true }),
  reply: changed,
})

export const changeContactPoint = endpoint({
  method: 'PATCH',
  path: '/api/customers/:customerId/contact-points/:id',
  access: 'customers.write',
  summary: 'Change a contact point; 409 like for a customer when the same field was changed meanwhile',
  params: contactParams,
  body: z.strictObject({ version: z.number().int().positive(), change: contactChange }),
  reply: z.object({ version: z.number().int(), merged: z.array(z.string()) }),
})

export const removeContactPoint = endpoint({
  method: 'DELETE',
  path: '/api/customers/:customerId/contact-points/:id',
  access: 'customers.write',
  summary: 'Remove a contact point; it can be restored from the history',
  params: contactParams,
})
