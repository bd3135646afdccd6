import { type Db, many, sql } from '../../../platform/db/db.ts'
import type { Worth } from '../questions.ts'

/** So many customers say enough about a mean; they are drawn by their ids, always the same. */
const mostPeople = 20_000

/** Spreads ids evenly, so that the lowest are as good as drawn by lot. */
const lot = sql`hashint8(customer_id)`

/**
 * By how much the first year of those who came back within the window is above that of those who did not, in net sales,
 * of buyers whose first year is over; at most three years back. What goes with coming back, not what comes of it.
 */
export async function worthOfReturn(db: Db, asOf: string, windowDays: number): Promise<Worth> {
  const groups = await many<{ returned: boolean; people: number; mean: number; spread: number }>(
    db,
    sql`with someone as (
          select customer_id, first_on from customer_metrics
          where first_on <= ${asOf}::date - 365 and first_on > ${asOf}::date - 4 * 365
          order by ${lot} limit ${mostPeople}
        ), year as (
          select s.customer_id, sum(o.net_sales) as net,
            coalesce(bool_or(o.status = 'confirmed' and o.net_sales > 0 and o.ordered_on > s.first_on
              and o.ordered_on <= s.first_on + ${windowDays}::int), false) as returned
          from someone s join orders o on o.customer_id = s.customer_id
          where o.status in ('confirmed', 'refund') and o.ordered_on < s.first_on + 365
          group by s.customer_id
        )
        select returned, count(*) as people, avg(net)::float8 as mean, coalesce(var_samp(net), 0)::float8 as spread
        from year group by returned`,
  )
  const [yes, no] = [true, false].map((returned) => groups.find((group) => group.returned === returned))
  if (!yes || !no) return { mean: 0, error: 0 }
  return { mean: yes.mean - no.mean, error: Math.sqrt(yes.spread / yes.people + no.spread / no.people) }
}

/** What a customer of the best rank bought for in the last year, in net sales. */
export async function worthOfBest(db: Db, asOf: string, best: string): Promise<Worth> {
  const [found] = await many<{ people: number; mean: number; spread: number }>(
    db,
    sql`with someone as (
          select customer_id from customer_metrics where rank = ${best} order by ${lot} limit ${mostPeople}
        ), year as (
          select s.customer_id, coalesce(sum(o.net_sales), 0) as net
          from someone s left join orders o on o.customer_id = s.customer_id and o.status in ('confirmed', 'refund')
            and o.ordered_on > ${asOf}::date - 365
          group by s.customer_id
        )
        select count(*) as people, coalesce(avg(net), 0)::float8 as mean, coalesce(var_samp(net), 0)::float8 as spread from year`,
  )
  const { people, mean, spread } = found as { people: number; mean: number; spread: number }
  return { mean, error: people === 0 ? 0 : Math.sqrt(spread / people) }
}
