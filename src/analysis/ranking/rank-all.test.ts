import { beforeAll, expect, test } from 'vitest'
import { testContext } from '../../../test/context.ts'
import { freshDatabase } from '../../../test/database.ts'
import { addDays } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import { many, one, sql, transaction } from '../../platform/db/db.ts'
import { countNow } from '../dashboards/overview.ts'
import { movesBetween } from '../history/moves.ts'
import { rankEverything } from '../history/rank-everything.ts'
import { migrationOf } from '../indicators/migration.ts'
import { refreshMetrics } from '../metrics/refresh.ts'
import { type AnalysisRules, defaultPainting, defaultRules } from '../rules/rules.ts'
import { appendRules } from '../rules/store.ts'
import { rankAll } from './rank-all.ts'

const today = '2026-11-22'
const statuses = ['confirmed', 'confirmed', 'confirmed', 'confirmed', 'refund', 'cancelled', 'pending', 'returned']
/** ids of an old system: far apart, some beyond 32 bits */
const idOf = (customer: number) => (customer % 3 === 0 ? customer * 3_000_000_019 : customer)

let ctx: Context
let seed = 20_261_122
const draw = (below: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}

/** Orders in no order of time, several on a day, some in the future, free samples, guests. */
async function writeOrders(customers: number[], count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => {
    const status = statuses[draw(statuses.length)] as string
    const amount = draw(20) === 0 ? 0 : draw(30_000)
    return {
      customer: draw(25) === 0 ? 0 : idOf(customers[draw(customers.length)] as number),
      day: addDays(today, 3 - Math.floor((draw(900) * draw(900)) / 900)),
      status,
      net: status === 'confirmed' ? amount : status === 'refund' ? -Math.floor(amount / 2) : 0,
      gross: draw(40) === 0 ? null : Math.floor(amount / 3),
      channel: draw(3) === 0 ? null : 1 + draw(2),
    }
  })
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick)
  await ctx.pool.query(
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, channel_id, subtotal, total,
          net_sales, gross_profit, created_at, updated_at)
        select customer, 1, 'N' || ${seed}::text || '-' || n, day + interval '3 hours', day, status, channel, net, net, net,
          gross, ${ctx.now}, ${ctx.now}
        from unnest(${column((row) => row.customer)}::bigint[], ${column((row) => row.day)}::date[],
          ${column((row) => row.status)}::text[], ${column((row) => row.channel)}::int[], ${column((row) => row.net)}::bigint[],
          ${column((row) => row.gross)}::bigint[]) with ordinality as row (customer, day, status, channel, net, gross, n)`,
  )
}

const everyone = Array.from({ length: 300 }, (_, index) => index + 1)
const metrics = () =>
  many<{ customer_id: number; decile: number | null }>(
    ctx.pool,
    sql`select customer_id, first_on, last_on, order_count, order_days, net_sales, gross_profit, r, f, m, rank, cpm, decile
        from customer_metrics order by customer_id`,
  )
const withoutDecile = (rows: Awaited<ReturnType<typeof metrics>>) => rows.map((row) => ({ ...row, decile: null }))
const refresh = (customers: number[]) => transaction(ctx.pool, (tx) => refreshMetrics(tx, customers.map(idOf), ctx))
const put = (rules: AnalysisRules) => transaction(ctx.pool, (tx) => appendRules(tx, rules, 1, ctx.now))

beforeAll(async () => {
  const { pool } = await freshDatabase()
  ctx = testContext(pool)
  await pool.query(sql`insert into sources (code, name) values ('shop', '本店')`)
  await pool.query(
    sql`insert into channels (code, name, kind) values ('ec', '公式通販', 'ec'), ('store', '銀座店', 'store')`,
  )
  await writeOrders(everyone, 2_500)
})

const fixed = defaultRules('JPY')
const quantile = (quantiles: 3 | 5, oneTimeApart: boolean): AnalysisRules => ({
  ...fixed,
  rfm: { ...fixed.rfm, mode: 'quantile', quantiles, oneTimeApart },
  ranks: { ...fixed.ranks, painting: defaultPainting(quantiles) },
})

test.each([
  ['fixed thresholds', fixed],
  ['same-day orders once', { ...fixed, sameDayOnce: true }],
  ['terciles, one-time buyers apart', quantile(3, true)],
  ['quintiles', { ...quantile(5, false), sameDayOnce: true }],
])('each customer refreshed alone equals everyone ranked at once: %s', async (_name, rules) => {
  await put(rules)
  await ctx.pool.query('truncate customer_metrics')
  const run = await rankAll(ctx)
  const whole = await metrics()
  expect(run.customers).toBe(whole.length)
  expect(whole.length).toBeGreaterThan(200)
  await refresh(everyone)
  expect(await metrics()).toEqual(whole)
  // and the other way round: new orders, refreshed, leave nothing for the ranking to change under fixed thresholds
  if (rules.rfm.mode === 'fixed') {
    await writeOrders(everyone.slice(0, 40), 60)
    await refresh(everyone.slice(0, 40))
    const refreshed = withoutDecile(await metrics())
    await rankAll(ctx)
    expect(withoutDecile(await metrics())).toEqual(refreshed)
  }
})

test('the stored counts are those of the rows, whichever way they are counted', async () => {
  await put(quantile(5, true))
  await rankAll(ctx)
  const stored = await one<{ results: Record<string, unknown> }>(
    ctx.pool,
    sql`select results from rank_runs where is_current`,
  )
  const {
    purchases: _,
    lapsedThisMonth: _lapsed,
    channels: _channels,
    cohorts: _cohorts,
    ...counts
  } = stored?.results ?? {}
  const live = await countNow(ctx.pool, quantile(5, true))
  live.cells.sort((a, b) => a.r - b.r || a.f - b.f || a.m - b.m)
  expect(live).toEqual(counts)
  const sum = (groups: { customers: number }[]) => groups.reduce((total, { customers }) => total + customers, 0)
  for (const groups of [live.cells, live.ranks, live.cpm, live.deciles]) expect(sum(groups)).toBe(live.customers)
})

test('channel sales and first-time buyers equal an independent count', async () => {
  await put({ ...fixed, sameDayOnce: false })
  await rankAll(ctx)
  const stored = await one<{ channels: unknown[]; cohorts: { month: string; buyers: number; within: number[] }[] }>(
    ctx.pool,
    sql`select results->'channels' as channels, results->'cohorts' as cohorts from rank_runs where is_current`,
  )
  const channels = await many(
    ctx.pool,
    sql`select to_char(ordered_on, 'YYYY-MM') as month, channel_id as "channelId", sum(net_sales)::bigint as "netSales",
          count(*) filter (where status = 'confirmed' and net_sales > 0)::int as orders
        from orders where status in ('confirmed', 'refund') and ordered_on <= ${today}
        group by 1, 2 having sum(net_sales) <> 0 or count(*) filter (where status = 'confirmed' and net_sales > 0) > 0
        order by 1, coalesce(channel_id, 0)`,
  )
  expect(stored?.channels).toEqual(channels)
  const cohorts = await many(
    ctx.pool,
    sql`with purchase as (
          select customer_id, ordered_on, row_number() over (partition by customer_id order by ordered_on, id) as n
          from orders where status = 'confirmed' and net_sales > 0 and customer_id <> 0 and ordered_on <= ${today})
        select to_char(a.ordered_on, 'YYYY-MM') as month, count(*)::int as buyers,
          count(*) filter (where b.ordered_on - a.ordered_on <= 90)::int as within90
        from purchase a left join purchase b on b.customer_id = a.customer_id and b.n = 2 where a.n = 1 group by 1 order by 1`,
  )
  expect(stored?.cohorts.map(({ month, buyers, within }) => ({ month, buyers, within90: within[2] }))).toEqual(cohorts)
})

test('orders committed while the ranking runs are not lost', async () => {
  await put(fixed)
  await rankAll(ctx)
  const customer = idOf(everyone[1] as number)
  const other = idOf(everyone[3] as number)
  const order = (customerId: number, number: string) =>
    sql`insert into orders (customer_id, source_id, number, ordered_at, ordered_on, status, subtotal, total, net_sales, created_at,
          updated_at) values (${customerId}, 1, ${number}, ${ctx.now}, ${today}, 'confirmed', 99, 99, 1000000, ${ctx.now}, ${ctx.now})`
  // a writer that began before the ranking and commits while it waits for the table
  const writer = await ctx.pool.connect()
  await writer.query('begin')
  await writer.query(order(customer, 'late-1'))
  await refreshMetrics(writer as never, [customer], ctx)
  const ranking = rankAll({ ...ctx, now: new Date(ctx.now.getTime() + 1000) })
  await expect.poll(async () => (await many(ctx.pool, sql`select 1 from pg_locks where not granted`)).length).toBe(1)
  // one whose only purchases go away meanwhile
  await writer.query(sql`update orders set status = 'cancelled', net_sales = 0 where customer_id = ${other}`)
  await refreshMetrics(writer as never, [other], ctx)
  await writer.query('commit')
  writer.release()
  expect((await ranking).redone).toBeGreaterThan(0)
  const left = await metrics()
  await refresh(everyone)
  expect(await metrics()).toEqual(left)
  expect(left.some((row) => row.customer_id === other)).toBe(false)
})

test('month ends are kept, and made right when old orders or the rules change', async () => {
  const first = await rankEverything(ctx)
  expect(first.days).toHaveLength(14)
  expect((await rankEverything(ctx)).days).toEqual([today])
  await ctx.pool.query(sql`update orders set net_sales = net_sales + 5 where id = (
    select id from orders where status = 'confirmed' and net_sales > 0 and ordered_on between '2026-05-01' and '2026-05-31' limit 1)`)
  expect((await rankEverything(ctx)).days).toEqual([
    today,
    '2026-05-31',
    '2026-06-30',
    '2026-07-31',
    '2026-08-31',
    '2026-09-30',
    '2026-10-31',
  ])
  await put({ ...fixed, cpm: { ...fixed.cpm, lapseDays: 180 } })
  expect((await rankEverything(ctx)).days).toHaveLength(14)
})

test('a month end ranks people as they were: like today, had today been that day', async () => {
  await put(fixed)
  await rankEverything(ctx)
  const history = await many(
    ctx.pool,
    sql`select customer_id, first_on, last_on, order_count, net_sales, r, f, m, rank, cpm, decile from rank_history
        where as_of_on = '2026-08-31' order by customer_id`,
  )
  const { pool } = ctx
  await rankAll({ ...ctx, now: new Date('2026-08-31T03:00:00Z') })
  const then = await many(
    pool,
    sql`select customer_id, first_on, last_on, order_count, net_sales, r, f, m, rank, cpm, decile from customer_metrics
        order by customer_id`,
  )
  expect(then).toEqual(history)
  await rankEverything(ctx)
})

test('the migration matrix adds up to the counts of both days', async () => {
  const count = (table: string, where: string) =>
    many<{ rank: string; count: number }>(
      ctx.pool,
      sql`select rank, count(*)::int as count from ${sql.raw(table)} where ${sql.raw(where)} group by 1`,
    )
  const keys = fixed.ranks.list.map(({ key }) => key)
  const byRank = (rows: { rank: string; count: number }[]) =>
    keys.map((key) => rows.find(({ rank }) => rank === key)?.count ?? 0)
  const stored = await one<{ moves: never[] }>(
    ctx.pool,
    sql`select moves from rank_migrations where from_on = '2026-08-31' and to_on = ${today}`,
  )
  const found = migrationOf(await movesBetween(ctx.pool, '2026-08-31', today, true), keys)
  expect(migrationOf(stored?.moves ?? [], keys)).toEqual(found)
  expect(found.fromTotals).toEqual(byRank(await count('rank_history', "as_of_on = '2026-08-31'")))
  expect(found.toTotals).toEqual(byRank(await count('customer_metrics', 'true')))
  const cells = found.matrix.flat().reduce((sum, one) => sum + one, 0)
  expect(found.up + found.down + found.same).toBe(cells)
})

test('a day to come cannot be ranked', async () => {
  await expect(rankAll(ctx, { asOf: '2026-11-23' })).rejects.toThrow(RangeError)
})
