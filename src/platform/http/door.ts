import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import type { Machinery } from './answer.ts'

/**
 * A door for programs and pages outside that speak their own protocol: webhooks, tracking, hosted forms. What comes in
 * is bytes; who sends it is for the door to find out, best before the body is read. No session counts here.
 */
export interface Door {
  method: 'GET' | 'POST' | 'OPTIONS'
  /** outside /api/; parameters as `:key` */
  path: string
  /** a longer body is refused by its announced length, or as soon as more has come */
  mostBytes: number
  /** Looks at everything but the body; a reply ends it there. */
  admit?(ctx: Context, asked: Omit<DoorRequest, 'body'>): Promise<DoorReply | undefined>
  handle(ctx: Context, asked: DoorRequest): Promise<DoorReply>
}

export interface DoorRequest {
  params: Record<string, string>
  query: Record<string, string | string[]>
  headers: IncomingHttpHeaders
  ip: string
  body: Buffer
}

export interface DoorReply {
  status: number
  headers?: Record<string, string>
  body?: string | Buffer
}

/** Who takes longer to say what they have to say is hung up on. */
const mostBodySeconds = 30

export function registerDoors(app: FastifyInstance, machinery: Machinery, doors: readonly Door[]): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const door of doors) {
      scope.route({
        method: door.method,
        url: door.path,
        bodyLimit: door.mostBytes,
        exposeHeadRoute: false,
        config: { isForSites: true },
        onRequest: async (request, reply) => {
          const early = await door.admit?.(await contextOf(machinery, request), asked(request))
          if (early) return send(reply, early)
        },
        preParsing: async (request, _reply, payload) => {
          const timer = setTimeout(() => request.raw.destroy(), mostBodySeconds * 1000)
          payload.once('close', () => clearTimeout(timer))
          return payload
        },
        handler: async (request, reply) => {
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
          return send(reply, await door.handle(await contextOf(machinery, request), { ...asked(request), body }))
        },
      })
    }
  })
}

async function contextOf({ pool, config, jobs, clock, company }: Machinery, request: FastifyRequest): Promise<Context> {
  return { pool, config, jobs, now: clock(), company: await company.recent(), log: request.log }
}

function asked({ params, query, headers, ip }: FastifyRequest): Omit<DoorRequest, 'body'> {
  return { params: params as DoorRequest['params'], query: query as DoorRequest['query'], headers, ip }
}

function send(reply: FastifyReply, { status, headers = {}, body = '' }: DoorReply): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', ...headers })
    .status(status)
    .send(body)
}
