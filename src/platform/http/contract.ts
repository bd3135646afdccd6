import * as z from 'zod'
import type { Access } from '../access.ts'

export type { Permission, Role } from '../access.ts'
export type { RefusalCode } from './refusal.ts'

/** One route, said once: the server parses by it, the web app calls by it, OpenAPI is written from it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** starts with /api/; parameters as `:id` */
  path: string
  access: Access
  /** one English sentence for the API page */
  summary: string
  params: Params
  query: Query
  body: Body
  reply: Reply
  /** bytes in (`upload`) or bytes out (`download`) instead of JSON; such routes open their own transactions */
  raw?: 'upload' | 'download'
  /**
   * The handler opens its transactions on `ctx.pool` itself: something must stay written although the request is refused
   * (failed sign-ins), or the reply holds a secret that must not be kept for the Idempotency-Key.
   */
  ownTransactions?: true
}

const nothing = z.strictObject({})
export const noReply = z.null()

type Nothing = typeof nothing

interface EndpointInput<P, Q, B, R, Raw>
  extends Pick<Endpoint, 'method' | 'path' | 'access' | 'summary' | 'ownTransactions'> {
  raw?: Raw
  params?: P
  query?: Q
  body?: B
  reply?: R
}

/** Declares a route. Leave out what it has not: unknown parameters, query or body fields are refused. */
export function endpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  R extends z.ZodType = typeof noReply,
  Raw extends Endpoint['raw'] = undefined,
>(input: EndpointInput<P, Q, B, R, Raw>): Endpoint<P, Q, B, R> & { raw?: Raw } {
  return {
    ...input,
    params: (input.params ?? nothing) as P,
    query: (input.query ?? nothing) as Q,
    body: (input.body ?? nothing) as B,
    reply: (input.reply ?? noReply) as R,
  }
}

/** A path parameter that is a database id. */
export const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
export const idParams = z.strictObject({ id })

/** A calendar day, `2026-11-22`. */
export const day = z.iso.date()
/** An instant as clients send it, ISO 8601 with an offset. */
export const instant = z.iso.datetime({ offset: true })
/** An instant in a reply: handlers give a Date, clients get ISO 8601 in UTC. */
export const at = z
  .date()
  .transform((date) => date.toISOString())
  .pipe(z.iso.datetime())

/** Where a page is from, as browsers say it: scheme, host and port; https, but for trials on one's own machine. */
export const origin = z
  .string()
  .trim()
  .max(300)
  .transform((text) => (URL.canParse(text) ? new URL(text).origin : text))
  .refine((text) => /^https:\/\/[^/]+$|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(text), {
    params: { code: 'not-an-origin' },
  })

/** A page of a list: keyset paging, `next` is the cursor of the following page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable(),
  })
}
export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** How a list counts its matches: exact as of now, or about so many when counting takes too long. */
export const count = z.object({ count: z.number().int(), exact: z.boolean(), countedAt: at })

/** application/problem+json */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.record(z.string(), z.unknown()).optional(),
  fields: z
    .array(z.object({ field: z.string(), code: z.string(), detail: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
})
export type Problem = z.infer<typeof problem>
