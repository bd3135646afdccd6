import * as z from 'zod'
import { endpoint } from '../../platform/http/contract.ts'

export const found = z.object({
  id: z.number().int(),
  number: z.string().nullable(),
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  companyName: z.string(),
  birthOn: z.string().nullable(),
  prefecture: z.string().nullable(),
  rank: z.string().nullable(),
  lastOn: z.string().nullable(),
  /** what was matched, and its value where it is not the name itself (phone, e-mail, member or order number) */
  matched: z.enum(['name', 'phone', 'email', 'number', 'order']),
  value: z.string().nullable(),
})

export const searchCustomers = endpoint({
  method: 'GET',
  path: '/api/customers/search',
  access: 'customers.read',
  summary: 'One box: name, reading in any width, phone or its last four digits, e-mail, member number, order number',
  query: z.strictObject({
    q: z.string().trim().min(1).max(100),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  reply: z.object({ items: z.array(found), more: z.boolean() }),
})
