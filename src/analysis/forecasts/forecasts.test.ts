import { beforeAll, expect, test } from 'vitest'
import { simulatedLog } from '../../../test/buyers.ts'
import { testNow } from '../../../test/context.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { dayFromNumber, dayNumber } from '../../platform/calendar.ts'
import { unnamedCompany } from '../../platform/company.ts'
import { sql } from '../../platform/db/db.ts'
import { forecastShop } from '../lifetime/index.ts'
import { rankAll } from '../ranking/rank-all.ts'
import { learnForecasts } from './learn/learn.ts'

const params = { r: 1.2, alpha: 60, a: 0.6, b: 2 }
const days = 720
const today = dayNumber('2026-11-22')
const history = simulatedLog({ customers: 600, params, joining: 600, days, seed: 5 })
const company = { ...unnamedCompany, timeZone: 'Asia/Tokyo' }
const learn = (shop: Shop) => learnForecasts({ pool: shop.pool, now: testNow, company })

/** The simulated purchases end today; customers 1 … 400 buy in Ginza. */
async function writePurchases(shop: Shop, customers: number): Promise<void> {
  await shop.pool.query(
    sql`insert into customers (family_name, registered_on, store_id, created_at, updated_at)
        select '客' || n, '2024-11-01', case when n <= 400 then 1 else 2 end, ${testNow}, ${testNow}
        from generate_series(1, ${customers}::int) n`,
  )
  const ids: number[] = []
  const on: string[] = []
  const amounts: number[] = []
  history.ids.forEach((id, place) => {
    for (let row = history.starts[place] as number; row < (history.starts[place + 1] as number); row++) {
      if (id > customers) continue
      ids.push(id)
      on.push(dayFromNumber(today - days + (history.days[row] as number)))
      amounts.push(Math.round(100 * (history.amounts[row] as number)))
    }
  })
  await insertOrders(shop, ids, on, amounts)
}

async function insertOrders(
  shop: Shop,
  ids: number[],
  on: string[],
  amounts: number[],
  subscription: number | null = null,
) {
  await shop.pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, store_id, channel_id, subtotal, total,
          net_sales, subscription_id, created_at, updated_at)
        select id, 1, 'N' || id || '-' || day || '-' || n, day, day, case when amount < 0 then 'refund' else 'confirmed' end,
          case when id <= 400 then 1 else 2 end, 1, amount, amount, amount, ${subscription}::bigint, ${testNow}, ${testNow}
        from unnest(${ids}::bigint[], ${on}::date[], ${amounts}::bigint[]) with ordinality as o (id, day, amount, n)`,
  )
}

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
  await writePurchases(shop, 600)
  await shop.pool.query(
    sql`insert into products (code, name, price, created_at, updated_at) values ('tea', '定期のお茶', 3000, ${testNow}, ${testNow})`,
  )
  // 150 of all ages: every third of those older than four months has ended
  await shop.pool.query(
    sql`insert into subscriptions (customer_id, source_id, product_id, interval_days, started_on, next_on, delivered_count,
          cancelled_on, created_at, updated_at)
        select n, 1, 1, 30, date '2026-11-12' - n % 12 * 30, case when ended then null else date '2026-12-12' end, case when ended then 3 else n % 12 + 1 end,
          case when ended then date '2026-11-12' - n % 12 * 30 + 70 end, ${testNow}, ${testNow}
        from generate_series(451, 600) n, lateral (select n % 3 = 0 and n % 12 > 4 as ended) e`,
  )
  await shop.pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, store_id, subtotal, total, net_sales,
          subscription_id, created_at, updated_at)
        select s.customer_id, 1, 'S' || s.id || '-' || d, s.started_on + d * 30, s.started_on + d * 30, 'confirmed', 2, 3000, 3000,
          case when d = 0 then 2000 else 3000 end, s.id, ${testNow}, ${testNow}
        from subscriptions s, generate_series(0, s.delivered_count - 1) d`,
  )
})

const forecast = async () => (await shop.get('/api/analysis/forecast')).body.forecast
const countOf = async (...all: object[]) =>
  (await shop.get(`/api/customers/count?filter=${encodeURIComponent(JSON.stringify({ all }))}`)).body.count

test('before the first night nothing is foretold, and that is said', async () => {
  expect(await forecast()).toBeNull()
  expect((await shop.get('/api/analysis/trust')).body).toEqual({ trust: null })
  expect((await shop.get('/api/customers/1/outlook')).body).toEqual({ run: null, outlook: null })
})

test('a night later everyone who bought is foretold, as of a day, with an interval', async () => {
  await rankAll({ pool: shop.pool, now: testNow, company })
  await learn(shop)
  const found = await forecast()
  expect(found).toMatchObject({ asOf: '2026-11-22', customers: 600, sample: null, small: null, intervalShare: 0.8 })
  expect(found.figures.totals.map((one: { days: number }) => one.days)).toEqual([91, 182, 365, 730])
  let before = 0
  for (const { value, low, high, subscriptions } of found.figures.totals) {
    expect(value).toBeGreaterThan(before)
    expect(low).toBeLessThan(value)
    expect(high).toBeGreaterThan(value)
    expect(subscriptions).toBeLessThan(value)
    before = value
  }
})

test('every count equals the list behind it, and the parts add up to the whole', async () => {
  const { figures } = await forecast()
  const bounds = { low: { to: 29.9 }, middle: { from: 30, to: 69.9 }, high: { from: 70 } }
  for (const { band, customers } of figures.bands) {
    expect(await countOf({ field: 'churnRisk', ...bounds[band as keyof typeof bounds] })).toBe(customers)
  }
  for (const { decile, customers } of figures.deciles) {
    expect(await countOf({ field: 'futureDecile', in: [decile] })).toBe(customers)
  }
  for (const { basis, customers } of figures.bases) {
    expect(await countOf({ field: 'forecastBasis', in: [basis] })).toBe(customers)
  }
  const { oldOn, least, fewer, more } = figures.movers
  expect(fewer.customers).toBeGreaterThan(50)
  expect(await countOf({ field: 'expectedChange', to: -least }, { field: 'firstOn', to: oldOn })).toBe(fewer.customers)
  expect(await countOf({ field: 'expectedChange', from: least }, { field: 'firstOn', to: oldOn })).toBe(more.customers)
  const sum = (of: { value: number; customers: number }[], key: 'value' | 'customers') =>
    of.reduce((all, one) => all + one[key], 0)
  expect(sum(figures.bands, 'customers')).toBe(600)
  for (const groups of [figures.bands, figures.deciles, figures.bases]) {
    expect(sum(groups, 'value')).toBe(figures.totals[2].value)
  }
  expect(fewer.customers + more.customers).toBeLessThanOrEqual(600)
  expect(fewer.top).toHaveLength(10)
  expect(fewer.top[0].past - fewer.top[0].value).toBeGreaterThanOrEqual(fewer.top[9].past - fewer.top[9].value)
  const { rows } = await shop.pool.query(sql`select sum(value_12)::bigint as value from customer_forecasts`)
  expect(rows).toEqual([{ value: figures.totals[2].value }])
})

test('lists are in order of what is expected, and show it', async () => {
  const columns = 'expectedValue12,churnRisk,nextFrom,forecastBasis'
  const { body } = await shop.get(`/api/customers?sort=-expectedValue12&limit=20&columns=${columns}`)
  const values = body.items.map((one: { values: { expectedValue12: number } }) => one.values.expectedValue12)
  expect(values).toEqual([...values].sort((a, b) => b - a))
  const { rows } = await shop.pool.query(sql`select max(value_12) as most from customer_forecasts`)
  expect(values[0]).toBe(rows[0]?.most)
  expect(body.items[0].values.nextFrom).toMatch(/^2026-1[12]-/)
})

test('purchases add up to the forecast that was tried on the past of the shop', async () => {
  const plain = await openShop()
  await writePurchases(plain, 600)
  await learn(plain)
  const { rows } = await plain.pool.query<{ purchases: number }>(
    sql`select sum(purchases_12) / 1000.0 as purchases from customer_forecasts where basis = 'repeat'`,
  )
  const shipped = forecastShop(history, days, 365)
  const { totals } = (await plain.get('/api/analysis/forecast')).body.forecast.figures
  // thousandths of purchases are rounded for each of 600
  expect(Math.abs(totals[2].purchases - shipped.total)).toBeLessThan(1)
  expect(Math.abs((rows[0]?.purchases ?? 0) - shipped.total)).toBeLessThan(1)
  expect(totals[2].high / totals[2].value).toBeCloseTo(shipped.high / shipped.total, 6)
  expect(totals[2].low / totals[2].value).toBeCloseTo(shipped.low / shipped.total, 6)
})

test('a customer with a running subscription is told by the contract, the next delivery being the next purchase', async () => {
  const { body } = await shop.get('/api/customers/598/outlook')
  expect(body.run).toMatchObject({ asOf: '2026-11-22', discountPerYear: 0.1, small: null })
  expect(body.outlook).toMatchObject({ basis: 'subscription', nextFrom: '2026-12-12', nextTo: '2026-12-12' })
  expect(body.outlook.alive).toBeGreaterThan(0.8)
  const [three, six, twelve] = body.outlook.ahead
  expect(three.purchases).toBeGreaterThan(2)
  expect(six.value).toBeGreaterThan(three.value)
  expect(twelve.low).toBeLessThan(twelve.value)
  expect(twelve.high).toBeGreaterThan(twelve.value)
})

test('chances and days are of one piece', async () => {
  const { rows } = await shop.pool.query<{ wrong: number }>(
    sql`select count(*)::int as wrong from customer_forecasts
        where not (alive between 0 and 1000 and churn between 0 and 1000 and buys_30 <= buys_90 and buys_90 <= 1000 - churn
          and next_from <= next_to and next_from >= '2026-11-22' and value_3 <= value_6 and value_6 <= value_12 and value_12 <= value_24
          and value_12_low <= value_12_high and purchases_12_low <= purchases_12_high and residual >= 0)`,
  )
  expect(rows).toEqual([{ wrong: 0 }])
})

test('the trust report tells every cut, every rival and the reason in words', async () => {
  const { trust } = (await shop.get('/api/analysis/trust')).body
  expect(trust).toMatchObject({
    asOf: '2026-11-22',
    days: 365,
    small: null,
    correction: { factor: expect.any(Number) },
  })
  expect(trust.reasons[0]).toMatch(/^合計は「.+」で予測しています。/)
  expect((await shop.get('/api/analysis/trust?locale=en')).body.trust.reasons[0]).toContain('total')
  expect(trust.cuts.length).toBeGreaterThanOrEqual(3)
  expect(trust.inside).toBe(trust.cuts.filter((one: { isInside: boolean }) => one.isInside).length)
  for (const cut of trust.cuts) {
    const names = cut.models.map(({ name }: { name: string }) => name)
    expect(names).toEqual(expect.arrayContaining(['shipped', 'mbgnbd', 'ownRate', 'recency']))
    expect(cut.deciles).toHaveLength(10)
    expect(cut.tracking.at(-1).actual).toBe(cut.actual)
  }
  expect(trust.means.map(({ name }: { name: string }) => name)).toContain('shipped')
})

test('who bought only after the run waits for the next one', async () => {
  const id = await shop.customer()
  await insertOrders(shop, [id], ['2026-11-22'], [4000])
  const { body } = await shop.get(`/api/customers/${id}/outlook`)
  expect(body).toMatchObject({ run: { asOf: '2026-11-22' }, outlook: null })
  await learn(shop)
  expect((await shop.get(`/api/customers/${id}/outlook`)).body.outlook).toMatchObject({ past: 4000 })
  const { rows } = await shop.pool.query(
    sql`select (select count(*)::int from forecast_runs) as runs, count(distinct run_id)::int as told from customer_forecasts`,
  )
  expect(rows).toEqual([{ runs: 2, told: 1 }])
})

test('staff limited to stores are told of single customers they may see, not of the whole', async () => {
  expect((await shop.get('/api/customers/1/outlook', { stores: [1] })).body.outlook).not.toBeNull()
  expect((await shop.get('/api/customers/1/outlook', { stores: [2] })).status).toBe(404)
  expect((await shop.get('/api/analysis/forecast', { stores: [1] })).status).toBe(403)
  expect((await shop.get('/api/analysis/trust', { stores: [1] })).status).toBe(403)
})

test('too small a shop: nobody is foretold, how small it is is said, and the rule of thumb stands instead', async () => {
  const small = await openShop()
  await writePurchases(small, 60)
  await learn(small)
  const { forecast: found } = (await small.get('/api/analysis/forecast')).body
  expect(found).toMatchObject({
    figures: null,
    small: { customers: 60, needed: { customers: 100, repeats: 50, days: 60 } },
  })
  expect(found.small.thumb.high).toBeGreaterThan(2 * found.small.thumb.low)
  const { body } = await small.get('/api/customers/1/outlook')
  expect(body).toMatchObject({ outlook: null, run: { small: { customers: 60 } } })
  const { trust } = (await small.get('/api/analysis/trust')).body
  expect(trust).toMatchObject({ chosen: 'ruleOfThumb', correction: null })
  expect(trust.reasons[0]).toContain('お客様60人')
})

test('an empty shop can be learned from', async () => {
  const empty = await openShop()
  await learn(empty)
  expect((await empty.get('/api/analysis/forecast')).body.forecast).toMatchObject({ customers: 0, figures: null })
  expect((await empty.get('/api/analysis/trust')).body.trust).toMatchObject({ cuts: [], means: [] })
})
