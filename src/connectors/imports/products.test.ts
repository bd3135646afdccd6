import { expect, test } from 'vitest'
import { inlineJobs, testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, takeIn } from '../../../test/importing.ts'
import { house, jobsOf } from '../../house.ts'
import { many, sql, transaction } from '../../platform/db/db.ts'
import { startUndo } from './actions.ts'

test('a product file brings the stock up to date, an empty cell leaves it, and an undo brings the former back', async () => {
  const ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
  const take = (...rows: string[]) =>
    takeIn(ctx, Buffer.from(['商品コード,商品名,価格,原価,在庫数', ...rows, ''].join('\n')), {
      fileName: 'products.csv',
    })
  const stocks = async () =>
    (await many<{ stock: number }>(ctx.pool, sql`select stock from products order by code`)).map(({ stock }) => stock)
  expect(await take('A-1,椿シャンプー,2000,700,5', 'A-2,椿石けん,900,300,')).toMatchObject({
    kind: 'products',
    status: 'done',
  })
  expect(await stocks()).toEqual([5, null])
  const second = await take('A-1,椿シャンプー,2000,700,0', 'A-2,椿石けん,900,300,', 'A-3,櫛,3000,1000,many')
  expect(second).toMatchObject({ rowsRejected: 1, counts: { products: { added: 0, updated: 1, unchanged: 1 } } })
  expect(await stocks()).toEqual([0, null])
  await transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, second.id))
  await ctx.jobs.run(ctx, jobsOf(house))
  expect(await stocks()).toEqual([5, null])
})
