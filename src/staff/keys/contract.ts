import * as z from 'zod'
import { type Permission, permissions } from '../../platform/access.ts'
import { at, endpoint, idParams } from '../../platform/http/contract.ts'
import { nameInput, permissionName } from '../sign-in/contract.ts'

/** A program must not make itself or others more powerful: no key may manage people or keys. */
const peopleOnly: readonly Permission[] = ['staff.write', 'api-keys.write']
const scopeNames = (Object.keys(permissions) as Permission[]).filter((name) => !peopleOnly.includes(name))
export const keyScope = z.enum(scopeNames as [Permission, ...Permission[]])

const apiKey = z.object({
  id: z.number().int(),
  name: z.string(),
  /** the first letters, to tell keys apart */
  prefix: z.string(),
  scopes: z.array(permissionName),
  createdBy: z.string(),
  /** false when its maker has left or no longer may what the key was given */
  makerActive: z.boolean(),
  createdAt: at,
  lastUsedAt: at.nullable(),
  revokedAt: at.nullable(),
})
export type ApiKey = z.output<typeof apiKey>

export const listApiKeys = endpoint({
  method: 'GET',
  path: '/api/api-keys',
  access: 'api-keys.write',
  summary: 'API keys, revoked ones last; never the keys themselves.',
  reply: z.object({ items: z.array(apiKey) }),
})

export const createApiKey = endpoint({
  method: 'POST',
  path: '/api/api-keys',
  access: 'api-keys.write',
  ownTransactions: true,
  summary: 'Make an API key with some of your own permissions; it is shown once.',
  body: z.strictObject({ name: nameInput, scopes: z.array(keyScope).min(1).max(50) }),
  reply: z.object({
    id: z.number().int(),
    /** send as `Authorization: Bearer …` */
    key: z.string(),
  }),
})

export const revokeApiKey = endpoint({
  method: 'DELETE',
  path: '/api/api-keys/:id',
  access: 'api-keys.write',
  summary: 'Revoke an API key; the next request with it is refused.',
  params: idParams,
})
