import type { PoolClient } from 'pg'
import { addDays, monthEnd } from '../../platform/calendar.ts'
import { many, type Pool, sql, transaction } from '../../platform/db/db.ts'
import { type Computed, classWriter } from '../metrics/store-metrics.ts'
import { writeBinary } from '../ranking/copy-write.ts'
import { everyPlace } from '../ranking/order.ts'

/** Keeps everyone's classes as of a day in rank_history, in place of what that day held before. */
export async function storeHistory(pool: Pool, asOf: string, computed: Computed): Promise<void> {
  const leaf = await ensurePartition(pool, asOf)
  await transaction(pool, async (tx) => {
    const otherDays = await many(tx, sql`select 1 from ${sql.raw(leaf)} where as_of_on <> ${asOf} limit 1`)
    // truncating spares the dead rows when the month holds this day alone, which is the rule
    if (otherDays.length === 0) await tx.query(sql`truncate ${sql.raw(leaf)}`)
    else await tx.query(sql`delete from ${sql.raw(leaf)} where as_of_on = ${asOf}`)
    await copyHistory(tx, leaf, asOf, computed, otherDays.length === 0)
    await tx.query(sql`update rank_runs set has_history = true where as_of_on = ${asOf}`)
  })
}

/** One partition a month, made when first needed. Returns its name. */
async function ensurePartition(pool: Pool, asOf: string): Promise<string> {
  const month = asOf.slice(0, 7)
  const leaf = `rank_history_${month.replace('-', '_')}`
  const next = addDays(monthEnd(asOf), 1)
  // in a transaction of its own: it locks out readers of every month, so it must be short
  await pool.query(
    `create table if not exists ${leaf} partition of rank_history for values from ('${month}-01') to ('${next}')`,
  )
  return leaf
}

async function copyHistory(
  tx: PoolClient,
  leaf: string,
  asOf: string,
  computed: Computed,
  empty: boolean,
): Promise<void> {
  const { columns } = computed
  const day = Date.parse(`${asOf}T00:00:00Z`) / 86_400_000
  const writeClasses = classWriter(computed)
  const names = 'as_of_on, customer_id, first_on, last_on, order_count, net_sales, r, f, m, rank, cpm, decile'
  const statement = `copy ${leaf} (${names}) from stdin (format binary${empty ? ', freeze' : ''})`
  await writeBinary(tx, statement, 12, everyPlace(columns.size).length, (to, place) => {
    to.date(day)
    to.int8(columns.ids[place] as number)
    to.date(columns.firstDay[place] as number)
    to.date(columns.lastDay[place] as number)
    to.int4(columns.orderCount[place] as number)
    to.int8(columns.netSales[place] as number)
    writeClasses(to, place)
  })
}
