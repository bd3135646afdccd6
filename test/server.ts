import type { FastifyInstance } from 'fastify'
import { house, type Room } from '../src/house.ts'
import { type Actor, type Role, roles } from '../src/platform/access.ts'
import type { Config } from '../src/platform/config.ts'
import type { Pool } from '../src/platform/db/db.ts'
import type { Authenticate } from '../src/platform/http/answer.ts'
import type { Jobs } from '../src/platform/jobs/jobs.ts'
import { buildServer } from '../src/server.ts'
import { inlineJobs, testContext, testNow } from './context.ts'

/** The server over a test database; the header `x-test-role` says who asks, `x-test-stores` limits them (`1,2`). */
export async function testServer(
  pool: Pool,
  options: { config?: Config; house?: Room[]; jobs?: Jobs; clock?: () => Date; authenticate?: Authenticate } = {},
): Promise<{ inject: FastifyInstance['inject']; close(): Promise<void>; address(): Promise<string> }> {
  const app = await buildServer({
    pool,
    config: { ...(options.config ?? testContext(pool).config), port: 3000 },
    jobs: options.jobs ?? inlineJobs(),
    house: options.house ?? house,
    clock: options.clock ?? (() => testNow),
    authenticate: options.authenticate ?? (async (_db, request) => actorOf(request.headers)),
  })
  const inject = ((request: { headers?: Record<string, string> }) =>
    app.inject({ ...request, headers: { host: 'localhost:3000', ...request.headers } })) as FastifyInstance['inject']
  return {
    inject,
    close: async () => {
      await app.close()
    },
    address: () => app.listen({ port: 0, host: '127.0.0.1' }),
  }
}

function actorOf(headers: Record<string, string | string[] | undefined>): Actor | null {
  const role = headers['x-test-role']
  if (typeof role !== 'string' || !(roles as readonly string[]).includes(role)) return null
  const stores = headers['x-test-stores']
  return {
    staffId: roles.indexOf(role as Role) + 1,
    apiKeyId: null,
    name: role,
    role: role as Role,
    storeIds: typeof stores === 'string' ? stores.split(',').map(Number) : null,
    scopes: null,
  }
}
