import { sql } from '../../platform/db/db.ts'
import type { ValueField } from '../../segments/index.ts'

const join = sql`left join customer_forecasts forecast on forecast.customer_id = customer.id`

function forecast(
  key: string,
  expression: string,
  type: ValueField['type'],
  rest: Partial<ValueField> = {},
): ValueField {
  return { key, room: 'analysis', type, sql: sql.raw(expression), join, isColumn: true, ...rest }
}

/** What lists and segments may ask of the newest forecast; chances in per cent. */
export const forecastFields: ValueField[] = [
  forecast('alive', 'forecast.alive / 10.0', 'number'),
  forecast('churnRisk', 'forecast.churn / 10.0', 'number'),
  forecast('buysIn30', 'forecast.buys_30 / 10.0', 'number'),
  forecast('buysIn90', 'forecast.buys_90 / 10.0', 'number'),
  forecast('expectedValue12', 'forecast.value_12', 'money', {
    isSortable: true,
    sortId: sql`forecast.customer_id`,
  }),
  forecast('expectedChange', 'forecast.value_12 - forecast.past_12', 'money'),
  forecast('futureDecile', 'forecast.decile', 'number'),
  forecast('residual', 'forecast.residual', 'money'),
  forecast('nextFrom', 'forecast.next_from', 'day'),
  forecast('nextTo', 'forecast.next_to', 'day'),
  forecast('forecastBasis', 'forecast.basis', 'choice', { choices: ['repeat', 'subscription', 'second'] }),
]
