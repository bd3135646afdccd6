import { dayFromNumber, dayNumber, dayOf } from '../../platform/calendar.ts'
import type { Company } from '../../platform/company.ts'
import { type Db, many, one, sql, type Tx } from '../../platform/db/db.ts'
import { cpmCells, cpmOf } from '../indicators/cpm.ts'
import { type Facts, purchasesOf } from '../indicators/facts.ts'
import { rankOf } from '../indicators/ranks.ts'
import { classByCuts, fixedCell, type OrderKey } from '../indicators/rfm.ts'
import type { Cuts } from '../ranking/classify.ts'
import type { AnalysisRules } from '../rules/rules.ts'
import { readRules } from '../rules/store.ts'

/** What refreshing needs of a Context. */
export interface RefreshContext {
  now: Date
  company: Company
}

/**
 * Recomputes the metrics of these customers from their orders, under the rules in force and as of today, in the caller's
 * transaction; call it after writing their orders. Customers without a purchase lose their row; guests (0) are skipped.
 * Two transactions about one customer take turns: the second waits for the first to end.
 */
export async function refreshMetrics(tx: Tx, customerIds: number[], ctx: RefreshContext): Promise<void> {
  const ids = [...new Set(customerIds)].filter((id) => id > 0)
  if (ids.length === 0) return
  // without this lock two orders of one customer at once would each count without the other
  await tx.query(sql`select 1 from customers where id = any(${ids}) order by id for no key update`)
  await recompute(tx, ids, ctx)
}

/** Like `refreshMetrics`, for callers who keep writers out themselves. */
export async function recompute(tx: Tx, ids: number[], ctx: RefreshContext): Promise<void> {
  const today = dayOf(ctx.now, ctx.company.timeZone)
  const [{ rules }, cuts] = [await readRules(tx, ctx.company.currency), await readCuts(tx)]
  const facts = await readFacts(tx, ids, today)
  const rows = facts.map((row) => ({ ...row, ...classesOf(row, rules, cuts, dayNumber(today)) }))
  const bought = new Set(facts.map(({ customerId }) => customerId))
  const gone = ids.filter((id) => !bought.has(id))
  if (gone.length > 0) await tx.query(sql`delete from customer_metrics where customer_id = any(${gone})`)
  if (rows.length > 0) await upsert(tx, rows, ctx.now)
}

/** Class limits of the last whole-base ranking, for quantiles and deciles. */
async function readCuts(db: Db): Promise<Cuts | undefined> {
  const row = await one<{ cuts: Cuts }>(
    db,
    sql`select cuts from rank_runs where is_current order by as_of_on desc limit 1`,
  )
  return row?.cuts
}

type FactsRow = Facts & { grossProfit: number | null }

async function readFacts(db: Db, ids: number[], asOf: string): Promise<FactsRow[]> {
  const rows = await many<Omit<FactsRow, 'firstDay' | 'lastDay'> & { firstOn: string; lastOn: string }>(
    db,
    sql`select customer_id as "customerId",
          min(ordered_on) filter (where status = 'confirmed' and net_sales > 0) as "firstOn",
          max(ordered_on) filter (where status = 'confirmed' and net_sales > 0) as "lastOn",
          count(*) filter (where status = 'confirmed' and net_sales > 0)::int as "orderCount",
          count(distinct ordered_on) filter (where status = 'confirmed' and net_sales > 0)::int as "orderDays",
          sum(net_sales)::bigint as "netSales",
          case when count(*) = count(gross_profit) then sum(gross_profit)::bigint end as "grossProfit"
        from orders
        where customer_id = any(${ids}) and status in ('confirmed', 'refund') and ordered_on <= ${asOf}
        group by customer_id
        having count(*) filter (where status = 'confirmed' and net_sales > 0) > 0`,
  )
  return rows.map(({ firstOn, lastOn, ...row }) => ({
    ...row,
    firstDay: dayNumber(firstOn),
    lastDay: dayNumber(lastOn),
  }))
}

/** The classes of one customer; the same rules as the whole-base ranking, quantiles by the limits of its last run. */
function classesOf(facts: Facts, rules: AnalysisRules, cuts: Cuts | undefined, today: number) {
  const purchases = purchasesOf(facts, rules.sameDayOnce)
  const silence = today - facts.lastDay
  const key = (value: number): OrderKey => [value, facts.lastDay, facts.netSales, facts.customerId]
  const cell =
    rules.rfm.mode === 'fixed' || (rules.rfm.oneTimeApart && purchases < 2)
      ? fixedCell({ silence, purchases, netSales: facts.netSales }, rules.rfm)
      : {
          r: classByCuts(key(facts.lastDay), cuts?.r ?? []),
          f: classByCuts(key(purchases), cuts?.f ?? []),
          m: classByCuts(key(facts.netSales), cuts?.m ?? []),
        }
  const tenure = facts.lastDay - facts.firstDay
  const rank = rules.ranks.list[rankOf(cell, rules)]?.key as string
  const cpm = cpmCells[cpmOf({ purchases, tenure, silence, netSales: facts.netSales }, rules.cpm)] as string
  const decile = cuts ? cuts.decile.length + 2 - classByCuts(key(facts.netSales), cuts.decile) : null
  return { ...cell, rank, cpm, decile }
}

async function upsert(tx: Tx, rows: (FactsRow & ReturnType<typeof classesOf>)[], now: Date): Promise<void> {
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick)
  await tx.query(
    sql`insert into customer_metrics (customer_id, first_on, last_on, order_count, order_days, net_sales, gross_profit,
          r, f, m, rank, cpm, decile, updated_at)
        select *, ${now}::timestamptz from unnest(
          ${column((row) => row.customerId)}::bigint[], ${column((row) => dayFromNumber(row.firstDay))}::date[],
          ${column((row) => dayFromNumber(row.lastDay))}::date[], ${column((row) => row.orderCount)}::int[],
          ${column((row) => row.orderDays)}::int[], ${column((row) => row.netSales)}::bigint[],
          ${column((row) => row.grossProfit)}::bigint[], ${column((row) => row.r)}::smallint[],
          ${column((row) => row.f)}::smallint[], ${column((row) => row.m)}::smallint[], ${column((row) => row.rank)}::text[],
          ${column((row) => row.cpm)}::text[], ${column((row) => row.decile)}::smallint[])
        on conflict (customer_id) do update set first_on = excluded.first_on, last_on = excluded.last_on,
          order_count = excluded.order_count, order_days = excluded.order_days, net_sales = excluded.net_sales,
          gross_profit = excluded.gross_profit, r = excluded.r, f = excluded.f, m = excluded.m, rank = excluded.rank,
          cpm = excluded.cpm, decile = excluded.decile, updated_at = excluded.updated_at`,
  )
}
