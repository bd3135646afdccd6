import { writeFileSync } from 'node:fs'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { inlineJobs, owner, testContext } from '../../../test/context.ts'
import { dropDatabases, freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, stateOf, takeIn } from '../../../test/importing.ts'
import { testServer } from '../../../test/server.ts'
import { house, jobsOf } from '../../house.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { forgetOldImports, mustFind, startUndo } from '../imports/actions.ts'
import { importFile } from '../imports/plan.ts'
import type { RejectedRow } from './contract.ts'

let ctx: ImportingContext
// replies are checked by the assertions of each test
// oxlint-disable-next-line typescript/no-explicit-any
let ask: (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) => Promise<{ status: number; body: any }>

beforeEach(async () => {
  ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
  await ctx.pool.query(
    sql`insert into staff (id, email, name, role, created_at, updated_at)
        values (${owner.staffId}, 'hanako@example.jp', ${owner.name}, 'owner', ${ctx.now}, ${ctx.now})`,
  )
  const server = await testServer(ctx.pool, { config: ctx.config, jobs: ctx.jobs })
  ask = async (method, path, payload) => {
    const reply = await server.inject({
      method,
      url: `/api/imports/${path}`,
      headers: { 'x-test-role': 'owner' },
      ...(payload ? { payload } : {}),
    })
    return { status: reply.statusCode, body: reply.json() }
  }
  return () => server.close()
})
afterAll(dropDatabases)

const csv = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''))

async function rowsOf(id: number, query = ''): Promise<RejectedRow[]> {
  return (await ask('GET', `${id}/rejected-rows${query}`)).body.items
}

/** Takes the corrected rows in to the end; the import that did it. */
async function takeCorrectedIn(id: number) {
  const { status, body } = await ask('POST', `${id}/corrections`)
  expect(status, JSON.stringify(body)).toBe(200)
  await ctx.jobs.run(ctx, jobsOf(house))
  return mustFind(ctx.pool, body.id)
}

async function undo(id: number): Promise<void> {
  await transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, id))
  await ctx.jobs.run(ctx, jobsOf(house))
}

describe('customers', () => {
  const header = '会員番号,氏名,メールアドレス,生年月日,備考欄'
  const file = csv(
    header,
    '1,佐藤 花子,hanako@example.jp,1980/1/2,',
    '2,鈴木 一郎,ichiro＠＠example,13月,気さくな方',
    ',高橋 美咲,,1990/5/5,',
    '4,=田中 実,minoru@example.jp,昭和99年,',
  )

  test('cells are corrected in place, the reason moves on, and only these rows are taken in', async () => {
    const { id } = await takeIn(ctx, file, { fileName: '会員.csv', source: 'shop' })
    const before = await stateOf(ctx.pool)
    const [second, third] = await rowsOf(id)
    expect(second).toMatchObject({
      row: 3,
      state: 'open',
      problems: [
        { field: 'email', code: 'not-an-email', columns: ['メールアドレス'] },
        { field: 'birthOn', code: 'not-a-date', columns: ['生年月日'] },
      ],
    })
    expect(second?.cells.map(({ text }) => text)).toContain('ichiro＠＠example')
    // without a member number an e-mail address would do
    expect(third?.problems).toEqual([{ field: 'number', code: 'missing', columns: ['会員番号', 'メールアドレス'] }])

    const half = await ask('PUT', `${id}/rejected-rows/3`, { cells: { メールアドレス: 'ichiro@example.jp' } })
    expect(half.body).toMatchObject({ state: 'open', problems: [{ field: 'birthOn' }] })
    expect((await ask('POST', `${id}/corrections`)).status, 'nothing is ready yet').toBe(409)
    const whole = { メールアドレス: 'ichiro@example.jp', 生年月日: 'S55.3.4' }
    expect((await ask('PUT', `${id}/rejected-rows/3`, { cells: whole })).body).toMatchObject({
      state: 'ready',
      problems: [],
    })
    expect((await ask('PUT', `${id}/rejected-rows/4`, { cells: { 会員番号: '0003' } })).body.state).toBe('ready')
    expect(await stateOf(ctx.pool), 'nothing is written before one says so').toEqual(before)

    const done = await takeCorrectedIn(id)
    expect(done).toMatchObject({ status: 'done', correctsId: id, rowsRejected: 0, sourceCode: 'shop' })
    expect(done.counts.customers).toEqual({ added: 2, updated: 0, unchanged: 0 })
    expect(
      await many(
        ctx.pool,
        sql`select number, family_name as name, birth_on as born from customers where import_id = ${done.id} order by 1`,
      ),
    ).toEqual([
      { number: '0003', name: '高橋', born: '1990-05-05' },
      { number: '2', name: '鈴木', born: '1980-03-04' },
    ])
    expect((await rowsOf(id)).map(({ row }) => row)).toEqual([5])
    expect((await rowsOf(id, '?show=all')).map(({ state }) => state)).toEqual(['taken', 'taken', 'open'])
    const summary = await ask('GET', `${id}/corrections`)
    expect(summary.body).toMatchObject({
      isOpen: true,
      rows: { open: 1, ready: 0, taken: 2 },
      reasons: [
        { field: 'birthOn', code: 'not-a-date', rows: 1, open: 1 },
        { field: 'email', code: 'not-an-email', rows: 1, open: 0 },
        { field: 'number', code: 'missing', rows: 1, open: 0 },
      ],
      imports: [{ id: done.id, correctsId: id }],
    })
    expect(await mustFind(ctx.pool, id)).toMatchObject({ rowsRejected: 3, rowsCorrected: 2 })
    expect((await ask('PUT', `${id}/rejected-rows/3`, { cells: {} })).status, 'taken in already').toBe(409)
    expect((await ask('GET', `${done.id}/rejected-rows`)).status, 'corrected at the file they came in').toBe(404)

    await undo(done.id)
    expect(await stateOf(ctx.pool)).toEqual(before)
    expect((await rowsOf(id)).map(({ state }) => state)).toEqual(['ready', 'ready', 'open'])
    await takeCorrectedIn(id)
    await undo(id)
    expect(await one(ctx.pool, sql`select count(*) as count from customers`)).toEqual({ count: 0 })
  })

  test('a cell written back as it was is no correction; an unknown column is refused', async () => {
    const { id } = await takeIn(ctx, file, { fileName: '会員.csv' })
    await ask('PUT', `${id}/rejected-rows/3`, { cells: { 生年月日: '1980/3/4' } })
    const back = await ask('PUT', `${id}/rejected-rows/3`, { cells: { 生年月日: '13月' } })
    expect(back.body.cells.every(({ corrected }: { corrected: string | null }) => corrected === null)).toBe(true)
    expect((await ask('PUT', `${id}/rejected-rows/3`, { cells: { 好きな色: '赤' } })).status).toBe(422)
    expect((await ask('PUT', `${id}/rejected-rows/2`, { cells: { 生年月日: '1980/3/4' } })).status).toBe(404)
  })

  test('after thirty days the rows are gone with the file', async () => {
    const { id } = await takeIn(ctx, file, { fileName: '会員.csv' })
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 31 * 86_400_000) }
    await forgetOldImports(later)
    expect((await ask('GET', `${id}/rejected-rows`)).status).toBe(410)
    expect((await ask('GET', `${id}/corrections`)).body).toMatchObject({ isOpen: false, rows: { open: 3 } })
    const kept = await many(ctx.pool, sql`select distinct cells, value from import_rejections where import_id = ${id}`)
    expect(kept).toEqual([{ cells: null, value: '' }])
  })
})

describe('orders', () => {
  const header = '注文番号,注文日,会員番号,商品名,単価,数量'
  const lines = [
    'A1,2026/11/01,7,化粧水,3000,1',
    // belongs to A1, which is taken in without it
    ',2026/11/01,7,乳液,2000,2',
    'A1,2026/11/01,7,石けん,500,1',
    'A2,2026/11/02,8,化粧水,三千,1',
    'A2,2026/11/02,8,石けん,500,1',
    'A3,2026/11/03,9,化粧水,3000,1',
  ]
  const corrected = [...lines]
  corrected[1] = 'A1,2026/11/01,7,乳液,2000,2'
  corrected[3] = 'A2,2026/11/02,8,化粧水,3000,1'

  test('an order comes in whole, its lines in file order, as if the file had been right', async () => {
    const right = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
    await takeIn(right, csv(header, ...corrected), { fileName: '注文.csv', source: 'till' })

    const { id } = await takeIn(ctx, csv(header, ...lines), { fileName: '注文.csv', source: 'till' })
    const before = await stateOf(ctx.pool)
    const rows = await rowsOf(id)
    expect(rows.map(({ row, problems }) => [row, problems[0]?.code])).toEqual([
      [3, 'missing'],
      [5, 'not-an-amount'],
      [6, 'other-line-rejected'],
    ])
    await ask('PUT', `${id}/rejected-rows/3`, { cells: { 注文番号: 'A1' } })
    await ask('PUT', `${id}/rejected-rows/5`, { cells: { 単価: '3000' } })
    // one made before and killed in the middle is made anew
    const made = (await ask('POST', `${id}/corrections`)).body.id
    writeFileSync(`${importFile(ctx.config.dataFolder, made)}.part`, 'half a file')
    await ctx.jobs.run(ctx, jobsOf(house))
    expect(await mustFind(ctx.pool, made)).toMatchObject({
      status: 'done',
      rowsRejected: 0,
      counts: { orders: { added: 1, updated: 1, unchanged: 0 } },
    })
    expect(await stateOf(ctx.pool)).toEqual(await stateOf(right.pool))
    expect((await ask('GET', `${id}/corrections`)).body.rows).toEqual({ open: 0, ready: 0, taken: 3 })

    await undo(made)
    expect(await stateOf(ctx.pool)).toEqual(before)
  })

  test('a row that stays wrong for its order comes back to be corrected', async () => {
    const two = [...lines.slice(3, 5).map((line) => line.replace('500,1', '500,一個')), ...lines.slice(5)]
    const { id } = await takeIn(ctx, csv(header, ...two), { fileName: '注文.csv', source: 'till' })
    await ask('PUT', `${id}/rejected-rows/2`, { cells: { 単価: '3000' } })
    const first = await takeCorrectedIn(id)
    expect(first).toMatchObject({ status: 'done', rowsRejected: 2 })
    const rows = await rowsOf(id)
    expect(rows.map(({ row, state, problems }) => [row, state, problems[0]?.code])).toEqual([
      [2, 'ready', 'other-line-rejected'],
      [3, 'open', 'not-a-number'],
    ])
    await ask('PUT', `${id}/rejected-rows/3`, { cells: { 数量: '1' } })
    expect(await takeCorrectedIn(id)).toMatchObject({ rowsRejected: 0, counts: { orders: { added: 1 } } })
    expect((await ask('GET', `${id}/corrections`)).body.rows).toEqual({ open: 0, ready: 0, taken: 2 })
  })
})

test('ten thousand rejected rows: pages forward and back, one reason, one text for all alike', {
  timeout: 60_000,
}, async () => {
  const lines = Array.from({ length: 12_000 }, (_, index) => {
    const price = index % 6 === 0 ? `${index}円?` : index % 6 === 1 ? '2000' : '未定'
    return `B${index},2026/11/01,${index},化粧水,${price},1`
  })
  const { id, rowsRejected } = await takeIn(ctx, csv('注文番号,注文日,会員番号,商品名,単価,数量', ...lines), {
    fileName: '注文.csv',
  })
  expect(rowsRejected).toBe(10_000)
  const first = (await ask('GET', `${id}/rejected-rows?limit=50`)).body
  expect(first).toMatchObject({ before: 0, total: 10_000, previous: null })
  expect(first.items.map(({ alike }: RejectedRow) => alike).slice(0, 2)).toEqual([
    null,
    { column: '単価', rows: 7_999 },
  ])
  const second = (await ask('GET', `${id}/rejected-rows?limit=50&cursor=${first.next}`)).body
  const third = (await ask('GET', `${id}/rejected-rows?limit=50&cursor=${second.next}`)).body
  expect(third).toMatchObject({ before: 100, total: 10_000 })
  expect((await ask('GET', `${id}/rejected-rows?limit=50&cursor=${third.previous}`)).body).toEqual(second)
  expect((await ask('GET', `${id}/rejected-rows?limit=50&cursor=${second.previous}`)).body).toEqual(first)
  expect((await ask('GET', `${id}/rejected-rows?code=missing`)).body).toMatchObject({ items: [], total: 0, next: null })

  const alike = first.items[1].row
  const filled = await ask('POST', `${id}/rejected-rows/${alike}/alike`, { column: '単価', text: '2500' })
  expect(filled.body).toEqual({ rows: 8_000 })
  expect((await ask('GET', `${id}/corrections`)).body.rows).toEqual({ open: 10_000, ready: 8_000, taken: 0 })
  const done = await takeCorrectedIn(id)
  expect(done).toMatchObject({ status: 'done', rowsRejected: 0, counts: { orders: { added: 8_000 } } })
  const orders = await one(ctx.pool, sql`select count(*) as count, sum(net_sales) as net from orders`)
  expect(orders).toEqual({ count: 10_000, net: 2_000 * 2_000 + 8_000 * 2_500 })
})
