import iconv from 'iconv-lite'
import { beforeAll, describe, expect, test } from 'vitest'
import { inlineJobs, testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, stateOf, takeIn } from '../../../test/importing.ts'
import { many, sql } from '../../platform/db/db.ts'
import { presets } from './presets.ts'
import { cartFiles } from './presets-carts.fixtures.ts'
import { mallFiles } from './presets-malls.fixtures.ts'

let ctx: ImportingContext
beforeAll(async () => {
  ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
})

/** number, status, subtotal, discount, points, shipping, fee, total, net sales, lines, whose: a name or a guest's */
async function ordersOf(source: string): Promise<unknown[][]> {
  const rows = await many(
    ctx.pool,
    sql`select o.number, o.status, subtotal, discount, points_used, shipping, fee, total, net_sales,
          (select count(*) from order_lines l where l.customer_id = o.customer_id and l.order_id = o.id) as lines,
          coalesce(nullif(c.family_name || c.given_name, ''), ref.external_id,
            'ゲスト ' || coalesce(concat(o.buyer->>'familyName', o.buyer->>'givenName'), '')) as whose
        from orders o join sources s on s.id = o.source_id left join customers c on c.id = o.customer_id
          left join customer_refs ref on ref.customer_id = o.customer_id and ref.source_id = o.source_id
        where s.code = ${source} order by o.number`,
  )
  return rows.map((row) => Object.values(row as object))
}

async function peopleOf(source: string): Promise<unknown[][]> {
  const rows = await many(
    ctx.pool,
    sql`select ref.external_id, c.family_name, c.given_name, c.family_kana,
          (select value from contact_points p where p.customer_id = c.id and kind = 'email') as email,
          (select value from contact_points p where p.customer_id = c.id and kind = 'phone') as phone,
          (select concat(prefecture, ' ', value) from contact_points p where p.customer_id = c.id and kind = 'address') as address
        from customer_refs ref join sources s on s.id = ref.source_id join customers c on c.id = ref.customer_id
        where s.code = ${source} order by 1`,
  )
  return rows.map((row) => Object.values(row as object))
}

describe.each([...cartFiles, ...mallFiles])('$preset', (file) => {
  test('is known by its header, comes in as it was, and a second time changes nothing', async () => {
    const bytes = iconv.encode(`${file.lines.join('\r\n')}\r\n`, file.encoding)
    const taken = await takeIn(ctx, bytes, { fileName: `${file.preset}.csv` })
    expect(taken).toMatchObject({ status: 'done', rowsRejected: 0, mapping: { preset: file.preset } })
    const source = taken?.sourceCode as string
    if (file.orders) expect(await ordersOf(source)).toEqual(file.orders)
    if (file.people) expect(await peopleOf(source)).toEqual(file.people)
    const before = await stateOf(ctx.pool)
    const again = await takeIn(ctx, bytes, { fileName: 'again.csv' })
    expect(again).toMatchObject({
      status: 'done',
      counts: { [file.orders ? 'orders' : 'customers']: { added: 0, updated: 0 } },
    })
    expect(await stateOf(ctx.pool)).toEqual(before)
  })
})

test('every layout has a file of its own here, but those that have had their tests before', () => {
  const tried = [...cartFiles, ...mallFiles].map(({ preset }) => preset)
  const older = ['eccube-customers', 'eccube-orders', 'shopify-customers', 'shopify-orders']
  expect([...older, ...tried].sort()).toEqual(presets.map(({ id }) => id).sort())
})
