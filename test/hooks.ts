import { createHmac } from 'node:crypto'
import { house, jobsOf } from '../src/house.ts'
import { many, openPool, sql } from '../src/platform/db/db.ts'
import { inlineJobs, testContext, testNow } from './context.ts'
import { freshDatabase } from './database.ts'
import type { ImportingContext } from './importing.ts'
import { testServer } from './server.ts'

export const after = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)

/** The server with somebody who may set up connections, and a clock that tests move. */
export async function hookServer(reach: string[] = []) {
  const database = await freshDatabase()
  await database.pool.query(
    sql`insert into staff (email, name, role, created_at, updated_at) values ('o@x.example', 'o', 'owner', ${testNow}, ${testNow})`,
  )
  const jobs = inlineJobs()
  const ctx = testContext(database.pool, { jobs }) as ImportingContext
  ctx.config = { ...ctx.config, reach }
  const clock = { now: testNow }
  const server = await testServer(database.pool, { config: ctx.config, jobs, clock: () => clock.now })
  const ask = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, role = 'owner') => {
    const reply = await server.inject({
      method,
      url,
      headers: { 'x-test-role': role },
      ...(payload ? { payload } : {}),
    })
    return { status: reply.statusCode, body: reply.json() }
  }
  const work = (log = ctx.log) => jobs.run({ ...ctx, log, now: clock.now }, jobsOf(house))
  return {
    ctx,
    clock,
    server,
    pool: database.pool,
    ask,
    connect: async (kind: string, settings: object, secrets: object = {}) =>
      (await ask('POST', '/api/connections', { kind, name: kind, settings, secrets })).body as {
        id: number
        key: string
        secrets: Record<string, string>
      },
    send: (key: string, body: string | Buffer, headers: Record<string, string>) =>
      server.inject({ method: 'POST', url: `/hooks/${key}`, payload: body, headers }),
    work,
    pull: async (connectionId: number) => {
      await jobs.enqueue(database.pool, 'connectors.pull', { connectionId })
      await work()
    },
    orders: () =>
      many(
        database.pool,
        sql`select number, status, subtotal, discount, shipping, total, net_sales as net from orders order by number`,
      ),
    troubles: () =>
      many<{ code: string; detail: object }>(
        database.pool,
        sql`select code, detail, times from connection_troubles where settled_at is null order by id`,
      ),
  }
}

/** The same server when its database does not answer. */
export async function hookServerWithout() {
  const pool = openPool('postgresql://nobody@127.0.0.1:1/nothing')
  return { server: await testServer(pool) }
}

/** The headers of Standard Webhooks for these bytes. */
export function standardHeaders(secret: string, body: string | Buffer, at: Date, id = 'msg_1'): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
