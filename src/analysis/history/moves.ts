import { readBinary } from '../../platform/db/copy-read.ts'
import { type Db, many, one, type Pool, sql, type Tx, transaction } from '../../platform/db/db.ts'
import type { Move } from '../indicators/migration.ts'
import { countPairs, openRanks, type RanksOfDays } from './count-pairs.ts'

/** Month ends whose classes are kept, oldest first, and today's day when everyone has been ranked as of it. */
export async function listDays(db: Db): Promise<{ asOf: string; isCurrent: boolean; hasHistory: boolean }[]> {
  return many(
    db,
    sql`select as_of_on as "asOf", is_current as "isCurrent", has_history as "hasHistory" from rank_runs order by as_of_on`,
  )
}

/** Of days long past, pairs are counted when somebody asks. */
const mostDays = 36

/** Counts the moves between any two kept month ends and from each to today, for the dashboards to read. */
export async function countMoves(pool: Pool, now: Date): Promise<void> {
  const all = await listDays(pool)
  const today = all.find(({ isCurrent }) => isCurrent)?.asOf
  const kept = all.filter(({ hasHistory, asOf }) => hasHistory && asOf !== today).map(({ asOf }) => asOf)
  const days = [...kept.slice(-mostDays), ...(today === undefined ? [] : [today])]
  await transaction(pool, async (tx) => {
    const ranks = await readRanks(tx, days, today)
    const pairs = countPairs(ranks).map(({ from, to, moves }) => ({ from: days[from], to: days[to], moves }))
    await tx.query(sql`delete from rank_migrations`)
    await tx.query(
      sql`insert into rank_migrations (from_on, to_on, moves, computed_at)
          select "from", "to", moves, ${now}
          from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair ("from" date, "to" date, moves jsonb)`,
    )
  })
}

/** Everyone's rank on each of the days: one reading a day, where a join for each pair would read every day many times. */
async function readRanks(tx: Tx, days: string[], today: string | undefined): Promise<RanksOfDays> {
  const ranks = openRanks()
  for (const day of days) {
    const from = day === today ? sql`customer_metrics` : sql.raw(`rank_history where as_of_on = date '${day}'`)
    const note = ranks.newDay()
    await readBinary(tx, sql`select customer_id, rank from ${from}`, 2, (row) => note(row.int8(0), row.text(1)))
  }
  return ranks.done()
}

/** Moves between ranks from a kept day to a later one, or to today when `toToday`. */
export async function movesBetween(db: Db, from: string, to: string, toToday: boolean): Promise<Move[]> {
  const later = toToday
    ? sql`select customer_id, rank from customer_metrics`
    : sql`select customer_id, rank from rank_history where as_of_on = ${to}`
  return many<Move>(
    db,
    sql`select h.rank as "from", t.rank as "to", count(*)::int as customers
        from (select customer_id, rank from rank_history where as_of_on = ${from}) h
          full join (${later}) t on t.customer_id = h.customer_id
        group by 1, 2 order by 1, 2`,
  )
}

/** The stored moves of a pair of days, if they were counted. */
export async function readMoves(
  db: Db,
  from: string,
  to: string,
): Promise<{ moves: Move[]; computedAt: Date } | undefined> {
  return one(
    db,
    sql`select moves, computed_at as "computedAt" from rank_migrations where from_on = ${from} and to_on = ${to}`,
  )
}
