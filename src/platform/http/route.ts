import type { Readable } from 'node:stream'
import type * as z from 'zod'
import type { Actor } from '../access.ts'
import type { Context } from '../context.ts'
import type { Db, Tx } from '../db/db.ts'
import type { Endpoint } from './contract.ts'

type IsRaw<E extends Endpoint> = [Exclude<E['raw'], undefined>] extends [never] ? false : true
type Writes<E extends Endpoint> = E['method'] extends 'GET' ? false : true

/**
 * What a handler gets: the context with the signed-in actor. Writes run inside one transaction opened by the server
 * (committed with the stored reply of the Idempotency-Key), so `ctx.db` is a Tx there; raw routes get the pool.
 */
export type RequestContext<E extends Endpoint> = Context & {
  db: IsRaw<E> extends true ? Db : Writes<E> extends true ? Tx : Db
  actor: E['access'] extends 'open' ? Actor | null : Actor
}

export interface Request<E extends Endpoint> {
  params: z.output<E['params']>
  query: z.output<E['query']>
  body: z.output<E['body']>
  /** the bytes sent, for `raw: 'upload'` */
  stream?: Readable
  headers: Record<string, string | string[] | undefined>
  ip: string
  /** set a response header (cookies, downloads) */
  reply: { header(name: string, value: string): void; status(code: number): void }
}

/** A file to send, for `raw: 'download'`. */
export interface Download {
  stream: Readable
  fileName: string
  contentType: string
}

type Reply<E extends Endpoint> = 'download' extends E['raw'] ? Download : z.input<E['reply']>

/** Whether pages of another site's origin may read the answer to what they ask with such a query. */
export type IsForSite = (ctx: Pick<Context, 'pool' | 'now'>, origin: string, query: unknown) => Promise<boolean>

export interface Route {
  endpoint: Endpoint
  handle(ctx: never, request: never): Promise<unknown>
  /** given: pages of other sites may ask too, without cookies; the handler refuses those it does not know */
  isForSite?: IsForSite
}

/** Binds a contract to what answers it. */
export function route<E extends Endpoint>(
  endpoint: E,
  handle: (ctx: RequestContext<E>, request: Request<E>) => Promise<Reply<E>>,
  isForSite?: IsForSite,
): Route {
  return { endpoint, handle: handle as Route['handle'], ...(isForSite ? { isForSite } : {}) }
}
