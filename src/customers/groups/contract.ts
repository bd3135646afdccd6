import * as z from 'zod'
import { endpoint, id } from '../../platform/http/contract.ts'

const whole = z.number().int()
const customerParams = z.strictObject({ customerId: id })
const kind = z.enum(['household', 'company'])

const group = z.object({
  id: whole,
  kind,
  name: z.string(),
  members: z.array(
    z.object({
      id: whole,
      familyName: z.string(),
      givenName: z.string(),
      familyKana: z.string(),
      givenKana: z.string(),
      companyName: z.string(),
      number: z.string().nullable(),
      /** found by matching, or put in by hand */
      via: z.enum(['match', 'screen']),
    }),
  ),
  /** people of it whom the asker may not see */
  hidden: whole,
})
export type GroupReply = z.output<typeof group>

export const listGroups = endpoint({
  method: 'GET',
  path: '/api/customers/:customerId/groups',
  access: 'customers.read',
  summary: 'The household and the firm of a customer, with everybody who belongs to it',
  params: customerParams,
  reply: z.object({ items: z.array(group) }),
})

export const addToGroup = endpoint({
  method: 'POST',
  path: '/api/customers/:customerId/groups',
  access: 'customers.write',
  summary: 'Say that another customer is of the same household or firm',
  params: customerParams,
  body: z.strictObject({ kind, otherId: id }),
  reply: z.object({ groupId: whole }),
})

export const leaveGroup = endpoint({
  method: 'DELETE',
  path: '/api/customers/:customerId/groups/:groupId',
  access: 'customers.write',
  summary: 'Take a customer out of a household or firm; matching does not put them in again',
  params: z.strictObject({ customerId: id, groupId: id }),
})
