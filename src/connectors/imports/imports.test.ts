import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text as streamText } from 'node:stream/consumers'
import iconv from 'iconv-lite'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, stateOf, takeIn } from '../../../test/importing.ts'
import { testServer } from '../../../test/server.ts'
import { records, writeEccubeFiles } from '../../demo/index.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { changeMapping, mustFind, receiveFile, startImport, startUndo } from './actions.ts'
import { mappingShape } from './mapping-shape.ts'
import { previewImport } from './preview.ts'
import { rejectionsCsv } from './rejections.ts'
import { groupRejections } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'tokui-imports-'))
afterAll(() => rmSync(folder, { recursive: true }))

let ctx: ImportingContext
beforeEach(async () => {
  ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
})

function csv(...lines: string[]): Buffer {
  return iconv.encode(lines.map((line) => `${line}\n`).join(''), 'cp932')
}

async function undo(id: number): Promise<void> {
  await transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, id))
  await ctx.jobs.run(ctx, jobsOf(house))
}

describe('EC-CUBE', () => {
  const shop = { customers: 200, years: 2, seed: 5, endOn: '2026-10-31' }

  test('members and orders come in as they were, twice to the same end, and go again', async () => {
    const files = await writeEccubeFiles(folder, shop)
    const before = await stateOf(ctx.pool)
    const members = await takeIn(ctx, readFileSync(files.customers.path), { fileName: 'customer.csv' })
    expect(members).toMatchObject({ status: 'done', kind: 'customers', sourceCode: 'eccube', rowsRejected: 0 })
    const orders = await takeIn(ctx, readFileSync(files.orders.path), { fileName: 'order.csv' })
    expect(orders).toMatchObject({ status: 'done', kind: 'orders', rowsRejected: 0, format: { encoding: 'cp932' } })

    const online = [...records(shop)].filter((record) => record.channel === 'ec')
    const made = online.flatMap((record) => record.orders).filter((order) => order.status !== 'refund')
    const guests = online.filter(
      ({ id, email, orders }) => id === 0 && email && orders.some((order) => order.status !== 'refund'),
    )
    expect(orders.counts.orders).toMatchObject({ added: made.length, updated: 0, unchanged: 0 })
    expect(orders.counts.customers).toMatchObject({
      // a guest is known by the e-mail address, whatever its case, and may have bought more than once
      added: new Set(guests.map((record) => record.email?.toLowerCase())).size,
    })
    const sums = await one<{ net: number; lines: number }>(
      ctx.pool,
      sql`select sum(net_sales) as net, (select sum(amount) from order_lines) as lines from orders`,
    )
    // 新規受付 is a sale already
    const sold = made.filter(({ status }) => status === 'confirmed' || status === 'pending')
    expect(sums?.net).toBe(sold.reduce((sum, { subtotal, discount, points }) => sum + subtotal - discount - points, 0))
    expect(sums?.lines).toBe(made.flatMap((order) => order.lines).reduce((sum, line) => sum + line.amount, 0))

    const first = await stateOf(ctx.pool)
    const again = await takeIn(ctx, readFileSync(files.orders.path), { fileName: 'order.csv' })
    expect(again.counts.orders).toMatchObject({ added: 0, updated: 0, unchanged: made.length })
    const membersAgain = await takeIn(ctx, readFileSync(files.customers.path), { fileName: 'customer.csv' })
    expect(membersAgain.counts.customers).toMatchObject({ added: 0, updated: 0, unchanged: files.customers.rows })
    expect(await stateOf(ctx.pool)).toEqual(first)

    await undo(orders.id)
    await undo(members.id)
    expect(await stateOf(ctx.pool)).toEqual(before)
  })
})

describe('Shopify', () => {
  const header =
    'Name,Email,Financial Status,Created at,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Zip,Billing Phone,Refunded Amount,Cancelled at'

  test('continuation rows belong to the order above; discounts, refunds and cancellations count', async () => {
    const file = Buffer.from(
      [
        header,
        "#1001,a@example.jp,paid,2026-08-01 10:00:00 +0900,2700,500,290,3200,SUMMER,300,2,石けん,1000,S-1,佐藤 花子,'1000004,+819012345678,0,",
        '#1001,a@example.jp,,2026-08-01 10:00:00 +0900,,,,,,,1,化粧水,1000,,,,,,',
        '#1002,A@Example.jp,partially_refunded,2026-08-02 23:30:00 +0900,1000,0,90,1000,,0,1,石けん,1000,S-1,佐藤 花子,,,400,',
        '#1003,,voided,2026-08-03 10:00:00 +0900,1000,0,90,1000,,0,1,石けん,1000,S-1,,,,0,2026-08-03 11:00:00 +0900',
      ].join('\n'),
    )
    const done = await takeIn(ctx, file, { fileName: 'orders_export.csv' })
    expect(done).toMatchObject({
      status: 'done',
      sourceCode: 'shopify',
      rowsRejected: 0,
      counts: { orders: { guests: 1 } },
    })
    expect(
      await many(
        ctx.pool,
        sql`select number, status, subtotal, discount, net_sales as net, ordered_on as day, customer_id > 0 as member from orders order by 1`,
      ),
    ).toEqual([
      {
        number: '#1001',
        status: 'confirmed',
        subtotal: 3000,
        discount: 300,
        net: 2700,
        day: '2026-08-01',
        member: true,
      },
      {
        number: '#1002',
        status: 'confirmed',
        subtotal: 1000,
        discount: 400,
        net: 600,
        day: '2026-08-02',
        member: true,
      },
      { number: '#1003', status: 'cancelled', subtotal: 1000, discount: 0, net: 0, day: '2026-08-03', member: false },
    ])
    expect(await many(ctx.pool, sql`select external_id as ref from customer_refs`)).toEqual([
      { ref: 'mailto:a@example.jp' },
    ])
    expect(await many(ctx.pool, sql`select kind, key, postcode from contact_points order by kind`)).toEqual([
      { kind: 'address', key: '', postcode: '1000004' },
      { kind: 'email', key: 'a@example.jp', postcode: null },
      { kind: 'phone', key: '09012345678', postcode: null },
    ])
    expect(await many(ctx.pool, sql`select code from order_lines order by 1`)).toMatchObject([
      {},
      {},
      {},
      { code: '化粧水' },
    ])
  })
})

describe('any file through a mapping', () => {
  const lines = [
    '注文番号,注文日,会員番号,氏名,商品名,単価,数量',
    'A1,令和8年8月1日,0012,佐藤 花子,石けん,1200,1',
    'A1,令和8年8月1日,0012,佐藤 花子,化粧水,3000,2',
  ]

  test('a changed order is rewritten, its customer counted anew, and undo brings back what stood before', async () => {
    await takeIn(ctx, csv(...lines), { fileName: 'a.csv' })
    const before = await stateOf(ctx.pool)
    const changed = await takeIn(
      ctx,
      csv(...lines.slice(0, 2), 'A1,令和8年8月1日,0012,佐藤 花子,化粧水,3000,1', 'A2,R8.8.2,,,石けん,1200,1'),
      {
        fileName: 'b.csv',
      },
    )
    expect(changed.counts).toMatchObject({ orders: { added: 1, updated: 1, unchanged: 0, guests: 1 } })
    expect(await one(ctx.pool, sql`select net_sales as net from customer_metrics`)).toEqual({ net: 4200 })
    await undo(changed.id)
    expect(await stateOf(ctx.pool)).toEqual(before)
    expect((await mustFind(ctx.pool, changed.id)).counts).toMatchObject({
      undone: { removed: 1, restored: 1, kept: 0 },
    })
  })

  test('what changed after an import is left alone by its undo, and said', async () => {
    const first = await takeIn(ctx, csv(...lines), { fileName: 'a.csv' })
    await takeIn(ctx, csv(...lines.slice(0, 2)), { fileName: 'b.csv' })
    await undo(first.id)
    const row = await mustFind(ctx.pool, first.id)
    expect(row).toMatchObject({ status: 'undone', counts: { undone: { removed: 1, kept: 2 } } })
    expect(await one(ctx.pool, sql`select count(*) as count from orders`)).toEqual({ count: 1 })
  })

  test('one bad row rejects its whole order, and the rejected rows come back as a file that can be corrected', async () => {
    const done = await takeIn(
      ctx,
      csv(
        lines[0] as string,
        'A1,2026/8/1,12,佐藤,石けん,1200,1',
        'A1,2026/8/1,12,佐藤,=HYPERLINK(1),千円,1',
        'A2,8月,,,石けん,1,1',
        'A3,2026/8/1,,,石けん,1,1',
      ),
      { fileName: 'a.csv' },
    )
    expect(done).toMatchObject({ status: 'done', rowsRead: 4, rowsRejected: 3, counts: { orders: { added: 1 } } })
    expect(await groupRejections(ctx.pool, done.id)).toHaveLength(3)
    const rejected = await streamText(
      await rejectionsCsv({ ...ctx, db: ctx.pool }, done, { encoding: 'utf-8', locale: 'ja' }),
    )
    expect(rejected.split('\r\n')).toEqual([
      '注文番号,注文日,会員番号,氏名,商品名,単価,数量,行,列,理由と直し方',
      'A1,2026/8/1,12,佐藤,石けん,1200,1,2,,同じ注文の別の行に問題があるため、注文全体を取り込みませんでした。問題の行を直して一緒に取り込んでください',
      `A1,2026/8/1,12,佐藤,'=HYPERLINK(1),千円,1,3,単価,"金額として読めません。「1,234」や「-500」のように数字で書いてください"`,
      'A2,8月,,,石けん,1,1,4,注文日,日付として読めません。「2026/11/22」や「令和8年11月22日」のように書いてください',
      '',
    ])
  })

  test('rows of an order that stand apart are one order, lines in file order', async () => {
    await takeIn(ctx, csv(...lines, 'B1,2026/8/1,,,石けん,1200,1', 'A1,2026/8/1,0012,,乳液,100,1'), {
      fileName: 'a.csv',
    })
    expect(
      await many(
        ctx.pool,
        sql`select line_no as line, l.name, o.net_sales as net from order_lines l join orders o on o.id = l.order_id where o.number = 'A1' order by 1`,
      ),
    ).toEqual([
      { line: 1, name: '石けん', net: 7300 },
      { line: 2, name: '化粧水', net: 7300 },
      { line: 3, name: '乳液', net: 7300 },
    ])
  })

  test('a preview writes nothing; a mapping is remembered for the next file of the same columns', async () => {
    const file = csv('x,いつ,値段', 'A1,2026/8/1,100', 'A2,x,100')
    const id = await receiveFile(ctx, null, Readable.from([file]), { fileName: 'x.csv', kind: 'orders' })
    expect((await previewImport(ctx, await mustFind(ctx.pool, id))).missing).toHaveLength(3)
    const columns = { x: 'number', いつ: 'orderedAt', 値段: 'total' }
    const mapping = mappingShape.parse({ columns })
    await transaction(ctx.pool, (tx) =>
      changeMapping(ctx, tx, id, { kind: 'orders', source: 'till', format: { headerRow: 1 }, mapping }),
    )
    const preview = await previewImport(ctx, await mustFind(ctx.pool, id))
    expect(preview).toMatchObject({
      missing: [],
      totals: { orders: 1, guests: 1 },
      problems: [{ field: 'orderedAt', code: 'not-a-date', count: 1, examples: [{ row: 3, value: 'x' }] }],
    })
    expect(await one(ctx.pool, sql`select count(*) as count from orders`)).toEqual({ count: 0 })
    await transaction(ctx.pool, (tx) => startImport(ctx, tx, null, id))
    await ctx.jobs.run(ctx, jobsOf(house))
    const next = await takeIn(ctx, csv('値段,x,いつ', '100,A1,2026/8/1'), { fileName: 'y.csv' })
    expect(next).toMatchObject({ sourceCode: 'till', status: 'done', counts: { orders: { unchanged: 1 } } })
  })

  test('customers: empty cells change nothing, kept columns become attributes, history is written', async () => {
    await takeIn(ctx, csv('会員番号,姓,名,電話番号,性別', '0001,髙橋,花子,090-1234-5678,女性'), { fileName: 'a.csv' })
    const again = await takeIn(ctx, csv('会員番号,姓,名,メール,性別', '0001,山田,,hanako@example.jp,'), {
      fileName: 'b.csv',
    })
    expect(again.counts.customers).toEqual({ added: 0, updated: 1, unchanged: 0 })
    expect(
      await one(ctx.pool, sql`select number, family_name as family, given_name as given, gender from customers`),
    ).toEqual({
      number: '0001',
      family: '山田',
      given: '花子',
      gender: 'female',
    })
    expect(await many(ctx.pool, sql`select kind, value from contact_points order by 1`)).toEqual([
      { kind: 'email', value: 'hanako@example.jp' },
      { kind: 'phone', value: '090-1234-5678' },
    ])
    expect(await many(ctx.pool, sql`select via, diff from customer_changes`)).toEqual([
      { via: 'import', diff: { familyName: ['髙橋', '山田'] } },
    ])
    await undo(again.id)
    expect(await one(ctx.pool, sql`select family_name as family from customers`)).toEqual({ family: '髙橋' })
    expect(await many(ctx.pool, sql`select kind from contact_points`)).toEqual([{ kind: 'phone' }])
  })

  test('tags and attributes that a customer got from a file go with its undo, older values come back', async () => {
    const file = (cells: string) => csv('会員番号,姓,名,タグ,肌質', cells)
    const mapped = async (cells: string) => {
      const id = await receiveFile(ctx, null, Readable.from([file(cells)]), { fileName: 'a.csv', kind: 'customers' })
      const { mapping } = await mustFind(ctx.pool, id)
      const columns = { ...mapping.columns, 肌質: 'attribute' }
      await transaction(ctx.pool, (tx) =>
        changeMapping(ctx, tx, id, {
          kind: 'customers',
          source: 'shop',
          format: { headerRow: 1 },
          mapping: { ...mapping, columns },
        }),
      )
      await transaction(ctx.pool, (tx) => startImport(ctx, tx, null, id))
      await ctx.jobs.run(ctx, jobsOf(house))
      return mustFind(ctx.pool, id)
    }
    const said = () =>
      many(
        ctx.pool,
        sql`select (select string_agg(t.name, ',' order by t.name) from customer_tags ct join tags t on t.id = ct.tag_id) as tags,
              (select text_value from customer_attributes) as skin`,
      )
    await mapped('0001,髙橋,花子,会員,')
    const second = await mapped('0001,髙橋,花子,会員、VIP,乾燥肌')
    expect(await said()).toEqual([{ tags: 'VIP,会員', skin: '乾燥肌' }])
    await undo(second.id)
    expect(await said()).toEqual([{ tags: '会員', skin: null }])
    await mapped('0001,髙橋,花子,,乾燥肌')
    const last = await mapped('0001,髙橋,花子,,脂性肌')
    await undo(last.id)
    expect(await said()).toEqual([{ tags: '会員', skin: '乾燥肌' }])
    // each file and each undo that changed the attribute is a version of the record, with an entry of its history
    const skin = (...values: (string | null)[]) => ({ 'attributes.column_4e89b254dcf6': values })
    expect(await many(ctx.pool, sql`select version, via, diff from customer_changes order by id`)).toEqual([
      { version: 2, via: 'import', diff: skin(null, '乾燥肌') },
      { version: 3, via: 'restore', diff: skin('乾燥肌', null) },
      { version: 4, via: 'import', diff: skin(null, '乾燥肌') },
      { version: 5, via: 'import', diff: skin('乾燥肌', '脂性肌') },
      { version: 6, via: 'restore', diff: skin('脂性肌', '乾燥肌') },
    ])
    expect(await one(ctx.pool, sql`select version from customers`)).toEqual({ version: 6 })
    const kept = await mapped('0001,髙橋,花子,,普通肌')
    // whoever had read the record before the file meets a conflict, not a silent loss
    const customer = await one<{ id: number }>(ctx.pool, sql`select id from customers`)
    const save = (change: object) =>
      server.inject({
        method: 'PATCH',
        url: `/api/customers/${customer?.id}`,
        headers: { 'x-test-role': 'owner' },
        payload: { version: 6, change },
      })
    const server = await testServer(ctx.pool)
    expect((await save({ attributes: { column_4e89b254dcf6: '敏感肌' } })).json()).toMatchObject({
      code: 'conflict',
      detail: { fields: [{ field: 'attributes.column_4e89b254dcf6', theirs: '普通肌' }] },
    })
    // a record edited after the file keeps what the file brought
    expect((await save({ familyName: '山田' })).json()).toMatchObject({ version: 8 })
    await server.close()
    await undo(kept.id)
    expect(await said()).toEqual([{ tags: '会員', skin: '普通肌' }])
    expect((await mustFind(ctx.pool, kept.id)).counts).toMatchObject({ undone: { restored: 0, kept: 1 } })
  })

  test('an undo is refused after thirty days', async () => {
    const { id } = await takeIn(ctx, csv(...lines), { fileName: 'a.csv' })
    ctx.now = new Date(testNow.getTime() + 31 * 86_400_000)
    await expect(transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, id))).rejects.toMatchObject({ code: 'gone' })
  })
})
