import { createHash, randomBytes } from 'node:crypto'
import { recommend } from '../../src/analysis/index.ts'
import { writeBinary } from '../../src/analysis/ranking/copy-write.ts'
import { storeModel } from '../../src/analysis/recommend/learn/store-model.ts'
import { makeToken } from '../../src/analysis/recommend/storefront/token.ts'
import { house } from '../../src/house.ts'
import { dayFromNumber } from '../../src/platform/calendar.ts'
import { openPool, type Pool, sql, transaction } from '../../src/platform/db/db.ts'
import { buildServer } from '../../src/server.ts'
import { authenticator } from '../../src/staff/index.ts'
import type { BenchDatabase } from '../machinery.ts'
import type { Question } from './paced.ts'

const origin = 'http://localhost:3150'
const page = 'https://shop.example'
const secret = 'known to the bench alone'
const key = `tkp_${'b'.repeat(43)}`

type Trained = Awaited<ReturnType<typeof recommend.trainShop>>

export interface Drawn {
  baskets: recommend.Baskets
  products: recommend.Product[]
  attributes: { title: string; category: number; price: number }[]
  trained: Trained
  today: number
}

/** The drawn shop in the database: its catalogue, the model, and the purchases of the first `stored` customers. */
export async function storeShop({ pool }: BenchDatabase, drawn: Drawn, stored: number): Promise<void> {
  const { products, baskets, trained, today } = drawn
  const now = new Date(today * 86_400_000)
  await pool.query(sql`insert into company (name, created_at, updated_at) values ('椿堂', ${now}, ${now})`)
  await pool.query(
    sql`insert into staff (email, name, role, created_at, updated_at) values ('a@tsubaki.example', '椿', 'owner', ${now}, ${now})`,
  )
  await pool.query(sql`insert into sources (code, name) values ('shop', '自社EC')`)
  await pool.query(
    sql`insert into product_categories (id, name) overriding system value
        select n + 1, '第' || n || '類' from generate_series(0, ${Math.max(...products.map(({ categoryId }) => categoryId ?? 0))}::int) n`,
  )
  await pool.query(
    sql`insert into products (id, code, name, category_id, price, cost, created_at, updated_at) overriding system value
        select id, 'P' || id, name, category + 1, price, 300, ${now}, ${now}
        from unnest(${products.map(({ id }) => id)}::bigint[], ${products.map(({ title }) => title)}::text[],
          ${products.map(({ categoryId }) => categoryId)}::int[], ${products.map(({ price }) => price)}::bigint[]) p (id, name, category, price)`,
  )
  await pool.query(
    sql`insert into customers (id, family_name, registered_on, created_at, updated_at) overriding system value
        select n, '客', '2024-01-01', ${now}, ${now} from generate_series(1, ${stored}::int) n`,
  )
  await pool.query(
    sql`insert into customer_refs (external_id, source_id, customer_id) select n::text, 1, n from generate_series(1, ${stored}::int) n`,
  )
  await transaction(pool, async (tx) => {
    await storePurchases(tx as never, baskets, stored, now)
    const none = new Int32Array(0)
    const due = { size: 0, customer: none, item: none, store: none, lastDay: none, purchases: none, quantity: none }
    await storeModel(tx, {
      bytes: recommend.pack(trained.model),
      crowd: trained.model.next.knowledge.crowd.customers,
      settings: trained.settings,
      proof: trained.proof,
      intervals: trained.intervals,
      rhythm: trained.model.rhythm,
      due: { ...due, everyDays: none, dueDay: none, fromDay: none, toDay: none, again: none },
      shop: {
        baskets,
        customerIds: Float64Array.from({ length: baskets.customers }, (_, u) => u + 1),
        stores: none,
        productIds: Float64Array.from(products, ({ id }) => id),
        products: drawn.attributes,
        looked: { customers: none, items: none, weights: new Float32Array(0) },
        stated: new Float64Array(products.length),
      },
      learnedOn: dayFromNumber(today),
      milliseconds: 0,
      now,
    })
  })
  await pool.query('vacuum (analyze)')
}

async function storePurchases(
  client: Parameters<typeof writeBinary>[0],
  baskets: recommend.Baskets,
  stored: number,
  now: Date,
): Promise<void> {
  const orders = baskets.first[stored] as number
  const lines = baskets.start[orders] as number
  let customer = 0
  const customerOf = new Int32Array(orders)
  for (let order = 0; order < orders; order++) {
    while ((baskets.first[customer + 1] as number) <= order) customer++
    customerOf[order] = customer + 1
  }
  const text = new TextEncoder()
  await writeBinary(
    client,
    `copy orders (customer_id, id, source_id, number, ordered_at, ordered_on, status, subtotal, total, net_sales,
       created_at, updated_at) from stdin (format binary)`,
    12,
    orders,
    (to, order) => {
      const day = (baskets.days as ArrayLike<number>)[order] as number
      to.int8(customerOf[order] as number)
      to.int8(order + 1)
      to.int4(1)
      to.text(text.encode(String(order + 1)))
      to.instant(new Date(day * 86_400_000))
      to.date(day)
      to.text(text.encode('confirmed'))
      for (let n = 0; n < 3; n++) to.int8(1000)
      to.instant(now)
      to.instant(now)
    },
  )
  const orderOf = new Int32Array(lines)
  for (let order = 0; order < orders; order++) orderOf.fill(order, baskets.start[order], baskets.start[order + 1])
  await writeBinary(
    client,
    'copy order_lines (customer_id, order_id, line_no, product_id, quantity, unit_price, amount) from stdin (format binary)',
    7,
    lines,
    (to, line) => {
      const order = orderOf[line] as number
      to.int8(customerOf[order] as number)
      to.int8(order + 1)
      to.int4(line - (baskets.start[order] as number) + 1)
      to.int8((baskets.bought[line] as number) + 1)
      to.int4(1)
      to.int8(1000)
      to.int8(1000)
    },
  )
}

/** The program's own server, a day later. */
export async function serveShop(url: string, today: number) {
  const pool = openPool(url, { applicationName: 'tokui-bench-server' })
  const started = performance.now()
  const clock = () => new Date((today + 1) * 86_400_000 + performance.now() - started)
  const config = { dataFolder: '/tmp', databaseUrl: url, port: 0, host: '127.0.0.1', origin, logLevel: 'silent' }
  const app = await buildServer({
    pool,
    config,
    jobs: { async enqueue() {} },
    house,
    authenticate: authenticator(origin),
    clock,
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  await pool.query(
    sql`insert into shop_keys (name, key, secret, origins, source_id, per_minute, created_by, created_at)
        values ('店', ${key}, ${secret}, ${[page]}, 1, 600000, 1, ${clock()})`,
  )
  const cookie = await signIn(pool, clock())
  return {
    address,
    /** as a clerk's screen asks */
    staff: (customer: number): Question => ({ path: `/api/customers/${customer}/offers`, headers: { cookie } }),
    /** as the page of a product asks, of a visitor and of a customer in turn */
    page: (customer: number, product: number): Question => ({
      path: `/api/shop-offers?key=${key}&product=P${product}`,
      headers: {
        origin: page,
        ...(customer % 2 === 0
          ? { 'tokui-customer': makeToken(String(customer), secret, new Date(clock().getTime() + 3_600_000)) }
          : {}),
      },
    }),
    close: async () => {
      await app.close()
      await pool.end()
    },
  }
}

async function signIn(pool: Pool, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest()
  await pool.query(
    sql`insert into staff_sessions (token_hash, staff_id, created_at, last_seen_at, expires_at)
        values (${hash}, 1, ${now}, ${now}, ${new Date(now.getTime() + 3_600_000)})`,
  )
  return `tokui=${token}`
}
