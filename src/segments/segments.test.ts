import { beforeAll, describe, expect, test } from 'vitest'
import { familyNames, openShopWithPeople, type ShopWithPeople } from '../../test/people.ts'
import { house, jobsOf } from '../house.ts'
import { sql } from '../platform/db/db.ts'

let shop: ShopWithPeople
let ids: ShopWithPeople['ids']
let list: ShopWithPeople['list']
let matching: ShopWithPeople['matching']
beforeAll(async () => {
  shop = await openShopWithPeople()
  ;({ ids, list, matching } = shop)
})

describe('the language', () => {
  // everyone, by reading: 佐藤 高橋 林 山田 𠮷田
  test.each([
    [{ all: [] }, ['佐藤', '高橋', '林', '山田', '𠮷田']],
    [{ field: 'rank', in: ['A', 'B'] }, ['高橋', '山田']],
    [{ field: 'rank', notIn: ['A', 'B'] }, ['佐藤', '林', '𠮷田']],
    [{ field: 'rank', empty: true }, ['林', '𠮷田']],
    [{ not: { field: 'rank', in: ['A'] } }, ['佐藤', '林', '山田', '𠮷田']],
    [{ field: 'netSales', from: 5000, to: 50_000 }, ['佐藤', '高橋', '山田']],
    [{ field: 'netSales', from: 5000.5 }, ['高橋', '山田']],
    [{ field: 'orderCount', to: 1 }, ['佐藤', '山田']],
    [{ field: 'lastOn', withinDays: 21 }, ['高橋', '山田']],
    [{ field: 'lastOn', withinDays: 2 }, ['山田']],
    [{ field: 'lastOn', olderThanDays: 21 }, ['佐藤']],
    [{ field: 'lastOn', from: '2026-06-01', to: '2026-11-01' }, ['佐藤', '高橋']],
    [{ field: 'birthMonth', in: [11] }, ['高橋']],
    [{ field: 'gender', in: ['female'] }, ['高橋']],
    [{ field: 'store', in: [1] }, ['佐藤', '高橋', '𠮷田']],
    [{ field: 'store', empty: true }, ['林']],
    [{ field: 'prefecture', in: ['東京都', '大阪府'] }, ['高橋', '山田']],
    [{ field: 'prefecture', notIn: ['東京都'] }, ['佐藤', '林', '山田', '𠮷田']],
    [{ field: 'hasEmail', is: true }, ['高橋']],
    [{ field: 'hasEmail', is: false }, ['佐藤', '林', '山田', '𠮷田']],
    [{ field: 'email', startsWith: 'foreign_' }, []],
    [{ field: 'email', contains: '-marker@' }, ['高橋']],
    [{ field: 'search', matches: 'ﾀｶ' }, ['高橋']],
    [{ field: 'registeredOn', in: ['2025-01-10'] }, ['佐藤', '山田']],
    [
      {
        any: [
          { field: 'rank', in: ['C'] },
          {
            all: [
              { field: 'store', in: [2] },
              { field: 'rank', in: ['B'] },
            ],
          },
        ],
      },
      ['佐藤', '山田'],
    ],
  ])('%j', async (filter, expected) => expect(await matching(filter)).toEqual(expected))

  test('custom attributes are fields like any other', async () => {
    await shop.post('/api/attribute-definitions', {
      key: 'skin',
      name: '肌質',
      type: 'choice',
      choices: ['乾燥肌', '脂性肌'],
    })
    await shop.post('/api/attribute-definitions', { key: 'dm', name: 'DM', type: 'boolean' })
    const change = { attributes: { skin: '乾燥肌', dm: true } }
    await shop.patch(`/api/customers/${ids.佐藤}`, { version: 1, change })
    expect(await matching({ field: 'attributes.skin', in: ['乾燥肌'] })).toEqual(['佐藤'])
    expect(await matching({ field: 'attributes.skin', empty: true })).toHaveLength(4)
    expect(await matching({ field: 'attributes.dm', is: false })).toHaveLength(4)
    const { body } = await list({ columns: 'attributes.skin,attributes.dm', filter: { field: 'id', in: [ids.佐藤] } })
    expect(body.items[0].values).toEqual({ 'attributes.skin': '乾燥肌', 'attributes.dm': true })
    const fields = (await shop.get('/api/customers/fields')).body.items
    expect(fields).toContainEqual(
      expect.objectContaining({
        key: 'attributes.skin',
        name: '肌質',
        choices: ['乾燥肌', '脂性肌'],
        room: 'customers',
      }),
    )
  })

  test('the rank as of a past day is asked with that day', async () => {
    await shop.pool.query(`create table rank_history_test partition of rank_history default`)
    for (const [asOf, name, rank] of [
      ['2026-09-30', '高橋', 'B'],
      ['2026-10-31', '高橋', 'A'],
      ['2026-09-30', '山田', 'B'],
    ]) {
      await shop.pool.query(
        sql`insert into rank_history (as_of_on, customer_id, first_on, last_on, order_count, net_sales, r, f, m, rank, cpm)
            values (${asOf}, ${ids[name ?? '']}, '2025-01-01', '2026-01-01', 1, 1, 1, 1, 1, ${rank}, 'first-active')`,
      )
    }
    const moved = {
      all: [
        { field: 'rankAt', at: '2026-09-30', in: ['B'] },
        { field: 'rankAt', at: '2026-10-31', in: ['A'] },
      ],
    }
    expect(await matching(moved)).toEqual(['高橋'])
    expect(await matching({ field: 'rankAt', at: '2026-10-31', empty: true })).toHaveLength(4)
  })

  test.each([
    [{ field: 'salary', in: [1] }, 'unknown-field', 'salary'],
    [{ field: 'name_key', in: ['x'] }, 'unknown-field', 'name_key'],
    [{ field: 'rank', withinDays: 3 }, 'wrong-test', 'rank'],
    [{ field: 'netSales', from: 'much' }, 'wrong-type', 'netSales'],
    [{ field: 'lastOn', from: 'yesterday' }, 'wrong-format', 'lastOn'],
    [{ field: 'gender', in: ['x'] }, 'not-a-choice', 'gender'],
    [{ field: 'rankAt', in: ['A'] }, 'needs-a-day', 'rankAt'],
    [{ field: 'rank', in: ['A'], at: '2026-01-01' }, 'has-no-past', 'rank'],
    [{ field: 'rank', in: [] }, 'not-a-filter', 'filter'],
    [{ field: 'rank' }, 'not-a-filter', 'filter'],
    [{ all: [], any: [] }, 'not-a-filter', 'filter'],
    ['[', 'not-a-filter', 'filter'],
  ])('%j is refused', async (filter, code, field) => {
    const reply = await list({ filter })
    expect(reply.body).toMatchObject({ status: 422, fields: [{ field, code }] })
  })

  test('nesting has an end', async () => {
    const deep = `${'{"not":'.repeat(2000)}{"field":"rank","in":["A"]}${'}'.repeat(2000)}`
    expect((await list({ filter: deep })).body).toMatchObject({ status: 422, fields: [{ code: 'not-a-filter' }] })
  })

  test('a value is never SQL', async () => {
    for (const text of ["' or true --", '%', '\\', '"; drop table customers; --']) {
      expect(await matching({ field: 'email', startsWith: text })).toEqual([])
      expect(await matching({ field: 'rank', in: [text] })).toEqual([])
    }
    expect((await list({ sort: 'kana; drop table customers' })).body.status).toBe(422)
  })
})

describe('the list', () => {
  test.each([
    ['kana', ['佐藤', '高橋', '林', '山田', '𠮷田']],
    ['-kana', ['𠮷田', '山田', '林', '高橋', '佐藤']],
    ['-netSales', ['山田', '高橋', '佐藤', '林', '𠮷田']],
    ['netSales', ['佐藤', '高橋', '山田', '林', '𠮷田']],
    ['-lastOn', ['山田', '高橋', '佐藤', '林', '𠮷田']],
    ['registeredOn', ['高橋', '佐藤', '山田', '林', '𠮷田']],
  ])('sorted by %s, in pages of any size', async (sort, expected) => {
    for (const limit of [1, 2, 3, 50]) {
      const seen: string[] = []
      for (let cursor: string | undefined; ; ) {
        const reply = await list({ sort, limit, ...(cursor ? { cursor } : {}) })
        seen.push(...familyNames(reply.body))
        cursor = reply.body.next ?? undefined
        if (!cursor) break
      }
      expect(seen).toEqual(expected)
    }
  })

  test('a page follows the one before, whoever came or went meanwhile', async () => {
    const first = await list({ sort: 'kana', limit: 2 })
    const newcomer = await shop.customer({ familyName: '青木', familyKana: 'アオキ' })
    const second = await list({ sort: 'kana', limit: 2, cursor: first.body.next })
    expect(familyNames(second.body)).toEqual(['林', '山田'])
    await shop.pool.query(`delete from customers where id = ${newcomer}`)
  })

  test('shows the columns asked for', async () => {
    const columns = 'rank,netSales,lastOn,store,prefecture,email,tag,hasEmail'
    const { body } = await list({ columns, filter: { field: 'id', in: [ids.高橋] } })
    expect(body.items[0].values).toEqual({
      rank: 'A',
      netSales: 50_000,
      lastOn: '2026-11-01',
      store: '銀座店',
      prefecture: '東京都',
      email: 'foreign-marker@example.jp',
      tag: [],
      hasEmail: true,
    })
  })

  test.each([
    { columns: 'salary' },
    { sort: 'salary' },
    { sort: 'email' },
    { sort: '--kana' },
    { cursor: 'W10' },
    { limit: 1000 },
  ])('%j is refused', async (query) => expect((await list(query)).body.status).toBe(422))

  test('contact data is masked, and no filter can find it out', async () => {
    const as = { role: 'read-only' }
    const { body } = await list({ columns: 'email,phone,address,postcode,prefecture' }, as)
    expect(JSON.stringify(body)).not.toContain('foreign-marker')
    expect(body.items[1].values).toEqual({
      email: 'f***@***',
      phone: null,
      address: '***',
      postcode: '***',
      prefecture: '東京都',
    })
    for (const filter of [{ field: 'email', contains: 'foreign' }, { not: { field: 'phone', startsWith: '0' } }]) {
      expect((await list({ filter }, as)).body).toMatchObject({ status: 422, code: 'unknown-field' })
    }
    expect(await matching({ field: 'search', matches: 'foreign-marker' }, as)).toEqual([])
  })

  test('paging on past 200 rows is noted', async () => {
    const before = await shop.pool.query(sql`select count(*)::int as n from audit_log where action = 'read-in-bulk'`)
    await list({
      cursor: Buffer.from(JSON.stringify(['あ', 1, 199])).toString('base64url'),
      filter: { field: 'email', contains: 'x@y' },
    })
    await list({ cursor: Buffer.from(JSON.stringify(['あ', 1, 199])).toString('base64url') })
    const rows = (await shop.pool.query(sql`select detail from audit_log where action = 'read-in-bulk'`)).rows
    expect(rows).toHaveLength(Number(before.rows[0]?.n) + 1)
  })
})

describe('people of a store', () => {
  const umeda = { role: 'supervisor', stores: [2] }

  test('see who belongs to it or has ordered there, on every path', async () => {
    expect(await matching({ all: [] }, umeda)).toEqual(['林', '山田'])
    for (const sort of ['kana', '-netSales', 'registeredOn', 'number'])
      expect((await list({ sort }, umeda)).body.items).toHaveLength(2)
    for (const path of ['', '/changes', '/timeline']) {
      const foreign = await shop.get(`/api/customers/${ids.高橋}${path}`, umeda)
      const missing = await shop.get(`/api/customers/99999${path}`, umeda)
      expect(foreign.status).toBe(404)
      expect(foreign.body).toEqual(missing.body)
      expect((await shop.get(`/api/customers/${ids.林}${path}`, umeda)).status).toBe(200)
    }
  })

  test('change nothing of others', async () => {
    const base = `/api/customers/${ids.高橋}`
    const tag = (await shop.post('/api/tags', { name: '試し' })).body.id
    const tries = [
      await shop.patch(base, { version: 1, change: { givenName: 'x' } }, umeda),
      await shop.post(`${base}/notes`, { body: 'x' }, umeda),
      await shop.post(`${base}/preferences`, { kind: 'like', value: 'x' }, umeda),
      await shop.post(`${base}/contact-points`, { kind: 'phone', value: '0312345678' }, umeda),
      await shop.put(`${base}/tags/${tag}`, {}, umeda),
      await shop.post(`${base}/changes/1/restoration`, {}, umeda),
    ]
    expect(tries.map((reply) => reply.status)).toEqual([404, 404, 404, 404, 404, 404])
    const moved = await shop.patch(`/api/customers/${ids.山田}`, { version: 1, change: { storeId: 1 } }, umeda)
    expect(moved.status).toBe(422)
    expect((await shop.post('/api/customers', { familyName: '岡' }, umeda)).status).toBe(200)
  })

  test('tag and export nobody else', async () => {
    const tag = (await shop.post('/api/tags', { name: '棚卸し' })).body.id
    const everyone = Object.values(ids)
    const tagging = await shop.post('/api/customers/taggings', { selection: { ids: everyone }, add: [tag] }, umeda)
    const columns = ['email', 'companyName']
    const body = { selection: { ids: everyone }, columns, reason: '棚卸し' }
    const exporting = await shop.post('/api/customers/exports', body, umeda)
    await shop.jobs.run(shop.context, jobsOf(house))
    expect((await shop.get(`/api/jobs/${tagging.body.jobId}`, umeda)).body).toMatchObject({
      status: 'partial',
      result: { customers: 5, changed: 2, failed: 3 },
    })
    // and the names of the others do not leak by way of the failures
    const failures = await shop.get(`/api/jobs/${tagging.body.jobId}/failures`, umeda)
    expect(failures.body.items).toHaveLength(3)
    expect(JSON.stringify(failures.body)).not.toContain('高橋')
    expect(await matching({ field: 'tag', in: [tag] })).toEqual(['林', '山田'])
    const file = await shop.get(`/api/exports/${exporting.body.jobId}`, umeda)
    expect(file.body.toString()).toContain('山田')
    expect(file.body.toString()).not.toContain('高橋')
    expect(file.body.toString()).not.toContain('foreign-marker')
  })
})
