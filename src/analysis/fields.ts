import { sql } from '../platform/db/db.ts'
import type { Field, PastField, ValueField } from '../segments/index.ts'
import { cpmCells } from './indicators/cpm.ts'

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

export const fields: Field[] = [
  metric('rank', 'rank', 'choice'),
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
  past('rankAt', 'rank'),
  past('cpmAt', 'cpm', { choices: cpmCells }),
]
