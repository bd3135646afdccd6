import { type Sql, sql } from '../../platform/db/db.ts'
import type { Field, PastField, ValueField } from '../../segments/index.ts'
import { stepCount } from './count/terms.ts'

/**
 * What lists ask of repeat purchases, from the orders themselves and by the rules of the cube: how a customer began, and,
 * as of a day, when each purchase came. They make the list behind every figure of the cohorts.
 */

const room = 'analysis'
const isPurchase = sql`o.status = 'confirmed' and o.net_sales > 0`
const inTime = sql`o.ordered_on, o.ordered_at, o.id`

/** Something of the first purchase. */
function first(key: string, value: Sql, rest: Pick<ValueField, 'type' | 'of'>): ValueField {
  return {
    key,
    room,
    sql: sql`(select ${value} from orders o where o.customer_id = customer.id and ${isPurchase} order by ${inTime} limit 1)`,
    ...rest,
  }
}

// the first order of all, a free sample too
const firstOrder = sql`(select * from orders o where o.customer_id = customer.id and o.status = 'confirmed' order by ${inTime} limit 1)`

/** The lines of trial products of an order o that holds nothing else. */
const trialOf = (value: Sql) =>
  sql`(select case when sum(l.amount) >= o.subtotal then ${value} end from order_lines l
    join products p on p.id = l.product_id and p.kind = 'trial' where l.customer_id = o.customer_id and l.order_id = o.id)`
const isTrialOnly = trialOf(sql`true`)

const trialProduct = sql`(select ${trialOf(sql`(array_agg(l.product_id order by l.amount desc, l.line_no))[1]`)} from ${firstOrder} o)`
const trialOn = sql`(select case when ${isTrialOnly} then o.ordered_on end from ${firstOrder} o)`

const began: Field[] = [
  first('firstChannel', sql`o.channel_id`, { type: 'reference', of: 'channels' }),
  first('firstStore', sql`o.store_id`, { type: 'reference', of: 'stores' }),
  first('firstAdCode', sql`o.ad_code`, { type: 'text' }),
  first(
    'firstProduct',
    sql`(select l.product_id from order_lines l where l.customer_id = o.customer_id and l.order_id = o.id
      order by l.amount desc, l.line_no limit 1)`,
    { type: 'reference', of: 'products' },
  ),
  { key: 'trialProduct', room, type: 'reference', of: 'products', sql: trialProduct },
  { key: 'trialOn', room, type: 'day', sql: trialOn },
]

/** Every purchase until a day: its number, the days since the first one and since the one before. */
function purchasesUntil(day: string, sameDayOnce: boolean): Sql {
  const bought = sql`from orders o where o.customer_id = customer.id and ${isPurchase} and o.ordered_on <= ${day}`
  const each = sameDayOnce
    ? sql`select o.ordered_on, min(o.ordered_at) as ordered_at, min(o.id) as id ${bought} group by o.ordered_on`
    : sql`select o.ordered_on, o.ordered_at, o.id ${bought}`
  return sql`(select one.ordered_on, row_number() over in_time as nth, one.ordered_on - min(one.ordered_on) over () as age,
      one.ordered_on - lag(one.ordered_on) over in_time as gap
    from (${each}) one window in_time as (order by one.ordered_on, one.ordered_at, one.id))`
}

/** Steps in time: asked as of a day, so that a list of a past day is that of then. */
function timed(sameDayOnce: boolean): PastField[] {
  const among = (day: string, which: Sql, test: Sql) =>
    sql`exists (select from ${purchasesUntil(day, sameDayOnce)} past where ${which} and ${test})`
  const nth = Array.from({ length: stepCount + 1 }, (_, place) => place + 1).flatMap((n): PastField[] => {
    const which = sql.raw(`past.nth = ${n}`)
    const existsAt: PastField['existsAt'] = (day, test) => among(day, which, test)
    return [
      { key: `nthOn${n}`, room, type: 'day', sql: sql`past.ordered_on`, existsAt },
      ...(n > 1 ? [{ key: `nthGap${n}`, room, type: 'number' as const, sql: sql`past.gap`, existsAt }] : []),
    ]
  })
  return [
    ...nth,
    {
      key: 'boughtAtAge',
      room,
      type: 'number',
      sql: sql`past.age`,
      existsAt: (day, test) => among(day, sql`true`, test),
    },
  ]
}

function bought(key: string, type: 'number' | 'flag', value: Sql, which: Sql): PastField {
  return {
    key,
    room,
    type,
    sql: value,
    existsAt: (day, test) =>
      sql`exists (select from orders o where o.customer_id = customer.id and ${isPurchase} and o.ordered_on <= ${day}
        and ${which} and ${test})`,
  }
}

function contract(key: string, isRunning: boolean): PastField {
  return {
    key,
    room,
    type: 'reference',
    of: 'products',
    sql: sql`s.product_id`,
    existsAt: (day, test) =>
      sql`exists (select from subscriptions s where s.customer_id = customer.id and s.started_on <= ${day}
        and ${isRunning ? sql`(s.cancelled_on is null or s.cancelled_on > ${day})` : sql`true`} and ${test})`,
  }
}

const notTrial = sql`coalesce(${isTrialOnly}, false) = false`
const ofSubscription = sql`o.subscription_id is not null`
const sinceTrial = sql`o.ordered_on - ${trialOn}`

export function cohortFields(sameDayOnce: boolean): Field[] {
  return [
    ...began,
    ...timed(sameDayOnce),
    bought('regularAfterTrial', 'number', sinceTrial, notTrial),
    bought('subscriptionAfterTrial', 'number', sinceTrial, ofSubscription),
    bought('hasBoughtRegular', 'flag', sql`true`, notTrial),
    bought('hasBoughtSubscription', 'flag', sql`true`, ofSubscription),
    contract('contractProduct', false),
    contract('runningContractProduct', true),
  ]
}
