import { type Db, many, type Sql, sql } from '../src/platform/db/db.ts'
import { type Kind, rooms } from './merging-model.ts'

/** Everything about these records as the database has it, a line each: whose it is, where it stands, what it says. */
export async function storedOf(db: Db, ids: number[]): Promise<string[]> {
  const keys: Record<Kind, Sql> = {
    notes: sql`body`,
    events: sql`data ->> 'key'`,
    orders: sql`number || coalesce((select '' from order_lines l join order_numbers n on n.order_id = l.order_id
      where l.customer_id = o.customer_id and l.order_id = o.id and n.customer_id = o.customer_id and n.number = o.number limit 1), ' incomplete')`,
    subscriptions: sql`cancel_reason`,
    consents: sql`coalesce(evidence ->> 'key', 'file' || (extract(epoch from at) * 1000)::bigint)`,
    offer_openings: sql`shelf`,
  }
  const of = (kind: string, key: Sql, from: Sql) =>
    sql`select concat_ws('|', ${kind}::text, customer_id, coalesce(record_id, customer_id), ${key}) as line
        from ${from} o where customer_id = any(${ids})`
  const shown = (row: Sql, taste: Sql) =>
    sql`concat_ws('|', nullif(${row} ->> 'company_name', ''), ${row} ->> 'birth_on', ${taste})`
  const parts = [
    ...rooms.map((kind) => of(kind, keys[kind], sql.raw(kind) as Sql)),
    of('customer_tags', sql`'shown|' || (select name from tags where id = tag_id)`, sql`customer_tags`),
    of('contact_points', sql`'shown|' || key`, sql`contact_points`),
    of(
      'customer_tags',
      sql`'aside|' || coalesce(hidden_in || '|', '') || (select name from tags where id = key::int)`,
      sql`(select * from set_aside where entity = 'customer_tags')`,
    ),
    of(
      'contact_points',
      sql`'aside|' || coalesce(hidden_in || '|', '') || split_part(key, ':', 2)`,
      sql`(select * from set_aside where entity = 'contact_points')`,
    ),
    sql`select concat_ws('|', 'fields', id, id, ${shown(sql`to_jsonb(c)`, sql`(select text_value from customer_attributes where customer_id = id)`)})
        from customers c where id = any(${ids})`,
    sql`select concat_ws('|', 'fields', m.customer_id, m.id, ${shown(sql`m.row`, sql`(select value ->> 'text_value' from jsonb_each(m.attributes))`)})
        from merged_customers m where m.id = any(${ids})`,
    sql`select concat_ws('|', 'figures', customer_id, net_sales, order_count) from customer_metrics where customer_id = any(${ids})`,
    sql`select concat_ws('|', 'pair', customer_id, record_a, record_b) from merged_pairs where customer_id = any(${ids})`,
    sql`select concat_ws('|', 'primary', customer_id, count(*)) from contact_points
        where customer_id = any(${ids}) and is_primary group by customer_id`,
  ]
  const rows = await many<{ line: string }>(db, sql.join(parts, ' union all '))
  return rows.map(({ line }) => line).sort()
}
