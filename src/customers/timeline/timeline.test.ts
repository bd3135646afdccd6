import { beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../../../test/shop.ts'
import { sql } from '../../platform/db/db.ts'
import { belowFor, type Entry, mergeEntries } from './timeline.ts'

const entry = (id: number, position: string): Entry => ({
  id,
  position,
  kind: 'call',
  at: new Date(position),
  staffId: null,
  staffName: null,
  data: {},
})

test('streams merge newest first; at one instant sources stand in their order, newer ids first', () => {
  const merged = mergeEntries(
    [
      { source: 'event', entries: [entry(9, '2026-03-02'), entry(7, '2026-03-01'), entry(5, '2026-03-01')] },
      { source: 'order', entries: [entry(8, '2026-03-01'), entry(1, '2026-02-01')] },
    ],
    4,
  )
  expect(merged.map(({ source, id }) => `${source}:${id}`)).toEqual(['event:9', 'event:7', 'event:5', 'order:8'])
})

test('a page goes on in every source where the one before ended', () => {
  const last = { source: 'note', at: '2026-03-01', id: 5 }
  const sources = ['event', 'note', 'order']
  expect(sources.map((source) => belowFor(sources, source, last).id)).toEqual([0, 5, Number.MAX_SAFE_INTEGER])
})

describe('a long life', () => {
  let shop: Shop
  let id: number
  beforeAll(async () => {
    shop = await openShop()
    id = await shop.customer()
    // ten thousand views, a hundred at each instant; an order and a note at some of the same instants
    await shop.pool.query(
      sql`insert into events (customer_id, kind, at, data, recorded_at)
          select ${id}, case when n % 10 = 0 then 'call' else 'view' end, '2026-01-01'::timestamptz + (n / 100) * interval '1 hour',
            '{"phone": "090-1234-5678"}', now()
          from generate_series(0, 9999) n`,
    )
    await shop.pool.query(
      sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, subtotal, total, net_sales,
            created_at, updated_at)
          select ${id}, 1, 'o-' || n, '2026-01-01'::timestamptz + n * interval '1 hour', '2026-01-01', 'confirmed', 1, 1, 1,
            now(), now()
          from generate_series(0, 19) n`,
    )
    await shop.pool.query(
      sql`insert into notes (customer_id, body, created_at, updated_at)
          select ${id}, 'メモ', '2026-01-01'::timestamptz + n * interval '1 hour', now() from generate_series(0, 9) n`,
    )
  })

  async function walk(query: string): Promise<{ key: string; at: string }[]> {
    const entries: { key: string; at: string }[] = []
    for (let cursor = ''; ; ) {
      const { body } = await shop.get(`/api/customers/${id}/timeline?${query}${cursor && `&cursor=${cursor}`}`)
      entries.push(...body.items)
      if (!body.next) return entries
      cursor = body.next
    }
  }

  test('is read in pages, nothing lost, nothing twice, newest first', async () => {
    const entries = await walk('limit=199')
    expect(entries).toHaveLength(10_030)
    expect(new Set(entries.map((one) => one.key)).size).toBe(10_030)
    expect(entries.every((one, index) => index === 0 || one.at <= (entries[index - 1]?.at ?? ''))).toBe(true)
  })

  test('counts its kinds on the first page only, whatever is asked for', async () => {
    const counts = { call: 1000, view: 9000, note: 10, order: 20 }
    const first = (await shop.get(`/api/customers/${id}/timeline?kinds=note,order&limit=5`)).body
    expect(first.counts).toEqual(counts)
    expect((await shop.get(`/api/customers/${id}/timeline?limit=5&cursor=${first.next}`)).body.counts).toBeNull()
    expect(await walk('kinds=note,order&limit=7')).toHaveLength(30)
  })

  test('starts at the end of a day', async () => {
    const { body } = await shop.get(`/api/customers/${id}/timeline?until=2026-01-01&limit=1`)
    // the last full hour of that day in Tokyo
    expect(body.items[0].at).toBe('2026-01-01T14:00:00.000Z')
  })

  test('refuses a cursor nobody gave', async () => {
    for (const values of [['event', 'soon', 1], ['event', '2026-01-01', 'x'], []]) {
      const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
      expect((await shop.get(`/api/customers/${id}/timeline?cursor=${cursor}`)).status).toBe(422)
    }
  })

  test('hides contact data in what happened', async () => {
    const { body } = await shop.get(`/api/customers/${id}/timeline?kinds=call&limit=1`, { role: 'read-only' })
    expect(body.items[0].data).toEqual({ phone: '***' })
  })
})
