import * as z from 'zod'
import { at, endpoint, idParams } from '../../platform/http/contract.ts'

const name = z.string().trim().min(1).max(100)
const code = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,40}$/)
const version = z.number().int().positive()
const made = z.object({ id: z.number().int() })

export const company = z.object({
  name: z.string(),
  timeZone: z.string(),
  fiscalYearStartMonth: z.number().int(),
  currency: z.string(),
  isDemo: z.boolean(),
  version: z.number().int(),
})

export const getCompany = endpoint({
  method: 'GET',
  path: '/api/company',
  access: 'settings.read',
  summary: 'Name, time zone, fiscal year and currency of the company',
  reply: company,
})

/** Time zone and currency decide what stored days and amounts mean: they are chosen on the first visit only. */
export const changeCompany = endpoint({
  method: 'PATCH',
  path: '/api/company',
  access: 'settings.write',
  summary: 'Change the name or the start of the fiscal year',
  body: z.strictObject({
    version,
    change: z.strictObject({ name, fiscalYearStartMonth: z.number().int().min(1).max(12) }).partial(),
  }),
  reply: company,
})

export const channelKinds = ['ec', 'store', 'phone', 'marketplace', 'other'] as const
const channel = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(channelKinds),
})
export const listChannels = endpoint({
  method: 'GET',
  path: '/api/channels',
  access: 'settings.read',
  summary: 'Where orders are placed',
  reply: z.object({ items: z.array(channel) }),
})
export const createChannel = endpoint({
  method: 'POST',
  path: '/api/channels',
  access: 'settings.write',
  summary: 'Add a channel',
  body: z.strictObject({ code, name, kind: z.enum(channelKinds) }),
  reply: made,
})
export const changeChannel = endpoint({
  method: 'PATCH',
  path: '/api/channels/:id',
  access: 'settings.write',
  summary: 'Rename a channel or change its kind',
  params: idParams,
  body: z.strictObject({ name, kind: z.enum(channelKinds) }).partial(),
})

const store = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  version: z.number().int(),
  closedAt: at.nullable(),
})
export const listStores = endpoint({
  method: 'GET',
  path: '/api/stores',
  access: 'settings.read',
  summary: 'Shops with a door, closed ones too',
  reply: z.object({ items: z.array(store) }),
})
export const createStore = endpoint({
  method: 'POST',
  path: '/api/stores',
  access: 'settings.write',
  summary: 'Add a store',
  body: z.strictObject({ code, name }),
  reply: made,
})
export const changeStore = endpoint({
  method: 'PATCH',
  path: '/api/stores/:id',
  access: 'settings.write',
  summary: 'Rename, close or reopen a store',
  params: idParams,
  body: z.strictObject({ version, change: z.strictObject({ name, isClosed: z.boolean() }).partial() }),
  reply: z.object({ version: z.number().int() }),
})

const source = z.object({ id: z.number().int(), code: z.string(), name: z.string() })
export const listSources = endpoint({
  method: 'GET',
  path: '/api/sources',
  access: 'settings.read',
  summary: 'Systems and file layouts that records came from',
  reply: z.object({ items: z.array(source) }),
})
export const createSource = endpoint({
  method: 'POST',
  path: '/api/sources',
  access: 'settings.write',
  summary: 'Add a source',
  body: z.strictObject({ code, name }),
  reply: made,
})
export const changeSource = endpoint({
  method: 'PATCH',
  path: '/api/sources/:id',
  access: 'settings.write',
  summary: 'Rename a source',
  params: idParams,
  body: z.strictObject({ name }),
})

const tag = z.object({ id: z.number().int(), name: z.string() })
export const listTags = endpoint({
  method: 'GET',
  path: '/api/tags',
  access: 'settings.read',
  summary: 'Tags that customers can carry',
  reply: z.object({ items: z.array(tag) }),
})
export const createTag = endpoint({
  method: 'POST',
  path: '/api/tags',
  access: 'customers.bulk',
  summary: 'Add a tag; one with the same name is returned instead of doubled',
  body: z.strictObject({ name: z.string().trim().min(1).max(50) }),
  reply: made,
})
export const changeTag = endpoint({
  method: 'PATCH',
  path: '/api/tags/:id',
  access: 'settings.write',
  summary: 'Rename a tag',
  params: idParams,
  body: z.strictObject({ name: z.string().trim().min(1).max(50) }),
})

export const attributeTypes = ['text', 'number', 'date', 'boolean', 'choice'] as const
const choices = z.array(z.string().trim().min(1).max(100)).max(200)
const attributeDefinition = z.object({
  id: z.number().int(),
  key: z.string(),
  name: z.string(),
  type: z.enum(attributeTypes),
  choices: z.array(z.string()),
  version: z.number().int(),
})
export type AttributeDefinitionReply = z.output<typeof attributeDefinition>
export const listAttributeDefinitions = endpoint({
  method: 'GET',
  path: '/api/attribute-definitions',
  access: 'settings.read',
  summary: 'Custom attributes of customers',
  reply: z.object({ items: z.array(attributeDefinition) }),
})
export const createAttributeDefinition = endpoint({
  method: 'POST',
  path: '/api/attribute-definitions',
  access: 'settings.write',
  summary: 'Add a custom attribute; its key and type stay for good',
  body: z.strictObject({
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
    name,
    type: z.enum(attributeTypes),
    choices: choices.default([]),
  }),
  reply: made,
})
export const changeAttributeDefinition = endpoint({
  method: 'PATCH',
  path: '/api/attribute-definitions/:id',
  access: 'settings.write',
  summary: 'Rename a custom attribute or change its choices; a choice in use cannot go',
  params: idParams,
  body: z.strictObject({ version, change: z.strictObject({ name, choices }).partial() }),
  reply: z.object({ version: z.number().int() }),
})
