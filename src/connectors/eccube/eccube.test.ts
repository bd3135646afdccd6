import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Asked, fakeShop } from '../../../test/fake-shop.ts'
import { after, hookServer } from '../../../test/hooks.ts'
import { takeIn as takeInFile } from '../../../test/importing.ts'
import { one, sql } from '../../platform/db/db.ts'

let fake: Awaited<ReturnType<typeof fakeShop>>
let shop: Awaited<ReturnType<typeof hookServer>>
beforeAll(async () => {
  fake = await fakeShop()
})
afterAll(() => fake.close())
beforeEach(async () => {
  fake.asked = []
  shop = await hookServer([`127.0.0.1:${fake.port}`])
})
afterEach(async () => {
  await shop.server.close()
})

describe('EC-CUBE', () => {
  const tokens = { access_token: 'a1', refresh_token: 'r2', expires_in: 3600 }
  const item = (kind: string, price: number, quantity = 1, more: object = {}) => ({
    product_code: null,
    product_name: kind,
    price,
    quantity,
    tax_rate: 10,
    OrderItemType: { id: kind },
    ...more,
  })
  const order = (no: string, at: string, status = '1', quantity = 2) => ({
    id: no,
    order_no: no,
    order_date: '2026-11-20T10:00:00+09:00',
    update_date: at,
    payment_method: '郵便振替',
    subtotal: 1100 * quantity,
    delivery_fee_total: 500,
    tax: 0,
    payment_total: 1100 * quantity + 400,
    name01: '佐藤',
    name02: '花子',
    kana01: 'サトウ',
    kana02: 'ハナコ',
    email: 'hanako@example.jp',
    phone_number: '0312345678',
    postal_code: '1000004',
    addr01: '千代田区',
    addr02: '大手町1',
    Pref: { name: '東京都' },
    Customer: { id: '7' },
    OrderStatus: { id: status },
    OrderItems: [
      item('1', 1000, quantity, { product_code: 'S-1', product_name: '石けん' }),
      item('2', 500),
      item('4', -100),
    ],
  })
  const page = (topic: string, nodes: object[], hasNextPage = false) => ({
    json: { data: { [topic]: { nodes, pageInfo: { hasNextPage } } } },
  })
  const topicOf = (one: Asked) => /\) \{\s+(\w+)\(/.exec(one.query)?.[1] ?? ''

  async function connect() {
    const made = await shop.connect(
      'eccube',
      { shop: `http://127.0.0.1:${fake.port}`, clientId: 'c', pulls: true },
      { clientSecret: 's' },
    )
    fake.answer = () => ({ json: tokens })
    expect((await shop.ask('POST', `/api/connections/${made.id}/eccube-authorisation`, { code: 'k' })).status).toBe(200)
    expect(Object.fromEntries(new URLSearchParams(fake.asked.at(-1)?.body))).toMatchObject({
      grant_type: 'authorization_code',
      code: 'k',
      client_id: 'c',
      client_secret: 's',
    })
    fake.asked = []
    return made
  }

  test('what changed comes in page by page, numbers as in its file, and the next time only what is newer', async () => {
    const { id } = await connect()
    const pages = [[order('1', '2026-11-22T09:00:00+09:00')], [order('2', '2026-11-21T09:00:00+09:00', '3')]]
    fake.answer = (one) => {
      const topic = topicOf(one)
      const place = Number(one.variables.page) - 1
      return page(topic, topic === 'orders' ? (pages[place] ?? []) : [], topic === 'orders' && place === 0)
    }
    await shop.pull(id)
    expect(await shop.orders()).toEqual([
      { number: '1', status: 'confirmed', subtotal: 2200, discount: 100, shipping: 500, total: 2600, net: 2100 },
      { number: '2', status: 'cancelled', subtotal: 2200, discount: 100, shipping: 500, total: 2600, net: 0 },
    ])
    expect(fake.asked.every(({ headers, path }) => headers.authorization === 'Bearer a1' && path === '/api')).toBe(true)
    fake.asked = []
    await shop.pull(id)
    expect(fake.asked.find((one) => topicOf(one) === 'orders')?.variables.since).toBe('2026-11-22T00:00:00+00:00')

    const columns = [
      '注文番号',
      '会員ID',
      '受注日',
      '対応状況(名称)',
      '支払方法(名称)',
      '小計',
      '送料',
      '税金',
      '支払合計',
      '商品コード',
      '商品名',
      '価格',
      '個数',
      '税率',
      '明細区分(名称)',
    ]
    const head = ['1', '7', '2026-11-20 10:00:00', '新規受付', '郵便振替', '2200', '500', '0', '2600']
    const lines = [
      ['S-1', '石けん', '1000', '2', '10', '商品'],
      ['', '送料', '500', '1', '10', '送料'],
      ['', '割引', '-100', '1', '10', '割引'],
    ]
    const file = [columns, ...lines.map((line) => [...head, ...line])].map((row) => row.join(',')).join('\n')
    const done = await takeInFile(shop.ctx, Buffer.from(file), { fileName: 'order.csv' })
    expect(done).toMatchObject({ sourceCode: 'eccube', counts: { orders: { added: 0, updated: 0, unchanged: 1 } } })
  })

  test('a message lets what it names be fetched at once', async () => {
    const { id, key, secrets } = await connect()
    fake.answer = (one) =>
      page(topicOf(one), topicOf(one) === 'orders' ? [order('5', '2026-11-22T09:00:00+09:00')] : [])
    const body = '[{"entity":"order","id":5,"action":"created"}]'
    const signature = createHmac('sha256', secrets.signing as string)
      .update(body)
      .digest('hex')
    expect((await shop.send(key, body, { 'x-eccube-signature': signature })).statusCode).toBe(200)
    await shop.work()
    expect(await shop.orders()).toMatchObject([{ number: '5' }])
    expect((await shop.ask('GET', `/api/connections/${id}/pulls`)).body.items).toHaveLength(3)
  })

  test('a shop that does not answer is left alone longer and longer; a fetch cut off goes on where it stood', async () => {
    const { id } = await connect()
    let isDown = false
    fake.answer = (one) => {
      const topic = topicOf(one)
      if (isDown && topic === 'orders') return { status: 503 }
      isDown = topic === 'orders'
      return page(topic, topic === 'orders' ? [order('1', '2026-11-22T09:00:00+09:00')] : [], topic === 'orders')
    }
    await shop.pull(id)
    expect(await shop.troubles()).toMatchObject([
      { code: 'pull-failed', detail: { topic: 'orders', reason: 'bad-status', status: 503 } },
    ])
    const before = fake.asked.length
    shop.clock.now = after(30)
    await shop.pull(id)
    // the others are asked, the one that failed is not
    expect(fake.asked.slice(before).map(topicOf)).not.toContain('orders')
    shop.clock.now = after(61)
    fake.answer = (one) => page(topicOf(one), [])
    await shop.pull(id)
    expect(fake.asked.at(-1)?.variables.page).toBe(2)
    expect(await shop.troubles()).toEqual([])
    expect(await shop.orders()).toHaveLength(1)
  })

  test('a token that ran out is asked for anew; one that was taken away is told', async () => {
    const { id } = await connect()
    shop.clock.now = after(3600)
    fake.answer = (one) =>
      one.path === '/token' ? { json: { ...tokens, access_token: 'a2' } } : page(topicOf(one), [])
    await shop.pull(id)
    expect(fake.asked[0]?.body).toContain('refresh_token=r2')
    expect(fake.asked.at(-1)?.headers.authorization).toBe('Bearer a2')
    fake.answer = () => ({ status: 401 })
    shop.clock.now = after(3700)
    await shop.pull(id)
    expect(await shop.troubles()).toMatchObject([{ detail: { reason: 'not-authorised', status: 401 } }])
    const kept = await one<{ secrets: Buffer }>(shop.pool, sql`select secrets from connections`)
    expect(kept?.secrets.toString('latin1')).not.toMatch(/a2|r2/)
  })

  test('an address inside is refused, and nothing is asked', async () => {
    for (const address of [
      'http://169.254.169.254',
      'https://127.0.0.1',
      'https://[::1]',
      'https://a:b@shop.example',
    ]) {
      const payload = { kind: 'eccube', name: 'x', settings: { shop: address }, secrets: {} }
      expect((await shop.ask('POST', '/api/connections', payload)).body.fields).toMatchObject([
        { field: 'settings.shop' },
      ])
    }
    expect(fake.asked).toEqual([])
  })
})
