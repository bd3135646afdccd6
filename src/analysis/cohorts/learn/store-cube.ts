import { dayFromNumber } from '../../../platform/calendar.ts'
import { sql, type Tx } from '../../../platform/db/db.ts'
import type { Cube } from '../count/cube.ts'

export interface CubeToStore {
  asOf: number
  /** the count of tonight; else a day that somebody asked for, which stays */
  isNightly: boolean
  orders: number
  milliseconds: number
  now: Date
}

const rowsAtOnce = 500

/** Stores the cube of a day in place of what stood there; the night's takes that of the night before away. */
export async function storeCube(tx: Tx, cube: Cube, terms: CubeToStore): Promise<void> {
  await tx.query(sql`lock table cohort_runs in share row exclusive mode`)
  const asOf = dayFromNumber(terms.asOf)
  const wasKept = await tx.query(sql`delete from cohort_runs where as_of_on = ${asOf} and is_kept`)
  await tx.query(sql`delete from cohort_runs where as_of_on = ${asOf}`)
  if (terms.isNightly) {
    await tx.query(sql`update cohort_runs set is_current = false where is_current`)
    await tx.query(sql`delete from cohort_runs where not is_kept`)
  }
  await tx.query(
    sql`insert into cohort_runs (as_of_on, is_current, is_kept, customers, orders, milliseconds, results, computed_at)
        values (${asOf}, ${terms.isNightly}, ${!terms.isNightly || wasKept.rowCount === 1}, ${cube.facts.buyers}, ${terms.orders},
          ${terms.milliseconds}, ${JSON.stringify(cube.facts)}, ${terms.now})`,
  )
  for (let from = 0; from < cube.rows.length; from += rowsAtOnce) {
    const rows = cube.rows.slice(from, from + rowsAtOnce)
    const figures = rows.map((row) => JSON.stringify({ ...row.figures, ahead: cube.ahead.get(row) ?? null }, shorter))
    await tx.query(
      sql`insert into cohort_rows (as_of_on, grain, dimension, value, starts_on, figures)
          select ${asOf}, grain, dimension, value, starts_on, figures::jsonb
          from unnest(${rows.map(({ grain }) => grain)}::text[], ${rows.map(({ dimension }) => dimension)}::text[],
            ${rows.map(({ value }) => value)}::text[], ${rows.map(({ startsOn }) => startsOn)}::date[], ${figures}::text[])
            as row (grain, dimension, value, starts_on, figures)`,
    )
  }
}

/** expectations to four digits after the point */
const shorter = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1e4) / 1e4 : value
