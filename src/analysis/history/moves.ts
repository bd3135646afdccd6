import { type Db, many, one, type Pool, sql } from '../../platform/db/db.ts'
import type { Move } from '../indicators/migration.ts'

/** Month ends whose classes are kept, oldest first, and today's day when everyone has been ranked as of it. */
export async function listDays(db: Db): Promise<{ asOf: string; isCurrent: boolean; hasHistory: boolean }[]> {
  return many(
    db,
    sql`select as_of_on as "asOf", is_current as "isCurrent", has_history as "hasHistory" from rank_runs order by as_of_on`,
  )
}

/** Counts the moves from each kept month end to today and to the month ends after it, for the dashboards to read. */
export async function countMoves(pool: Pool, now: Date): Promise<void> {
  const days = await listDays(pool)
  const today = days.find(({ isCurrent }) => isCurrent)?.asOf
  const kept = days.filter(({ hasHistory }) => hasHistory).map(({ asOf }) => asOf)
  await pool.query(sql`delete from rank_migrations where computed_at < ${now}`)
  const pairs = kept.flatMap((from, index) => {
    // a step of a month, of a quarter and of a year between month ends; everything up to today
    const later = [1, 3, 12].flatMap((months) => kept[index + months] ?? [])
    return (today && today > from ? [...later, today] : later).map((to) => ({ from, to }))
  })
  for (const { from, to } of pairs) {
    const moves = await movesBetween(pool, from, to, to === today)
    await pool.query(
      sql`insert into rank_migrations (from_on, to_on, moves, computed_at)
          values (${from}, ${to}, ${JSON.stringify(moves)}, ${now})
          on conflict (from_on, to_on) do update set moves = excluded.moves, computed_at = excluded.computed_at`,
    )
  }
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
