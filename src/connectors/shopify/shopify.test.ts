import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeShop } from '../../../test/fake-shop.ts'
import { after, hookServer } from '../../../test/hooks.ts'
import { takeIn as takeInFile } from '../../../test/importing.ts'
import { many, one, sql } from '../../platform/db/db.ts'
import * as outgoing from '../../platform/outgoing.ts'

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
  vi.restoreAllMocks()
  await shop.server.close()
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
      return call(config, `http://127.0.0.1:${fake.port}/`, request)
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
    expect(await shop.orders()).toEqual([
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
    expect(await shop.orders()).toMatchObject([{ status: 'confirmed', net: 1700 }])
    await tell(
      'orders/cancelled',
      message({ updated_at: '2026-08-04T10:00:00+09:00', cancelled_at: '2026-08-04T10:00:00+09:00' }),
    )
    // an old message with a new id is signed all the same, and changes nothing
    await tell('orders/create', message())
    expect(await shop.orders()).toMatchObject([{ status: 'cancelled', net: 0 }])
    await tell('orders/create', message({ name: '#9999' }), { 'x-shopify-test': 'true' })
    expect(await shop.orders()).toHaveLength(1)
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
    expect((await shop.troubles()).map(({ code, detail }) => ({ code, detail }))).toEqual([
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
    fake.answer = ({ query, variables }) => {
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
    expect(await shop.troubles()).toMatchObject([{ code: 'pull-failed', detail: { reason: 'slow-down' } }])
    shop.clock.now = after(61)
    await shop.pull(made.id)
    expect(await shop.orders()).toMatchObject([
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
    await shop.pull(made.id)
    expect(fake.asked.filter(({ query }) => query.includes(' orders(')).at(-1)?.variables.query).toBe(
      "updated_at:>='2026-08-05T01:00:05.000Z'",
    )
    expect(await shop.troubles()).toEqual([])
  })
})
