import { beforeEach, expect, test } from 'vitest'
import { inlineJobs, owner, testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, stateOf, takeIn } from '../../../test/importing.ts'
import { mergeRecords, unmerge } from '../../customers/merging/index.ts'
import { house, jobsOf, merging } from '../../house.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { mustFind, startUndo } from './actions.ts'

let ctx: ImportingContext
beforeEach(async () => {
  ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
})

const file = (...lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''))
const members = (...rows: string[]) => file('会員番号,姓,名,セイ,メイ,電話番号,メールアドレス,生年月日', ...rows)
const purchases = (...rows: string[]) => file('注文番号,注文日時,会員番号,商品コード,商品名,単価,数量', ...rows)

async function undo(id: number): Promise<void> {
  await transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, id))
  await ctx.jobs.run(ctx, jobsOf(house))
}

async function take(source: string, bytes: Buffer): Promise<number> {
  const row = await takeIn(ctx, bytes, { fileName: 'file.csv', source })
  expect(row).toMatchObject({ status: 'done', rowsRejected: 0 })
  return (row as { id: number }).id
}

const withActor = (tx: never) => ({ db: tx, now: ctx.now, company: ctx.company, actor: owner, merging })
const merge = async (into: number, from: number) =>
  (await transaction(ctx.pool, (tx) => mergeRecords(withActor(tx as never), [{ into, from, why: 'hand' }]))) as number[]
const part = (ids: number[]) => transaction(ctx.pool, (tx) => unmerge(withActor(tx as never), ids))

async function recordOf(source: string, number: string): Promise<number> {
  const row = await one<{ id: number }>(
    ctx.pool,
    sql`select coalesce(r.record_id, r.customer_id) as id from customer_refs r join sources s on s.id = r.source_id
        where s.code = ${source} and r.external_id = ${number}`,
  )
  return (row as { id: number }).id
}

const inShop = members('A1,髙橋,花子,タカハシ,ハナコ,090-1111-2222,,')
const online = members('B1,高橋,花子,タカハシ,ハナコ,09011112222,hanako@example.jp,1980-01-02')
const bought = purchases('X-1,2026/10/01 10:00,B1,a,クリーム,1000,1')

test('what came in with a record that is part of another goes with its undo, and the other stands as before', async () => {
  await take('file', inShop)
  const before = await stateOf(ctx.pool)
  const [second, orders] = [await take('eccube', online), await take('eccube', bought)]
  const shop = await recordOf('file', 'A1')
  await merge(shop, await recordOf('eccube', 'B1'))
  expect(await one(ctx.pool, sql`select order_count as "orderCount" from customer_metrics`)).toEqual({ orderCount: 1 })
  await undo(orders)
  await undo(second)
  expect((await mustFind(ctx.pool, second)).counts).toMatchObject({ undone: { removed: 1, kept: 0 } })
  expect(await stateOf(ctx.pool)).toEqual(before)
  expect(await many(ctx.pool, sql`select from merged_customers`)).toEqual([])
})

test('a record that others are part of stays with its undo, and says so; they leave it as they were', async () => {
  const first = await take('eccube', online)
  await take('file', inShop)
  const [web, shop] = [await recordOf('eccube', 'B1'), await recordOf('file', 'A1')]
  const shopBefore = await one(ctx.pool, sql`select to_jsonb(c) as row from customers c where id = ${shop}`)
  const merges = await merge(web, shop)
  await undo(first)
  expect((await mustFind(ctx.pool, first)).counts).toMatchObject({ undone: { removed: 0, kept: 1 } })
  expect(await part(merges)).toEqual([true])
  expect(await one(ctx.pool, sql`select to_jsonb(c) as row from customers c where id = ${shop}`)).toEqual(shopBefore)
})

test('a later file of a record that is part of another is taken back alone', async () => {
  await take('file', inShop)
  await take('eccube', online)
  const [shop, web] = [await recordOf('file', 'A1'), await recordOf('eccube', 'B1')]
  const merges = await merge(shop, web)
  const before = await stateOf(ctx.pool)
  const third = await take('eccube', members('B1,高橋,花子,タカハシ,ハナコ,03-1234-5678,hanako@example.jp,1980-02-03'))
  expect(await stateOf(ctx.pool)).not.toEqual(before)
  await undo(third)
  expect(await stateOf(ctx.pool)).toEqual(before)
  await part(merges)
  expect(
    await one(ctx.pool, sql`select family_name as name, birth_on::text as birth from customers where id = ${web}`),
  ).toEqual({ name: '高橋', birth: '1980-01-02' })
})
