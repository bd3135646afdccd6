import { roles } from '../src/platform/access.ts'
import { sql } from '../src/platform/db/db.ts'
import { inlineJobs, testContext, testNow } from './context.ts'
import { freshDatabase } from './database.ts'
import { testServer } from './server.ts'

interface Ask {
  role?: string
  stores?: number[]
  headers?: Record<string, string>
}

/** A small shop with a person of every role (staff id = place in `roles`, from 1), two stores and a server to ask. */
export async function openShop(options: { reach?: readonly string[]; lineApi?: string } = {}) {
  const { pool, url } = await freshDatabase()
  const jobs = inlineJobs()
  for (const role of roles) {
    await pool.query(
      sql`insert into staff (email, name, role, created_at, updated_at)
          values (${`${role}@tsubaki.example`}, ${`担当 ${role}`}, ${role}, ${testNow}, ${testNow})`,
    )
  }
  await pool.query(sql`insert into company (name, created_at, updated_at) values ('椿堂', ${testNow}, ${testNow})`)
  await pool.query(
    sql`insert into stores (code, name, created_at) values ('ginza', '銀座店', ${testNow}), ('umeda', '梅田店', ${testNow})`,
  )
  await pool.query(
    sql`insert into channels (code, name, kind) values ('ec', '公式通販', 'ec'), ('phone', 'お電話', 'phone')`,
  )
  await pool.query(sql`insert into sources (code, name) values ('shop', '自社EC')`)
  const clock = { now: testNow }
  const context = testContext(pool, { jobs })
  context.config.reach = options.reach ?? []
  context.config.lineApi = options.lineApi
  const server = await testServer(pool, { config: context.config, jobs, clock: () => clock.now })

  async function ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
    as: Ask = {},
  ) {
    const reply = await server.inject({
      method,
      url: path,
      headers: {
        'x-test-role': as.role ?? 'owner',
        ...(as.stores ? { 'x-test-stores': as.stores.join(',') } : {}),
        ...as.headers,
      },
      ...(payload ? { payload } : {}),
    })
    const isJson = String(reply.headers['content-type']).includes('json')
    // replies are checked by the assertions of each test
    // oxlint-disable-next-line typescript/no-explicit-any
    return { status: reply.statusCode, body: (isJson ? reply.json() : reply.rawPayload) as any, headers: reply.headers }
  }

  return {
    pool,
    url,
    jobs,
    clock,
    server,
    context,
    get: (path: string, as?: Ask) => ask('GET', path, undefined, as),
    post: (path: string, payload: object = {}, as?: Ask) => ask('POST', path, payload, as),
    put: (path: string, payload: object = {}, as?: Ask) => ask('PUT', path, payload, as),
    patch: (path: string, payload: object, as?: Ask) => ask('PATCH', path, payload, as),
    delete: (path: string, as?: Ask, payload?: object) => ask('DELETE', path, payload, as),
    /** a customer in a moment; returns the id */
    async customer(fields: object = { familyName: '高橋' }): Promise<number> {
      return (await ask('POST', '/api/customers', fields)).body.id
    },
  }
}

export type Shop = Awaited<ReturnType<typeof openShop>>
