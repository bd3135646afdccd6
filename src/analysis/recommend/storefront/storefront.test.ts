import { beforeAll, expect, test } from 'vitest'
import { testNow } from '../../../../test/context.ts'
import { openShop, type Shop } from '../../../../test/shop.ts'
import { one, sql } from '../../../platform/db/db.ts'
import { jobs } from '../../jobs.ts'
import { openGate } from './gate.ts'
import { makeToken, readToken } from './token.ts'

const page = 'https://shop.example'
const nasty = '<img src=x onerror=alert(1)>"&\'</script>'
let shop: Shop
let key: { id: number; key: string; secret: string }

/* 200 customers who buy soap (1) every month, a brush (2) with every second one; tea (3) is bought by others. */
beforeAll(async () => {
  shop = await openShop()
  const { pool } = shop
  await pool.query(
    sql`insert into products (code, name, price, cost, created_at, updated_at)
        select code, name, 1800, 600, ${testNow}, ${testNow}
        from (values ('soap', '石けん'), ('brush', ${nasty}), ('tea', 'お茶'), ('a/b ?', '斜線'), ('new', '新しい品')) p (code, name)`,
  )
  await pool.query(
    sql`insert into customers (family_name, given_name, registered_on, store_id, created_at, updated_at)
        select '秘密', '客' || n, '2026-06-01', 1, ${testNow}, ${testNow} from generate_series(1, 200) n`,
  )
  await pool.query(
    sql`insert into customer_refs (external_id, source_id, customer_id) select '会員-' || n, 1, n from generate_series(1, 200) n`,
  )
  await pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, store_id, subtotal, total, net_sales,
          created_at, updated_at)
        select n, 1, n || '-' || b, day, day, 'confirmed', 1, 1800, 1800, 1800, ${testNow}, ${testNow}
        from generate_series(1, 200) n, generate_series(0, 4) b, lateral (select date '2026-06-15' + n % 25 + b * 30 as day) d`,
  )
  await pool.query(
    sql`insert into order_lines (customer_id, order_id, line_no, product_id, name, quantity, unit_price, amount)
        select o.customer_id, o.id, line.no, line.product, '', 1, 1800, 1800
        from (select *, split_part(number, '-', 2)::int as b from orders) o, lateral (
          select 1 as no, case when o.customer_id <= 150 then 1 else 3 end as product
          union all select 2, 2 where o.customer_id <= 150 and (o.customer_id + b) % 2 = 0) line`,
  )
  key = (await shop.post('/api/shop-keys', { name: '公式通販', origins: [page, 'http://localhost:4170'], sourceId: 1 }))
    .body
})

const soon = (seconds: number) => new Date(shop.clock.now.getTime() + seconds * 1000)
/** As a page of a shop asks: nobody signed in, an origin, maybe a token. */
async function ask(path: string, headers: Record<string, string> = { origin: page }, payload?: object) {
  const reply = await shop.server.inject({
    method: payload ? 'POST' : 'GET',
    url: path,
    headers,
    ...(payload ? { payload } : {}),
  })
  // replies are checked by the assertions of each test
  // oxlint-disable-next-line typescript/no-explicit-any
  return { status: reply.statusCode, headers: reply.headers, body: reply.json() as any }
}
const offers = (more = '', headers?: Record<string, string>) => ask(`/api/shop-offers?key=${key.key}${more}`, headers)
const codes = (reply: { body: { items: { code: string }[] } }) => reply.body.items.map(({ code }) => code)

test('before the first night a page shows what is new', async () => {
  const reply = await offers('&product=soap')
  expect(reply.status).toBe(200)
  expect(reply.body.items).toHaveLength(4)
  expect(codes(reply)).not.toContain('soap')
})

test('a page of a product shows what belongs to it, then best sellers, and is never empty', async () => {
  await shop.post('/api/analysis/learning')
  await shop.jobs.run(shop.context, jobs)
  shop.clock.now = soon(60)
  const reply = await offers('&product=soap&size=3')
  expect(reply.body.items[0]).toEqual({ code: 'brush', name: nasty, price: 1800, place: 'together' })
  expect(reply.body.items).toHaveLength(3)
  expect(reply.body.currency).toBe('JPY')
  expect(codes(await offers('&product=nothing-of-ours'))).toContain('soap')
  expect(codes(await offers(''))[0]).toBe('soap')
  expect(codes(await offers('&exclude=soap,brush'))).not.toContain('soap')
  expect(codes(await offers(`&exclude=${encodeURIComponent('soap,brush,tea,new')}`))).toEqual(['a/b ?'])
})

test('only pages of listed origins may read the answer', async () => {
  const reply = await offers()
  expect(reply.headers).toMatchObject({
    'access-control-allow-origin': page,
    vary: 'origin, tokui-customer',
    'cache-control': 'public, max-age=60',
  })
  expect(reply.headers['access-control-allow-credentials']).toBeUndefined()
  for (const origin of [
    'https://evil.example',
    'null',
    'https://shop.example.evil.example',
    'http://shop.example',
    `${page}:8443`,
  ]) {
    const refused = await offers('', { origin })
    expect([refused.status, refused.body.code], origin).toEqual([403, 'foreign-origin'])
    expect(refused.headers['access-control-allow-origin']).toBeUndefined()
  }
  expect((await offers('', {})).status).toBe(403)
})

test('the question before the question is answered for listed origins alone', async () => {
  const preflight = (origin: string, path = '/api/shop-offers/openings') =>
    shop.server.inject({
      method: 'OPTIONS',
      url: `${path}?key=${key.key}`,
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
  const yes = await preflight(page)
  expect(yes.statusCode).toBe(204)
  expect(yes.headers).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, tokui-customer',
  })
  const no = await preflight('https://evil.example')
  expect([no.statusCode, no.headers['access-control-allow-origin']]).toEqual([403, undefined])
  expect((await preflight(page, '/api/customers')).statusCode).toBe(403)
})

test('a token signed by the shop makes the customer known, and nothing about them comes back', async () => {
  const token = makeToken('会員-1', key.secret, soon(600))
  const reply = await offers('', { origin: page, 'tokui-customer': token })
  expect(reply.status).toBe(200)
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.body.items[0].place).toBe('forYou')
  for (const item of reply.body.items) expect(Object.keys(item).sort()).toEqual(['code', 'name', 'place', 'price'])
  expect(JSON.stringify(reply.body)).not.toMatch(/秘密|会員|回|日/)
  const unknown = makeToken('会員-9999', key.secret, soon(600))
  expect((await offers('', { origin: page, 'tokui-customer': unknown })).body.items[0].place).toBe('popular')
})

test('forged, expired and everlasting tokens are refused', async () => {
  const now = shop.clock.now
  const good = makeToken('会員-1', key.secret, soon(600))
  const [number, expires, signature = ''] = good.split('.')
  const other = Buffer.from('会員-2').toString('base64url')
  const bad = [
    makeToken('会員-1', 'another secret', soon(600)),
    makeToken('会員-1', key.key, soon(600)),
    makeToken('会員-1', key.secret, soon(-1)),
    makeToken('会員-1', key.secret, soon(90_000)),
    `${other}.${expires}.${signature}`,
    `${number}.${Number(expires) + 1}.${signature}`,
    `${number}.${expires}.${'0'.repeat(64)}`,
    `${number}.${expires}.`,
    `${number}.${expires}`,
    '1',
    'x'.repeat(5000),
  ]
  for (const token of bad) {
    const reply = await offers('', { origin: page, 'tokui-customer': token })
    expect([reply.status, reply.body.code], token.slice(0, 60)).toEqual([401, 'wrong-credentials'])
  }
  expect(readToken(good, key.secret, now)).toBe('会員-1')
  expect(readToken(good, '', now)).toBeNull()
})

test('keys of programs and of pages cannot stand in for one another', async () => {
  const other = (value: string) => ask(`/api/shop-offers?key=${value}`)
  expect((await other(`tk_${'a'.repeat(43)}`)).status).toBe(422)
  expect((await other(`tkp_${'a'.repeat(43)}`)).status).toBe(401)
  expect((await ask('/api/shop-offers')).status).toBe(422)
  expect((await ask('/api/customers', { origin: page, authorization: `Bearer ${key.key}` })).status).toBe(401)
  expect((await shop.post('/api/shop-keys', { name: 'x', origins: [page] }, { role: 'marketer' })).status).toBe(403)
})

test('an opening arrives: counted for visitors, once a day for a known customer', async () => {
  const path = `/api/shop-offers/openings?key=${key.key}`
  const opening = { product: 'brush', place: 'together' }
  expect((await ask(path, { origin: page }, opening)).status).toBe(200)
  expect((await ask(path, { origin: page }, opening)).status).toBe(200)
  const known = { origin: page, 'tokui-customer': makeToken('会員-1', key.secret, soon(600)) }
  expect((await ask(path, known, { ...opening, place: 'forYou' })).status).toBe(200)
  expect((await ask(path, known, { ...opening, place: 'forYou' })).status).toBe(200)
  expect((await ask(path, { origin: 'https://evil.example' }, opening)).status).toBe(403)
  expect((await ask(path, { ...known, 'tokui-customer': 'x' }, opening)).status).toBe(401)
  expect((await ask(path, { origin: page }, { ...opening, place: '<b>' })).status).toBe(422)
  expect((await ask(path, { origin: page }, { ...opening, customerId: 1 })).status).toBe(422)
  const { body } = await shop.get('/api/recommendations')
  expect(body.openings).toEqual([
    { shelf: 'together', count: 2, bought: 0 },
    { shelf: 'forYou', count: 1, bought: 0 },
  ])
})

test('more than the key allows is refused with 429, and the way back is said', async () => {
  const { body } = await shop.post('/api/shop-keys', { name: '少なめ', origins: [page], perMinute: 60 })
  const ownOffers = () => ask(`/api/shop-offers?key=${body.key}`)
  const replies = await Promise.all(Array.from({ length: 40 }, ownOffers))
  const refused = replies.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(20)
  expect(refused[0]?.headers).toMatchObject({ 'retry-after': '1', 'access-control-allow-origin': page })
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(20)
  // others are not held up
  expect((await offers()).status).toBe(200)
  shop.clock.now = soon(3)
  expect((await ownOffers()).status).toBe(200)
})

test('a gate lets through what it says, whatever the clock does', () => {
  const gate = openGate()
  let through = 0
  for (let now = 0; now < 60_000; now += 10) if (gate.waitSeconds(600, now) === 0) through++
  expect(through).toBeGreaterThanOrEqual(659)
  expect(through).toBeLessThanOrEqual(661)
  expect(gate.waitSeconds(600, 0)).toBeGreaterThan(0)
})

test('a key is changed and revoked, and the audit log knows', async () => {
  expect((await shop.patch(`/api/shop-keys/${key.id}`, { origins: ['https://www.shop.example/'] })).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect((await offers()).status).toBe(403)
  expect((await offers('', { origin: 'https://www.shop.example' })).status).toBe(200)
  const { items } = (await shop.get('/api/shop-keys')).body
  expect(items.find(({ id }: { id: number }) => id === key.id)).toMatchObject({ origins: ['https://www.shop.example'] })
  expect(JSON.stringify(items)).not.toContain(key.secret)
  expect((await shop.delete(`/api/shop-keys/${key.id}`)).status).toBe(200)
  expect((await shop.delete(`/api/shop-keys/${key.id}`)).status).toBe(404)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect((await offers('', { origin: 'https://www.shop.example' })).status).toBe(401)
  const log = await one(
    shop.pool,
    sql`select string_agg(action, ',' order by id) as actions, bool_or(detail::text like ${`%${key.secret}%`}) as leaked
        from audit_log where subject = 'shop-key' and subject_id = ${String(key.id)}`,
  )
  expect(log).toEqual({ actions: 'created,changed,revoked', leaked: false })
})

test.each([
  'ftp://shop.example',
  'javascript:alert(1)',
  'https://',
  '*',
  'null',
  'http://shop.example',
  'shop.example',
])('an origin like %j is no origin', async (origin) => {
  expect((await shop.post('/api/shop-keys', { name: 'x', origins: [origin] })).status).toBe(422)
})
