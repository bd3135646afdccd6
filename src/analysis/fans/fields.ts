import { type Sql, sql } from '../../platform/db/db.ts'
import type { Field, ManyField, ValueField } from '../../segments/index.ts'
import { actionKinds } from './actions.ts'
import { stepBits } from './store.ts'

/** What lists and segments may ask of the way to being a fan, as of the last night. */

const join = sql`left join customer_fans fan on fan.customer_id = customer.id`
// stands under a heading of its own
const room = 'fans'

function value(key: string, type: ValueField['type'], of: Sql, rest: Partial<ValueField> = {}): ValueField {
  return { key, room, type, sql: of, join, isColumn: true, ...rest }
}

const bits = sql.raw(stepBits.map(({ key, bit }) => `('${key}', ${bit})`).join(', '))

/** Steps whose bit stands in a column. */
function stepsIn(key: string, column: string): ManyField {
  return {
    key,
    room,
    type: 'choice',
    choices: Object.keys(actionKinds),
    sql: sql`step.key`,
    exists: (test) => sql`exists (select from customer_fans one, (values ${bits}) step (key, bit)
      where one.customer_id = customer.id and one.${sql.raw(column)} & step.bit <> 0 and ${test})`,
  }
}

export const fanFields: Field[] = [
  value('fanIndex', 'number', sql`fan.fan_index`, { isSortable: true, sortId: sql`fan.customer_id` }),
  value('isFan', 'flag', sql`(fan.fan_on is not null)`),
  value('fanOn', 'day', sql`fan.fan_on`),
  value('fanStepsDone', 'number', sql`fan.steps_done`),
  value('fanStepsMissing', 'number', sql`fan.steps_missing`),
  value('fanWithin', 'flag', sql`coalesce(fan.is_within, false)`),
  value('fanFalling', 'flag', sql`(coalesce(fan.falling, 0) <> 0)`),
  stepsIn('fanMissing', 'missing'),
  stepsIn('fanOpen', 'open'),
]
