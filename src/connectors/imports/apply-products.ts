import { sql, type Tx } from '../../platform/db/db.ts'
import { type ApplyContext, again, isOurs, type PeopleChanges } from './apply-people.ts'
import { table } from './staging.ts'

/** Makes sure every product that the staged lines name exists. What is known of a product stays as it is. */
export async function createProducts(tx: Tx, context: ApplyContext): Promise<number> {
  const { importId, tables, now } = context
  await createCategories(tx, context)
  const { rowCount } = await tx.query(sql`
    insert into products (code, name, category_id, kind, price, cost, tax_rate, consumption_days, stock, import_id, created_at, updated_at)
    select distinct on (staged.code) staged.code, staged.name, category.id, staged.kind, staged.price, staged.cost,
      staged.tax_rate, staged.consumption_days, staged.stock, ${importId}::bigint, ${now}::timestamptz, ${now}::timestamptz
    from ${table(tables.products)} staged left join product_categories category on category.name = staged.category
    where not exists (select from products known where known.code = staged.code)
    order by staged.code, staged.seq
    on conflict (code) do nothing`)
  return rowCount ?? 0
}

/** Takes in a whole product file: products by their code, empty cells leave what stands. */
export async function applyProducts(tx: Tx, context: ApplyContext): Promise<PeopleChanges> {
  const { importId, tables, now, arriving } = context
  const added = await createProducts(tx, context)
  await tx.query(sql`
    create temporary table wanted on commit drop as
    select distinct on (p.id) p.id, p.version, to_jsonb(p) as before, coalesce(nullif(staged.name, ''), p.name) as name,
      coalesce(category.id, p.category_id) as category_id,
      case when staged.kind <> 'regular' then staged.kind else p.kind end as kind,
      coalesce(staged.price, p.price) as price, coalesce(staged.cost, p.cost) as cost,
      coalesce(staged.tax_rate, p.tax_rate) as tax_rate, coalesce(staged.consumption_days, p.consumption_days) as consumption_days,
      coalesce(staged.stock, p.stock) as stock
    from ${table(tables.products)} staged join products p on p.code = staged.code
      left join product_categories category on category.name = staged.category
    where ${arriving ? sql`true` : sql`p.import_id is distinct from ${importId} or p.version > 1`}
    order by p.id, staged.seq desc`)
  const known = (await tx.query<{ count: number }>(sql`select count(*) as count from wanted`)).rows[0]?.count ?? 0
  await tx.query(sql`
    delete from wanted using products p where p.id = wanted.id
      and (p.name, p.category_id, p.kind, p.price, p.cost, p.tax_rate, p.consumption_days, p.stock) is not distinct from
        (wanted.name, wanted.category_id, wanted.kind, wanted.price, wanted.cost, wanted.tax_rate, wanted.consumption_days, wanted.stock)`)
  await tx.query(sql`
    insert into import_before (import_id, entity, customer_id, entity_id, version_after, before)
    select ${importId}, 'product', 0, id, version + 1,
      case when (before ->> 'import_id')::bigint = ${importId} then '{}' else before end from wanted
    where ${isOurs(importId, 'product', { importId: sql`(before ->> 'import_id')::bigint`, version: sql`version`, customerId: sql`0`, id: sql`id` })}
    ${again}`)
  const { rowCount } = await tx.query(sql`
    update products p set name = wanted.name, category_id = wanted.category_id, kind = wanted.kind, price = wanted.price,
      cost = wanted.cost, tax_rate = wanted.tax_rate, consumption_days = wanted.consumption_days, stock = wanted.stock, version = p.version + 1,
      updated_at = ${now}
    from wanted where wanted.id = p.id`)
  await tx.query(sql`drop table wanted`)
  const updated = rowCount ?? 0
  return { added, updated, unchanged: known - updated - (arriving ? added : 0) }
}

async function createCategories(tx: Tx, context: ApplyContext): Promise<void> {
  await tx.query(sql`
    insert into product_categories (name)
    select distinct category from ${table(context.tables.products)} where category <> '' on conflict do nothing`)
}
