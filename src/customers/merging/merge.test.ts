import { beforeAll, expect, test } from 'vitest'
import { owner } from '../../../test/context.ts'
import { openShop, type Shop } from '../../../test/shop.ts'
import { merging } from '../../house.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { mergeRecords, personOf, unmerge } from './index.ts'
import type { Merge } from './merge.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

const ctx = (db: never) => ({ db, now: shop.clock.now, company: shop.context.company, actor: owner, merging })

async function merge(into: number, from: number, more: Partial<Merge> = {}): Promise<number> {
  const [id] = await transaction(shop.pool, (tx) =>
    mergeRecords(ctx(tx as never), [{ into, from, why: 'hand', ...more }]),
  )
  return id as number
}

const takeBack = (...ids: number[]) => transaction(shop.pool, (tx) => unmerge(ctx(tx as never), ids))

const tables = merging.tables.filter(({ how }) => how !== 'reckoned').map(({ name }) => name)

/** All rows of some customers, as they stand. */
async function rowsOf(...ids: number[]): Promise<Record<string, unknown[]>> {
  const state: Record<string, unknown[]> = {}
  for (const name of ['customers', ...tables, 'customer_metrics']) {
    const column = sql.raw(name === 'customers' ? 'id' : 'customer_id')
    const rows = await many<{ row: Record<string, unknown> }>(
      shop.pool,
      sql`select to_jsonb(t) as row from ${sql.raw(name)} t where ${column} = any(${ids}) order by to_jsonb(t)::text`,
    )
    state[name] = rows.map(({ row }) => row)
  }
  return state
}

let number = 0
async function person(fields: object, ...contacts: object[]): Promise<number> {
  const id = await shop.customer(fields)
  for (const contact of contacts) await shop.post(`/api/customers/${id}/contact-points`, contact)
  return id
}

async function order(customerId: number, price = 1000): Promise<number> {
  const { body } = await shop.post('/api/orders', {
    customerId,
    sourceId: 1,
    number: `M-${++number}`,
    orderedAt: '2026-11-01T03:00:00Z',
    status: 'confirmed',
    lines: [{ code: 'a', name: 'クリーム', quantity: 1, unitPrice: price, productId: null }],
  })
  return body.id
}

test('a merge that is taken back at once leaves both as they were', async () => {
  const a = await person({ familyName: '髙橋', givenName: '美咲' }, { kind: 'phone', value: '090-1111-2222' })
  const b = await person(
    { familyName: '高橋', givenName: '美咲', familyKana: 'タカハシ', birthOn: '1980-01-02', number: 'B-1' },
    { kind: 'phone', value: '09011112222' },
    { kind: 'email', value: 'misaki@example.jp' },
  )
  await order(a)
  await order(b, 500)
  await shop.post(`/api/customers/${b}/notes`, { body: '定休日は火曜' })
  await shop.post(`/api/customers/${b}/consents`, {
    channel: 'mail',
    purpose: 'promotion',
    isGranted: true,
    via: 'phone',
  })
  const before = await rowsOf(a, b)
  const id = await merge(a, b)
  const merged = await shop.get(`/api/customers/${a}`)
  expect(merged.body).toMatchObject({
    familyName: '髙橋',
    familyKana: 'タカハシ',
    birthOn: '1980-01-02',
    number: 'B-1',
  })
  expect(merged.body.metrics).toMatchObject({ netSales: 1500, orderCount: 2 })
  expect(merged.body.contactPoints.map(({ value }: { value: string }) => value)).toEqual([
    'misaki@example.jp',
    '090-1111-2222',
  ])
  expect(await personOf(shop.pool, b)).toBe(a)
  expect(await takeBack(id)).toEqual([true])
  const after = await rowsOf(a, b)
  // what was shown of the other's fields leaves its trace in the survivor's history
  const trace = after.customer_changes?.filter((row) => (row as { via: string }).via === 'merge')
  expect(trace).toHaveLength(2)
  after.customer_changes = after.customer_changes?.filter((row) => !trace?.includes(row)) ?? []
  for (const state of [before, after]) {
    for (const row of [...(state.customers ?? []), ...(state.customer_metrics ?? [])] as Record<string, unknown>[]) {
      if (row.id !== a) continue
      row.version = 0
      row.updated_at = 0
    }
  }
  expect(after).toEqual(before)
  expect(await takeBack(id)).toEqual([false])
})

test('C into B, B into A: each can be taken out, in any order', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const [a, b, c] = [
      await person({ familyName: '青木' }),
      await person({ familyName: '馬場' }),
      await person({ familyName: '千葉', birthOn: '1970-05-05' }),
    ]
    await shop.post(`/api/customers/${c}/notes`, { body: 'C' })
    const merges = [await merge(b, c), await merge(a, b)]
    expect((await shop.get(`/api/customers/${a}`)).body.birthOn).toBe('1970-05-05')
    await takeBack(merges[order[0] as number] as number)
    await takeBack(merges[order[1] as number] as number)
    for (const id of [a, b]) expect((await shop.get(`/api/customers/${id}`)).body.birthOn).toBeNull()
    const note = await one<{ id: number }>(
      shop.pool,
      sql`select customer_id as id from notes where body = 'C' and customer_id = ${c}`,
    )
    expect(note?.id).toBe(c)
    expect((await shop.get(`/api/customers/${c}`)).body.birthOn).toBe('1970-05-05')
  }
})
