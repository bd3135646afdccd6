import type { PoolClient } from 'pg'
import { dayFromNumber, dayNumber, dayOf } from '../../platform/calendar.ts'
import type { Company } from '../../platform/company.ts'
import { readBinary } from '../../platform/db/copy-read.ts'
import { one, type Pool, sql, type Tx, transaction } from '../../platform/db/db.ts'
import { storeHistory } from '../history/store-history.ts'
import { recompute } from '../metrics/refresh.ts'
import { type Computed, storeMetrics } from '../metrics/store-metrics.ts'
import { type RulesInForce, readRules } from '../rules/store.ts'
import { type Base, openBase } from './base.ts'
import { monthName } from './channels.ts'
import { type Cuts, classify, countClasses } from './classify.ts'
import { countCohorts } from './cohorts.ts'
import type { StoreDay } from './stores.ts'

/** What a whole-base ranking needs of a Context. */
export interface RankContext {
  pool: Pool
  now: Date
  company: Company
}

export interface RankOptions {
  /** calendar day; left out: today */
  asOf?: string
  /** keep everyone's classes in rank_history; by default for past days only */
  keepHistory?: boolean
}

export interface RankRun {
  asOf: string
  customers: number
  orders: number
  milliseconds: number
  /** customers whose orders changed while the ranking ran and were computed again */
  redone: number
}

const twoRunsAtOnce = 7_305_431

/**
 * Ranks everyone from the orders as of a day: RFM, rank, CPM, decile, and the counts the dashboards show. Today's run
 * brings customer_metrics to the result; a past day's run keeps it in rank_history. Orders written meanwhile are not
 * lost: their customers are computed again at the end. Runs take turns. Throws RangeError for a day after today.
 */
export async function rankAll(ctx: RankContext, options: RankOptions = {}): Promise<RankRun> {
  const started = performance.now()
  const today = dayOf(ctx.now, ctx.company.timeZone)
  const asOf = options.asOf ?? today
  if (asOf > today) throw new RangeError(`cannot rank as of a day to come: ${asOf}`)
  const turn = await ctx.pool.connect()
  let failed = true
  try {
    await turn.query('select pg_advisory_lock($1)', [twoRunsAtOnce])
    const run = await runOnce(ctx, asOf, asOf === today, options.keepHistory ?? asOf < today, started)
    await turn.query('select pg_advisory_unlock($1)', [twoRunsAtOnce])
    failed = false
    return run
  } finally {
    // closing the connection gives the lock back whatever state it is in
    turn.release(failed)
  }
}

async function runOnce(
  ctx: RankContext,
  asOf: string,
  isCurrent: boolean,
  keepHistory: boolean,
  started: number,
): Promise<RankRun> {
  const { base, snapshot, inForce } = await readBase(ctx, asOf)
  const columns = base.columns()
  const day = dayNumber(asOf)
  const { classes, cuts } = classify(columns, inForce.rules, day)
  const results = {
    ...countClasses(columns, classes, inForce.rules, day),
    channels: base.channelMonths().map(({ month, ...sales }) => ({ month: monthName(month), ...sales })),
    cohorts: countCohorts(columns),
  }
  const computed: Computed = { columns, classes, ranks: inForce.rules.ranks.list, snapshot, now: ctx.now }
  const redone = await transaction(ctx.pool, async (tx) => {
    const changed = isCurrent ? await storeMetrics(tx, computed) : []
    const milliseconds = Math.round(performance.now() - started)
    await storeRun(tx, { asOf, isCurrent, inForce, cuts, results, milliseconds, orders: base.orders(), now: ctx.now })
    if (isCurrent) await storeDailySales(tx, base.storeDays())
    if (changed.length > 0) await recompute(tx, changed, ctx)
    return changed.length
  })
  if (keepHistory) await storeHistory(ctx.pool, asOf, computed)
  return {
    asOf,
    customers: columns.size,
    orders: base.orders(),
    milliseconds: Math.round(performance.now() - started),
    redone,
  }
}

/** No ranking is under way or begins until the transaction ends: nobody stores what was read before it. */
export async function pauseRanking(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${twoRunsAtOnce})`)
}

/** Adds up all orders until the day in one snapshot, and says which snapshot it was. */
async function readBase(
  ctx: RankContext,
  asOf: string,
): Promise<{ base: Base; snapshot: string; inForce: RulesInForce }> {
  return transaction(ctx.pool, async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`)
    const snapshot = await one<{ at: string }>(tx, sql`select pg_current_snapshot()::text as at`)
    const inForce = await readRules(tx, ctx.company.currency)
    const base = openBase({ sameDayOnce: inForce.rules.sameDayOnce })
    await readOrders(tx, asOf, base)
    return { base, snapshot: (snapshot as { at: string }).at, inForce }
  })
}

async function readOrders(tx: PoolClient, asOf: string, base: Base): Promise<void> {
  const epochDays = dayNumber('2000-01-01')
  const asOfDay = dayNumber(asOf)
  const row = { customerId: 0, day: 0, netSales: 0, grossProfit: 0, channelId: 0, storeId: 0, confirmed: false }
  // both statuses that count differ in length ('confirmed', 'refund'): no need to make strings of them
  const confirmedLength = 'confirmed'.length
  await readBinary(
    tx,
    sql`select customer_id, ordered_on, net_sales, gross_profit, channel_id, status, store_id
        from orders where status in ('confirmed', 'refund')`,
    7,
    (fields) => {
      row.day = fields.int4(1) + epochDays
      if (row.day > asOfDay) return
      row.customerId = fields.int8(0)
      row.netSales = fields.int8(2)
      row.grossProfit = fields.isNull(3) ? Number.NaN : fields.int8(3)
      row.channelId = fields.isNull(4) ? 0 : fields.int4(4)
      row.storeId = fields.isNull(6) ? 0 : fields.int4(6)
      row.confirmed = fields.length(5) === confirmedLength
      base.add(row)
    },
  )
}

/** Net sales by day and store, for sums over any days; written whole, as there are few. */
async function storeDailySales(tx: Tx, days: StoreDay[]): Promise<void> {
  await tx.query(sql`delete from daily_sales`)
  await tx.query(
    sql`insert into daily_sales (ordered_on, store_id, net_sales)
        select * from unnest(${days.map(({ day }) => dayFromNumber(day))}::date[], ${days.map(({ storeId }) => storeId)}::int[],
          ${days.map(({ netSales }) => netSales)}::bigint[])`,
  )
}

interface RunRow {
  asOf: string
  isCurrent: boolean
  inForce: RulesInForce
  cuts: Cuts
  results: { customers: number }
  milliseconds: number
  orders: number
  now: Date
}

async function storeRun(tx: Tx, run: RunRow): Promise<void> {
  if (run.isCurrent) {
    await tx.query(sql`update rank_runs set is_current = false where is_current`)
    // yesterday's figures are of no use unless their classes were kept
    await tx.query(sql`delete from rank_runs where not has_history and as_of_on <> ${run.asOf}`)
  }
  await tx.query(
    sql`insert into rank_runs (as_of_on, settings_id, is_current, has_history, customers, orders, milliseconds, cuts, results,
          computed_at)
        values (${run.asOf}, ${run.inForce.id}, ${run.isCurrent}, false, ${run.results.customers}, ${run.orders},
          ${run.milliseconds}, ${JSON.stringify(run.cuts)}, ${JSON.stringify(run.results)}, ${run.now})
        on conflict (as_of_on) do update set settings_id = excluded.settings_id, is_current = excluded.is_current,
          customers = excluded.customers, orders = excluded.orders, milliseconds = excluded.milliseconds, cuts = excluded.cuts, results = excluded.results,
          computed_at = excluded.computed_at`,
  )
}
