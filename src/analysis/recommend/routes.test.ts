import { beforeAll, expect, test } from 'vitest'
import { testNow } from '../../../test/context.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { sql } from '../../platform/db/db.ts'
import { jobs } from '../jobs.ts'

let shop: Shop
interface Named {
  code: string
}

/*
 * 400 customers since June: half buy shampoo (1) every 30 days, with conditioner (2) at every second time and serum (3)
 * later on; half buy a razor (4) once and blades (5) again and again. 6 is discontinued, 7 a shampoo nobody has bought.
 * The shampoo customers 1 … 200 buy in Ginza, the others in Umeda.
 */
beforeAll(async () => {
  shop = await openShop()
  const { pool } = shop
  await pool.query(sql`insert into product_categories (name) values ('髪'), ('肌'), ('男性')`)
  await pool.query(
    sql`insert into products (code, name, category_id, price, cost, consumption_days, created_at, updated_at, discontinued_at)
        select code, name, category, 2000, 700, case when code = 'razor' then 365 end, ${testNow}, ${testNow}, case when code = 'old' then ${testNow}::timestamptz end
        from (values ('shampoo', '椿シャンプー', 1), ('rinse', '椿コンディショナー', 1), ('serum', '美容液 紅', 2), ('razor', '剃刀', 3),
          ('blades', '替刃', 3), ('old', '終売の石けん', 2), ('refill', '椿シャンプー 詰替', 1)) p (code, name, category)`,
  )
  await pool.query(
    sql`insert into customers (family_name, registered_on, store_id, created_at, updated_at)
        select '客' || n, '2026-06-01', case when n <= 200 then 1 else 2 end, ${testNow}, ${testNow} from generate_series(1, 401) n`,
  )
  await pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, store_id, subtotal, total, net_sales,
          created_at, updated_at)
        select n, 1, n || '-' || b, day, day, 'confirmed', case when n <= 200 then 1 else 2 end, 2000, 2000, 2000, ${testNow}, ${testNow}
        from generate_series(1, 400) n, generate_series(0, 4) b,
          lateral (select date '2026-06-15' + n % 25 + b * 30 + (n * 7 + b * 3) % 5 as day) d
        where day <= '2026-11-22'`,
  )
  await pool.query(
    sql`insert into order_lines (customer_id, order_id, line_no, product_id, name, quantity, unit_price, amount)
        select o.customer_id, o.id, line.no, line.product, '', 1, 2000, 2000
        from (select *, split_part(number, '-', 2)::int as b from orders) o, lateral (
          select 1 as no, case when o.customer_id <= 200 then 1 else 5 end as product
          union all select 2, 2 where o.customer_id <= 200 and (o.customer_id + b) % 2 = 0
          union all select 3, 3 where o.customer_id <= 200 and b = 2 and o.customer_id % 2 = 0
          union all select 4, 4 where o.customer_id > 200 and b = 0
          union all select 5, 6 where o.customer_id = 3) line`,
  )
})

const learn = () => shop.jobs.run(shop.context, jobs)
const codes = (list: { code: string }[]) => list.map(({ code }) => code)

test('before the first night nothing is offered, and that is said', async () => {
  expect((await shop.get('/api/customers/1/offers')).body).toMatchObject({ modelId: null, offers: [] })
  expect((await shop.get('/api/products/1/companions')).body).toMatchObject({ learnedOn: null, together: [] })
  expect((await shop.get('/api/recommendations')).body).toMatchObject({ model: null, rulesId: null })
})

test('learning on demand reports to its starter and is proved on purchases held back', async () => {
  const { body } = await shop.post('/api/analysis/learning')
  await learn()
  shop.clock.now = new Date(testNow.getTime() + 10_000)
  expect((await shop.get(`/api/jobs/${body.jobId}`)).body).toMatchObject({ status: 'done' })
  const { model } = (await shop.get('/api/recommendations')).body
  expect(model).toMatchObject({ learnedOn: '2026-11-22', customers: 400, products: 7 })
  expect(model.proof.model.ndcg['10']).toBeGreaterThanOrEqual(model.proof.gpTop.ndcg['10'])
})

test('a customer is offered what is due and what goes with it, each with a reason in words whose parts add up', async () => {
  const { body } = await shop.get('/api/customers/1/offers?locale=en')
  const [again] = body.shelves.buyAgain
  expect(again).toMatchObject({ code: 'shampoo', shelf: 'buyAgain', reason: { code: 'due' } })
  expect(again.reason.words).toMatch(/^Bought every \d+ days \(5 times\), (was )?due about 2026-1[12]-\d\d$/)
  expect(again.due.everyDays).toBeGreaterThan(26)
  expect(again.due.everyDays).toBeLessThan(34)
  expect(codes(body.shelves.goesWith)).toContain('serum')
  expect(codes(body.offers)).not.toContain('old')
  for (const { score, parts, because } of body.offers) {
    expect(parts.own + parts.companions + parts.crowd + parts.popular).toBeCloseTo(score, 9)
    if (because.length > 0) {
      const told = because.reduce((sum: number, one: { value: number }) => sum + one.value, 0)
      expect(told).toBeCloseTo(parts.companions, 9)
    }
  }
  const { body: japanese } = await shop.get('/api/customers/1/offers')
  expect(japanese.shelves.buyAgain[0].reason.words).toMatch(
    /^\d+日ごとにお求めです（5回）。(次は1[12]月\d+日ごろ|買うころの1[12]月\d+日を過ぎています)$/,
  )
})

test('someone without purchases is offered something; what they looked at decides what', async () => {
  const { body: before } = await shop.get('/api/customers/401/offers')
  expect(before.offers.length).toBeGreaterThan(3)
  await shop.pool.query(
    sql`insert into events (customer_id, kind, at, data, recorded_at)
        values (401, 'view', ${testNow}, '{"path": "/products/razor"}', ${testNow})`,
  )
  expect((await shop.get('/api/customers/401/offers')).body.shelves.goesWith[0]).toMatchObject({
    code: 'blades',
    because: [{ name: '剃刀' }],
    reason: { code: 'goes-with' },
  })
})

test('what the caller excludes or delivers by subscription is not offered', async () => {
  await shop.pool.query(
    sql`insert into subscriptions (customer_id, source_id, product_id, interval_days, started_on, created_at, updated_at)
        values (2, 1, 1, 30, '2026-06-01', ${testNow}, ${testNow})`,
  )
  expect(codes((await shop.get('/api/customers/2/offers')).body.offers)).not.toContain('shampoo')
  expect(codes((await shop.get('/api/customers/1/offers?exclude=1,3')).body.offers)).not.toContain('serum')
  expect((await shop.get('/api/customers/1/offers?exclude=x')).status).toBe(422)
})

test('a product has companions, followers and alternatives', async () => {
  const { body } = await shop.get('/api/products/4/companions')
  expect(body.together[0]).toMatchObject({ code: 'blades', figures: { share: 1 }, reason: { code: 'together' } })
  const { support, tries, lift, about, most } = body.together[0].figures
  expect([support, tries]).toEqual([200, 200])
  expect(lift).toBeLessThan(about)
  expect(about).toBeLessThanOrEqual(most)
  const { body: shampoo } = await shop.get('/api/products/1/companions')
  expect(codes(shampoo.alternatives)).toContain('refill')
  expect(codes((await shop.get('/api/products/2/companions')).body.next)).toContain('serum')
  expect((await shop.get('/api/products/999/companions')).status).toBe(404)
})

test('pairs of the shop stand once each, with their figures, for those who see the whole company', async () => {
  const { body } = await shop.get('/api/recommendations/pairs?kind=together&by=support')
  const names = body.items.map(({ first, second }: { first: Named; second: Named }) =>
    [first.code, second.code].sort().join('+'),
  )
  expect(names).toEqual([...new Set(names)])
  expect(names).toContain('blades+razor')
  const support = body.items.map(({ figures }: { figures: { support: number } }) => figures.support)
  expect(support).toEqual(support.toSorted((a: number, b: number) => b - a))
  expect((await shop.get('/api/recommendations/pairs', { stores: [1] })).status).toBe(403)
})

test('what is not offered says which rule or rhythm keeps it out', async () => {
  const { body } = await shop.get('/api/customers/3/offers/passed-over?locale=en')
  const why = Object.fromEntries(
    body.items.map((item: Named & { why: { code: string } }) => [item.code, item.why.code]),
  )
  expect(why.old).toBe('discontinued')
  expect((await shop.get('/api/customers/1/offers/passed-over', { stores: [2] })).status).toBe(404)
})

test('how long a product lasts: what the catalogue says, what repeats show, and which one is reckoned with', async () => {
  const { body } = await shop.get('/api/product-rhythms?limit=2')
  expect(codes(body.items)).toEqual(['shampoo', 'blades'])
  const [shampoo] = body.items
  expect(shampoo).toMatchObject({ repeats: 800, basis: 'observed', statedDays: null })
  expect(shampoo.observed.low).toBeLessThanOrEqual(shampoo.observed.middle)
  expect(shampoo.observed.middle).toBeGreaterThan(27)
  expect(shampoo.observed.high).toBeLessThan(33)
  const { body: rest } = await shop.get(`/api/product-rhythms?cursor=${body.next}`)
  expect(codes(rest.items)).not.toContain('shampoo')
  const { body: found } = await shop.get('/api/product-rhythms?q=剃')
  expect(found.items).toMatchObject([{ code: 'razor', repeats: 0, observed: null, statedDays: 365, basis: 'stated' }])
  expect(found.items[0].usedDays).toBeGreaterThan(300)
  expect((await shop.get('/api/product-rhythms', { stores: [1] })).status).toBe(403)
})

test('each line of the list says what its day rests on, and the days count the lines', async () => {
  const days = 'from=2026-11-01&to=2027-03-31'
  const { body } = await shop.get(`/api/replenishments?${days}&limit=200&customerId=1&locale=en`)
  const first = body.items.find(({ code }: Named) => code === 'shampoo')
  expect(first).toMatchObject({
    purchases: 5,
    own: { gaps: 4 },
    storeName: '銀座店',
    reason: { code: 'own' },
  })
  expect(first.own.shortest).toBeGreaterThan(22)
  expect(first.own.longest).toBeLessThan(38)
  expect(first.reason.words).toMatch(/^Bought 5 times, about every \d+ days$/)
  const { body: counts } = await shop.get(`/api/replenishments/days?${days}&productId=1`)
  const { body: lines } = await shop.get(`/api/replenishments?${days}&limit=200&productId=1`)
  for (const { on, count } of counts.items) {
    expect(lines.items.filter(({ dueOn }: { dueOn: string }) => dueOn === on)).toHaveLength(count)
  }
})

test('the list of what is due goes on page by page, without subscriptions, and by store', async () => {
  const days = 'from=2026-11-01&to=2026-12-31'
  const { body: whole } = await shop.get(`/api/replenishments?${days}&limit=200&productId=1`)
  expect(whole.items.length).toBeGreaterThan(150)
  expect(whole.items.some(({ customerId }: { customerId: number }) => customerId === 2)).toBe(false)
  const paged: unknown[] = []
  for (let cursor = ''; ; ) {
    const { body } = await shop.get(`/api/replenishments?${days}&limit=70&productId=1${cursor && `&cursor=${cursor}`}`)
    paged.push(...body.items)
    if (!body.next) break
    cursor = body.next
  }
  expect(paged).toEqual(whole.items)
  const { body: umeda } = await shop.get(`/api/replenishments?${days}`, { stores: [2] })
  expect(new Set(codes(umeda.items))).toEqual(new Set(['blades']))
  expect((await shop.get('/api/replenishments?from=2026-12-01&to=2026-11-01')).status).toBe(422)
})

test('staff of another store are told of nobody they cannot see', async () => {
  expect((await shop.get('/api/customers/1/offers', { stores: [2] })).status).toBe(404)
  expect((await shop.get('/api/customers/1/offers', { stores: [1] })).status).toBe(200)
  const opening = { productId: 3, shelf: 'goesWith' }
  expect((await shop.post('/api/customers/1/offer-openings', opening, { stores: [2] })).status).toBe(404)
})

test('opened offers are counted, and rules take hold at once', async () => {
  expect((await shop.post('/api/customers/1/offer-openings', { productId: 3, shelf: 'goesWith' })).status).toBe(200)
  const { body: before } = await shop.get('/api/recommendations')
  expect(before.openings).toEqual([{ shelf: 'goesWith', count: 1, bought: 0 }])
  const rules = { ...before.rules, excludedCategories: [2], excludedProducts: [2] }
  expect((await shop.post('/api/recommendations/rules', { rules, basedOn: null })).status).toBe(200)
  expect((await shop.post('/api/recommendations/rules', { rules, basedOn: null })).status).toBe(409)
  shop.clock.now = new Date(testNow.getTime() + 30_000)
  const offered = codes((await shop.get('/api/customers/1/offers')).body.offers)
  expect(offered).not.toContain('serum')
  expect(offered).not.toContain('rinse')
  const { body: after } = await shop.get('/api/recommendations')
  expect(after).toMatchObject({
    rulesSaved: { staffName: '担当 owner' },
    productNames: [{ id: 2, name: '椿コンディショナー' }],
  })
})

test('learning again leaves one model and one list', async () => {
  await shop.post('/api/analysis/learning')
  await learn()
  const { rows } = await shop.pool.query(
    sql`select (select count(*) from recommendation_models) as models,
          (select count(distinct model_id) from replenishments) as lists,
          (select count(distinct model_id) from recommendation_model_parts) as parts`,
  )
  expect(rows).toEqual([{ models: 1, lists: 1, parts: 1 }])
})

test('what there is none of is not offered, and comes back with the next delivery', async () => {
  const why = async () => {
    const { body } = await shop.get('/api/customers/3/offers/passed-over?locale=ja')
    return body.items.find((item: Named) => item.code === 'serum')?.why
  }
  const { body: serum } = await shop.get('/api/products/3')
  const put = (version: number, stock: number | null) => shop.patch('/api/products/3', { version, change: { stock } })
  expect((await put(serum.version, 0)).body).toMatchObject({ version: serum.version + 1 })
  // what was read before is good for a quarter of a minute
  shop.clock.now = new Date(testNow.getTime() + 120_000)
  expect(await why()).toMatchObject({ code: 'sold-out', words: '在庫がありません' })
  await put(serum.version + 1, 12)
  shop.clock.now = new Date(testNow.getTime() + 180_000)
  expect((await why())?.code).not.toBe('sold-out')
  expect((await put(serum.version + 2, -1)).status).toBe(422)
})
