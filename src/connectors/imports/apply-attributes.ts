import { many, sql, type Tx } from '../../platform/db/db.ts'
import type { ApplyContext } from './apply-people.ts'

const typed = sql`
  case when definition.type in ('text', 'choice') then given.value end as text_value,
  case when definition.type = 'number' and given.value ~ '^-?[0-9]+(\\.[0-9]+)?$' then given.value::double precision end as number_value,
  case when definition.type = 'date' and given.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then given.value::date end as date_value,
  case when definition.type = 'boolean' then given.value ~* '^(1|true|yes|はい|有|○)$' end as boolean_value`

const definitions = sql`attribute_definitions definition
  on definition.key = given.key or (given.key like '=%' and definition.name = substr(given.key, 2))`

/** record → key and value of what the people of table `parts` are given; nothing where the type cannot read it */
export const attributeValues = sql`
  select distinct on (id, attribute_id) id, key, coalesce(to_jsonb(text_value), to_jsonb(number_value), to_jsonb(date_value),
    to_jsonb(boolean_value)) as value
  from (select parts.who as id, definition.id as attribute_id, definition.key, given.key as column, ${typed}
    from parts, jsonb_each_text(parts.attributes) as given join ${definitions}) read
  where num_nonnulls(text_value, number_value, date_value, boolean_value) = 1
  order by id, attribute_id, read.column desc`

/**
 * Columns kept as attributes: text as given; numbers and dates only where the attribute's type can read them. What
 * differs from what stands is left in the table `wanted`.
 */
export async function wantAttributes(tx: Tx, { now }: ApplyContext): Promise<void> {
  await tx.query(sql`
    insert into attribute_definitions (key, name, type, created_at)
    select 'column_' || substr(md5(name), 1, 12), name, 'text', ${now}::timestamptz
    from (select distinct substr(given, 2) as name from known, jsonb_object_keys(attributes) as given where given like '=%') fresh
    where not exists (select from attribute_definitions other where other.name = fresh.name)
    on conflict do nothing`)
  await tx.query(sql`
    create temporary table wanted on commit drop as
    with given as (
      select distinct on (known.id, definition.id) known.id, known.is_new, definition.id as attribute_id, definition.key,
        ${typed}
      from known, jsonb_each_text(known.attributes) as given join ${definitions}
      order by known.id, definition.id, given.key desc
    )
    select given.* from given
      left join customer_attributes old on old.customer_id = given.id and old.attribute_id = given.attribute_id
    where num_nonnulls(given.text_value, given.number_value, given.date_value, given.boolean_value) = 1
      and (old.text_value, old.number_value, old.date_value, old.boolean_value)
        is distinct from (given.text_value, given.number_value, given.date_value, given.boolean_value)`)
}

const valueIn = (alias: string) =>
  sql.raw(
    `coalesce(${['text', 'number', 'date', 'boolean'].map((type) => `to_jsonb(${alias}.${type}_value)`).join(', ')})`,
  )

/** customer → what `wanted` changes, as the history keeps it */
export const attributeChanges = sql`
  select wanted.id, jsonb_object_agg('attributes.' || wanted.key, jsonb_build_array(${valueIn('old')}, ${valueIn('wanted')})) as diff
  from wanted left join customer_attributes old on old.customer_id = wanted.id and old.attribute_id = wanted.attribute_id
  group by wanted.id`

/** Writes what is wanted, with what stood before kept; of a customer new with this import nothing did. */
export async function setAttributes(tx: Tx, { importId, now }: ApplyContext): Promise<number[]> {
  await tx.query(sql`
    insert into import_before (import_id, entity, customer_id, entity_id, version_after, before)
    select ${importId}, 'attribute', wanted.id, wanted.attribute_id, 0, coalesce(to_jsonb(old), '{}')
    from wanted left join customer_attributes old on old.customer_id = wanted.id and old.attribute_id = wanted.attribute_id
    where not wanted.is_new
    on conflict do nothing`)
  const written = await many<{ id: number }>(
    tx,
    sql`
    insert into customer_attributes (customer_id, attribute_id, text_value, number_value, date_value, boolean_value, updated_at)
    select id, attribute_id, text_value, number_value, date_value, boolean_value, ${now} from wanted
    on conflict (customer_id, attribute_id) do update set text_value = excluded.text_value, number_value = excluded.number_value,
      date_value = excluded.date_value, boolean_value = excluded.boolean_value, updated_at = excluded.updated_at
    returning customer_id as id`,
  )
  return written.map(({ id }) => id)
}
