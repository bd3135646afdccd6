import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { hookServer } from '../../../test/hooks.ts'
import { takeIn as takeInFile } from '../../../test/importing.ts'
import { many, one, sql } from '../../platform/db/db.ts'
import * as outgoing from '../../platform/outgoing.ts'

type Asked = {
  path: string
  headers: Record<string, unknown>
  body: string
  query: string
  variables: Record<string, unknown>
}
type Answer = { status?: number; headers?: Record<string, string>; json?: unknown }

/** A shop's server that answers as the test says, and remembers what it was asked. */
let answer: (asked: Asked) => Answer
let asked: Asked[] = []
let fake: Server
let port: number
beforeAll(async () => {
  fake = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const said = body.startsWith('{') ? JSON.parse(body) : {}
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        body,
        query: said.query ?? '',
        variables: said.variables ?? {},
      }
      asked.push(one)
      const { status = 200, headers = {}, json = {} } = answer(one)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json))
    })
  })
  await new Promise<void>((done) => fake.listen(0, '127.0.0.1', done))
  port = (fake.address() as { port: number }).port
})
afterAll(() => new Promise((done) => fake.close(done)))

let shop: Awaited<ReturnType<typeof hookServer>>
beforeEach(async () => {
  asked = []
  shop = await hookServer([`127.0.0.1:${port}`])
})
afterEach(async () => {
  vi.restoreAllMocks()
  await shop.server.close()
})

const after = (seconds: number) => new Date(testNow.getTime() + seconds * 1000)
const pull = async (id: number) => {
  await shop.ctx.jobs.enqueue(shop.pool, 'connectors.pull', { connectionId: id })
  await shop.work()
}
const orders = () =>
  many(
    shop.pool,
    sql`select number, status, subtotal, discount, shipping, total, net_sales as net from orders order by number`,
  )
const troubles = () =>
  many<{ code: string; detail: object }>(
    shop.pool,
    sql`select code, detail, times from connection_troubles where settled_at is null order by id`,
  )

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
      { shop: `http://127.0.0.1:${port}`, clientId: 'c', pulls: true },
      { clientSecret: 's' },
    )
    answer = () => ({ json: tokens })
    expect((await shop.ask('POST', `/api/connections/${made.id}/eccube-authorisation`, { code: 'k' })).status).toBe(200)
    expect(Object.fromEntries(new URLSearchParams(asked.at(-1)?.body))).toMatchObject({
      grant_type: 'authorization_code',
      code: 'k',
      client_id: 'c',
      client_secret: 's',
    })
    asked = []
    return made
  }

  test('what changed comes in page by page, numbers as in its file, and the next time only what is newer', async () => {
    const { id } = await connect()
    const pages = [[order('1', '2026-11-22T09:00:00+09:00')], [order('2', '2026-11-21T09:00:00+09:00', '3')]]
    answer = (one) => {
      const topic = topicOf(one)
      const place = Number(one.variables.page) - 1
      return page(topic, topic === 'orders' ? (pages[place] ?? []) : [], topic === 'orders' && place === 0)
    }
    await pull(id)
    expect(await orders()).toEqual([
      { number: '1', status: 'confirmed', subtotal: 2200, discount: 100, shipping: 500, total: 2600, net: 2100 },
      { number: '2', status: 'cancelled', subtotal: 2200, discount: 100, shipping: 500, total: 2600, net: 0 },
    ])
    expect(asked.every(({ headers, path }) => headers.authorization === 'Bearer a1' && path === '/api')).toBe(true)
    asked = []
    await pull(id)
    expect(asked.find((one) => topicOf(one) === 'orders')?.variables.since).toBe('2026-11-22T00:00:00+00:00')

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
    answer = (one) => page(topicOf(one), topicOf(one) === 'orders' ? [order('5', '2026-11-22T09:00:00+09:00')] : [])
    const body = '[{"entity":"order","id":5,"action":"created"}]'
    const signature = createHmac('sha256', secrets.signing as string)
      .update(body)
      .digest('hex')
    expect((await shop.send(key, body, { 'x-eccube-signature': signature })).statusCode).toBe(200)
    await shop.work()
    expect(await orders()).toMatchObject([{ number: '5' }])
    expect((await shop.ask('GET', `/api/connections/${id}/pulls`)).body.items).toHaveLength(3)
  })

  test('a shop that does not answer is left alone longer and longer; a fetch cut off goes on where it stood', async () => {
    const { id } = await connect()
    let isDown = false
    answer = (one) => {
      const topic = topicOf(one)
      if (isDown && topic === 'orders') return { status: 503 }
      isDown = topic === 'orders'
      return page(topic, topic === 'orders' ? [order('1', '2026-11-22T09:00:00+09:00')] : [], topic === 'orders')
    }
    await pull(id)
    expect(await troubles()).toMatchObject([
      { code: 'pull-failed', detail: { topic: 'orders', reason: 'bad-status', status: 503 } },
    ])
    const before = asked.length
    shop.clock.now = after(30)
    await pull(id)
    // the others are asked, the one that failed is not
    expect(asked.slice(before).map(topicOf)).not.toContain('orders')
    shop.clock.now = after(61)
    answer = (one) => page(topicOf(one), [])
    await pull(id)
    expect(asked.at(-1)?.variables.page).toBe(2)
    expect(await troubles()).toEqual([])
    expect(await orders()).toHaveLength(1)
  })

  test('a token that ran out is asked for anew; one that was taken away is told', async () => {
    const { id } = await connect()
    shop.clock.now = after(3600)
    answer = (one) => (one.path === '/token' ? { json: { ...tokens, access_token: 'a2' } } : page(topicOf(one), []))
    await pull(id)
    expect(asked[0]?.body).toContain('refresh_token=r2')
    expect(asked.at(-1)?.headers.authorization).toBe('Bearer a2')
    answer = () => ({ status: 401 })
    shop.clock.now = after(3700)
    await pull(id)
    expect(await troubles()).toMatchObject([{ detail: { reason: 'not-authorised', status: 401 } }])
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
    expect(asked).toEqual([])
  })
})

describe('Shopify', () => {
  const secret = 'shopify-secret'
  const line = (sku: string, price: string, quantity: number) => ({ sku, name: sku, price, quantity })
  const message = (more: object = {}) => ({
    id: 501,
    name: '#1001',
    created_at: '2026-08-01T10:00:00+09:00',
    updated_at: '2026-08-01T10:00:05+09:00',
    financial_status: 'paid',
    cancelled_at: null,
    email: 'a@example.jp',
    subtotal_price: '2700',
    total_tax: '290',
    total_price: '3200',
    total_shipping_price_set: { shop_money: { amount: '500' } },
    discount_codes: [{ code: 'SUMMER' }],
    payment_gateway_names: [],
    customer: { id: 6_123_456_789_012 },
    refunds: [],
    billing_address: {
      first_name: '花子',
      last_name: '佐藤',
      zip: '100-0004',
      province_code: 'JP-13',
      province: 'Tōkyō',
      city: '千代田区',
      address1: '大手町1',
      phone: '+819012345678',
    },
    line_items: [line('S-1', '1000', 2), line('S-2', '1000', 1)],
    ...more,
  })
  let made: { id: number; key: string }
  let count = 0
  async function tell(topic: string, body: object, headers: Record<string, string> = {}) {
    const text = JSON.stringify(body)
    const hmac = createHmac('sha256', secret).update(text).digest('base64')
    const reply = await shop.send(made.key, text, {
      'x-shopify-hmac-sha256': hmac,
      'x-shopify-shop-domain': 'tsubaki.myshopify.com',
      'x-shopify-topic': topic,
      'x-shopify-webhook-id': `id-${++count}`,
      ...headers,
    })
    expect(reply.statusCode).toBe(200)
    await shop.work()
  }
  const connect = async (pulls = false) => {
    made = await shop.connect('shopify', { shop: 'tsubaki.myshopify.com', pulls }, { secret, token: pulls ? 't' : '' })
    const call = outgoing.fetchOutside
    // the shop's own address is Shopify's: here it leads to the server of the test
    vi.spyOn(outgoing, 'fetchOutside').mockImplementation((config, address, request) => {
      expect(address).toMatch(/^https:\/\/tsubaki\.myshopify\.com\/admin\/api\/2026-07\//)
      return call(config, `http://127.0.0.1:${port}/`, request)
    })
  }
  const file = [
    'Name,Email,Financial Status,Created at,Subtotal,Shipping,Taxes,Total,Discount Code,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Refunded Amount,Cancelled at',
    '#1001,a@example.jp,paid,2026-08-01 10:00:00 +0900,2700,500,290,3200,SUMMER,2,S-1,1000,S-1,佐藤 花子,0,',
    '#1001,a@example.jp,,2026-08-01 10:00:00 +0900,,,,,,1,S-2,1000,S-2,,,',
  ].join('\n')

  test('an order by message and in the file is one order of one person, refunds and cancellations follow', async () => {
    await connect()
    await takeInFile(shop.ctx, Buffer.from(file), { fileName: 'orders_export.csv' })
    await tell('orders/create', message())
    expect(await orders()).toEqual([
      { number: '#1001', status: 'confirmed', subtotal: 3000, discount: 300, shipping: 500, total: 3200, net: 2700 },
    ])
    expect(await one(shop.pool, sql`select version from orders`)).toEqual({ version: 1 })
    await tell('customers/update', {
      id: 6_123_456_789_012,
      email: 'a@example.jp',
      first_name: '花子',
      last_name: '田中',
      updated_at: '2026-08-02T10:00:00+09:00',
      created_at: '2026-07-01T00:30:00+09:00',
      tags: 'VIP',
      email_marketing_consent: { state: 'subscribed' },
      sms_marketing_consent: { state: 'not_subscribed' },
    })
    expect(await many(shop.pool, sql`select number, family_name as name, registered_on as day from customers`)).toEqual(
      [{ number: '6123456789012', name: '田中', day: '2026-07-01' }],
    )
    const refund = {
      transactions: [
        { kind: 'refund', status: 'success', amount: '1000' },
        { kind: 'refund', status: 'failure', amount: '1700' },
      ],
    }
    await tell(
      'orders/updated',
      message({ updated_at: '2026-08-03T10:00:00+09:00', financial_status: 'partially_refunded', refunds: [refund] }),
    )
    expect(await orders()).toMatchObject([{ status: 'confirmed', net: 1700 }])
    await tell(
      'orders/cancelled',
      message({ updated_at: '2026-08-04T10:00:00+09:00', cancelled_at: '2026-08-04T10:00:00+09:00' }),
    )
    // an old message with a new id is signed all the same, and changes nothing
    await tell('orders/create', message())
    expect(await orders()).toMatchObject([{ status: 'cancelled', net: 0 }])
    await tell('orders/create', message({ name: '#9999' }), { 'x-shopify-test': 'true' })
    expect(await orders()).toHaveLength(1)
  })

  test('what a person says of mail goes to the ledger; who asks to be forgotten is told to people', async () => {
    await connect()
    await tell('customers/create', {
      id: 77,
      email: 'b@example.jp',
      last_name: '鈴木',
      updated_at: '2026-08-01T10:00:00+09:00',
    })
    await tell('customers_email_marketing_consent/update', {
      customer_id: 77,
      email_marketing_consent: { state: 'subscribed', consent_updated_at: '2026-08-02T10:00:00+09:00' },
    })
    await tell('customers_email_marketing_consent/update', {
      customer_id: 77,
      email_marketing_consent: { state: 'unsubscribed', consent_updated_at: '2026-08-03T10:00:00+09:00' },
    })
    expect(await many(shop.pool, sql`select channel, is_granted as granted, via from consents order by id`)).toEqual([
      { channel: 'mail', granted: true, via: 'import' },
      { channel: 'mail', granted: false, via: 'import' },
    ])
    await tell('products/update', {
      title: '石けん',
      product_type: '洗顔',
      updated_at: '2026-08-03T10:00:00+09:00',
      variants: [
        { sku: 'S-1', title: 'Default Title', price: '1200', inventory_quantity: 5 },
        { sku: '', title: '見本', price: '0' },
      ],
    })
    expect(await many(shop.pool, sql`select code, name, price, stock from products`)).toEqual([
      { code: 'S-1', name: '石けん', price: 1200, stock: 5 },
    ])
    await tell('customers/redact', { customer: { id: 77, email: 'b@example.jp' }, orders_to_redact: [1] })
    await tell('customers/data_request', { customer: { id: 77, email: 'b@example.jp' } })
    await tell('shop/redact', { shop_id: 1 })
    expect((await troubles()).map(({ code, detail }) => ({ code, detail }))).toEqual([
      { code: 'shopify-customers-redact', detail: { number: '77' } },
      { code: 'shopify-customers-data-request', detail: { number: '77' } },
      { code: 'shopify-shop-redact', detail: {} },
    ])
  })

  const fetched = (name: string, lines: object[], more: object = {}) => ({
    id: `gid://shopify/Order/${name}`,
    name,
    email: 'a@example.jp',
    createdAt: '2026-08-01T01:00:00Z',
    updatedAt: '2026-08-01T01:00:05Z',
    cancelledAt: null,
    displayFinancialStatus: 'PAID',
    discountCode: 'SUMMER',
    paymentGatewayNames: [],
    customer: { legacyResourceId: '6123456789012' },
    billingAddress: null,
    subtotalPriceSet: { shopMoney: { amount: '2700' } },
    totalShippingPriceSet: { shopMoney: { amount: '500' } },
    totalTaxSet: { shopMoney: { amount: '290' } },
    totalPriceSet: { shopMoney: { amount: '3200' } },
    totalRefundedSet: { shopMoney: { amount: '0' } },
    lineItems: { nodes: lines, pageInfo: { hasNextPage: false } },
    ...more,
  })
  const fetchedLine = (sku: string, quantity: number) => ({
    sku,
    name: sku,
    quantity,
    originalUnitPriceSet: { shopMoney: { amount: '1000' } },
  })

  test('what messages did not bring is fetched, long orders to their end, and is the same order', async () => {
    await connect(true)
    await tell('orders/create', message())
    const nodes = [
      fetched('#1001', [fetchedLine('S-1', 2), fetchedLine('S-2', 1)]),
      fetched('#1002', [fetchedLine('S-1', 2)], {
        updatedAt: '2026-08-05T01:00:05Z',
        lineItems: { nodes: [fetchedLine('S-1', 2)], pageInfo: { hasNextPage: true, endCursor: 'l1' } },
      }),
    ]
    let slow = true
    answer = ({ query, variables }) => {
      if (query.includes('node(id')) {
        return {
          json: { data: { node: { lineItems: { nodes: [fetchedLine('S-2', 1)], pageInfo: { hasNextPage: false } } } } },
        }
      }
      const topic = /\{\s+(customers|products|orders)\(/.exec(query)?.[1] ?? ''
      if (topic === 'orders' && slow) {
        slow = false
        return { json: { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] } }
      }
      const isFirst = variables.after === null
      const found = topic === 'orders' ? [isFirst ? nodes[0] : nodes[1]] : []
      return {
        json: {
          data: {
            [topic]: { nodes: found, pageInfo: { hasNextPage: topic === 'orders' && isFirst, endCursor: 'p1' } },
          },
        },
      }
    }
    await tell('refunds/create', { order_id: 501 })
    expect(await troubles()).toMatchObject([{ code: 'pull-failed', detail: { reason: 'slow-down' } }])
    shop.clock.now = after(61)
    await pull(made.id)
    expect(await orders()).toMatchObject([
      { number: '#1001', net: 2700 },
      { number: '#1002', net: 2700 },
    ])
    expect(await one(shop.pool, sql`select version from orders where number = '#1001'`)).toEqual({ version: 1 })
    expect(
      await one(
        shop.pool,
        sql`select count(*) as n from order_lines l join orders o on o.id = l.order_id where o.number = '#1002'`,
      ),
    ).toEqual({ n: 2 })
    await pull(made.id)
    expect(asked.filter(({ query }) => query.includes(' orders(')).at(-1)?.variables.query).toBe(
      "updated_at:>='2026-08-05T01:00:05.000Z'",
    )
    expect(await troubles()).toEqual([])
  })
})
