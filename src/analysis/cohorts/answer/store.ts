import { dayNumber, monthEnd } from '../../../platform/calendar.ts'
import { type Db, many, one, sql } from '../../../platform/db/db.ts'
import type { CubeFacts } from '../count/cube.ts'
import type { Ahead } from '../count/outlook.ts'
import type { CohortFigures } from '../count/rows.ts'
import { completeAges } from '../count/spans.ts'
import type { Dimension, Grain } from '../count/terms.ts'
import type { KnownCohort } from './ltv.ts'

export interface Run {
  asOf: string
  isCurrent: boolean
  computedAt: Date
  facts: CubeFacts
}

/** The count of a day; without one, that of the latest night. */
export async function readRun(db: Db, asOf: string | undefined): Promise<Run | undefined> {
  return one<Run>(
    db,
    sql`select as_of_on as "asOf", is_current as "isCurrent", computed_at as "computedAt", results as facts
        from cohort_runs where ${asOf === undefined ? sql`is_current` : sql`as_of_on = ${asOf}`}`,
  )
}

export async function listRuns(db: Db) {
  return many<{ asOf: string; computedAt: Date; isCurrent: boolean; isKept: boolean; buyers: number }>(
    db,
    sql`select as_of_on as "asOf", computed_at as "computedAt", is_current as "isCurrent", is_kept as "isKept",
          customers as buyers
        from cohort_runs order by as_of_on desc`,
  )
}

export interface StoredCohort extends KnownCohort {
  value: string
  startsOn: string
}

interface Wanted {
  grain: Grain
  dimension: Dimension
  value?: string | undefined
  /** months, `2026-11` */
  from?: string | undefined
  to?: string | undefined
}

/** Cohorts of a run, oldest first. */
export async function readCohorts(db: Db, { asOf }: Run, wanted: Wanted): Promise<StoredCohort[]> {
  const { grain, dimension, value, from, to } = wanted
  const rows = await many<{ value: string; startsOn: string; figures: CohortFigures & { ahead: Ahead | null } }>(
    db,
    sql`select value, starts_on as "startsOn", figures from cohort_rows
        where as_of_on = ${asOf} and grain = ${grain} and dimension = ${dimension}
          and ${value === undefined ? sql`true` : sql`value = ${value}`}
          and starts_on between ${from ? `${from}-01` : '1900-01-01'} and ${to ? monthEnd(`${to}-01`) : '2999-12-31'}
        order by starts_on, value`,
  )
  return rows.map(({ startsOn, value: own, figures: { ahead, ...figures } }) => ({
    value: own,
    startsOn,
    figures,
    ahead,
    complete: completeAges(grain, dayNumber(startsOn), dayNumber(asOf)),
  }))
}

const tables = { product: sql`products`, channel: sql`channels`, store: sql`stores` }

/** What a value is called; null for 'all', 'none' and 'other', which the screens name, and for what is no more. */
export async function openNames(
  db: Db,
  dimension: Dimension,
  values: readonly string[],
): Promise<(value: string) => string | null> {
  if (dimension === 'all') return () => null
  const idOf = (value: string) => (value.startsWith('id:') ? value.slice(3) : null)
  if (dimension === 'ad') return idOf
  const ids = values.flatMap((value) => (idOf(value) === null ? [] : [Number(idOf(value))]))
  const names = await namesOf(db, tables[dimension], ids)
  return (value) => names.get(Number(idOf(value))) ?? idOf(value)
}

async function namesOf(db: Db, table: typeof sql.empty, ids: number[]): Promise<Map<number, string>> {
  const rows = await many<{ id: number; name: string }>(
    db,
    sql`select id, name from ${table} where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export const productNames = (db: Db, ids: number[]) => namesOf(db, tables.product, ids)

export interface Cost {
  month: string
  adCode: string
  amount: number
  version: number
  updatedAt: Date
}

const costColumns = sql`to_char(month, 'YYYY-MM') as month, ad_code as "adCode", amount, version, updated_at as "updatedAt"`

export async function readCosts(db: Db, from: string, to: string): Promise<Cost[]> {
  return many<Cost>(
    db,
    sql`select ${costColumns} from acquisition_costs where month between ${`${from}-01`} and ${`${to}-01`}
        order by month, ad_code`,
  )
}

type NewCost = Pick<Cost, 'month' | 'adCode'> & { amount: number; staffId: number; now: Date }

/** Undefined when somebody entered one meanwhile. */
export async function insertCost(db: Db, cost: NewCost): Promise<Cost | undefined> {
  return one<Cost>(
    db,
    sql`insert into acquisition_costs (month, ad_code, amount, staff_id, updated_at)
        values (${`${cost.month}-01`}, ${cost.adCode}, ${cost.amount}, ${cost.staffId}, ${cost.now})
        on conflict do nothing returning ${costColumns}`,
  )
}

/** Undefined when it is not of that version any more. */
export async function updateCost(db: Db, cost: NewCost, version: number): Promise<Cost | undefined> {
  return one<Cost>(
    db,
    sql`update acquisition_costs set amount = ${cost.amount}, version = version + 1, staff_id = ${cost.staffId},
          updated_at = ${cost.now}
        where month = ${`${cost.month}-01`} and ad_code = ${cost.adCode} and version = ${version} returning ${costColumns}`,
  )
}

export async function deleteCost(db: Db, month: string, adCode: string, version: number): Promise<boolean> {
  const { rowCount } = await db.query(
    sql`delete from acquisition_costs where month = ${`${month}-01`} and ad_code = ${adCode} and version = ${version}`,
  )
  return rowCount === 1
}

export async function findCost(db: Db, month: string, adCode: string): Promise<Cost | undefined> {
  return one<Cost>(
    db,
    sql`select ${costColumns} from acquisition_costs where month = ${`${month}-01`} and ad_code = ${adCode}`,
  )
}
