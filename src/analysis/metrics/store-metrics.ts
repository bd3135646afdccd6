import type { PoolClient } from 'pg'
import { dayNumber } from '../../platform/calendar.ts'
import { readBinary } from '../../platform/db/copy-read.ts'
import { one, sql, type Tx } from '../../platform/db/db.ts'
import { cpmCells } from '../indicators/cpm.ts'
import type { Columns } from '../ranking/base.ts'
import type { Classes } from '../ranking/classify.ts'
import { type RowWriter, writeBinary } from '../ranking/copy-write.ts'
import { everyPlace } from '../ranking/order.ts'
import type { Rank } from '../rules/rules.ts'

/** Everyone's metrics as computed at a snapshot, to be stored. */
export interface Computed {
  columns: Columns
  classes: Classes
  ranks: Rank[]
  /** pg_current_snapshot() of the reading transaction */
  snapshot: string
  now: Date
}

const names = `customer_id, first_on, last_on, order_count, order_days, net_sales, gross_profit,
  r, f, m, rank, cpm, decile, updated_at`
const nameCount = 14

/**
 * Brings customer_metrics to what was computed and returns the customers whose orders changed after the snapshot: their
 * rows are left alone and the caller recomputes them. Writers wait from here to the end of the transaction, readers do
 * not. Only rows that differ are written, so a night on which little moved writes little.
 */
export async function storeMetrics(tx: Tx, computed: Computed): Promise<number[]> {
  // a row written by a transaction that had not ended at the snapshot was refreshed since then
  await tx.query(sql`lock table customer_metrics in share row exclusive mode`)
  const { fresh, changed, stale, refreshed } = await compare(tx, computed)
  if (stale.length > 0) await tx.query(sql`delete from customer_metrics where customer_id = any(${stale})`)
  if (changed.length > 0) await update(tx, computed, changed)
  if (fresh.length > 0) await insert(tx, computed, fresh)
  return refreshed
}

interface Differences {
  /** places without a row */
  fresh: Uint32Array
  /** places whose row differs */
  changed: Uint32Array
  /** customers with a row but without a purchase */
  stale: number[]
  /** customers whose row is newer than the snapshot */
  refreshed: number[]
}

async function compare(tx: Tx, computed: Computed): Promise<Differences> {
  const { columns } = computed
  const seen = new Uint8Array(columns.size)
  const differs = new Uint8Array(columns.size)
  const stale: number[] = []
  const refreshed: number[] = []
  const same = sameAs(computed)
  const horizon = await snapshotAge(tx, computed.snapshot)
  // ascending ids on both sides: a merge; out of order (updated rows) falls back to a search
  let place = 0
  await readBinary(
    tx,
    sql`select customer_id, first_on, last_on, order_count, order_days, net_sales, gross_profit, r, f, m, rank, cpm, decile,
          case when age(xmin) > ${sql.raw(String(horizon.surelyOld))} then false
               else not pg_visible_in_snapshot((${sql.raw(String(horizon.own))} - age(xmin))::text::xid8,
                 ${sql.raw(`'${computed.snapshot}'::pg_snapshot`)}) end
        from customer_metrics`,
    nameCount,
    (row) => {
      const id = row.int8(0)
      place = placeOf(columns.ids, id, place)
      const known = place < columns.size && columns.ids[place] === id
      if (known) seen[place] = 1
      if (row.bool(13)) refreshed.push(id)
      else if (!known) stale.push(id)
      else if (!same(row, place)) differs[place] = 1
    },
  )
  const places = everyPlace(columns.size)
  return {
    fresh: places.filter((candidate) => seen[candidate] === 0),
    changed: places.filter((candidate) => differs[candidate] === 1),
    stale,
    refreshed,
  }
}

/** Where `id` stands or would stand; tries the place after the last one first. */
function placeOf(ids: Float64Array, id: number, last: number): number {
  if (ids[last + 1] === id) return last + 1
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] as number) < id) low = middle + 1
    else high = middle
  }
  return low
}

/** This transaction's id and the age from which a row is older than anything the snapshot could have missed. */
async function snapshotAge(tx: Tx, snapshot: string): Promise<{ own: number; surelyOld: number }> {
  const row = await one<{ own: number; oldest: number }>(
    tx,
    sql`select pg_current_xact_id()::text::bigint as own, pg_snapshot_xmin(${snapshot}::pg_snapshot)::text::bigint as oldest`,
  )
  if (!row) throw new Error('no transaction id')
  return { own: row.own, surelyOld: row.own - row.oldest }
}

function sameAs({ columns, classes, ranks }: Computed) {
  const epochDays = dayNumber('2000-01-01')
  const rankKeys = ranks.map(({ key }) => key)
  return (row: Parameters<Parameters<typeof readBinary>[3]>[0], place: number): boolean =>
    row.int4(1) + epochDays === columns.firstDay[place] &&
    row.int4(2) + epochDays === columns.lastDay[place] &&
    row.int4(3) === columns.orderCount[place] &&
    row.int4(4) === columns.orderDays[place] &&
    row.int8(5) === columns.netSales[place] &&
    (row.isNull(6) ? Number.isNaN(columns.grossProfit[place]) : row.int8(6) === columns.grossProfit[place]) &&
    row.int2(7) === classes.r[place] &&
    row.int2(8) === classes.f[place] &&
    row.int2(9) === classes.m[place] &&
    row.text(10) === rankKeys[classes.rank[place] as number] &&
    row.text(11) === cpmCells[classes.cpm[place] as number] &&
    !row.isNull(12) &&
    row.int2(12) === classes.decile[place]
}

async function insert(tx: Tx, computed: Computed, places: Uint32Array): Promise<void> {
  await copyIn(tx, 'customer_metrics', computed, places)
  const quiet = await one(
    tx,
    sql`select where pg_snapshot_xmin(${computed.snapshot}::pg_snapshot) = pg_current_xact_id()`,
  )
  if (quiet) return
  // something was committed since the snapshot: a customer whose last purchase was withdrawn has no row to tell so
  await tx.query(
    sql`delete from customer_metrics m
        where m.xmin = pg_current_xact_id()::xid and not exists (
          select 1 from orders o where o.customer_id = m.customer_id and o.status = 'confirmed' and o.net_sales > 0)`,
  )
}

async function update(tx: Tx, computed: Computed, places: Uint32Array): Promise<void> {
  await tx.query(sql`create temporary table changed_metrics (like customer_metrics) on commit drop`)
  await copyIn(tx, 'changed_metrics', computed, places)
  await tx.query(
    sql`update customer_metrics m set first_on = c.first_on, last_on = c.last_on, order_count = c.order_count,
          order_days = c.order_days, net_sales = c.net_sales, gross_profit = c.gross_profit, r = c.r, f = c.f, m = c.m,
          rank = c.rank, cpm = c.cpm, decile = c.decile, updated_at = c.updated_at
        from changed_metrics c where c.customer_id = m.customer_id`,
  )
}

async function copyIn(tx: PoolClient, table: string, computed: Computed, places: Uint32Array): Promise<void> {
  const { columns } = computed
  const statement = `copy ${table} (${names}) from stdin (format binary)`
  const writeClasses = classWriter(computed)
  await writeBinary(tx, statement, nameCount, places.length, (to, row) => {
    const place = places[row] as number
    to.int8(columns.ids[place] as number)
    to.date(columns.firstDay[place] as number)
    to.date(columns.lastDay[place] as number)
    to.int4(columns.orderCount[place] as number)
    to.int4(columns.orderDays[place] as number)
    to.int8(columns.netSales[place] as number)
    to.int8OrNull(columns.grossProfit[place] as number)
    writeClasses(to, place)
    to.instant(computed.now)
  })
}

/** Writes r, f, m, rank, cpm and decile of a place. */
export function classWriter({ classes, ranks }: Pick<Computed, 'classes' | 'ranks'>) {
  const rankKeys = ranks.map(({ key }) => Buffer.from(key))
  const cells = cpmCells.map((cell) => Buffer.from(cell))
  return (to: RowWriter, place: number): void => {
    to.int2(classes.r[place] as number)
    to.int2(classes.f[place] as number)
    to.int2(classes.m[place] as number)
    to.text(rankKeys[classes.rank[place] as number] as Buffer)
    to.text(cells[classes.cpm[place] as number] as Buffer)
    to.int2(classes.decile[place] as number)
  }
}
