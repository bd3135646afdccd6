import * as z from 'zod'
import { at, endpoint, id, idParams } from '../../platform/http/contract.ts'

const whole = z.number().int()
const name = z.string().trim().min(1).max(100)
/** by kind: each refuses what it does not know */
const settings = z.record(z.string(), z.unknown())
const secrets = z.record(z.string(), z.string().max(20_000))

const connection = z.object({
  id: whole,
  kind: z.string(),
  name: z.string(),
  key: z.string(),
  sourceId: whole,
  settings,
  isActive: z.boolean(),
  version: whole,
  createdAt: at,
})
export type Connection = z.output<typeof connection>

export const listConnections = endpoint({
  method: 'GET',
  path: '/api/connections',
  access: 'connections.read',
  summary: 'Ways by which data arrives by itself, or leaves; never their secrets',
  reply: z.object({ items: z.array(connection) }),
})

export const getConnection = endpoint({
  method: 'GET',
  path: '/api/connections/:id',
  access: 'connections.read',
  summary: 'One connection',
  params: idParams,
  reply: connection,
})

export const createConnection = endpoint({
  method: 'POST',
  path: '/api/connections',
  access: 'connections.write',
  ownTransactions: true,
  summary: 'Make a connection; secrets made for it are shown once',
  body: z.strictObject({
    kind: z.string(),
    name,
    settings,
    secrets: secrets.default({}),
    /** whose records it brings; left out: a source of its own */
    sourceId: id.optional(),
  }),
  reply: z.object({ id: whole, key: z.string(), secrets: z.record(z.string(), z.string()) }),
})

export const changeConnection = endpoint({
  method: 'PATCH',
  path: '/api/connections/:id',
  access: 'connections.write',
  summary: 'Change name, settings or secrets, or switch it off and on; secrets left out stay',
  params: idParams,
  body: z.strictObject({
    version: whole,
    name: name.optional(),
    settings: settings.optional(),
    secrets: secrets.optional(),
    isActive: z.boolean().optional(),
  }),
  reply: z.object({ version: whole }),
})

export const remakeSecrets = endpoint({
  method: 'POST',
  path: '/api/connections/:id/secrets',
  access: 'connections.write',
  ownTransactions: true,
  summary: 'Make the secrets of a connection anew; they are shown once, the former hold no more',
  params: idParams,
  reply: z.object({ secrets: z.record(z.string(), z.string()) }),
})

export const deleteConnection = endpoint({
  method: 'DELETE',
  path: '/api/connections/:id',
  access: 'connections.write',
  summary: 'Delete a connection; what it brought stays',
  params: idParams,
})
