import * as z from 'zod'
import { at, day, endpoint, idParams } from '../../platform/http/contract.ts'
import { contactPoint } from '../contacts/contract.ts'
import { preference } from '../memory/contract.ts'

const line = z.string().trim().max(100)
export const genders = ['female', 'male', 'other', 'unanswered'] as const

/** A custom attribute's value, by the type its definition names: days as `2026-11-22`. */
export const attributeValue = z.union([z.string().trim().min(1).max(500), z.number(), z.boolean()])

/** What people write about a customer; every field may stand alone in a change. */
export const profileFields = {
  number: line.nullable(),
  familyName: line,
  givenName: line,
  familyKana: line,
  givenKana: line,
  companyName: z.string().trim().max(200),
  birthOn: day.nullable(),
  gender: z.enum(genders).nullable(),
  storeId: z.number().int().positive().nullable(),
  channelId: z.number().int().positive().nullable(),
  registeredOn: day.nullable(),
}
const attributes = z.record(z.string().max(40), attributeValue.nullable())
export const profileChange = z.strictObject({ ...profileFields, attributes }).partial()
export type ProfileChange = z.output<typeof profileChange>

/** Figures and classes of a customer who has bought; the rules in force gave the classes. */
export const customerMetrics = z.object({
  firstOn: z.string(),
  lastOn: z.string(),
  orderCount: z.number().int(),
  orderDays: z.number().int(),
  netSales: z.number().int(),
  grossProfit: z.number().int().nullable(),
  r: z.number().int(),
  f: z.number().int(),
  m: z.number().int(),
  rank: z.string(),
  cpm: z.string(),
  decile: z.number().int().nullable(),
  updatedAt: at,
})

/** What someone about to talk to this customer must not miss. */
export const alert = z.object({
  kind: z.enum(['caution', 'no-way-to-reach', 'subscription-overdue', 'subscription-paused']),
  text: z.string(),
})

export const customer = z.object({
  id: z.number().int(),
  version: z.number().int(),
  number: z.string().nullable(),
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  companyName: z.string(),
  birthOn: z.string().nullable(),
  gender: z.enum(genders).nullable(),
  storeId: z.number().int().nullable(),
  channelId: z.number().int().nullable(),
  registeredOn: z.string().nullable(),
  createdAt: at,
  updatedAt: at,
  attributes: z.record(z.string(), attributeValue),
  /** numbers by which other systems know this customer */
  refs: z.array(z.object({ sourceId: z.number().int(), externalId: z.string() })),
  contactPoints: z.array(contactPoint),
  /** the reader may not see contact data: values are masked */
  masked: z.boolean(),
  preferences: z.array(preference),
  tags: z.array(z.object({ id: z.number().int(), name: z.string() })),
  metrics: customerMetrics.nullable(),
  alerts: z.array(alert),
})
export type CustomerReply = z.output<typeof customer>

export const getCustomer = endpoint({
  method: 'GET',
  path: '/api/customers/:id',
  access: 'customers.read',
  summary: 'Everything the company knows about one customer; an id merged into another answers with that one',
  params: idParams,
  reply: customer,
})

export const createCustomer = endpoint({
  method: 'POST',
  path: '/api/customers',
  access: 'customers.write',
  summary: 'Add a customer',
  body: profileChange,
  reply: z.object({ id: z.number().int(), version: z.number().int() }),
})

/**
 * `version` is the one the fields were read at. Fields others have changed since are kept; when one of them is among
 * the changes sent, the answer is 409 `conflict` with `detail.fields`: { field, yours, theirs, by, at } and
 * `detail.version` to send when you insist.
 */
export const changeCustomer = endpoint({
  method: 'PATCH',
  path: '/api/customers/:id',
  access: 'customers.write',
  summary: 'Change fields of a customer; changes to other fields made meanwhile are kept',
  params: idParams,
  body: z.strictObject({ version: z.number().int().positive(), change: profileChange }),
  reply: z.object({ version: z.number().int(), merged: z.array(z.string()) }),
})
