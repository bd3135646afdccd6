import * as z from 'zod'
import { count, endpoint, id, idParams, pageOf, pageQuery } from '../platform/http/contract.ts'
import { type Predicate, predicate } from './predicate.ts'

export { type FailureReason, reasons } from './bulk/reasons.ts'

export type { Condition, Predicate } from './predicate.ts'

/** A predicate in an address: its JSON, as `filter={"field":"rank","in":["A"]}`. */
export const filterText = z
  .string()
  .max(20_000)
  .transform((text, ctx): Predicate => {
    const parsed = predicate.safeParse(asJson(text))
    if (parsed.success) return parsed.data
    ctx.addIssue({ code: 'custom', params: { code: 'not-a-filter' } })
    return z.NEVER
  })

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const fieldTypes = ['text', 'number', 'money', 'day', 'choice', 'reference', 'flag'] as const

const field = z.object({
  key: z.string(),
  /** the room that answers it: `customers`, `purchases`, `analysis`; custom attributes bring their own name */
  room: z.string(),
  name: z.string().nullable(),
  type: z.enum(fieldTypes),
  choices: z.array(z.string()).nullable(),
  /** what the shop itself calls its choices */
  choiceNames: z.record(z.string(), z.string()),
  /** `reference`: whose ids the values are */
  of: z.enum(['stores', 'channels', 'tags', 'sources', 'products', 'categories']).nullable(),
  tests: z.array(z.string()),
  /** conditions on it name a day (`at`) */
  asOf: z.boolean(),
  isColumn: z.boolean(),
  isSortable: z.boolean(),
})
export type FieldReply = z.output<typeof field>

export const listFields = endpoint({
  method: 'GET',
  path: '/api/customers/fields',
  access: 'customers.read',
  summary: 'What customers can be filtered, sorted and shown by',
  reply: z.object({ items: z.array(field) }),
})

const columns = z
  .string()
  .max(2000)
  .transform((text) => text.split(',').filter(Boolean))

const row = z.object({
  id: z.number().int(),
  number: z.string().nullable(),
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  companyName: z.string(),
  /** column key → value; lists for fields with many (tags, prefectures) */
  values: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.union([z.string(), z.number()]))]),
  ),
})
export type CustomerRow = z.output<typeof row>

/** `sort` is a field key, `-key` for descending; customers without a value come last either way. */
export const listCustomers = endpoint({
  method: 'GET',
  path: '/api/customers',
  access: 'customers.read',
  summary: 'Customers by filter and sort, page by page, with the columns asked for',
  query: z.strictObject({
    ...pageQuery,
    filter: filterText.optional(),
    sort: z.string().max(60).default('kana'),
    columns: columns.optional(),
  }),
  reply: z.object({ items: z.array(row), next: z.string().nullable() }),
})

export const countCustomers = endpoint({
  method: 'GET',
  path: '/api/customers/count',
  access: 'customers.read',
  summary: 'How many customers match a filter: exact, or about so many when counting takes too long',
  query: z.strictObject({ filter: filterText.optional() }),
  reply: count,
})

/** Picked one by one, or everyone who matches but a few. */
export const selection = z.union([
  z.strictObject({ ids: z.array(z.number().int().positive()).min(1).max(10_000) }),
  z.strictObject({ filter: predicate, excludedIds: z.array(z.number().int().positive()).max(10_000).default([]) }),
])
export type Selection = z.output<typeof selection>

const queued = z.object({ jobId: z.number().int() })

export const tagCustomers = endpoint({
  method: 'POST',
  path: '/api/customers/taggings',
  access: 'customers.bulk',
  summary: 'Put tags on or take them off all selected customers, in the background (see /api/jobs/:id)',
  body: z.strictObject({
    selection,
    add: z.array(z.number().int().positive()).max(20).default([]),
    remove: z.array(z.number().int().positive()).max(20).default([]),
  }),
  reply: queued,
})

export const encodings = ['utf-8', 'cp932'] as const

/**
 * The job's `result`: { rows, bytes, unmappable: [{ character, codePoint, count }] }. The file can be had at
 * /api/exports/:id by its maker until the job's `expiresAt`.
 */
export const exportCustomers = endpoint({
  method: 'POST',
  path: '/api/customers/exports',
  access: 'customers.export',
  summary: 'Write the selected customers to a CSV file, in the background; the reason goes to the audit log',
  body: z.strictObject({
    selection,
    columns: z.array(z.string().max(60)).min(1).max(100),
    sort: z.string().max(60).default('kana'),
    encoding: z.enum(encodings).default('utf-8'),
    /** headings in the language of the person */
    headings: z.record(z.string(), z.string().max(100)).default({}),
    reason: z.string().trim().min(1).max(500),
  }),
  reply: queued,
})

export const downloadExport = endpoint({
  method: 'GET',
  path: '/api/exports/:id',
  access: 'customers.export',
  summary: 'The file of an export of yours; 410 once it has expired',
  params: idParams,
  raw: 'download',
})

const failure = z.object({
  /** the customer's place in the job's order, from 1 */
  place: z.number().int(),
  customerId: z.number().int(),
  /** of customers who can still be seen */
  number: z.string().nullable(),
  familyName: z.string().nullable(),
  givenName: z.string().nullable(),
  companyName: z.string().nullable(),
  reason: z.enum(['gone', 'not-saved']),
})
export type FailureReply = z.output<typeof failure>

export const listFailures = endpoint({
  method: 'GET',
  path: '/api/jobs/:id/failures',
  access: 'customers.read',
  summary: 'Customers whom a bulk job of yours could not do its work for, and why',
  params: idParams,
  query: z.strictObject(pageQuery),
  reply: pageOf(failure),
})

export const downloadFailures = endpoint({
  method: 'GET',
  path: '/api/jobs/:id/failures.csv',
  access: 'customers.read',
  summary: 'The same as a file: row, customer, reason and remedy',
  raw: 'download',
  params: idParams,
  query: z.strictObject({
    encoding: z.enum(encodings).default('utf-8'),
    locale: z.enum(['ja', 'en']).default('ja'),
  }),
})

export const savedLists = ['customers', 'orders', 'products'] as const
const view = z.object({
  id: z.number().int(),
  version: z.number().int(),
  list: z.enum(savedLists),
  name: z.string(),
  query: z.string(),
  isShared: z.boolean(),
  isMine: z.boolean(),
  staffName: z.string(),
})
export type SavedView = z.output<typeof view>
const viewFields = {
  name: z.string().trim().min(1).max(50),
  query: z.string().max(20_000),
  isShared: z.boolean(),
}

export const listViews = endpoint({
  method: 'GET',
  path: '/api/views',
  access: 'customers.read',
  summary: 'Saved views of a list: yours and those shared with everyone',
  query: z.strictObject({ list: z.enum(savedLists) }),
  reply: z.object({ items: z.array(view) }),
})

export const createView = endpoint({
  method: 'POST',
  path: '/api/views',
  access: 'customers.read',
  summary: 'Save a view of a list',
  body: z.strictObject({ ...viewFields, list: z.enum(savedLists) }),
  reply: z.object({ id: z.number().int() }),
})

export const changeView = endpoint({
  method: 'PATCH',
  path: '/api/views/:id',
  access: 'customers.read',
  summary: 'Change a saved view of yours; managers may change shared ones',
  params: idParams,
  body: z.strictObject({ version: z.number().int().positive(), change: z.strictObject(viewFields).partial() }),
  reply: z.object({ version: z.number().int() }),
})

export const deleteView = endpoint({
  method: 'DELETE',
  path: '/api/views/:id',
  access: 'customers.read',
  summary: 'Delete a saved view of yours; managers may delete shared ones',
  params: z.strictObject({ id }),
})
