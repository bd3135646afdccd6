import { beforeEach, describe, expect, test } from 'vitest'
import { inlineJobs, testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, stateOf, takeIn as takeInFile } from '../../../test/importing.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { startUndo } from '../imports/actions.ts'
import { findOrCreateSource } from '../imports/store.ts'
import { type Arrival, type Arrivals, takeIn } from './take-in.ts'
import { keepArrivalsOut } from './turn.ts'

let ctx: ImportingContext
let sourceId: number
beforeEach(async () => {
  ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
  sourceId = await findOrCreateSource(ctx.pool, 'shopify', 'Shopify')
})

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 1, minute))

function order(number: string, minute: number, quantity: number, more: Arrival['rows'][0] = {}): Arrival {
  const line = { productCode: 'S-1', productName: '石けん', unitPrice: '1200', quantity: String(quantity) }
  const head = { number, orderedAt: '2026-11-20T10:00:00+09:00', customerNumber: '77', email: 'hanako@example.jp' }
  return { changedAt: at(minute), rows: [{ ...head, fullName: '佐藤 花子', ...line, ...more }] }
}

function take(kind: Arrivals['kind'], items: Arrival[], more: Partial<Arrivals> = {}) {
  return transaction(ctx.pool, (tx) =>
    takeIn(ctx, tx, { kind, sourceId, connectionId: null, name: '椿堂オンライン', items, ...more }),
  )
}

async function undo(id: number): Promise<void> {
  await transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, id))
  await ctx.jobs.run(ctx, jobsOf(house))
}

const netSales = () => many(ctx.pool, sql`select number, status, net_sales as net from orders order by number`)

describe('orders that arrive by themselves', () => {
  test('are known by their number, again and in a file, and counted at once', async () => {
    const taken = await take('orders', [order('#1001', 1, 2)])
    expect(taken).toMatchObject({ outcomes: [{ state: 'taken' }], added: 1, updated: 0 })
    expect(await one(ctx.pool, sql`select net_sales as net from customer_metrics`)).toEqual({ net: 2400 })
    expect(await take('orders', [order('#1001', 1, 2)])).toMatchObject({ added: 0, updated: 0 })
    const file = Buffer.from(
      '注文番号,注文日,会員番号,商品コード,商品名,単価,数量\n#1001,2026-11-20 10:00,77,S-1,石けん,1200,2\n',
    )
    const { counts } = (await takeInFile(ctx, file, { fileName: 'a.csv', source: 'shopify' })) as { counts: object }
    expect(counts).toMatchObject({ orders: { added: 0, updated: 0, unchanged: 1 }, customers: { added: 0 } })
  })

  test('an older state never comes over a newer one, in whatever order they come', async () => {
    const states = [order('#1001', 1, 1), order('#1001', 2, 3), order('#1001', 3, 2, { status: 'cancelled' })]
    for (const turn of [
      [2, 0, 1],
      [1, 2, 0],
      [2, 1, 0],
    ]) {
      for (const index of turn) await take('orders', [states[index] as Arrival])
      expect(await netSales()).toEqual([{ number: '#1001', status: 'cancelled', net: 0 }])
    }
    const together = [1, 2, 0].map((index) => ({ ...(states[index] as Arrival) }))
    expect((await take('orders', together)).outcomes.map(({ state }) => state)).toEqual(['stale', 'taken', 'stale'])
  })

  test('what cannot be read is told by its field and leaves the others alone', async () => {
    const bad = order('#1002', 1, 1, { unitPrice: '千円' })
    const taken = await take('orders', [order('#1001', 1, 1), bad, { changedAt: at(1), rows: [{ number: '' }] }])
    expect(taken.outcomes).toEqual([
      { state: 'taken' },
      { state: 'rejected', problems: [{ field: 'unitPrice', code: 'not-an-amount' }] },
      { state: 'rejected', problems: [{ field: 'number', code: 'missing' }] },
    ])
    // once it is right it is taken in, although its clock stands where it stood
    expect(await take('orders', [order('#1002', 1, 1)])).toMatchObject({ added: 1 })
  })

  test('a day is one import, and its undo brings back what stood before, also of what changed twice', async () => {
    await take('orders', [order('#1000', 1, 1)])
    await ctx.pool.query(sql`update imports set arrived_on = '2026-11-21'`)
    const before = await stateOf(ctx.pool)
    const first = await take('orders', [order('#1001', 1, 1), order('#1000', 2, 5)])
    const second = await take('orders', [order('#1001', 2, 2), order('#1000', 3, 6)])
    const third = await take('orders', [order('#1001', 3, 3), order('#1000', 4, 7)])
    expect(new Set([first.importId, second.importId, third.importId]).size).toBe(1)
    await undo(first.importId as number)
    expect(await stateOf(ctx.pool)).toEqual(before)
    // what was undone may come again, as an import of its own
    const again = await take('orders', [order('#1001', 3, 3)])
    expect(again.added).toBe(1)
    expect(again.importId).not.toBe(first.importId)
  })

  test('what a person changed in between is left alone by the undo', async () => {
    const { importId } = await take('orders', [order('#1001', 1, 1)])
    await ctx.pool.query(sql`update orders set version = version + 1`)
    await take('orders', [order('#1001', 2, 2)])
    await undo(importId as number)
    expect(await netSales()).toEqual([{ number: '#1001', status: 'confirmed', net: 2400 }])
  })

  test('while a file of the source is being taken in they wait', async () => {
    await transaction(ctx.pool, async (tx) => {
      await keepArrivalsOut(tx, sourceId)
      await expect(take('orders', [order('#1001', 1, 1)])).rejects.toMatchObject({ code: 'database-busy' })
    })
    expect((await take('orders', [order('#1001', 1, 1)])).added).toBe(1)
  })
})

describe('customers that arrive by themselves', () => {
  const person = (minute: number, more: Arrival['rows'][0] = {}): Arrival => ({
    changedAt: at(minute),
    rows: [{ number: '77', familyName: '佐藤', givenName: '花子', email: 'hanako@example.jp', ...more }],
  })

  test('are brought up to date more than once a day, and the day can be taken back', async () => {
    const before = await stateOf(ctx.pool)
    const { importId, customerIds } = await take('customers', [person(1, { mailConsent: 'yes', tags: 'VIP' })])
    await take('customers', [person(2, { familyName: '田中', mailConsent: 'no', note: '肌が弱い' })])
    expect((await take('customers', [person(1)])).outcomes).toEqual([{ state: 'stale' }])
    expect(await many(ctx.pool, sql`select id, family_name as name, version from customers`)).toEqual([
      { id: customerIds[0], name: '田中', version: 2 },
    ])
    expect(await many(ctx.pool, sql`select is_granted as granted from consents order by id`)).toEqual([
      { granted: true },
      { granted: false },
    ])
    await undo(importId as number)
    expect(await stateOf(ctx.pool)).toEqual(before)
  })

  test('an account takes over what its e-mail address bought, where addresses belong to one account', async () => {
    await take('orders', [order('#1001', 1, 1, { customerNumber: '' })], { emailsAreUnique: true })
    const { customerIds } = await take('customers', [person(2)], { emailsAreUnique: true })
    await take('orders', [order('#1002', 3, 1), order('#1003', 3, 1, { customerNumber: '' })], {
      emailsAreUnique: true,
    })
    expect(await many(ctx.pool, sql`select distinct customer_id as id from orders`)).toEqual([{ id: customerIds[0] }])
    // elsewhere a family may share one
    await take('customers', [person(4), { changedAt: at(4), rows: [{ number: '78', email: 'hanako@example.jp' }] }])
    expect(await one(ctx.pool, sql`select count(*) as count from customers`)).toEqual({ count: 2 })
  })

  test('products too', async () => {
    const soap = (minute: number, price: string) => ({
      changedAt: at(minute),
      rows: [{ productCode: 'S-1', productName: '石けん', price }],
    })
    const { importId } = await take('products', [soap(1, '1200')])
    expect(await take('products', [soap(2, '1300')])).toMatchObject({ added: 0, updated: 1 })
    expect(await one(ctx.pool, sql`select price from products`)).toEqual({ price: 1300 })
    await undo(importId as number)
    expect(await many(ctx.pool, sql`select id from products`)).toEqual([])
  })
})
