import { sql, type Tx } from '../../platform/db/db.ts'
import { categories, products } from '../shop/products.ts'
import { channels, shop, sources, staff, stores } from '../shop/shop.ts'
import { attributes, recommendationId, tags } from '../traces/memory.ts'
import { copyRows } from './copy-in.ts'

/** The company, its places and its products: what stands there before the first customer comes. */
export async function writeFurniture(tx: Tx, now: Date): Promise<void> {
  await tx.query(sql`
    insert into company (name, time_zone, fiscal_year_start_month, currency, is_demo, created_at, updated_at)
    values (${shop.name}, ${shop.timeZone}, ${shop.fiscalYearStartMonth}, ${shop.currency}, true, ${now}, ${now})
    on conflict (id) do nothing`)
  for (const { id, code, name, kind } of channels) {
    await tx.query(
      sql`insert into channels (id, code, name, kind) values (${id}, ${code}, ${name}, ${kind}) on conflict do nothing`,
    )
  }
  for (const { id, code, name } of stores) {
    await tx.query(
      sql`insert into stores (id, code, name, created_at) values (${id}, ${code}, ${name}, ${now}) on conflict do nothing`,
    )
  }
  for (const { id, code, name } of sources) {
    await tx.query(sql`insert into sources (id, code, name) values (${id}, ${code}, ${name}) on conflict do nothing`)
  }
  for (const [index, name] of categories.entries()) {
    await tx.query(sql`insert into product_categories (id, name) values (${index + 1}, ${name})`)
  }
  // a database where people work already (a second load, a test) keeps them
  await tx.query(sql`
    insert into staff (id, email, name, role, created_at, updated_at)
    select *, ${now}, ${now} from unnest(${staff.map((person) => person.id)}::integer[], ${staff.map((person) => person.email)}::text[],
      ${staff.map((person) => person.name)}::text[], ${staff.map((person) => person.role)}::text[])
    where not exists (select from staff)`)
  await tx.query(sql`
    insert into staff_stores (staff_id, store_id)
    select id, 1 from staff where email = ${staff[3].email} on conflict do nothing`)
  const instant = now.toISOString()
  await copyRows(
    tx,
    'tags',
    'id, name, created_at',
    tags.map((name, index) => [index + 1, name, instant]),
  )
  await copyRows(
    tx,
    'attribute_definitions',
    'id, key, name, type, choices, created_at',
    attributes.map(({ id, key, name, type, choices }) => [id, key, name, type, `{${choices.join(',')}}`, instant]),
  )
  await copyRows(
    tx,
    'products',
    'id, code, name, category_id, kind, price, cost, tax_rate, consumption_days, created_at, updated_at, discontinued_at',
    products.map((product) => [
      product.id,
      product.code,
      product.name,
      categories.indexOf(product.category as (typeof categories)[number]) + 1,
      product.kind,
      product.price,
      product.cost,
      product.taxRate,
      product.consumptionDays,
      instant,
      instant,
      product.discontinued ? instant : null,
    ]),
  )
  for (const table of [
    'channels',
    'stores',
    'sources',
    'staff',
    'tags',
    'attribute_definitions',
    'product_categories',
    'products',
  ]) {
    await tx.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`)
  }
}

/** Whom the shop calls a fan, unless somebody has said it already: who would recommend it, or has. */
export async function writeFanDefinition(tx: Tx, now: Date): Promise<void> {
  const definition = {
    rank: null,
    attribute: { id: recommendationId, least: 9 },
    events: ['review', 'referral'],
    firstDays: 90,
    outcomeDays: 365,
    falseShare: 0.05,
  }
  await tx.query(sql`
    insert into fan_settings (definition, created_at)
    select ${JSON.stringify(definition)}, ${now} where not exists (select from fan_settings)`)
}
