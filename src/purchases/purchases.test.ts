import { beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../../test/shop.ts'
import { sql } from '../platform/db/db.ts'

let shop: Shop
let oil: number
beforeAll(async () => {
  shop = await openShop()
  await shop.post('/api/product-categories', { name: '化粧水' })
  const product = {
    code: 'OIL-30',
    name: 'つばき油 30mL',
    price: 3300,
    cost: 900,
    taxRate: 10,
    categoryId: 1,
    consumptionDays: 30,
  }
  oil = (await shop.post('/api/products', product)).body.id
})

let counter = 0
const order = (customerId: number, parts: object = {}) => ({
  customerId,
  sourceId: 1,
  number: `A-${++counter}`,
  orderedAt: '2026-11-20T12:00:00+09:00',
  channelId: 1,
  storeId: 1,
  lines: [{ productId: oil, quantity: 2, unitPrice: 3300 }],
  ...parts,
})

describe('orders', () => {
  test('take name, tax and cost from the product, and count at once', async () => {
    const id = await shop.customer()
    const made = await shop.post('/api/orders', order(id, { discount: 600, pointsUsed: 100, shipping: 550 }))
    expect(made).toMatchObject({ status: 200, body: { customerId: id, version: 1, created: true } })
    const path = `/api/customers/${id}/orders/${made.body.id}`
    expect((await shop.get(path)).body).toMatchObject({
      status: 'confirmed',
      orderedOn: '2026-11-20',
      subtotal: 6600,
      total: 6450,
      netSales: 5900,
      grossProfit: 4100,
      customerName: '高橋',
      lines: [{ lineNo: 1, code: 'OIL-30', name: 'つばき油 30mL', amount: 6600, taxRate: 10, cost: 900 }],
    })
    const { metrics } = (await shop.get(`/api/customers/${id}`)).body
    expect(metrics).toMatchObject({ orderCount: 1, netSales: 5900, grossProfit: 4100, lastOn: '2026-11-20' })
  })

  test('happen once per source and number', async () => {
    const id = await shop.customer()
    const body = order(id)
    const first = await shop.post('/api/orders', body)
    const again = await shop.post('/api/orders', body)
    expect(again.body).toEqual({ ...first.body, created: false })
    const other = await shop.post('/api/orders', { ...body, discount: 1 })
    expect(other.body).toMatchObject({ status: 409, code: 'already-exists', fields: [{ field: 'number' }] })
    expect((await shop.get(`/api/customers/${id}`)).body.metrics.orderCount).toBe(1)
    const both = await Promise.all([1, 2].map(() => shop.post('/api/orders', order(id, { number: 'TWIN' }))))
    expect(both.map((reply) => reply.status).filter((status) => status === 200).length).toBeGreaterThan(0)
    expect((await shop.get(`/api/orders/count?customerId=${id}`)).body.count).toBe(2)
  })

  test('change, cancel and come back, and the customer’s figures follow', async () => {
    const id = await shop.customer()
    const made = (await shop.post('/api/orders', order(id, { status: 'pending' }))).body
    const path = `/api/customers/${id}/orders/${made.id}`
    const figures = async () => (await shop.get(`/api/customers/${id}`)).body.metrics
    expect(await figures()).toBeNull()
    expect((await shop.patch(path, { version: 1, change: { status: 'confirmed' } })).body.version).toBe(2)
    expect(await figures()).toMatchObject({ netSales: 6600 })
    const lines = [{ productId: oil, quantity: 1, unitPrice: 3300 }]
    expect((await shop.patch(path, { version: 1, change: { lines } })).status).toBe(409)
    expect((await shop.patch(path, { version: 2, change: { lines, fee: 330 } })).status).toBe(200)
    expect(await figures()).toMatchObject({ netSales: 3300, orderCount: 1 })
    expect((await shop.post(`${path}/return`, { version: 3 })).status).toBe(200)
    expect(await figures()).toBeNull()
    expect((await shop.post(`${path}/cancellation`, { version: 4 })).body.code).toBe('already-done')
    const [last] = (await shop.get(`/api/customers/${id}/changes?subject=order`)).body.items
    expect(last).toMatchObject({ subjectId: made.id, diff: { status: ['confirmed', 'returned'], netSales: [3300, 0] } })
    expect((await shop.post(`/api/customers/${id}/changes/${last.id}/restoration`)).status).toBe(422)
  })

  test('cancelled or returned by mistake come back as they were, with their figures and history', async () => {
    const id = await shop.customer()
    const made = (await shop.post('/api/orders', order(id, { discount: 600, shipping: 550 }))).body
    const path = `/api/customers/${id}/orders/${made.id}`
    const figures = async () => (await shop.get(`/api/customers/${id}`)).body.metrics
    const { version: _, ...before } = (await shop.get(path)).body
    const counted = await figures()
    expect((await shop.post(`${path}/restoration`, { version: 1 })).body.code).toBe('already-done')
    let version = 1
    for (const [way, status] of [
      ['cancellation', 'cancelled'],
      ['return', 'returned'],
    ] as const) {
      expect((await shop.post(`${path}/${way}`, { version })).status).toBe(200)
      expect((await shop.get(path)).body).toMatchObject({ status, netSales: 0, formerStatus: 'confirmed' })
      expect(await figures()).toBeNull()
      const stale = await shop.post(`${path}/restoration`, { version })
      expect(stale.body).toMatchObject({ code: 'conflict', detail: { version: version + 1 } })
      expect((await shop.post(`${path}/restoration`, { version: version + 1 }, { role: 'marketer' })).status).toBe(403)
      const elsewhere = { role: 'store', stores: [2] }
      expect((await shop.post(`${path}/restoration`, { version: version + 1 }, elsewhere)).status).toBe(404)
      version += 2
      expect((await shop.post(`${path}/restoration`, { version: version - 1 })).body.version).toBe(version)
      expect((await shop.get(path)).body).toEqual({ ...before, version })
      expect(await figures()).toEqual(counted)
      const [last] = (await shop.get(`/api/customers/${id}/changes?subject=order`)).body.items
      expect(last).toMatchObject({ via: 'restore', diff: { status: [status, 'confirmed'], netSales: [0, 6000] } })
    }
  })

  test('that were still open when cancelled are open again', async () => {
    const made = (await shop.post('/api/orders', order(0, { status: 'pending' }))).body
    const path = `/api/customers/0/orders/${made.id}`
    await shop.post(`${path}/cancellation`, { version: 1 })
    expect((await shop.post(`${path}/restoration`, { version: 2 })).status).toBe(200)
    expect((await shop.get(path)).body).toMatchObject({ status: 'pending', netSales: 0, formerStatus: null })
  })

  test('whose file says otherwise than their lines keep its amounts through every step', async () => {
    const id = await shop.customer()
    const made = (await shop.post('/api/orders', order(id))).body
    // a discount beyond the lines, and a total of its own
    await shop.pool.query(
      sql`update orders set subtotal = 9000, discount = 7000, total = 2100, tax = 7, net_sales = 2000, gross_profit = 200 where id = ${made.id}`,
    )
    const path = `/api/customers/${id}/orders/${made.id}`
    const { version: _, ...before } = (await shop.get(path)).body
    expect((await shop.post(`${path}/cancellation`, { version: 1 })).status).toBe(200)
    expect((await shop.get(path)).body).toMatchObject({ subtotal: 9000, total: 2100, tax: 7, netSales: 0 })
    expect((await shop.post(`${path}/restoration`, { version: 2 })).status).toBe(200)
    expect((await shop.get(path)).body).toEqual({ ...before, version: 3 })
    expect((await shop.patch(path, { version: 3, change: { adCode: 'A1' } })).status).toBe(200)
    expect((await shop.get(path)).body).toEqual({ ...before, adCode: 'A1', version: 4 })
    await shop.pool.query(sql`update orders set status = 'cancelled', net_sales = 0 where id = ${made.id}`)
    await shop.pool.query(sql`delete from customer_changes where customer_id = ${id}`)
    // cancelled by its source, not here: nothing to undo
    expect((await shop.get(path)).body.formerStatus).toBeNull()
    expect((await shop.post(`${path}/restoration`, { version: 4 })).body.code).toBe('already-done')
  })

  test('are paid back piece by piece, never more than was bought', async () => {
    const id = await shop.customer()
    const made = (await shop.post('/api/orders', order(id, { discount: 101 }))).body
    const path = `/api/customers/${id}/orders/${made.id}`
    const refund = () => shop.post(`${path}/refunds`, { lines: [{ lineNo: 1, quantity: 1 }] })
    const first = await refund()
    expect((await shop.get(`/api/customers/${id}/orders/${first.body.id}`)).body).toMatchObject({
      status: 'refund',
      orderedOn: '2026-11-22',
      subtotal: -3300,
      netSales: -3250,
      lines: [{ quantity: -1 }],
    })
    expect((await shop.post(`${path}/cancellation`, { version: 1 })).body.code).toBe('in-use')
    expect((await refund()).status).toBe(200)
    expect((await refund()).status).toBe(422)
    expect((await shop.get(`/api/customers/${id}`)).body.metrics).toMatchObject({ netSales: 0 })
    expect((await shop.get(`/api/customers/${id}/timeline`)).body.counts).toEqual({ order: 1, refund: 2 })
  })

  test.each([
    [{ discount: 7000 }, 'discount'],
    [{ discount: 6000, pointsUsed: 601 }, 'pointsUsed'],
    [{ lines: [{ productId: 999, quantity: 1, unitPrice: 1 }] }, 'lines.0.productId'],
    [{ lines: [{ quantity: 1_000_000, unitPrice: 1_000_000_000_000 }] }, 'lines'],
    [{ lines: [] }, 'lines'],
  ])('%j is refused', async (parts, field) => {
    const reply = await shop.post('/api/orders', order(await shop.customer(), parts))
    expect(reply.body).toMatchObject({ status: 422, fields: [{ field }] })
  })

  test('refuse what nobody may set', async () => {
    const body = order(await shop.customer())
    for (const planted of ['netSales', 'total', 'id', 'version', 'importId', 'buyer']) {
      expect((await shop.post('/api/orders', { ...body, [planted]: 1 })).body.code).toBe('unknown-field')
    }
    expect((await shop.post('/api/orders', body, { role: 'marketer' })).status).toBe(403)
  })

  test('of guests stand under customer 0', async () => {
    const made = (await shop.post('/api/orders', order(0))).body
    await shop.pool.query(
      sql`update orders set buyer = '{"familyName": "岡", "givenName": "葵", "phone": "090-0000-1111"}' where id = ${made.id}`,
    )
    const path = `/api/customers/0/orders/${made.id}`
    expect((await shop.get(path)).body).toMatchObject({ customerName: '岡葵', buyer: { phone: '090-0000-1111' } })
    expect((await shop.get(path, { role: 'read-only' })).body).toMatchObject({ customerName: '岡葵', buyer: null })
    expect((await shop.get('/api/orders?customerId=0')).body.items[0].id).toBe(made.id)
  })
})

describe('lists of orders', () => {
  let customer: number
  beforeAll(async () => {
    customer = await shop.customer({ familyName: '伊藤' })
    for (const [day, quantity, storeId] of [
      ['01', 1, 1],
      ['02', 3, 2],
      ['02', 2, 2],
      ['03', 4, 1],
    ] as const) {
      const parts = {
        orderedAt: `2026-03-${day}T10:00:00+09:00`,
        storeId,
        lines: [{ productId: oil, quantity, unitPrice: 100 }],
      }
      await shop.post('/api/orders', order(customer, parts))
    }
  })

  const totals = async (query: string, as?: object) =>
    (await shop.get(`/api/orders?customerId=${customer}&${query}`, as)).body.items.map(
      (row: { total: number }) => row.total,
    )

  test.each([
    ['', [400, 200, 300, 100]],
    ['sort=orderedAt', [100, 300, 200, 400]],
    ['sort=-total', [400, 300, 200, 100]],
    ['sort=total&minTotal=200&maxTotal=300', [200, 300]],
    ['from=2026-03-02&to=2026-03-02', [200, 300]],
    ['storeId=1', [400, 100]],
    ['status=cancelled', []],
    ['from=2026-03-03&channelId=1', [400]],
  ])('%s', async (query, expected) => {
    expect(await totals(query)).toEqual(expected)
    const paged: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await shop.get(
        `/api/orders?customerId=${customer}&${query}&limit=1${cursor && `&cursor=${cursor}`}`,
      )
      paged.push(...body.items.map((row: { total: number }) => row.total))
      if (!body.next) break
      cursor = body.next
    }
    expect(paged).toEqual(expected)
  })

  test('people of a store see the orders of their store, on every path', async () => {
    const umeda = { role: 'store', stores: [2] }
    expect(await totals('', umeda)).toEqual([200, 300])
    expect((await shop.get(`/api/orders/count?customerId=${customer}`, umeda)).body).toMatchObject({
      count: 2,
      exact: true,
    })
    const ginza = (await shop.get(`/api/orders?customerId=${customer}&storeId=1`)).body.items[0]
    const path = `/api/customers/${customer}/orders/${ginza.id}`
    expect((await shop.get(path, umeda)).status).toBe(404)
    expect((await shop.patch(path, { version: 1, change: { fee: 1 } }, umeda)).status).toBe(404)
    expect((await shop.post(`${path}/cancellation`, { version: 1 }, umeda)).status).toBe(404)
    expect((await shop.get(`/api/orders?number=${ginza.number}`, umeda)).body.items).toEqual([])
    const entries = (await shop.get(`/api/customers/${customer}/timeline`, umeda)).body
    expect(entries.items).toHaveLength(2)
    expect(entries.counts).toEqual({ order: 2 })
    expect((await shop.post('/api/orders', order(customer, { storeId: 1 }), umeda)).status).toBe(422)
    expect((await shop.post('/api/orders', order(customer, { storeId: 2 }), umeda)).status).toBe(200)
  })

  test('customers are found by what they bought', async () => {
    const filter = (condition: object) =>
      shop.get(`/api/customers/count?filter=${encodeURIComponent(JSON.stringify(condition))}`)
    for (const condition of [
      { field: 'boughtProduct', in: [oil] },
      { field: 'boughtCategory', in: [1] },
      { field: 'boughtOn', from: '2026-03-01', to: '2026-03-31' },
      { field: 'boughtStore', in: [2] },
    ]) {
      expect((await filter({ all: [condition, { field: 'id', in: [customer] }] })).body.count).toBe(1)
    }
    expect((await filter({ all: [{ field: 'boughtOn', from: '2026-04-01', to: '2026-04-30' }] })).body.count).toBe(0)
  })
})

describe('products', () => {
  test('are found, changed and taken off sale', async () => {
    const made = (await shop.post('/api/products', { code: 'ＷＡＳＨ-１', name: '泡洗顔 100g' })).body.id
    expect((await shop.post('/api/products', { code: 'OIL-30', name: 'x' })).body.fields).toMatchObject([
      { field: 'code' },
    ])
    const found = async (query: string) =>
      (await shop.get(`/api/products?${query}`)).body.items.map((row: { id: number }) => row.id)
    expect(await found('q=wash-1')).toEqual([made])
    expect(await found(`q=${encodeURIComponent('洗顔')}`)).toEqual([made])
    expect(await found('q=%25')).toEqual([])
    expect(await found('categoryId=1')).toEqual([oil])
    expect(await found('sort=price')).toEqual([made, oil])
    const change = { name: '泡洗顔 120g', isDiscontinued: true }
    expect((await shop.patch(`/api/products/${made}`, { version: 1, change })).body).toEqual({ version: 2 })
    expect((await shop.patch(`/api/products/${made}`, { version: 1, change })).status).toBe(409)
    expect(await found('state=on-sale')).toEqual([oil])
    expect((await shop.get(`/api/products/${made}`)).body).toMatchObject({ name: '泡洗顔 120g', code: 'ＷＡＳＨ-１' })
    expect((await shop.delete('/api/product-categories/1')).body.code).toBe('in-use')
  })
})

describe('subscriptions', () => {
  test('are left out, paused, resumed and ended, each step in the history', async () => {
    const id = await shop.customer()
    await shop.pool.query(
      sql`insert into subscriptions (customer_id, source_id, product_id, interval_days, started_on, next_on, created_at, updated_at)
          values (${id}, 1, ${oil}, 30, '2026-09-01', '2026-11-30', '2026-09-01', '2026-09-01')`,
    )
    const base = `/api/customers/${id}/subscriptions`
    const [running] = (await shop.get(base)).body.items
    expect(running).toMatchObject({ productName: 'つばき油 30mL', nextOn: '2026-11-30', version: 1 })
    const path = `${base}/${running.id}`
    expect((await shop.post(`${path}/skip`, { version: 1 })).body).toEqual({ version: 2, nextOn: '2026-12-30' })
    expect((await shop.post(`${path}/skip`, { version: 1 })).status).toBe(409)
    expect((await shop.put(`${path}/pause`, { version: 2 })).body).toEqual({ version: 3, nextOn: null })
    expect((await shop.get(`/api/customers/${id}`)).body.alerts).toContainEqual({
      kind: 'subscription-paused',
      text: '',
    })
    expect((await shop.post(`${path}/skip`, { version: 3 })).body.code).toBe('already-done')
    expect((await shop.delete(`${path}/pause`, {}, { version: 3, nextOn: '2026-11-21' })).status).toBe(422)
    expect((await shop.delete(`${path}/pause`, {}, { version: 3, nextOn: '2026-12-01' })).status).toBe(200)
    const reason = '余っている'
    expect((await shop.post(`${path}/cancellation`, { version: 4, reason })).status).toBe(200)
    expect((await shop.post(`${path}/cancellation`, { version: 5, reason })).body.code).toBe('already-done')
    expect((await shop.get(base)).body.items).toMatchObject([
      { cancelledOn: '2026-11-22', cancelReason: reason, skippedCount: 1 },
    ])
    expect((await shop.get(`/api/customers/${id}/changes?subject=subscription`)).body.items).toHaveLength(4)
    const filter = encodeURIComponent(JSON.stringify({ field: 'subscription', in: ['cancelled'] }))
    expect((await shop.get(`/api/customers/count?filter=${filter}`)).body.count).toBe(1)
  })
})
