import type { Actor } from '../../platform/access.ts'
import { may } from '../../platform/access.ts'
import { type Db, many, type Sql, sql } from '../../platform/db/db.ts'
import { seenBy } from '../seen.ts'
import { readSearch } from './query.ts'

// Above every character in the "C" order of the keys: [prefix, prefix + last) is what begins with prefix.
const last = '\u{10ffff}'

function beginsWith(key: Sql, prefix: string): Sql {
  return sql`(${key} >= ${prefix} and ${key} < ${prefix + last})`
}

/**
 * One select a meaning of the text, each served by an index: customer_id, what matched, the value, how good a match.
 * Contact data is searched only by those who may read it: finding is a way of reading. (Reads order numbers, a higher
 * room's table.)
 */
function meanings(actor: Actor, text: string, limit: number | null): Sql[] {
  const asked = readSearch(text)
  const selects: Sql[] = []
  const visible = sql`exists (select from customers customer where customer.id = customer_id and ${seenBy(actor)})`
  const add = (select: Sql) => selects.push(sql`(${select} limit ${limit})`)
  const customers = (matched: string, value: Sql, priority: number, key: Sql, prefix: string) =>
    add(sql`select customer.id as customer_id, ${matched}::text as matched, ${value} as value, ${priority}::int as priority
            from customers customer where ${beginsWith(key, prefix)} and ${seenBy(actor)} order by ${key}, customer.id`)

  if (asked.number !== undefined) {
    customers('number', sql`number`, 1, sql`number`, asked.number)
    add(sql`select customer_id, 'order' as matched, number as value, 2 as priority from order_numbers
            where ${beginsWith(sql`number`, asked.number)} and customer_id <> 0 and ${visible} order by number`)
    add(sql`select customer_id, 'number' as matched, external_id as value, 1 as priority from customer_refs
            where ${beginsWith(sql`external_id`, asked.number)} and ${visible} order by external_id`)
  }
  if (may(actor, 'contacts.read')) {
    // Sorted as the index that finds them is, or the planner walks another one for the sake of the order.
    const point = (kind: 'phone' | 'email', key: Sql, priority: number, order: Sql) =>
      add(sql`select customer_id, ${kind}::text as matched, value, ${priority}::int as priority from contact_points
              where kind = ${sql.raw(`'${kind}'`)} and ${key} and ${visible} order by ${order}`)
    if (asked.phone !== undefined) point('phone', beginsWith(sql`key`, asked.phone), 0, sql`key`)
    if (asked.phoneTail !== undefined) point('phone', sql`right(key, 4) = ${asked.phoneTail}`, 0, sql`customer_id`)
    if (asked.email !== undefined) point('email', beginsWith(sql`key`, asked.email), 2, sql`key`)
  }
  if (asked.kana !== undefined) customers('name', sql`null`, 3, sql`kana_key`, asked.kana)
  if (asked.name !== undefined) customers('name', sql`null`, 3, sql`name_key`, asked.name)
  if (asked.kana !== undefined) customers('name', sql`null`, 4, sql`given_kana_key`, asked.kana)
  if (asked.name !== undefined) customers('name', sql`null`, 4, sql`given_name_key`, asked.name)
  return selects
}

/** Everyone the text may mean, as a condition on `customer`: the search box of lists, counts, exports and bulk work. */
export function searchCondition(actor: Actor, text: string): Sql {
  const selects = meanings(actor, text, null)
  if (selects.length === 0) return sql`false`
  return sql`customer.id in (select customer_id from (${sql.join(selects, ' union all ')}) hit)`
}

export interface Found {
  id: number
  number: string | null
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
  birthOn: string | null
  prefecture: string | null
  rank: string | null
  lastOn: string | null
  matched: 'name' | 'phone' | 'email' | 'number' | 'order'
  value: string | null
}

/** The best `limit` matches, exact things before names. Reads metrics, a higher room's table. */
export async function findCustomers(db: Db, actor: Actor, text: string, limit: number): Promise<Found[]> {
  const selects = meanings(actor, text, limit)
  if (selects.length === 0) return []
  return many<Found>(
    db,
    sql`with hit as (
          select distinct on (customer_id) customer_id, matched, value, priority
          from (${sql.join(selects, ' union all ')}) every_hit order by customer_id, priority)
        select customer.id, number, family_name as "familyName", given_name as "givenName", family_kana as "familyKana",
          given_kana as "givenKana", company_name as "companyName", birth_on as "birthOn", metrics.rank,
          metrics.last_on as "lastOn", hit.matched, hit.value,
          (select prefecture from contact_points where customer_id = customer.id and kind = 'address' and is_primary
             limit 1) as prefecture
        from hit join customers customer on customer.id = hit.customer_id
          left join customer_metrics metrics on metrics.customer_id = customer.id
        order by hit.priority, customer.kana_key, customer.id limit ${limit}`,
  )
}
