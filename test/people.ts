import { sql } from '../src/platform/db/db.ts'
import { openShop } from './shop.ts'

const people = [
  {
    familyName: '高橋',
    familyKana: 'タカハシ',
    number: '0012',
    storeId: 1,
    gender: 'female',
    birthOn: '1988-11-03',
    registeredOn: '2024-05-01',
  },
  {
    familyName: '佐藤',
    familyKana: 'サトウ',
    storeId: 1,
    gender: 'male',
    birthOn: '1970-04-30',
    registeredOn: '2025-01-10',
  },
  { familyName: '山田', familyKana: 'ヤマダ', storeId: 2, registeredOn: '2025-01-10' },
  { familyName: '林', familyKana: 'ハヤシ' },
  { familyName: '𠮷田', familyKana: 'ヨシダ', storeId: 1, companyName: '=HYPERLINK("x")' },
] as const

/**
 * A shop with five customers: 山田 belongs to Umeda (store 2), 林 to no store but has ordered in Umeda, the rest to Ginza
 * (store 1). By reading: 佐藤 高橋 林 山田 𠮷田.
 */
export async function openShopWithPeople() {
  const shop = await openShop()
  const ids: Record<string, number> = {}
  for (const person of people) ids[person.familyName] = await shop.customer(person)
  const point = (name: string, body: object) => shop.post(`/api/customers/${ids[name]}/contact-points`, body)
  await point('高橋', { kind: 'email', value: 'foreign-marker@example.jp' })
  await point('高橋', { kind: 'address', postcode: '1050011', prefecture: '東京都', address1: '港区芝公園' })
  await point('佐藤', { kind: 'phone', value: '090-1111-2222' })
  await point('山田', { kind: 'address', prefecture: '大阪府', address1: '北区梅田' })
  const metrics = (name: string, row: { lastOn: string; orders: number; sales: number; rank: string }) =>
    shop.pool.query(
      sql`insert into customer_metrics (customer_id, first_on, last_on, order_count, order_days, net_sales, r, f, m, rank,
            cpm, updated_at)
          values (${ids[name]}, '2025-01-01', ${row.lastOn}, ${row.orders}, ${row.orders}, ${row.sales}, 3, 2, 4,
            ${row.rank}, 'first-active', '2026-11-22')`,
    )
  await metrics('高橋', { lastOn: '2026-11-01', orders: 5, sales: 50_000, rank: 'A' })
  await metrics('佐藤', { lastOn: '2026-06-01', orders: 1, sales: 5_000, rank: 'C' })
  await metrics('山田', { lastOn: '2026-11-20', orders: 1, sales: 50_000, rank: 'B' })
  await shop.pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, store_id, subtotal, total,
          net_sales, created_at, updated_at)
        values (${ids.林}, 1, 'x-1', '2026-01-01', '2026-01-01', 'confirmed', 2, 1000, 1000, 1000, '2026-01-01',
          '2026-01-01')`,
  )

  function list(query: Record<string, unknown>, as?: object) {
    const parts = Object.entries(query).map(([key, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
      return `${key}=${encodeURIComponent(text)}`
    })
    return shop.get(`/api/customers?${parts.join('&')}`, as)
  }

  return {
    ...shop,
    ids,
    list,
    /** the family names of who matches; the count agrees, or the test has failed */
    async matching(filter: unknown, as?: object): Promise<string[]> {
      const { body } = await list({ filter }, as)
      const count = await shop.get(`/api/customers/count?filter=${encodeURIComponent(JSON.stringify(filter))}`, as)
      if (count.body.count !== body.items?.length) throw new Error(`${JSON.stringify(body)} is not ${count.body.count}`)
      return familyNames(body)
    },
  }
}

export function familyNames(body: { items: { familyName: string }[] }): string[] {
  return body.items.map((row) => row.familyName)
}

export type ShopWithPeople = Awaited<ReturnType<typeof openShopWithPeople>>
