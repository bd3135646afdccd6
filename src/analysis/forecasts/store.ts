import { type Db, many, one, sql } from '../../platform/db/db.ts'
import type { Learned, Trust } from './learn/learned.ts'
import type { Basis } from './learn/outlooks.ts'
import type { ForecastResults } from './results.ts'

export interface Run {
  id: number
  asOf: string
  customers: number
  sample: number | null
  discountPerYear: number
  learned: Learned
  results: ForecastResults | null
  computedAt: Date
}

/** The newest run; undefined before the first night. */
export async function readRun(db: Db): Promise<Run | undefined> {
  return one<Run>(
    db,
    sql`select id, as_of_on as "asOf", customers, sample, discount_per_year as "discountPerYear", learned, results,
          created_at as "computedAt" from forecast_runs order by id desc limit 1`,
  )
}

export async function readTrust(db: Db, runId: number): Promise<Trust | undefined> {
  return (await one<{ trust: Trust }>(db, sql`select trust from forecast_runs where id = ${runId}`))?.trust
}

export interface Mover {
  customerId: number
  familyName: string
  givenName: string
  value: number
  past: number
}

/** Names and figures of customers, in the order asked. (Reads customers, a lower room's table.) */
export async function readMovers(db: Db, ids: number[]): Promise<Mover[]> {
  return many<Mover>(
    db,
    sql`select c.id as "customerId", c.family_name as "familyName", c.given_name as "givenName", f.value_12 as value,
          f.past_12 as past
        from customer_forecasts f join customers c on c.id = f.customer_id
        where f.customer_id = any(${ids}::bigint[]) order by array_position(${ids}::bigint[], f.customer_id)`,
  )
}

export interface OutlookRow {
  basis: Basis
  alive: number
  churn: number
  buys30: number
  buys90: number
  purchases: number[]
  purchasesLow: number
  purchasesHigh: number
  values: number[]
  lows: number[]
  highs: number[]
  residual: number
  nextFrom: string
  nextTo: string
  decile: number
  past: number
}

export async function readOutlook(db: Db, customerId: number): Promise<OutlookRow | undefined> {
  return one<OutlookRow>(
    db,
    sql`select basis, alive, churn, buys_30 as "buys30", buys_90 as "buys90",
          array[purchases_3, purchases_6, purchases_12, purchases_24] as purchases,
          purchases_12_low as "purchasesLow", purchases_12_high as "purchasesHigh",
          array[value_3, value_6, value_12, value_24]::float8[] as values,
          array[value_3_low, value_6_low, value_12_low, value_24_low]::float8[] as lows,
          array[value_3_high, value_6_high, value_12_high, value_24_high]::float8[] as highs,
          residual, next_from as "nextFrom", next_to as "nextTo", decile, past_12 as past
        from customer_forecasts where customer_id = ${customerId}`,
  )
}
