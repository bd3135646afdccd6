import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Access, type Actor, may } from '../access.ts'
import type { companyReader } from '../company.ts'
import type { Config } from '../config.ts'
import type { Context } from '../context.ts'
import { type Db, type Pool, transaction } from '../db/db.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { claimKey, hashRequest, keepReply } from './idempotency.ts'
import { parse } from './parse.ts'
import { Refusal } from './refusal.ts'
import type { Download, Request, Route } from './route.ts'
import { nameSite } from './sites.ts'

/** Who sends this request: a session cookie or an API key; null: nobody known. */
export type Authenticate = (db: Db, request: { headers: IncomingHttpHeaders }, now: Date) => Promise<Actor | null>

export interface Machinery {
  pool: Pool
  config: Config
  jobs: Jobs
  authenticate: Authenticate
  company: ReturnType<typeof companyReader>
  clock: () => Date
}

type Handle = (ctx: unknown, request: unknown) => Promise<unknown>

/** One request from the door to the reply; a write sees the company as it is now, and whoever asks after it too. */
export async function answer(
  machinery: Machinery,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (route.endpoint.method === 'GET') return answerOnce(machinery, route, request, reply)
  machinery.company.forget()
  try {
    return await answerOnce(machinery, route, request, reply)
  } finally {
    machinery.company.forget()
  }
}

/** Who, may they, what did they send, do it, say it. */
async function answerOnce(
  machinery: Machinery,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { endpoint } = route
  const { pool, config, jobs, clock } = machinery
  const now = clock()
  if (route.isForSite) await nameSite(machinery, route, request, reply)
  const actor = await machinery.authenticate(pool, request, now)
  checkAccess(endpoint.access, actor)
  const parsed = {
    params: parse(endpoint.params, request.params, 'params'),
    query: parse(endpoint.query, request.query, 'query'),
    body: endpoint.raw === 'upload' ? undefined : parse(endpoint.body, request.body ?? {}, 'body'),
  }
  const asked: Request<typeof endpoint> = {
    ...parsed,
    ...(endpoint.raw === 'upload' ? { stream: request.body as Readable } : {}),
    headers: request.headers,
    ip: request.ip,
    reply: { header: (name, value) => void reply.header(name, value), status: (code) => void reply.status(code) },
  }
  const company = await machinery.company.recent()
  const context: Context = { pool, config, now, company, jobs, log: request.log }
  const handle = route.handle as Handle
  // Replies carry personal data: nothing between the server and the person keeps a copy.
  reply.header('cache-control', 'no-store')

  if (endpoint.raw === 'download') {
    const file = (await handle({ ...context, db: pool, actor }, asked)) as Download
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`)
      .type(file.contentType)
      .send(file.stream)
  }
  if (endpoint.method === 'GET' || endpoint.raw === 'upload' || endpoint.ownTransactions) {
    const body = endpoint.reply.parse((await handle({ ...context, db: pool, actor }, asked)) ?? null)
    return reply.type('application/json').send(JSON.stringify(body))
  }
  const key = idempotencyKey(request, actor)
  const stored = await transaction(pool, async (tx) => {
    const claim = key && { ...key, requestHash: hashRequest(request.method, request.url, request.body), now }
    const former = claim && (await claimKey(tx, claim))
    if (former) return former
    const body = endpoint.reply.parse((await handle({ ...context, db: tx, actor }, asked)) ?? null)
    const made = { status: reply.statusCode, body }
    if (claim) await keepReply(tx, claim, made)
    return made
  })
  return reply.status(stored.status).type('application/json').send(JSON.stringify(stored.body))
}

function checkAccess(access: Access, actor: Actor | null): void {
  if (access === 'open') return
  if (!actor) throw new Refusal('not-signed-in')
  if (access === 'signed-in') return
  if (!may(actor, access)) throw new Refusal('not-allowed', { permission: access })
}

function idempotencyKey(request: FastifyRequest, actor: Actor | null): { actor: string; key: string } | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined || actor === null) return undefined
  if (typeof key !== 'string' || key.length === 0 || key.length > 255) {
    throw new Refusal('invalid-request', {}, [{ field: 'Idempotency-Key', code: 'wrong-format' }])
  }
  return { actor: `${actor.staffId}/${actor.apiKeyId ?? ''}`, key }
}
