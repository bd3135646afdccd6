import { afterAll, beforeAll, expect, test } from 'vitest'
import { join, realServer, type TestBrowser } from '../../../test/visitor.ts'
import { one, sql } from '../../platform/db/db.ts'

let server: Awaited<ReturnType<typeof realServer>>
let owner: TestBrowser

beforeAll(async () => {
  server = await realServer()
  owner = await server.settled()
})
afterAll(() => server.close())

const withKey = (key: string) => ({ authorization: `Bearer ${key}` })
const program = () => server.browser('192.0.2.50')

test('a key does what its scopes say and no more', async () => {
  const { body } = await owner.post('/api/api-keys', { name: '倉庫', scopes: ['staff.read', 'audit.read'] })
  expect(body.key).toMatch(/^tk_[\w-]{43}$/)
  expect((await program().get('/api/staff', withKey(body.key))).status).toBe(200)
  expect((await program().get('/api/audit', withKey(body.key))).status).toBe(200)
  expect((await program().get('/api/api-keys', withKey(body.key))).status).toBe(403)
  const write = await program().post('/api/invitations', { email: 'x@y.example', role: 'sales' }, withKey(body.key))
  expect(write.status).toBe(403)
})

test('is shown once and kept as a hash', async () => {
  const { body } = await owner.post('/api/api-keys', { name: '会計', scopes: ['orders.read'] })
  const listed = (await owner.get('/api/api-keys')).body.items[0]
  expect(listed).toMatchObject({
    name: '会計',
    prefix: body.key.slice(0, 11),
    scopes: ['orders.read'],
    lastUsedAt: null,
  })
  expect(JSON.stringify(listed)).not.toContain(body.key)
  const stored = await one(
    server.pool,
    sql`select count(*) as n from api_keys where key_hash::text like ${`%${body.key}%`}`,
  )
  expect(stored).toEqual({ n: 0 })
  expect(await one(server.pool, sql`select count(*) as n from idempotency_keys`)).toEqual({ n: 0 })
})

test('revoked, it is refused at once', async () => {
  const { body } = await owner.post('/api/api-keys', { name: '旧', scopes: ['staff.read'] })
  expect((await program().get('/api/staff', withKey(body.key))).status).toBe(200)
  expect((await owner.delete(`/api/api-keys/${body.id}`)).status).toBe(200)
  expect((await program().get('/api/staff', withKey(body.key))).status).toBe(401)
  expect((await owner.delete(`/api/api-keys/${body.id}`)).status).toBe(404)
})

test('nobody makes one for others, beyond their role, or one that manages people or keys', async () => {
  const administrator = await join(server, owner, { email: 'a@tsubaki.example', role: 'administrator' })
  const supervisor = await join(server, owner, { email: 's@tsubaki.example', role: 'supervisor' })
  const ask = (by: TestBrowser, body: object) =>
    by.post('/api/api-keys', { name: 'x', scopes: ['staff.read'], ...body })
  expect((await ask(server.browser(), {})).status).toBe(401)
  expect((await ask(supervisor, {})).status).toBe(403)
  expect((await ask(administrator, { createdBy: 1 })).status).toBe(422)
  for (const scope of ['staff.write', 'api-keys.write', 'everything']) {
    expect((await ask(owner, { scopes: [scope] })).status, scope).toBe(422)
  }
  expect((await ask(owner, { scopes: [] })).status).toBe(422)
})

test('follows its maker: a smaller role narrows it, leaving stops it', async () => {
  const administrator = await join(server, owner, { email: 'maker@tsubaki.example', role: 'administrator' })
  const { key } = (await administrator.post('/api/api-keys', { name: 'x', scopes: ['audit.read', 'customers.read'] }))
    .body
  expect((await program().get('/api/audit', withKey(key))).status).toBe(200)
  const { staff } = (await owner.get('/api/staff')).body
  const { id, version } = staff.find((one: { email: string }) => one.email === 'maker@tsubaki.example')
  await owner.patch(`/api/staff/${id}`, { role: 'operator', version })
  expect((await program().get('/api/audit', withKey(key))).status).toBe(403)
  expect((await program().get('/api/roles', withKey(key))).status).toBe(200)
  await owner.post(`/api/staff/${id}/deactivation`)
  expect((await program().get('/api/roles', withKey(key))).status).toBe(401)
})

test("a key has no hand in its maker's account", async () => {
  const { body } = await owner.post('/api/api-keys', { name: 'x', scopes: ['staff.read'] })
  const tries = [
    program().get('/api/me', withKey(body.key)),
    program().post('/api/me/authenticator', {}, withKey(body.key)),
    program().post('/api/me/passkey-options', {}, withKey(body.key)),
  ]
  for (const { status } of await Promise.all(tries)) expect(status).toBe(403)
})

test('a bad key is not rescued by a good cookie', async () => {
  for (const value of ['Bearer tk_wrong', 'Bearer', 'Basic eDp5', `Bearer tk_${'a'.repeat(43)}`]) {
    expect((await owner.get('/api/me', { authorization: value })).status, value).toBe(401)
  }
})

test('its last use is noted, at most once a minute', async () => {
  const { body } = await owner.post('/api/api-keys', { name: 'x', scopes: ['staff.read'] })
  const used = async () =>
    (await one<{ at: Date }>(server.pool, sql`select last_used_at as at from api_keys where id = ${body.id}`))!.at
  await program().get('/api/staff', withKey(body.key))
  const first = await used()
  server.pass(30_000)
  await program().get('/api/staff', withKey(body.key))
  expect(await used()).toEqual(first)
  server.pass(31_000)
  await program().get('/api/staff', withKey(body.key))
  expect((await used()).getTime()).toBe(first.getTime() + 61_000)
})
