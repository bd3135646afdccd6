import * as z from 'zod'
import { endpoint, id } from '../../platform/http/contract.ts'

/** What is worth remembering: free notes, preferences by kind, tags. */

export const preferenceKinds = ['like', 'dislike', 'allergy', 'skin', 'size', 'gift', 'caution', 'other'] as const
export const preference = z.object({
  id: z.number().int(),
  version: z.number().int(),
  kind: z.enum(preferenceKinds),
  value: z.string(),
})

const customerParams = z.strictObject({ customerId: id })
const partParams = z.strictObject({ customerId: id, id })
const changed = z.object({ id: z.number().int(), version: z.number().int() })
const merged = z.object({ version: z.number().int(), merged: z.array(z.string()) })
const version = z.number().int().positive()
const noteBody = z.string().trim().min(1).max(10_000)
const preferenceFields = {
  kind: z.enum(preferenceKinds),
  value: z.string().trim().min(1).max(500),
}

export const addNote = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/notes',
  access: 'customers.write',
  summary: 'Write a note; it stands in the timeline',
  params: customerParams,
  body: z.strictObject({ body: noteBody }),
  reply: changed,
})

export const changeNote = endpoint({
  method: 'PATCH',
  path: '/api/customers/:customerId/notes/:id',
  access: 'customers.write',
  summary: 'Change a note',
  params: partParams,
  body: z.strictObject({ version, change: z.strictObject({ body: noteBody }) }),
  reply: merged,
})

export const removeNote = endpoint({
  method: 'DELETE',
  path: '/api/customers/:customerId/notes/:id',
  access: 'customers.write',
  summary: 'Remove a note; it can be restored from the history',
  params: partParams,
})

export const addPreference = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/preferences',
  access: 'customers.write',
  summary: 'Remember a like, an allergy, a caution …',
  params: customerParams,
  body: z.strictObject(preferenceFields),
  reply: changed,
})

export const changePreference = endpoint({
  method: 'PATCH',
  path: '/api/customers/:customerId/preferences/:id',
  access: 'customers.write',
  summary: 'Change a preference',
  params: partParams,
  body: z.strictObject({ version, change: z.strictObject(preferenceFields).partial() }),
  reply: merged,
})

export const removePreference = endpoint({
  method: 'DELETE',
  path: '/api/customers/:customerId/preferences/:id',
  access: 'customers.write',
  summary: 'Remove a preference; it can be restored from the history',
  params: partParams,
})

export const tagCustomer = endpoint({
  method: 'PUT',
  path: '/api/customers/:customerId/tags/:id',
  access: 'customers.write',
  summary: 'Put a tag on a customer; nothing happens when it is there',
  params: partParams,
})

export const untagCustomer = endpoint({
  method: 'DELETE',
  path: '/api/customers/:customerId/tags/:id',
  access: 'customers.write',
  summary: 'Take a tag off a customer; nothing happens when it is not there',
  params: partParams,
})
