import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { testServer } from '../../../test/server.ts'
import { many, one, sql } from '../../platform/db/db.ts'
import { kind } from './kind.ts'
import { connectionRoutes } from './routes.ts'
import { connectionKeyed, findConnection, noteArrivals, noteTrouble, readSecrets, settleTrouble } from './store.ts'

const parcel = kind({
  name: 'parcel',
  settings: z.strictObject({ depot: z.string().min(1) }),
  secrets: z.strictObject({ token: z.string().min(1), signing: z.string() }),
  makeSecrets: () => ({ signing: 'made' }),
  tellsSecretsTo: ({ depot }) => depot,
})
let server: Awaited<ReturnType<typeof testServer>>
let database: Awaited<ReturnType<typeof freshDatabase>>
const jobs = inlineJobs()

beforeAll(async () => {
  database = await freshDatabase()
  await database.pool.query(
    sql`insert into staff (email, name, role, created_at, updated_at) values ('o@x.example', 'o', 'owner', ${testNow}, ${testNow})`,
  )
  const context = testContext(database.pool, { jobs })
  config = context.config
  server = await testServer(database.pool, {
    config,
    jobs,
    house: [{ name: 'test', routes: connectionRoutes([parcel]) }],
  })
})
afterAll(() => server.close())

let config: ReturnType<typeof testContext>['config']
const context = () => ({ pool: database.pool, config })

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object, role = 'owner') {
  const reply = await server.inject({
    method,
    url: path,
    headers: { 'x-test-role': role },
    ...(payload ? { payload } : {}),
  })
  return { status: reply.statusCode, body: reply.json(), text: reply.body }
}
const whole = { kind: 'parcel', name: '倉庫', settings: { depot: 'A' }, secrets: { token: 't0ken' } }

test('made, read, changed, switched off, deleted; its secrets are shown once and kept sealed', async () => {
  const made = await ask('POST', '/api/connections', whole)
  expect(made.body).toEqual({
    id: expect.any(Number),
    key: expect.stringMatching(/^parcel_[\w-]{22}$/),
    secrets: { signing: 'made' },
  })
  const { id, key } = made.body
  const listed = await ask('GET', '/api/connections')
  expect(listed.text).not.toMatch(/t0ken|made/)
  expect(listed.body.items).toMatchObject([
    { id, key, name: '倉庫', settings: { depot: 'A' }, isActive: true, version: 1 },
  ])
  const kept = await one<{ secrets: Buffer }>(database.pool, sql`select secrets from connections`)
  expect(kept?.secrets.toString('latin1')).not.toContain('t0ken')
  expect(await readSecrets(context(), parcel, id)).toEqual({ token: 't0ken', signing: 'made' })

  const changed = await ask('PATCH', `/api/connections/${id}`, {
    version: 1,
    secrets: { token: 'new' },
    settings: { depot: 'B' },
  })
  expect(changed.body).toEqual({ version: 2 })
  expect(await readSecrets(context(), parcel, id)).toEqual({ token: 'new', signing: 'made' })
  expect((await findConnection(database.pool, parcel, id))?.settings).toEqual({ depot: 'B' })
  const elsewhere = await ask('PATCH', `/api/connections/${id}`, { version: 2, settings: { depot: 'C' } })
  expect(elsewhere.body.fields, 'the token was for B').toMatchObject([{ field: 'secrets.token', code: 'required' }])
  expect(await readSecrets(context(), parcel, id)).toEqual({ token: 'new', signing: 'made' })
  expect((await ask('PATCH', `/api/connections/${id}`, { version: 1, name: 'x' })).body).toMatchObject({
    code: 'conflict',
    detail: { version: 2 },
  })

  expect((await ask('POST', `/api/connections/${id}/secrets`)).body).toEqual({ secrets: { signing: 'made' } })
  expect(await connectionKeyed(database.pool, parcel, key)).toMatchObject({ id })
  await ask('PATCH', `/api/connections/${id}`, { version: 2, isActive: false })
  expect(await connectionKeyed(database.pool, parcel, key)).toBeUndefined()
  expect((await ask('DELETE', `/api/connections/${id}`)).status).toBe(200)
  expect((await ask('GET', `/api/connections/${id}`)).status).toBe(404)
  const log = await many<{ action: string }>(database.pool, sql`select action from audit_log order by id`)
  expect(log.map(({ action }) => action)).toEqual(['created', 'changed', 'renewed-secrets', 'changed', 'deleted'])
})

test.each([
  [{ ...whole, kind: 'pigeon' }, 'kind'],
  [{ ...whole, settings: {} }, 'settings.depot'],
  [{ ...whole, settings: { depot: 'A', door: 1 } }, 'settings.door'],
  [{ ...whole, secrets: {} }, 'secrets.token'],
  [{ ...whole, name: ' ' }, 'name'],
])('%j is refused by its field', async (body, field) => {
  expect((await ask('POST', '/api/connections', body)).body.fields).toMatchObject([{ field }])
})

test('what came is counted by the hour, what goes wrong is told once until it is settled', async () => {
  const { id } = (await ask('POST', '/api/connections', whole)).body
  const later = new Date(testNow.getTime() + 60_000)
  await noteArrivals(database.pool, id, testNow, { received: 3, stored: 2, duplicate: 1, lastEventAt: testNow })
  await noteArrivals(database.pool, id, later, { received: 1, failed: 1 })
  await noteArrivals(database.pool, id, new Date(testNow.getTime() + 3_600_000), { received: 5, stored: 5 })
  expect(
    await many(
      database.pool,
      sql`select received, stored, duplicate, failed, last_at, last_event_at from arrivals order by hour`,
    ),
  ).toMatchObject([
    { received: 4, stored: 2, duplicate: 1, failed: 1, last_at: later, last_event_at: testNow },
    { received: 5, stored: 5 },
  ])
  const trouble = { code: 'unreachable', subject: '', detail: { status: 500 } }
  await noteTrouble(database.pool, id, testNow, trouble)
  await noteTrouble(database.pool, id, later, trouble)
  await settleTrouble(database.pool, id, later, trouble)
  await noteTrouble(database.pool, id, later, trouble)
  expect(
    await many(database.pool, sql`select times, first_at, settled_at from connection_troubles order by id`),
  ).toMatchObject([
    { times: 2, first_at: testNow, settled_at: later },
    { times: 1, first_at: later, settled_at: null },
  ])
})

test('who may not set up may look, others nothing', async () => {
  expect((await ask('GET', '/api/connections', undefined, 'marketer')).status).toBe(200)
  expect((await ask('POST', '/api/connections', whole, 'marketer')).status).toBe(403)
  expect((await ask('GET', '/api/connections', undefined, 'store')).status).toBe(403)
})
