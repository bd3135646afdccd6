import { dayNumber } from '../../../platform/calendar.ts'
import { one, sql, type Tx } from '../../../platform/db/db.ts'
import { writeBinary } from '../../ranking/copy-write.ts'
import type { ForecastResults } from '../results.ts'
import { discountPerYear } from './horizons.ts'
import type { Learned, Trust } from './learned.ts'
import type { CustomerOutlook } from './outlooks.ts'
import { churnOf, thousandths } from './rounding.ts'

export interface RunToStore {
  asOf: string
  customers: number
  sample: number | null
  learned: Learned
  trust: Trust
  results: ForecastResults | null
  /** by place; none when the shop is too small */
  rows: number
  outlookOf(place: number): CustomerOutlook
  decileOf(place: number): number
  past12Of(place: number): number
  started: number
  now: Date
}

/** Stores a run and what it says of everyone, and takes away what the former one said of them. Runs take turns. */
export async function storeForecast(tx: Tx, run: RunToStore): Promise<void> {
  await tx.query(sql`lock table forecast_runs in share row exclusive mode`)
  const row = await one<{ id: number }>(
    tx,
    sql`insert into forecast_runs (as_of_on, customers, sample, discount_per_year, learned, trust, results, milliseconds, created_at)
        values (${run.asOf}, ${run.customers}, ${run.sample}, ${discountPerYear}, ${JSON.stringify(run.learned)},
          ${JSON.stringify(run.trust)}, ${run.results && JSON.stringify(run.results)}, 0, ${run.now}) returning id`,
  )
  const { id } = row as { id: number }
  await tx.query(sql`delete from customer_forecasts`)
  await writeOutlooks(tx, id, run)
  const milliseconds = Math.round(performance.now() - run.started)
  await tx.query(sql`update forecast_runs set milliseconds = ${milliseconds} where id = ${id}`)
}

async function writeOutlooks(tx: Tx, runId: number, run: RunToStore): Promise<void> {
  const asOf = dayNumber(run.asOf)
  const words = {
    repeat: Buffer.from('repeat'),
    subscription: Buffer.from('subscription'),
    second: Buffer.from('second'),
  }
  await writeBinary(
    tx,
    `copy customer_forecasts (customer_id, run_id, basis, alive, churn, buys_30, buys_90, purchases_3, purchases_6, purchases_12,
       purchases_24, purchases_12_low, purchases_12_high, value_3, value_3_low, value_3_high, value_6, value_6_low, value_6_high,
       value_12, value_12_low, value_12_high, value_24, value_24_low, value_24_high, residual, next_from, next_to, decile, past_12)
       from stdin (format binary)`,
    30,
    run.rows,
    (to, place) => {
      const one = run.outlookOf(place)
      to.int8(one.customerId)
      to.int4(runId)
      to.text(words[one.basis])
      to.int2(thousandths(one.alive))
      to.int2(churnOf(one))
      for (const chance of one.buysSoon) to.int2(thousandths(chance))
      for (const count of one.purchases) to.int4(thousandths(count))
      to.int4(thousandths(one.purchasesLow))
      to.int4(thousandths(one.purchasesHigh))
      for (let h = 0; h < one.money.length; h++) {
        to.int8(Math.round(one.money[h] as number))
        to.int8(Math.round(one.moneyLow[h] as number))
        to.int8(Math.round(one.moneyHigh[h] as number))
      }
      to.int8(Math.round(one.residual))
      to.date(asOf + Math.round(one.from))
      to.date(asOf + Math.round(one.to))
      to.int2(run.decileOf(place))
      to.int8(run.past12Of(place))
    },
  )
}
