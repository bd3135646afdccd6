import { createHmac } from 'node:crypto'
import { connect as openSocket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { hookServer, hookServerWithout, standardHeaders } from '../../../test/hooks.ts'
import { many, one, sql } from '../../platform/db/db.ts'

let shop: Awaited<ReturnType<typeof hookServer>>
let hook: { id: number; key: string; secrets: Record<string, string> }
let secret: string
beforeAll(async () => {
  shop = await hookServer()
  const rules = [
    {
      kind: 'orders',
      when: { path: 'type', equals: 'order.changed' },
      changedAt: '',
      statuses: { 承り: 'confirmed' },
      fields: {
        number: 'data.no',
        orderedAt: 'data.at',
        customerNumber: 'data.member.id',
        email: 'data.member.mail',
        fullName: 'data.member.name',
        status: 'data.state',
        productCode: 'data.items[*].code',
        quantity: 'data.items[*].n',
        unitPrice: 'data.items[*].price',
      },
    },
  ]
  hook = await shop.connect('webhook', { rules })
  secret = hook.secrets.signing as string
})
afterAll(() => shop.server.close())

const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)

function order(no: string, minute: number, more: object = {}) {
  const member = { id: 12, mail: 'hanako@example.jp', name: '佐藤 花子' }
  const items = [
    { code: 'S-1', n: 2, price: 1200 },
    { code: 'S-2', n: 1, price: 800 },
  ]
  return JSON.stringify({
    type: 'order.changed',
    timestamp: `2026-11-22T02:${String(minute).padStart(2, '0')}:00Z`,
    data: { no, at: '2026-11-20T10:00:00+09:00', state: '承り', member, items, ...more },
  })
}

let count = 0
const nextId = () => `msg_${++count}`
async function post(body: string, headers = standardHeaders(secret, body, testNow, nextId())) {
  return (await shop.send(hook.key, body, headers)).statusCode
}
const kept = async () => (await one<{ n: number }>(shop.pool, sql`select count(*) as n from inbox`))?.n
const open = () =>
  many<{ code: string }>(shop.pool, sql`select code from connection_troubles where settled_at is null order by 1`)

describe('what nobody signed is refused and not kept', () => {
  const body = order('A-0', 1)
  const good = () => standardHeaders(secret, body, testNow, 'msg_bad')
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  test.each([
    ['no signature', () => ({ ...good(), 'webhook-signature': '' })],
    ['no id', () => ({ ...good(), 'webhook-id': '' })],
    ['no time', () => ({ ...good(), 'webhook-timestamp': '' })],
    ["another's secret", () => standardHeaders(other, body, testNow)],
    ['an empty secret', () => standardHeaders('whsec_', body, testNow)],
    ['cut short', () => ({ ...good(), 'webhook-signature': (good()['webhook-signature'] as string).slice(0, -8) })],
    [
      'another version',
      () => ({ ...good(), 'webhook-signature': (good()['webhook-signature'] as string).replace('v1,', 'v1a,') }),
    ],
    ['five minutes and a second old', () => standardHeaders(secret, body, later(-301))],
    ['five minutes and a second ahead', () => standardHeaders(secret, body, later(301))],
    ['a time that is none', () => ({ ...good(), 'webhook-timestamp': '1e9' })],
    ['a time that was not signed', () => ({ ...good(), 'webhook-timestamp': String(testNow.getTime() / 1000 + 1) })],
    ['an id that was not signed', () => ({ ...good(), 'webhook-id': 'msg_other' })],
  ])('%s', async (_name, headers) => {
    expect(await post(body, headers())).toBe(401)
    expect(await kept()).toBe(0)
  })

  test('an amount that was changed on the way, or the same figures written otherwise', async () => {
    const headers = good()
    expect(await post(body.replace('1200', '9200'), headers)).toBe(401)
    expect(await post(JSON.stringify(JSON.parse(body), null, 1), headers)).toBe(401)
    expect(await post(body.replace('佐', '\\u4f50'), headers)).toBe(401)
    expect(await kept()).toBe(0)
    expect(await open()).toEqual([{ code: 'bad-signature' }, { code: 'missing-signature' }, { code: 'old-timestamp' }])
  })

  test('at a door that is not there, or switched off, nothing is said', async () => {
    expect((await shop.send('webhook_nobody', body, good())).statusCode).toBe(404)
    const off = await shop.connect('webhook', { rules: [] })
    await shop.ask('PATCH', `/api/connections/${off.id}`, { version: 1, isActive: false })
    const headers = standardHeaders(off.secrets.signing as string, body, testNow)
    expect((await shop.send(off.key, body, headers)).statusCode).toBe(404)
  })
})

describe('what is too much is refused before it is read', () => {
  let port: number
  beforeAll(async () => {
    port = Number(new URL(await shop.server.address()).port)
  })

  function raw(...bytes: string[]): Promise<string> {
    return new Promise((resolve) => {
      let said = ''
      const socket = openSocket(port, '127.0.0.1', () => bytes.forEach((part) => socket.write(part)))
      socket.on('data', (data) => {
        said += data.toString()
        if (said.startsWith('HTTP')) socket.destroy()
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(said.split('\r\n')[0] ?? ''))
    })
  }
  const head = (headers: Record<string, string>, length: string) =>
    `POST /hooks/${hook.key} HTTP/1.1\r\nHost: localhost:3000\r\n${length}\r\n${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`
  const signed = () => standardHeaders(secret, 'x', testNow, nextId())

  test('by its length, and without one as soon as it is too much', async () => {
    expect(await raw(head(signed(), 'Content-Length: 900000000'))).toMatch(/ 413 /)
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    expect(await raw(head(signed(), 'Transfer-Encoding: chunked'), ...Array(18).fill(chunk))).toMatch(/ 413 /)
  })

  test('of who does not sign nothing is read at all', async () => {
    const headers = { ...signed(), 'webhook-signature': '' }
    expect(await raw(head(headers, 'Content-Length: 900000'))).toMatch(/ 401 /)
  })

  test('who sends byte by byte holds up nobody', async () => {
    const body = order('slow', 1)
    const socket = openSocket(port, '127.0.0.1', () => {
      socket.write(head(standardHeaders(secret, body, testNow, nextId()), `Content-Length: ${body.length + 1000}`))
      socket.write('{')
    })
    const started = performance.now()
    expect(await post(order('A-quick', 1))).toBe(200)
    expect(performance.now() - started).toBeLessThan(2_000)
    socket.destroy()
  })
})

describe('what is signed is kept before it is answered and taken in afterwards', () => {
  test('the customer and the order are there, once, however often it comes', async () => {
    const body = order('A-1', 5)
    const headers = standardHeaders(secret, body, testNow, 'msg_same')
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(body, headers)))
    expect(new Set(answers)).toEqual(new Set([200]))
    expect(await one(shop.pool, sql`select count(*) as n from inbox where message_id = 'msg_same'`)).toEqual({ n: 1 })
    await shop.work()
    expect(
      await many(shop.pool, sql`select number, status, net_sales as net from orders where number = 'A-1'`),
    ).toEqual([{ number: 'A-1', status: 'confirmed', net: 3200 }])
    expect(await one(shop.pool, sql`select number, family_name as name from customers where number = '12'`)).toEqual({
      number: '12',
      name: '佐藤',
    })
    // the trouble of before is over: the secret is right
    expect((await open()).map(({ code }) => code)).not.toContain('bad-signature')
    const counted = await one(
      shop.pool,
      sql`select sum(received) as received, sum(duplicate) as duplicate from arrivals`,
    )
    expect(counted).toMatchObject({ duplicate: 99 })
  })

  test('of states that come in another order, and of old ones sent anew, the latest stands', async () => {
    expect(await post(order('A-2', 9, { state: 'キャンセル' }))).toBe(200)
    await shop.work()
    expect(await post(order('A-2', 7))).toBe(200)
    await shop.work()
    expect(await post(order('A-2', 8))).toBe(200)
    await shop.work()
    expect(await one(shop.pool, sql`select status from orders where number = 'A-2'`)).toEqual({ status: 'cancelled' })
    const listed = (await shop.ask('GET', `/api/connections/${hook.id}/inbox?limit=3`)).body
    expect(listed.items.map(({ state }: { state: string }) => state)).toEqual(['stale', 'stale', 'taken'])
  })

  test('what cannot be taken in is put aside with its reason, and goes through again once it can', async () => {
    const bad = order('A-3', 1, { items: [{ code: 'S-1', n: 1, price: '千円' }] })
    for (const body of [
      bad,
      '{"type":',
      '['.repeat(100_000),
      '{"type":"parcel"}',
      '{"__proto__":{"type":"order.changed"}}',
    ]) {
      expect(await post(body)).toBe(200)
    }
    await shop.work()
    const listed = (await shop.ask('GET', `/api/connections/${hook.id}/inbox?limit=5`)).body.items
    expect(listed.map(({ state, problem }: { state: string; problem: object }) => ({ state, problem }))).toEqual([
      { state: 'ignored', problem: { code: 'no-rule' } },
      { state: 'ignored', problem: { code: 'no-rule' } },
      { state: 'failed', problem: { code: 'too-deep' } },
      { state: 'failed', problem: { code: 'not-json' } },
      { state: 'failed', problem: { code: 'unfit', fields: [{ field: 'unitPrice', code: 'not-an-amount' }] } },
    ])
    expect(await open()).toContainEqual({ code: 'messages-failed' })
    const { body: connection } = await shop.ask('GET', `/api/connections/${hook.id}`)
    const rules = structuredClone(connection.settings.rules)
    rules[0].fields.unitPrice = '=700'
    await shop.ask('PATCH', `/api/connections/${hook.id}`, { version: connection.version, settings: { rules } })
    const last = listed.at(-1).id
    expect((await shop.ask('POST', `/api/connections/${hook.id}/inbox/replay`, { ids: [last] })).body).toEqual({
      count: 1,
    })
    await shop.work()
    expect(await one(shop.pool, sql`select net_sales as net from orders where number = 'A-3'`)).toEqual({ net: 700 })
    const { version } = (await shop.ask('GET', `/api/connections/${hook.id}`)).body
    await shop.ask('PATCH', `/api/connections/${hook.id}`, { version, settings: connection.settings })
  })

  test('after a new secret the former one holds for a day', async () => {
    const made = (await shop.ask('POST', `/api/connections/${hook.id}/secrets`)).body.secrets.signing
    expect(made).not.toBe(secret)
    const body = order('A-4', 1)
    expect(await post(body)).toBe(200)
    expect(await post(body, standardHeaders(made, body, testNow, nextId()))).toBe(200)
    // several signatures at once, while the sender changes over
    const both = standardHeaders(secret, body, testNow, 'msg_both')
    const nobody = standardHeaders(`whsec_${Buffer.alloc(24, 1).toString('base64')}`, body, testNow, 'msg_both')
    both['webhook-signature'] = `${nobody['webhook-signature']} ${both['webhook-signature']}`
    expect(await post(body, both)).toBe(200)
    shop.clock.now = later(86_401)
    expect(await post(body, standardHeaders(secret, body, shop.clock.now, nextId()))).toBe(401)
    expect(await post(body, standardHeaders(made, body, shop.clock.now, nextId()))).toBe(200)
    shop.clock.now = testNow
    secret = made
  })

  test('a preview tells what would be taken in, by field, and writes nothing', async () => {
    const { body: connection } = await shop.ask('GET', `/api/connections/${hook.id}`)
    const before = await kept()
    const asked = { rules: connection.settings.rules, body: order('A-9', 1, { at: 'someday' }) }
    const { body } = await shop.ask('POST', `/api/connections/${hook.id}/inbox/preview`, asked)
    expect(body.records).toMatchObject([
      { kind: 'orders', rows: [{ number: 'A-9', productCode: 'S-1' }, { productCode: 'S-2' }] },
    ])
    expect(body.records[0].problems).toContainEqual({ field: 'orderedAt', code: 'not-a-date' })
    expect(await kept()).toBe(before)
    const path = `/api/connections/${hook.id}/inbox`
    expect((await shop.ask('POST', `${path}/preview`, asked, 'marketer')).status).toBe(403)
    expect((await shop.ask('GET', path, undefined, 'store')).status).toBe(403)
  })

  test('what breaks us is tried again later and later, then put aside; others go on, and nothing personal is logged', async () => {
    const member = { id: 13, mail: 'secret@example.jp', name: '秘密\0' }
    await post(order('A-5', 1, { member, items: [{ code: 'S-1', n: 2_000_000_000, price: 999_999_999_999_999 }] }))
    await post(order('A-6', 1, { member }))
    const lines: unknown[] = []
    const log = { info() {}, warn() {}, debug() {}, error: (...said: unknown[]) => void lines.push(said) }
    const state = () =>
      one(shop.pool, sql`select state, attempts from inbox where problem ->> 'code' = 'internal-error'`)
    await shop.work(log)
    expect(await state()).toEqual({ state: 'waiting', attempts: 1 })
    expect(await one(shop.pool, sql`select count(*) as n from orders where number = 'A-6'`)).toEqual({ n: 1 })
    for (let tries = 2; tries <= 8; tries++) {
      shop.clock.now = new Date(shop.clock.now.getTime() + 10 * 4 ** tries * 1000)
      await shop.ctx.jobs.enqueue(shop.pool, 'connectors.resume-inbox', {})
      await shop.work(log)
    }
    shop.clock.now = testNow
    expect(await state()).toEqual({ state: 'failed', attempts: 8 })
    expect(lines.length).toBe(8)
    expect(JSON.stringify(lines)).not.toMatch(/secret@|秘密/)
    const troubles = await many(shop.pool, sql`select detail from connection_troubles`)
    expect(JSON.stringify(troubles)).not.toMatch(/@|佐藤|秘密/)
  })
})

test('what happened stands on the timeline of whom it concerns, once; of a stranger it waits', async () => {
  const fields = { email: 'who', event: 'what', at: 'when', 'data:seat': 'seat' }
  const made = await shop.connect('webhook', { rules: [{ kind: 'events', when: null, changedAt: '', fields }] })
  const tell = async (body: object, id: string) => {
    const text = JSON.stringify(body)
    const headers = standardHeaders(made.secrets.signing as string, text, testNow, id)
    expect((await shop.send(made.key, text, headers)).statusCode).toBe(200)
    await shop.work()
  }
  const booked = { who: 'hanako@example.jp', what: '予約', when: '2026-11-21T10:00:00+09:00', seat: 'A-1' }
  await tell(booked, 'e1')
  await tell({ ...booked, who: 'nobody@example.jp' }, 'e2')
  await tell({ ...booked, when: 'tomorrow' }, 'e3')
  const listed = (await shop.ask('GET', `/api/connections/${made.id}/inbox`)).body.items
  expect(listed.map(({ problem }: { problem: object }) => problem)).toEqual([
    { code: 'unfit', fields: [{ field: 'at', code: 'not-a-date' }] },
    { code: 'unknown-person' },
    null,
  ])
  await shop.ask('POST', `/api/connections/${made.id}/inbox/replay`, { ids: [listed[2].id] })
  await shop.work()
  expect(await many(shop.pool, sql`select kind, data ->> 'name' as name, data ->> 'seat' as seat from events`)).toEqual(
    [{ kind: 'track', name: '予約', seat: 'A-1' }],
  )
})

test('while the database is away nothing is acknowledged', async () => {
  const { server } = await hookServerWithout()
  const body = '{}'
  const headers = standardHeaders(secret, body, testNow)
  const reply = await server.inject({ method: 'POST', url: `/hooks/${hook.key}`, payload: body, headers })
  expect(reply.statusCode).toBe(503)
  await server.close()
})

test('Shopify and EC-CUBE sign the body alone; another shop is turned away', async () => {
  const shopify = await shop.connect('shopify', { shop: 'tsubaki.myshopify.com' }, { secret: 'shopify-secret' })
  const body = '{"id":1}'
  const hmac = createHmac('sha256', 'shopify-secret').update(body).digest('base64')
  const domain = { 'x-shopify-shop-domain': 'tsubaki.myshopify.com' }
  const ask = async (headers: Record<string, string>, key = shopify.key) =>
    (await shop.send(key, body, headers)).statusCode
  expect(await ask({ ...domain, 'x-shopify-hmac-sha256': hmac, 'x-shopify-topic': 'app/else' })).toBe(200)
  expect(await ask({ 'x-shopify-shop-domain': 'evil.myshopify.com', 'x-shopify-hmac-sha256': hmac })).toBe(401)
  expect(await ask({ 'x-shopify-hmac-sha256': hmac })).toBe(401)
  expect(await ask(domain)).toBe(401)
  expect(
    await ask({ ...domain, 'x-shopify-hmac-sha256': createHmac('sha256', '').update(body).digest('base64') }),
  ).toBe(401)

  const eccube = await shop.connect('eccube', { shop: 'https://shop.example/' })
  const signing = eccube.secrets.signing as string
  const hex = createHmac('sha256', signing).update(body).digest('hex')
  expect(await ask({ 'x-eccube-signature': hex }, eccube.key)).toBe(200)
  expect(await ask({ 'x-eccube-signature': `00${hex.slice(2)}` }, eccube.key)).toBe(401)
  expect(await ask({}, eccube.key)).toBe(401)
})
