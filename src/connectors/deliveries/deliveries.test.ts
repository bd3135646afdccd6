import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { openReceiver, type Receiver } from '../../../test/receiver.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import type { Context } from '../../platform/context.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { findConnection } from '../connections/store.ts'
import { deliver } from './deliver.ts'
import { webhookOut } from './kind.ts'
import { openEndpoint, send } from './send.ts'
import { takeDue } from './store.ts'
import { type TopicName, topics } from './topics.ts'

let receiver: Receiver
let shop: Shop
beforeAll(async () => {
  receiver = await openReceiver()
  shop = await openShop({ reach: [receiver.host] })
})
afterAll(() => receiver.close())
afterEach(async () => {
  shop.clock.now = testNow
  receiver.answer(204)
  receiver.heard.length = 0
  await shop.pool.query(sql`delete from connections`)
  await shop.pool.query(sql`delete from deliveries`)
})

const after = (seconds: number) => new Date(shop.clock.now.getTime() + seconds * 1000)
const ctx = (): Context => ({ ...shop.context, now: shop.clock.now, jobs: { enqueue: async () => {} } })
const turn = (connectionId: number) => deliver(ctx(), { connectionId })

async function subscribe(settings: object = {}, chosen: readonly TopicName[] = topics) {
  const { status, body } = await shop.post('/api/connections', {
    kind: 'webhook-out',
    name: '基幹システム',
    settings: { url: `${receiver.origin}/hook?t=1`, topics: chosen, ...settings },
  })
  expect(status).toBe(200)
  return body as { id: number; secrets: { signing: string } }
}

const bodies = () =>
  receiver.heard.map(({ body }) => JSON.parse(body) as { type: string; data: { customerId: number } })
const types = () => bodies().map(({ type }) => type)

const order = (customerId: number, number: string) => ({
  customerId,
  sourceId: 1,
  number,
  orderedAt: testNow.toISOString(),
  lines: [{ code: 'A', name: '化粧水', quantity: 1, unitPrice: 1200 }],
})

test('what happens is told: signed, with ids, and names only where the connection says so', async () => {
  const plain = await subscribe()
  const id = await shop.customer({ familyName: '高橋', number: 'M-1' })
  await shop.post(`/api/customers/${id}/contact-points`, { kind: 'email', value: 'hanako@example.jp' })
  const said = { channel: 'mail', purpose: 'promotion', isGranted: true, via: 'phone' }
  await shop.post(`/api/customers/${id}/consents`, said)
  const { body: made } = await shop.post('/api/orders', order(id, 'O-1'))
  await shop.patch(`/api/customers/${id}/orders/${made.id}`, { version: 1, change: { paymentMethod: '代引き' } })
  await turn(plain.id)

  expect(types()).toEqual([
    'customer.created',
    'customer.updated',
    'consent.recorded',
    'order.recorded',
    'order.changed',
  ])
  const [created, updated, consent, recorded] = bodies()
  expect(created).toEqual({
    type: 'customer.created',
    timestamp: testNow.toISOString(),
    data: { customerId: id, customerNumber: 'M-1', customerVersion: 1 },
  })
  expect(updated?.data).toMatchObject({ subject: 'contact-point', fields: expect.arrayContaining(['value']) })
  expect(consent?.data).toMatchObject({ customerId: id, channel: 'mail', isGranted: true })
  expect(recorded?.data).toMatchObject({ orderId: made.id, order: { number: 'O-1', total: 1200, status: 'confirmed' } })
  expect(receiver.heard.map(({ body }) => body).join('')).not.toMatch(/高橋|example\.jp/)

  for (const { headers, body, path } of receiver.heard) {
    const key = Buffer.from(plain.secrets.signing.slice(6), 'base64')
    const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(path).toBe('/hook?t=1')
  }
  expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(5)

  const open = await subscribe({ withContacts: true }, ['customer.updated'])
  await shop.patch(`/api/customers/${id}`, { version: 1, change: { givenName: '花子' } })
  receiver.heard.length = 0
  await turn(open.id)
  expect(bodies()[0]?.data).toMatchObject({
    customer: { familyName: '高橋', givenName: '花子', contactPoints: [{ kind: 'email', value: 'hanako@example.jp' }] },
  })
})

test('work that is rolled back, that nobody asked for, or that is off is not told', async () => {
  const { id } = await subscribe({}, ['order.recorded'])
  await shop.customer()
  await transaction(shop.pool, async (tx) => {
    const { announce } = await import('../../platform/announce.ts')
    await announce(tx, testNow, 'order.recorded', { customerId: 1 })
    throw new Error('rolled back')
  }).catch(() => {})
  await shop.patch(`/api/connections/${id}`, { version: 1, isActive: false })
  await shop.post('/api/orders', order(await shop.customer(), 'O-2'))
  expect(await one(shop.pool, sql`select count(*) from deliveries`)).toEqual({ count: 0 })
})

test('a refused message is tried again under the same id with a new signature, and others wait for the endpoint', async () => {
  const { id } = await subscribe({}, ['customer.created'])
  receiver.answer(500)
  for (const name of ['一', '二', '三']) await shop.customer({ familyName: name })
  await turn(id)
  const first = receiver.heard.splice(0)
  expect(first).toHaveLength(3)
  await turn(id)
  expect(receiver.heard).toEqual([])
  shop.clock.now = after(6)
  await turn(id)
  expect(receiver.heard, 'a failing endpoint is asked with one message').toHaveLength(1)
  receiver.answer(200)
  receiver.heard.length = 0
  shop.clock.now = after(400)
  await turn(id)
  expect(receiver.heard).toHaveLength(3)
  const idOf = ({ headers }: { headers: Record<string, unknown> }) => headers['webhook-id']
  expect(new Set(receiver.heard.map(idOf))).toEqual(new Set(first.map(idOf)))
  const again = first.find((one) => idOf(one) === idOf(receiver.heard[0] as never))
  expect(receiver.heard[0]?.headers['webhook-timestamp']).not.toBe(again?.headers['webhook-timestamp'])
  const { body: log } = await shop.get(`/api/connections/${id}/deliveries`)
  expect(log.counts).toEqual({ waiting: 0, failed: 0, delivered: 3 })
  expect(log.items[0]).toMatchObject({ state: 'delivered', last: { status: 200, problem: null } })
})

test('a worker killed between sending and noting: sent again, same id', async () => {
  const { id } = await subscribe({}, ['customer.created'])
  await shop.customer()
  const connection = (await findConnection(shop.pool, webhookOut, id)) as never
  const [taken] = await takeDue(shop.pool, id, shop.clock.now, 10)
  await send(ctx(), await openEndpoint(ctx(), connection, shop.clock.now), taken as never, shop.clock.now)
  await turn(id)
  expect(receiver.heard).toHaveLength(1)
  shop.clock.now = after(121)
  await turn(id)
  expect(receiver.heard).toHaveLength(2)
  expect(receiver.heard[0]?.headers['webhook-id']).toBe(receiver.heard[1]?.headers['webhook-id'])
})

test('of one customer the first tries come in order, however many are sent at once', async () => {
  const { id } = await subscribe({}, ['customer.created', 'customer.updated'])
  const people = await Promise.all([1, 2, 3].map((n) => shop.customer({ familyName: `順${n}` })))
  for (let version = 1; version <= 5; version++) {
    for (const person of people) {
      await shop.patch(`/api/customers/${person}`, { version, change: { givenName: `${version}` } })
    }
  }
  // the first takes longest to answer
  let delay = 40
  receiver.answer((_heard, response) => void setTimeout(() => response.writeHead(204).end(), Math.max(0, (delay -= 5))))
  await Promise.all([turn(id), turn(id)])
  const rows = await many<{ id: number; message: string; lane: number }>(
    shop.pool,
    sql`select id, 'msg_' || message_id as message, lane from deliveries where connection_id = ${id} order by id`,
  )
  const heard = receiver.heard.map(({ headers }) => headers['webhook-id'])
  expect(heard).toHaveLength(18)
  for (const person of people) {
    const expected = rows.filter(({ lane }) => lane === person).map(({ message }) => message)
    expect(heard.filter((message) => expected.includes(message as string))).toEqual(expected)
  }
})

test('an endpoint that fails for three days is switched off with a trouble; what failed can be sent again', async () => {
  const { id } = await subscribe({}, ['customer.created'])
  await shop.customer()
  receiver.answer((_heard, response) => response.socket?.destroy())
  for (let hour = 0; hour < 92; hour++) {
    await turn(id)
    shop.clock.now = after(3600)
  }
  const { body: connection } = await shop.get(`/api/connections/${id}`)
  expect(connection.isActive).toBe(false)
  expect(
    await many(shop.pool, sql`select code, settled_at is null as open from connection_troubles order by id`),
  ).toEqual([
    { code: 'endpoint-failing', open: false },
    { code: 'endpoint-given-up', open: true },
  ])
  const listed = await shop.get(`/api/connections/${id}/deliveries?state=failed`)
  expect(listed.body.items).toMatchObject([{ state: 'failed', last: { status: null, problem: 'no-connection' } }])
  expect(receiver.heard.length).toBeLessThan(15)

  receiver.answer(200)
  receiver.heard.length = 0
  await shop.patch(`/api/connections/${id}`, { version: connection.version, isActive: true })
  const replay = await shop.post(`/api/connections/${id}/deliveries/replay`, { since: testNow.toISOString() })
  expect(replay.body).toEqual({ count: 1 })
  await turn(id)
  expect(receiver.heard).toHaveLength(1)
  const one = listed.body.items[0]
  await shop.post(`/api/connections/${id}/deliveries/${one.id}/replay`)
  await turn(id)
  expect(receiver.heard.map(({ headers }) => headers['webhook-id'])).toEqual(Array(2).fill(one.messageId))
})

test('an endpoint that says it is gone is switched off at once', async () => {
  const { id } = await subscribe({}, ['customer.created'])
  await shop.customer()
  receiver.answer(410)
  await turn(id)
  expect((await shop.get(`/api/connections/${id}`)).body.isActive).toBe(false)
  expect(await one(shop.pool, sql`select code from connection_troubles where settled_at is null`)).toEqual({
    code: 'endpoint-gone',
  })
})

test('a test says at once how it was answered, with the beginning of the answer and no more', async () => {
  const { id } = await subscribe()
  receiver.answer((_heard, response) => void response.writeHead(418).end(`お茶\0${'x'.repeat(100_000)}`))
  const { body } = await shop.post(`/api/connections/${id}/deliveries/test`)
  expect(body).toMatchObject({ status: 418, problem: null })
  expect(body.excerpt).toHaveLength(1000)
  expect(body.excerpt).toMatch(/^お茶x/)
  expect(types()).toEqual(['tokui.test'])
  const { body: log } = await shop.get(`/api/connections/${id}/deliveries`)
  expect(log.items[0]).toMatchObject({ topic: 'tokui.test', state: 'failed', customerId: null })
  const { body: entry } = await shop.get(`/api/connections/${id}/deliveries/${log.items[0].id}`)
  expect(entry.attempts).toMatchObject([{ status: 418, excerpt: body.excerpt }])
  expect(JSON.parse(entry.body).type).toBe('tokui.test')
})

test('a replaced secret goes on signing for a day', async () => {
  const { id, secrets } = await subscribe({}, ['customer.created'])
  const { body: renewed } = await shop.post(`/api/connections/${id}/secrets`)
  expect(renewed.secrets).toEqual({ signing: expect.stringMatching(/^whsec_/) })
  expect(renewed.secrets.signing).not.toBe(secrets.signing)
  const signatures = async () => {
    await shop.customer()
    await turn(id)
    return String(receiver.heard.at(-1)?.headers['webhook-signature']).split(' ')
  }
  expect(await signatures()).toHaveLength(2)
  shop.clock.now = after(86_401)
  expect(await signatures()).toHaveLength(1)
})

test('what comes from files is told only to those who want it', async () => {
  const without = await subscribe()
  const withFiles = await subscribe({ withFiles: true })
  const { takeIn } = await import('../../../test/importing.ts')
  const file = '会員番号,お名前(姓),お名前(名)\n88001,山田,太郎\n88002,山田,花子\n'
  const imported = await takeIn({ ...shop.context, jobs: shop.jobs }, Buffer.from(file), { fileName: 'members.csv' })
  expect(imported).toMatchObject({ status: 'done' })
  await turn(without.id)
  expect(receiver.heard).toEqual([])
  await turn(withFiles.id)
  expect(types()).toEqual(['customer.created', 'customer.created'])
})

test('the log is for those who set connections up, and forgets after 30 days', async () => {
  const { id } = await subscribe()
  await shop.customer()
  expect((await shop.get(`/api/connections/${id}/deliveries`, { role: 'marketer' })).status).toBe(403)
  expect((await shop.get(`/api/connections/${id}/deliveries`, { stores: [1] })).status).toBe(403)
  const { forgetDeliveries } = await import('./store.ts')
  await forgetDeliveries(shop.pool, testNow)
  expect(await one(shop.pool, sql`select count(*) from deliveries`)).toEqual({ count: 1 })
  await forgetDeliveries(shop.pool, after(1))
  expect(await one(shop.pool, sql`select count(*) from deliveries`)).toEqual({ count: 0 })
})

test.each([
  ['http://127.0.0.1:9/', 'settings.url', 'bad-address'],
  ['https://169.254.169.254/', 'settings.url', 'inner-address'],
  ['https://user:pass@shop.example/', 'settings.url', 'bad-address'],
])('an address inside is refused when it is saved: %s', async (url, field, code) => {
  const settings = { url, topics: ['customer.created'] }
  const made = await shop.post('/api/connections', { kind: 'webhook-out', name: 'x', settings })
  expect(made).toMatchObject({ status: 422, body: { fields: [{ field, code }] } })
  const { id } = await subscribe()
  const changed = await shop.patch(`/api/connections/${id}`, { version: 1, settings })
  expect(changed).toMatchObject({ status: 422, body: { fields: [{ field, code }] } })
})
