import { type Db, sql } from '../platform/db/db.ts'
import type { Field, OwnField, PastField, ValueField } from '../segments/index.ts'
import { cohortFields } from './cohorts/fields.ts'
import { fanFields } from './fans/fields.ts'
import { forecastFields } from './forecasts/fields.ts'
import { cpmCells } from './indicators/cpm.ts'
import { defaultRanks } from './rules/rules.ts'
import { readOwnRanks, readSameDayOnce } from './rules/store.ts'

/** What lists and segments may ask of this room: the metrics of a customer today, and the classes at kept month ends. */

const join = sql`left join customer_metrics metric on metric.customer_id = customer.id`
const room = 'analysis'

function metric(key: string, column: string, type: ValueField['type'], rest: Partial<ValueField> = {}): ValueField {
  const sortId = sql`metric.customer_id`
  return { key, room, type, sql: sql.raw(`metric.${column}`), join, sortId, isColumn: true, ...rest }
}

function past(key: string, column: string, rest: Partial<PastField> = {}): PastField {
  return {
    key,
    room,
    type: 'choice',
    sql: sql.raw(`past.${column}`),
    existsAt: (day, test) =>
      sql`exists (select 1 from rank_history past where past.customer_id = customer.id and past.as_of_on = ${day} and ${test})`,
    ...rest,
  }
}

/**
 * 買い時から: days by which the silence exceeds the mean interval between this person's own purchase days; only for those
 * who bought on three days or more, whose interval means something. Asked by from and to, negative before that time.
 */
const overdueDays: OwnField = {
  key: 'overdueDays',
  room,
  type: 'number',
  tests: ['from', 'to'],
  where: (condition, { today }) => {
    const from = 'from' in condition ? Number(condition.from) : undefined
    const to = 'to' in condition && condition.to !== undefined ? Number(condition.to) : undefined
    const late = sql`(${today}::date - own.last_on - round((own.last_on - own.first_on)::numeric / (own.order_days - 1)))`
    return sql`exists (select from customer_metrics own where own.customer_id = customer.id
      and case when own.order_days >= 3 then ${late} end between ${from ?? -100_000} and ${to ?? 100_000})`
  },
}

const classes: Field[] = [
  metric('r', 'r', 'number'),
  metric('f', 'f', 'number'),
  metric('m', 'm', 'number'),
  metric('cpm', 'cpm', 'choice', { choices: cpmCells }),
  metric('decile', 'decile', 'number'),
  metric('orderCount', 'order_count', 'number', { isSortable: true }),
  metric('netSales', 'net_sales', 'money', { isSortable: true }),
  metric('grossProfit', 'gross_profit', 'money'),
  metric('firstOn', 'first_on', 'day'),
  metric('lastOn', 'last_on', 'day', { isSortable: true }),
  overdueDays,
  past('cpmAt', 'cpm', { choices: cpmCells }),
]

/** The fields of this room; ranks are those the shop has painted, by its names for them. */
export async function fields(db: Db): Promise<Field[]> {
  const own = await readOwnRanks(db)
  const offers = own
    ? own.map(({ key, label }) => ({ id: key, name: label }))
    : defaultRanks.map(({ key }) => ({ id: key, name: null }))
  return [
    metric('rank', 'rank', 'choice', { offers }),
    past('rankAt', 'rank', { offers }),
    ...classes,
    ...fanFields,
    ...forecastFields,
    ...cohortFields(await readSameDayOnce(db)),
  ]
}
