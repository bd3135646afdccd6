import { beforeEach, expect, test } from 'vitest'
import { inlineJobs, testContext, testNow } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { type ImportingContext, takeIn } from '../../../test/importing.ts'
import { house, jobsOf } from '../../house.ts'
import { many, sql, transaction } from '../../platform/db/db.ts'
import { startUndo } from './actions.ts'

let ctx: ImportingContext
beforeEach(async () => {
  ctx = testContext((await freshDatabase()).pool, { jobs: inlineJobs() }) as ImportingContext
})

/** A customer file of Shopify. */
const take = (...rows: string[]) => {
  const header = 'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Accepts SMS Marketing'
  return takeIn(ctx, Buffer.from([header, ...rows, ''].join('\n')), { fileName: 'customers.csv' })
}
const ledger = () =>
  many(
    ctx.pool,
    sql`select c.external_id as who, s.channel, s.is_granted as granted, s.evidence->>'row' as row from consents s
        join customer_refs c on c.customer_id = s.customer_id order by s.import_id, 1, 2`,
  )

test('what a file says of consent is kept with its row; the same file again says nothing new', async () => {
  const rows = ['71,花子,高橋,h@example.jp,yes,no', '72,太郎,佐藤,t@example.jp,no,']
  expect(await take(...rows)).toMatchObject({ status: 'done', rowsRejected: 0 })
  const said = [
    { who: '71', channel: 'mail', granted: true, row: '2' },
    { who: '71', channel: 'sms', granted: false, row: '2' },
    { who: '72', channel: 'mail', granted: false, row: '3' },
  ]
  expect(await ledger()).toEqual(said)
  await take(...rows)
  expect(await ledger()).toEqual(said)
  await take('71,花子,高橋,h@example.jp,no,no')
  expect((await ledger()).slice(3)).toEqual([{ who: '71', channel: 'mail', granted: false, row: '2' }])
})

test('a file does not revive what a person refused, and taken back it said nothing', async () => {
  await take('71,花子,高橋,h@example.jp,yes,')
  const standing = () =>
    many(
      ctx.pool,
      sql`select bool_or(not is_granted) as refused, count(*) as said from consents where channel = 'mail'`,
    )
  await ctx.pool.query(
    sql`insert into consents (customer_id, channel, purpose, is_granted, at, via, recorded_at)
        select id, 'mail', 'promotion', false, ${new Date(testNow.getTime() - 1000)}, 'phone', ${testNow} from customers`,
  )
  const second = await take('71,花子,高橋,h@example.jp,no,yes')
  expect(await standing()).toEqual([{ refused: true, said: 3 }])
  await transaction(ctx.pool, (tx) => startUndo(ctx, tx, null, second.id))
  await ctx.jobs.run(ctx, jobsOf(house))
  expect(await standing()).toEqual([{ refused: true, said: 2 }])
})

test('an answer that cannot be read is named, and the row left out', async () => {
  const done = await take('71,花子,高橋,h@example.jp,maybe,', '72,太郎,佐藤,t@example.jp,yes,')
  expect(done).toMatchObject({ rowsRejected: 1, counts: { customers: { added: 1 } } })
  expect(await many(ctx.pool, sql`select row_no as row, field, code, value from import_rejections`)).toEqual([
    { row: 2, field: 'mailConsent', code: 'unknown-choice', value: 'maybe' },
  ])
})
