import { existsSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import files from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { doorsOf, type Room, routesOf } from './house.ts'
import { companyReader } from './platform/company.ts'
import type { Config } from './platform/config.ts'
import type { Pool } from './platform/db/db.ts'
import { type Authenticate, answer, type Machinery } from './platform/http/answer.ts'
import { docsPage, docsStyle } from './platform/http/docs-page.ts'
import { registerDoors } from './platform/http/door.ts'
import { openApi } from './platform/http/openapi.ts'
import { problemOf } from './platform/http/problem.ts'
import { Refusal } from './platform/http/refusal.ts'
import { answerPreflight } from './platform/http/sites.ts'
import type { Jobs } from './platform/jobs/jobs.ts'

export interface ServerParts {
  pool: Pool
  config: Config
  jobs: Jobs
  house: Room[]
  authenticate: Authenticate
  clock?: () => Date
  /** where the built web app lies; nothing is served when it was not built */
  webFolder?: string
}

const megabyte = 1_048_576
const version = '0.1.0'

/** The HTTP side of the house: every route of every room, the API's description and the web app. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { config } = parts
  const app = fastify({
    bodyLimit: megabyte,
    // ids only: neither addresses, queries nor headers are logged, they carry personal data
    logger: {
      level: config.logLevel,
      serializers: { req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }) },
    },
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    requestTimeout: 0,
  })
  // before any route and plugin: a route keeps the handler that stood when it was loaded
  app.setErrorHandler((error, request, reply) => sendProblem(reply, error, (bug) => request.log.error(bug)))
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: config.origin.startsWith('https:'),
    referrerPolicy: { policy: 'same-origin' },
  })
  guardBorders(app, config)
  describeApi(app, parts)

  const machinery: Machinery = {
    ...parts,
    company: companyReader(parts.pool),
    clock: parts.clock ?? (() => new Date()),
  }
  for (const one of routesOf(parts.house)) {
    app.route({
      method: one.endpoint.method,
      url: one.endpoint.path,
      // nobody gets to send a body before it is known who they are
      ...(one.endpoint.raw === 'upload' ? { bodyLimit: Number.MAX_SAFE_INTEGER } : {}),
      ...(one.isForSite ? { config: { isForSites: true } } : {}),
      handler: (request, reply) => answer(machinery, one, request, reply),
    })
    if (one.isForSite) {
      app.options(one.endpoint.path, { config: { isForSites: true } }, (request, reply) =>
        answerPreflight(machinery, one, request, reply),
      )
    }
  }
  registerDoors(app, machinery, doorsOf(parts.house))
  await serveWeb(app, parts.webFolder)
  return app
}

function sendProblem(reply: FastifyReply, error: unknown, report: (bug: object) => void): FastifyReply {
  const problem = problemOf(error)
  if (problem.status >= 500) report({ err: error })
  return reply.status(problem.status).type('application/problem+json').send(problem)
}

/** Host and origin checks, and the only two kinds of body there are: JSON, and bytes for uploads. */
function guardBorders(app: FastifyInstance, config: Config): void {
  const address = new URL(config.origin)
  const hosts = new Set([address.host, `localhost:${config.port}`, `127.0.0.1:${config.port}`, `[::1]:${config.port}`])
  const origins = new Set([config.origin, ...[...hosts].map((host) => `http://${host}`)])

  app.addHook('onRequest', async (request) => {
    if (config.port !== 0 && !hosts.has(request.headers.host ?? '')) throw new Refusal('foreign-origin')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    // what pages of other sites may ask says itself whom it answers
    const { isForSites } = request.routeOptions.config as { isForSites?: true }
    if (reads || isForSites || request.headers.authorization) return
    const { origin, 'sec-fetch-site': site } = request.headers
    if ((origin && !origins.has(origin) && config.port !== 0) || site === 'cross-site' || site === 'same-site') {
      throw new Refusal('foreign-origin')
    }
  })

  app.removeAllContentTypeParsers()
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(
    /^application\/json(;\s*charset="?utf-8"?)?$/i,
    { parseAs: 'string' },
    (request, body, done) => (body === '' ? done(null, undefined) : parseJson(request, body as string, done)),
  )
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
}

function describeApi(app: FastifyInstance, parts: ServerParts): void {
  const endpoints = routesOf(parts.house).map((one) => one.endpoint)
  const document = openApi(endpoints, { version, origin: parts.config.origin })
  const html = docsPage(document as Parameters<typeof docsPage>[0], endpoints)
  app.get('/api/openapi.json', async () => document)
  app.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(html))
  app.get('/api/docs.css', async (_request, reply) => reply.type('text/css').send(docsStyle))
  app.get('/api/health', async (_request, reply) => {
    await parts.pool.query('select 1')
    return reply.send({ ok: true, version })
  })
}

/** The built web app; every address that is not a file is a place inside it. */
async function serveWeb(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const built = folder !== undefined && existsSync(join(folder, 'index.html'))
  if (built) {
    await app.register(files, {
      root: folder,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const hashed = path.includes('/assets/')
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
        // what pages of other sites load
        if (/\/(offers|forms|t)\.js$/.test(path)) {
          reply.header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'public, max-age=3600')
        }
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && !/^\/(api|assets)\//.test(request.url)
    if (page && built) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    return sendProblem(reply, new Refusal('not-found'), () => {})
  })
}
