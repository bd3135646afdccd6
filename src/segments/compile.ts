import { seenBy } from '../customers/index.ts'
import { may } from '../platform/access.ts'
import { addDays } from '../platform/calendar.ts'
import { type Sql, sql } from '../platform/db/db.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { type Asking, type Field, type Fields, testsOf } from './field.ts'
import type { Condition, Predicate, Test } from './predicate.ts'

/**
 * From the predicate language to SQL, the only compiler there is: lists, counts, exports, bulk work and one person all
 * run what it returns. Who may see whom (seenBy) is always part of it.
 */
export interface Compiled {
  /** left joins the conditions need */
  joins: Set<Sql>
  /** a condition on the row `customer` */
  where: Sql
}

export function compile(predicate: Predicate, fields: Fields, asking: Asking): Compiled {
  const joins = new Set<Sql>()
  const where = compileOne(predicate, fields, asking, joins)
  return { joins, where: sql`${seenBy(asking.actor)} and ${where}` }
}

function compileOne(predicate: Predicate, fields: Fields, asking: Asking, joins: Set<Sql>): Sql {
  const each = (parts: Predicate[]) => parts.map((part) => compileOne(part, fields, asking, joins))
  if ('all' in predicate)
    return predicate.all.length === 0 ? sql`true` : sql`(${sql.join(each(predicate.all), ' and ')})`
  if ('any' in predicate) return sql`(${sql.join(each(predicate.any), ' or ')})`
  // "is not true": who has no value at all is among those who do not have this one
  if ('not' in predicate) return sql`((${sql.join(each([predicate.not]))}) is not true)`
  return compileCondition(predicate, requireField(fields, predicate.field, asking), asking, joins)
}

/** A field this person may ask about. Unknown ones and forbidden ones are refused alike. */
export function requireField(fields: Fields, key: string, asking: Asking): Field {
  const field = fields.get(key)
  if (!field || (field.needs && !may(asking.actor, field.needs))) throw unfit(key, 'unknown-field')
  return field
}

export function unfit(key: string, code: string): Refusal {
  return new Refusal(code === 'unknown-field' ? code : 'invalid-request', {}, [{ field: key, code }])
}

function compileCondition(condition: Condition, field: Field, asking: Asking, joins: Set<Sql>): Sql {
  const tests = Object.keys(condition).filter((key): key is Test => key !== 'field' && key !== 'at')
  if (tests.some((test) => !testsOf(field).includes(test))) throw unfit(field.key, 'wrong-test')
  if ('where' in field) return field.where(condition, asking)

  if ('existsAt' in field) {
    const day = condition.at
    if (day === undefined) throw unfit(field.key, 'needs-a-day')
    return compileExistence(condition, field, asking, (test) => field.existsAt(day, test))
  }
  if (condition.at !== undefined) throw unfit(field.key, 'has-no-past')
  if ('exists' in field) return compileExistence(condition, field, asking, field.exists)
  if (field.join) joins.add(field.join)
  return compileTest(condition, field, field.sql, asking)
}

/** Tests of something a customer may have none or many of: "not in" and "empty" mean that no such one exists. */
function compileExistence(
  condition: Condition,
  field: Field & { sql: Sql },
  asking: Asking,
  exists: (test: Sql) => Sql,
): Sql {
  if ('empty' in condition) return condition.empty ? sql`not ${exists(sql`true`)}` : exists(sql`true`)
  if ('notIn' in condition) {
    const among = { field: condition.field, in: condition.notIn }
    return sql`not ${exists(compileTest(among, field, field.sql, asking))}`
  }
  if ('is' in condition && !condition.is) return sql`not ${exists(sql`${field.sql} is true`)}`
  return exists(compileTest(condition, field, field.sql, asking))
}

function compileTest(condition: Condition, field: Field, value: Sql, asking: Asking): Sql {
  const parameter = (given: string | number) => typed(field, given)
  if ('in' in condition) return among(field, value, condition.in)
  if ('notIn' in condition) return sql`(${among(field, value, condition.notIn)} is not true)`
  if ('is' in condition) return condition.is ? sql`(${value} is true)` : sql`(${value} is not true)`
  if ('empty' in condition) {
    const isEmpty = field.type === 'text' ? sql`coalesce(${value}, '') = ''` : sql`${value} is null`
    return condition.empty ? sql`(${isEmpty})` : sql`(not (${isEmpty}))`
  }
  if ('startsWith' in condition) return sql`${value} like ${`${literally(condition.startsWith)}%`}`
  if ('contains' in condition) return sql`${value} like ${`%${literally(condition.contains)}%`}`
  if ('withinDays' in condition) {
    const { today } = asking
    return sql`${value} between ${addDays(today, -condition.withinDays)}::date and ${today}::date`
  }
  if ('olderThanDays' in condition) return sql`${value} < ${addDays(asking.today, -condition.olderThanDays)}::date`
  const from = 'from' in condition ? condition.from : undefined
  const to = 'to' in condition ? condition.to : undefined
  const bounds = [
    ...(from === undefined ? [] : [sql`${value} >= ${parameter(from)}`]),
    ...(to === undefined ? [] : [sql`${value} <= ${parameter(to)}`]),
  ]
  if (bounds.length === 0) throw unfit(field.key, 'wrong-test')
  return sql`(${sql.join(bounds, ' and ')})`
}

function among(field: Field, value: Sql, given: (string | number)[]): Sql {
  if (given.length === 1 && given[0] !== undefined) return sql`${value} = ${typed(field, given[0])}`
  return sql`${value} in (${sql.join(given.map((one) => typed(field, one)))})`
}

/** A parameter of the field's type, refused when the value given is not of it. */
export function typed(field: Field, given: string | number): Sql {
  switch (field.type) {
    case 'number':
    case 'money':
    case 'reference':
      if (typeof given !== 'number') throw unfit(field.key, 'wrong-type')
      // a whole number as bigint keeps comparisons with integer columns in their index
      return Number.isSafeInteger(given) ? sql`${given}::bigint` : sql`${given}::float8`
    case 'day':
      if (typeof given !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(given)) throw unfit(field.key, 'wrong-format')
      return sql`${given}::date`
    case 'choice':
      if (typeof given !== 'string' || (field.choices && !field.choices.includes(given)))
        throw unfit(field.key, 'not-a-choice')
      return sql`${given}::text`
    default:
      if (typeof given !== 'string') throw unfit(field.key, 'wrong-type')
      return sql`${given}::text`
  }
}

function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
