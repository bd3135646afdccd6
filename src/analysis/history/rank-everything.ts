import { dayOf, monthEnd, pastMonthEnds } from '../../platform/calendar.ts'
import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { type RankContext, rankAll } from '../ranking/rank-all.ts'
import { readRules } from '../rules/store.ts'
import { countMoves } from './moves.ts'

/** How many month ends are made when nobody says otherwise. */
const usualMonths = 13

interface ChannelTotal {
  month: string
  netSales: number
  orders: number
}

export interface EverythingOptions {
  /** month ends to have, counted back from today */
  months?: number
  /** gets days done and days to do; returns false to stop */
  onProgress?: (done: number, total: number) => Promise<boolean>
}

/**
 * Ranks everyone as of today, then makes right every month end that is missing, was ranked under other rules, or whose
 * orders have changed since (their sums tell), and counts the moves between them. Safe to run at any time and again
 * after a kill.
 */
export async function rankEverything(
  ctx: RankContext,
  { months = usualMonths, onProgress = async () => true }: EverythingOptions = {},
): Promise<{ days: string[]; customers: number }> {
  const today = await rankAll(ctx)
  const stale = await staleDays(ctx, months)
  const days = [today.asOf]
  for (const asOf of stale) {
    if (!(await onProgress(days.length, stale.length + 1))) break
    await rankAll(ctx, { asOf })
    days.push(asOf)
  }
  await countMoves(ctx.pool, ctx.now)
  return { days, customers: today.customers }
}

async function staleDays(ctx: RankContext, months: number): Promise<string[]> {
  const inForce = await readRules(ctx.pool, ctx.company.currency)
  const totals = await currentTotals(ctx.pool)
  const kept = await many<{ asOf: string; settingsId: number | null; totals: ChannelTotal[] }>(
    ctx.pool,
    sql`select as_of_on as "asOf", settings_id as "settingsId", results->'channels' as totals from rank_runs where has_history`,
  )
  const firstMonth = totals[0]?.month
  if (firstMonth === undefined) return []
  const wanted = pastMonthEnds(dayOf(ctx.now, ctx.company.timeZone), months).filter(
    (day) => day.slice(0, 7) >= firstMonth,
  )
  const days = [...new Set([...wanted, ...kept.map(({ asOf }) => asOf)])].sort()
  return days.filter((day) => {
    const run = kept.find(({ asOf }) => asOf === day)
    if (!run || run.settingsId !== inForce.id) return true
    // sums are by month: they say nothing of a day within one
    const month = day.slice(0, 7)
    return day === monthEnd(day) && sumUntil(run.totals, month) !== sumUntil(totals, month)
  })
}

async function currentTotals(db: Db): Promise<ChannelTotal[]> {
  const row = await one<{ totals: ChannelTotal[] }>(
    db,
    sql`select results->'channels' as totals from rank_runs where is_current`,
  )
  return row?.totals ?? []
}

function sumUntil(totals: ChannelTotal[], month: string): string {
  let netSales = 0
  let orders = 0
  for (const total of totals) {
    if (total.month > month) continue
    netSales += total.netSales
    orders += total.orders
  }
  return `${netSales} ${orders}`
}
