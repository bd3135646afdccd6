import { type Db, many, sql } from '../../../platform/db/db.ts'
import type { CohortFigures } from '../../cohorts/count/rows.ts'
import { type Dimension, windows } from '../../cohorts/count/terms.ts'
import type { Move } from '../../indicators/migration.ts'
import type { Leaving, Tally } from '../questions.ts'

/** First-time buyers, by all that has a name, of months whose window is over, and how many came back within it. */
export async function readTallies(db: Db, windowDays: (typeof windows)[number]): Promise<Tally[]> {
  const rows = await many<{ dimension: Dimension; value: string; month: string; figures: CohortFigures }>(
    db,
    sql`select dimension, value, to_char(starts_on, 'YYYY-MM') as month, figures
        from cohort_rows join cohort_runs using (as_of_on)
        where is_current and grain = 'month' and value not in ('other', 'none')`,
  )
  const place = windows.indexOf(windowDays)
  return rows.flatMap(({ dimension, value, month, figures: { buyers, ripe, within } }) =>
    ripe[place] === buyers ? [{ dimension, value, month, buyers, returned: within[place] as number }] : [],
  )
}

/** Of each month end and the one before it: how many had the best rank then, and how many of them have another now. */
export async function readLeaving(db: Db, best: string): Promise<Leaving[]> {
  const rows = await many<{ from: string; to: string; moves: Move[] }>(
    db,
    sql`select m.from_on as "from", m.to_on as "to", m.moves from rank_migrations m
        join rank_runs r on r.as_of_on = m.to_on and r.has_history
        where m.to_on = (date_trunc('month', m.from_on) + interval '2 months - 1 day')::date
          and m.from_on = (date_trunc('month', m.from_on) + interval '1 month - 1 day')::date
        order by m.to_on`,
  )
  return rows.map(({ from, to, moves }) => {
    const mine = moves.filter((move) => move.from === best)
    const people = mine.reduce((sum, { customers }) => sum + customers, 0)
    const stayed = mine.find((move) => move.to === best)?.customers ?? 0
    return { rank: best, from, to, people, left: people - stayed }
  })
}
