import { gzipSync } from 'node:zlib'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { many, one, sql } from '../../platform/db/db.ts'
import { jobs } from './jobs.ts'

const page = 'https://shop.example'
let shop: Shop
let site: { id: number; key: string }
let server: { id: number; key: string }
let careful: { id: number; key: string }

beforeAll(async () => {
  shop = await openShop()
  site = await connect({ origins: [page] })
  server = await connect({ isServer: true }, 1)
  careful = await connect({ makesCustomers: false })
})
beforeEach(() => {
  shop.clock.now = testNow
})

async function connect(settings: object, sourceId?: number): Promise<{ id: number; key: string }> {
  return (await shop.post('/api/connections', { kind: 'site', name: '公式通販', settings, sourceId })).body
}

interface How {
  key?: string
  headers?: Record<string, string>
}

async function send(path: string, body: object | string | Buffer, { key = site.key, headers = {} }: How = {}) {
  const reply = await shop.server.inject({
    method: 'POST',
    url: `/v1/${path}`,
    headers: { 'content-type': 'text/plain', ...(key ? { authorization: basic(key) } : {}), ...headers },
    payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  })
  // replies are checked by the assertions of each test
  // oxlint-disable-next-line typescript/no-explicit-any
  const told = reply.body.startsWith('{') ? (reply.json() as any) : reply.body
  return { status: reply.statusCode, headers: reply.headers, body: told }
}
const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

interface Row {
  customer_id: number
  kind: string
  at: Date
  data: Record<string, unknown>
}
const eventsOf = (messageIds: string[]) =>
  many<Row>(
    shop.pool,
    sql`select customer_id, kind, at, data from events where data->>'messageId' = any(${messageIds}) order by at, id`,
  )
const visitsOf = async (messageId: string) =>
  (await many(shop.pool, sql`select 1 from visitor_events where data->>'messageId' = ${messageId}`)).length
const customerNumbered = async (number: string, sourceId?: number) =>
  (
    await one<{ id: number }>(
      shop.pool,
      sql`select customer_id as id from customer_refs where external_id = ${number} and source_id = coalesce(${sourceId ?? null}, source_id)`,
    )
  )?.id

test('an anonymous visit joins the customer with its history when they identify', async () => {
  const at = (minutes: number) => new Date(testNow.getTime() - minutes * 60_000).toISOString()
  const anonymousId = 'browser-1'
  const visit = [
    { type: 'page', anonymousId, messageId: 'v1', timestamp: at(30), properties: { path: '/', title: 'トップ' } },
    {
      type: 'track',
      event: 'Product Viewed',
      anonymousId,
      messageId: 'v2',
      timestamp: at(20),
      properties: { sku: 'SOAP-1', name: '石けん', price: 1800 },
      context: { page: { path: '/products/SOAP-1?token=secret' } },
    },
    {
      type: 'track',
      event: 'Products Searched',
      anonymousId,
      messageId: 'v3',
      properties: { query: '椿油' },
      timestamp: at(25),
    },
  ]
  expect((await send('batch', { batch: visit, sentAt: testNow })).body).toEqual({ success: true })
  expect(await eventsOf(['v1', 'v2', 'v3'])).toEqual([])
  expect((await shop.get(`/api/connections/${site.id}/messages`)).body).toMatchObject({
    unknownVisitors: 1,
    items: [{ kind: 'search', about: '椿油', customerId: null }, { kind: 'view' }, { kind: 'view' }],
  })

  const traits = {
    email: 'Hanako@Example.jp',
    lastName: '佐藤',
    firstName: '花子',
    phone: '090-1234-5678',
    plan: 'gold',
  }
  await send('identify', { userId: 'M-1', anonymousId, messageId: 'v4', traits, timestamp: at(10), sentAt: testNow })
  // late, and by somebody who is known by now
  await send('page', { anonymousId, messageId: 'v5', name: 'guide', timestamp: at(22), sentAt: testNow })

  const id = await customerNumbered('M-1')
  const rows = await eventsOf(['v1', 'v2', 'v3', 'v4', 'v5'])
  expect(rows.map(({ kind, data }) => [kind, data.messageId])).toEqual([
    ['view', 'v1'],
    ['search', 'v3'],
    ['view', 'v5'],
    ['view', 'v2'],
    ['identify', 'v4'],
  ])
  expect(new Set(rows.map((row) => row.customer_id))).toEqual(new Set([id]))
  expect(rows[3]?.data).toEqual({
    messageId: 'v2',
    code: 'SOAP-1',
    title: '石けん',
    price: 1800,
    path: '/products/SOAP-1',
  })
  expect(rows[4]?.data).toEqual({ messageId: 'v4', props: { plan: 'gold' } })
  const { body } = await shop.get(`/api/customers/${id}`)
  expect(body).toMatchObject({ familyName: '佐藤', givenName: '花子' })
  expect(
    await many(shop.pool, sql`select kind, key, status from contact_points where customer_id = ${id ?? 0}`),
  ).toEqual([
    { kind: 'email', key: 'hanako@example.jp', status: 'unknown' },
    { kind: 'phone', key: '09012345678', status: 'unknown' },
  ])
  expect(await many(shop.pool, sql`select from visitor_events`)).toEqual([])
})

test('a message sent again is kept once: at once, in one batch, the next day, and a month later when it is an old one', async () => {
  const message = { type: 'track', event: 'Signed In', userId: 'M-1', messageId: 'twice', timestamp: testNow }
  await Promise.all([send('track', message), send('batch', { batch: [message, message] }), send('t', message)])
  shop.clock.now = new Date(testNow.getTime() + 86_400_000)
  await send('track', message)
  shop.clock.now = new Date(testNow.getTime() + 20 * 86_400_000)
  await send('track', { ...message, sentAt: shop.clock.now })
  expect(await eventsOf(['twice'])).toHaveLength(1)
  // another connection's message of that id is another message
  await send('track', message, { key: server.key })
  expect((await eventsOf(['twice'])).length + (await visitsOf('twice'))).toBe(2)
  const counted = await one(
    shop.pool,
    sql`select sum(duplicate)::int as duplicate from arrivals where connection_id = ${site.id}`,
  )
  expect(counted).toEqual({ duplicate: 5 })
})

test('a user nobody knows waits as a visitor until a record has the number', async () => {
  await send('track', { userId: 'M-2', event: 'Signed In', messageId: 'u1' })
  expect(await visitsOf('u1')).toBe(1)
  const id = await shop.customer()
  const { sourceId } = (await shop.get(`/api/connections/${site.id}`)).body
  await shop.pool.query(
    sql`insert into customer_refs (external_id, source_id, customer_id) values ('M-2', ${sourceId}, ${id})`,
  )
  await jobs[1]?.run(shop.context, {} as never)
  expect((await eventsOf(['u1'])).map((row) => row.customer_id)).toEqual([id])
  await send('identify', { userId: 'M-3', messageId: 'u2' }, { key: careful.key })
  expect(await customerNumbered('M-3')).toBeUndefined()
  expect(await visitsOf('u2')).toBe(1)
})

test('what arrives for a number of a merged record says whose it was', async () => {
  const id = await shop.customer()
  await shop.pool.query(
    sql`insert into customer_refs (external_id, source_id, customer_id, record_id) values ('M-4', 1, ${id}, 4711)`,
  )
  await send(
    'identify',
    { userId: 'M-4', anonymousId: 'b4', messageId: 'm1', traits: { email: 'b@x.example' } },
    { key: server.key },
  )
  await send('page', { anonymousId: 'b4', messageId: 'm2' }, { key: server.key })
  expect(
    await many(shop.pool, sql`select customer_id, record_id from events where data->>'messageId' in ('m1', 'm2')`),
  ).toEqual([
    { customer_id: id, record_id: 4711 },
    { customer_id: id, record_id: 4711 },
  ])
  expect(await many(shop.pool, sql`select record_id from contact_points where customer_id = ${id}`)).toEqual([
    { record_id: 4711 },
  ])
})

test('what a browser of a merged record tells goes to the customer, and back with its record', async () => {
  const into = await shop.customer()
  await send('identify', { userId: 'M-8', anonymousId: 'b9', messageId: 'j1' }, { key: careful.key })
  await send('identify', { userId: 'M-8', anonymousId: 'b9', messageId: 'j2' })
  const from = (await customerNumbered('M-8')) ?? 0
  const { body } = await shop.post(`/api/customers/${into}/merges`, { from, versions: { into: 1, from: 1 } })
  await send('page', { anonymousId: 'b9', messageId: 'j3' })
  const whose = () =>
    many(
      shop.pool,
      sql`select customer_id, record_id, data->>'messageId' as id from events
          where data->>'messageId' in ('j2', 'j3', 'j4') order by id`,
    )
  expect(await whose()).toEqual([
    { customer_id: into, record_id: from, id: 'j2' },
    { customer_id: into, record_id: from, id: 'j3' },
  ])
  const reversal = await shop.post(`/api/customers/${into}/merges/${body.mergeId}/reversal`)
  expect(reversal.status).toBe(200)
  await send('page', { anonymousId: 'b9', messageId: 'j4' })
  expect(await whose()).toEqual(['j2', 'j3', 'j4'].map((id) => ({ customer_id: from, record_id: null, id })))
})

test('traits fill gaps with a key that servers keep, and change nothing with one that stands in pages', async () => {
  const make = async (number: string, sourceId: number) => {
    const id = await shop.customer({ familyName: '鈴木' })
    await shop.pool.query(
      sql`insert into customer_refs (external_id, source_id, customer_id) values (${number}, ${sourceId}, ${id})`,
    )
    return id
  }
  const traits = { lastName: '佐藤', lastNameKana: 'スズキ', birthday: '1980-04-01', email: 'evil@x.example' }
  const trusted = await make('M-5', 1)
  await send('identify', { userId: 'M-5', traits }, { key: server.key })
  expect((await shop.get(`/api/customers/${trusted}`)).body).toMatchObject({
    familyName: '鈴木',
    familyKana: 'スズキ',
    birthOn: '1980-04-01',
    version: 2,
  })
  const { sourceId } = (await shop.get(`/api/connections/${site.id}`)).body
  const open = await make('M-6', sourceId)
  await send('identify', { userId: 'M-6', traits })
  expect((await shop.get(`/api/customers/${open}`)).body).toMatchObject({ familyKana: '', birthOn: null, version: 1 })
  expect(await many(shop.pool, sql`select from contact_points where customer_id = ${open}`)).toEqual([])
})

test('an anonymous identify leads to whose verified address it names, and to nobody by one that is not', async () => {
  const id = await shop.customer()
  const point = async (value: string, status: string) =>
    shop.pool.query(
      sql`insert into contact_points (customer_id, kind, value, key, status, source_id, created_at, updated_at)
          values (${id}, 'email', ${value}, ${value}, ${status}, 1, ${testNow}, ${testNow})`,
    )
  await point('sure@x.example', 'verified')
  await point('maybe@x.example', 'unknown')
  await send('identify', { anonymousId: 'b7', messageId: 'c1', traits: { email: 'sure@x.example' } })
  await send('identify', { anonymousId: 'b8', messageId: 'c2', traits: { email: 'maybe@x.example' } })
  expect((await eventsOf(['c1', 'c2'])).map((row) => [row.customer_id, row.data.messageId])).toEqual([[id, 'c1']])
  expect(await visitsOf('c2')).toBe(1)
})

test('alias and group are kept; an alias brings what was done under the former id', async () => {
  await send('page', { anonymousId: 'before', messageId: 'a1' })
  await send('alias', { previousId: 'before', userId: 'M-1', messageId: 'a2' })
  await send('group', { userId: 'M-1', groupId: 'g1', traits: { name: '椿会' }, messageId: 'a3' })
  const id = await customerNumbered('M-1')
  expect((await eventsOf(['a1', 'a2', 'a3'])).map((row) => [row.customer_id, row.kind])).toEqual([
    [id, 'view'],
    [id, 'alias'],
    [id, 'group'],
  ])
})

test('a renewed key and its former one both hold for a day; pages are asked for by their origin', async () => {
  const renewed = (await shop.post(`/api/connections/${server.id}/write-key`)).body
  expect(renewed.key).not.toBe(server.key)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const message = { userId: 'M-1', event: 'x' }
  expect((await send('track', message, { key: renewed.key })).status).toBe(200)
  expect((await send('track', message, { key: server.key })).status).toBe(200)
  server.key = renewed.key
  expect((await send('track', message, { key: 'site_madeup' })).status).toBe(401)
  expect(
    (await send('track', { ...message, writeKey: site.key }, { key: '', headers: { origin: page } })).headers,
  ).toMatchObject({
    'access-control-allow-origin': page,
  })
  const foreign = await send('track', message, { headers: { origin: 'https://evil.example' } })
  expect(foreign.status).toBe(403)
  expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
  const ask = (origin: string) =>
    shop.server.inject({
      method: 'OPTIONS',
      url: '/v1/t',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
  expect((await ask(page)).headers).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-headers': 'authorization, content-type, content-encoding, x-retry-count',
  })
  expect((await ask('https://evil.example')).statusCode).toBe(403)
  expect((await shop.server.inject({ url: `/v1/projects/${site.key}/settings` })).json().integrations).toMatchObject({
    'Segment.io': { apiKey: site.key, apiHost: 'localhost:3000/v1', protocol: 'http' },
  })
})

const one1 = { userId: 'M-1', event: 'x' }
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
test.each([
  ['no JSON', 'track', '{"userId": ', 400],
  ['a list', 'track', '[]', 400],
  ['invalid UTF-8', 'track', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
  ['bytes that are said to be zipped', 'track', Buffer.from([0x1f, 0x8b, 1, 2, 3]), 400],
  ['a zip bomb', 'batch', gzipSync(Buffer.alloc(50_000_000, 0x20)), 413],
  ['a message over 32 kB', 'track', { ...one1, properties: { a: 'x'.repeat(33_000) } }, 413],
  [
    'a batch over 500 kB',
    'batch',
    { batch: Array.from({ length: 20 }, () => ({ ...one1, properties: { a: 'x'.repeat(30_000) } })) },
    413,
  ],
  ['a thousand levels', 'track', `{"userId":"M-1","event":"x","properties":{"a":${deep(1000)}}}`, 400],
  ['levels without an end', 'track', `{"userId":"M-1","event":"x","properties":{"a":${deep(16_000)}}}`, 400],
  [
    'a batch of levels',
    'batch',
    `{"batch":[{"userId":"M-1","type":"track","event":"x","traits":{"a":${deep(240_000)}}}]}`,
    400,
  ],
  ['nobody', 'track', { event: 'x' }, 400],
  ['no name', 'track', { userId: 'M-1' }, 400],
  ['an id that is an object', 'track', { userId: { a: 1 }, event: 'x' }, 400],
  ['an id without an end', 'track', { userId: 'M'.repeat(300), event: 'x' }, 400],
  ['a batch that is none', 'batch', { batch: {} }, 422],
  ['a batch of nothing that can be kept', 'batch', { batch: [1, null, { type: 'track' }] }, 400],
])('%s is refused, and says why', async (_name, path, body, status) => {
  const reply = await send(path, body as object)
  expect(reply.status).toBe(status)
  expect(reply.body.code).toMatch(/^(malformed-body|body-too-large|invalid-request)$/)
})

test.each([
  ['NUL and half characters', { properties: { 'a\0b': 'x\0y', half: '\ud83d' } }, { ab: 'xy', half: '\ufffd' }],
  [
    'keys that mean something',
    JSON.parse('{"properties":{"__proto__":{"isAdmin":true},"constructor":1,"ok":2}}'),
    { ok: 2 },
  ],
])('%s do no harm', async (name, more, props) => {
  expect((await send('track', { ...one1, messageId: name, ...more })).status).toBe(200)
  expect((await eventsOf([name]))[0]?.data.props).toEqual(props)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('numbers beyond all bounds are nothing or numbers', async () => {
  await send('track', '{"userId":"M-1","event":"x","messageId":"huge","properties":{"a":1e400,"b":1e308,"c":-0}}')
  expect((await eventsOf(['huge']))[0]?.data.props).toEqual({ a: null, b: 1e308, c: 0 })
})

test('what cannot be kept stops none of the others, and is counted', async () => {
  const good = { type: 'track', ...one1, messageId: 'good' }
  const reply = await send('batch', {
    batch: [{ type: 'dance' }, good, { ...good, messageId: 'big', properties: { a: 'x'.repeat(33_000) } }],
  })
  expect(reply.body).toEqual({
    success: true,
    rejected: [
      { index: 0, code: 'unknown-type' },
      { index: 2, code: 'too-large' },
    ],
  })
  expect(await eventsOf(['good', 'big'])).toHaveLength(1)
  const troubles = await many<{ code: string }>(
    shop.pool,
    sql`select code from connection_troubles where connection_id = ${site.id}`,
  )
  expect(new Set(troubles.map(({ code }) => code))).toContain('message-unknown-type')
  expect(new Set(troubles.map(({ code }) => code))).toContain('message-unreadable')
})

test('gzip is read', async () => {
  const zipped = gzipSync(JSON.stringify({ ...one1, messageId: 'zipped' }))
  await send('track', zipped, { headers: { 'content-encoding': 'gzip' } })
  expect(await eventsOf(['zipped'])).toHaveLength(1)
  expect((await send('track', zipped, { headers: { 'content-encoding': 'br' } })).status).toBe(200)
  expect((await send('track', { ...one1 }, { headers: { 'content-encoding': 'br' } })).status).toBe(415)
})
