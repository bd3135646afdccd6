import { type Db, many, type Sql, sql, type Tx } from '../../platform/db/db.ts'
import { waiting } from './store.ts'

/**
 * Where the rows of one import wait, normalised, until they are applied. Unlogged: a crash of the database empties
 * them, and they are filled again from the kept file, which always gives the same rows and numbers.
 */
export interface StagingTables {
  people: string
  products: string
  orders: string
  lines: string
}

export function stagingTables(importId: number): StagingTables {
  const name = (part: string) => `import_${importId}_${part}`
  return { people: name('people'), products: name('products'), orders: name('orders'), lines: name('lines') }
}

/** Splices a table name of ours into SQL. */
export function table(name: string): Sql {
  if (!/^import_\d+_[a-z]+$/.test(name)) throw new Error(`not a staging table: ${name}`)
  return sql.raw(name)
}

export const stagedPeople = [
  'seq',
  'row_no',
  'key',
  'number',
  'family_name',
  'given_name',
  'family_kana',
  'given_kana',
  'company_name',
  'birth_on',
  'gender',
  'name_key',
  'given_name_key',
  'kana_key',
  'given_kana_key',
  'email',
  'email_key',
  'phone',
  'phone_key',
  'postcode',
  'prefecture',
  'address1',
  'address2',
  'address_line',
  'address_key',
  'registered_on',
  'store',
  'channel',
  'note',
  'tags',
  'attributes',
  'consents',
] as const

export const stagedProducts = [
  'seq',
  'row_no',
  'code',
  'name',
  'category',
  'kind',
  'price',
  'cost',
  'tax_rate',
  'consumption_days',
  'stock',
] as const

export const stagedLines = [
  'seq',
  'line',
  'row_no',
  'code',
  'name',
  'quantity',
  'unit_price',
  'amount',
  'tax_rate',
  'cost',
] as const

export const stagedOrders = [
  'seq',
  'first_row',
  'last_row',
  'number',
  'ordered_at',
  'ordered_on',
  'status',
  'customer_key',
  'buyer',
  'channel',
  'store',
  'ad_code',
  'coupon_code',
  'payment_method',
  'subtotal',
  'after_discount',
  'discount',
  'points_used',
  'shipping',
  'fee',
  'tax',
  'total',
  'refunded',
  'sum_product',
  'sum_shipping',
  'sum_fee',
  'sum_discount',
  'sum_tax',
  'sum_points',
  'line_count',
  'rejected',
] as const

export async function createStaging(db: Db, tables: StagingTables): Promise<void> {
  await dropStaging(db, tables)
  for (const part of parts) {
    await db.query(
      sql`create unlogged table ${table(tables[part])} (${columnsOf[part]}) with (autovacuum_enabled = off)`,
    )
  }
}

/** Staging of the few rows that one transaction takes in: nobody else sees it, and it goes with the transaction. */
export async function createPassingStaging(tx: Tx, tables: StagingTables): Promise<void> {
  for (const part of parts) {
    await tx.query(sql`create temporary table ${table(tables[part])} (${columnsOf[part]}) on commit drop`)
  }
}

const parts = ['people', 'products', 'orders', 'lines'] as const

const columnsOf = {
  people: sql`seq integer, row_no bigint, key text, number text,
      family_name text, given_name text, family_kana text, given_kana text, company_name text, birth_on date, gender text,
      name_key text, given_name_key text, kana_key text, given_kana_key text, email text, email_key text, phone text,
      phone_key text, postcode text, prefecture text, address1 text, address2 text, address_line text, address_key text,
      registered_on date, store text, channel text, note text, tags text, attributes jsonb, consents jsonb`,
  products: sql`seq integer, row_no bigint, code text, name text, category text, kind text, price bigint, cost bigint,
      tax_rate numeric(5, 2), consumption_days integer, stock integer`,
  orders: sql`seq integer, first_row bigint, last_row bigint, number text,
      ordered_at timestamptz, ordered_on date, status text, customer_key text, buyer jsonb, channel text, store text,
      ad_code text, coupon_code text, payment_method text, subtotal bigint, after_discount bigint, discount bigint,
      points_used bigint, shipping bigint, fee bigint, tax bigint, total bigint, refunded bigint, sum_product bigint,
      sum_shipping bigint, sum_fee bigint, sum_discount bigint, sum_tax bigint, sum_points bigint, line_count integer,
      rejected boolean`,
  lines: sql`seq integer, line integer, row_no bigint, code text, name text, quantity integer, unit_price bigint,
      amount bigint, tax_rate numeric(5, 2), cost bigint`,
}

export async function dropStaging(db: Db, tables: StagingTables): Promise<void> {
  // in one statement: a kill leaves all of them or none
  await db.query(sql`drop table if exists ${sql.join(Object.values(tables).map(table))}`)
}

/** Staging of imports that ended while nobody could clear up. */
export async function dropLeftStaging(db: Db): Promise<void> {
  const left = await many<{ name: string }>(
    db,
    sql`select relname as name from pg_class
        where relkind = 'r' and relname ~ '^import_[0-9]+_(people|products|orders|lines)$' and not exists (
          select from imports where id = substring(relname from '[0-9]+')::bigint and status = any(${waiting}))`,
  )
  for (const { name } of left) await db.query(sql`drop table if exists ${table(name)}`)
}

/** Whether staged rows are still there: a database that crashed comes back with the tables empty. */
export async function isStaged(db: Db, tables: StagingTables): Promise<boolean> {
  const found = await db.query<{ there: boolean }>(sql`select to_regclass(${tables.orders}) is not null as there`)
  if (!found.rows[0]?.there) return false
  const rows = await db.query<{ there: boolean }>(
    sql`select exists (select from ${table(tables.people)}) or exists (select from ${table(tables.products)})
          or exists (select from ${table(tables.orders)}) as there`,
  )
  return rows.rows[0]?.there ?? false
}

/**
 * Puts the parts of an order that stand apart in the file together under its first part: a line's number is its place
 * among all lines of the order, in file order. One bad part rejects the whole order.
 */
export async function joinParts(db: Db, tables: StagingTables, importId: number): Promise<void> {
  const orders = table(tables.orders)
  const { rows } = await db.query<{ there: boolean }>(
    sql`select exists (select from ${orders} group by number having count(*) > 1) as there`,
  )
  if (!rows[0]?.there) return
  await db.query(sql`
    with parts as (
      select seq, min(seq) over whole as first_seq, sum(line_count) over (whole order by seq) - line_count as lines_before
      from ${orders} where number in (select number from ${orders} group by number having count(*) > 1)
      window whole as (partition by number)
    )
    update ${table(tables.lines)} line set seq = first_seq, line = line.line + lines_before
    from parts where parts.seq = line.seq and parts.seq <> first_seq`)
  await db.query(sql`
    with several as (select number from ${orders} group by number having bool_or(rejected) and not bool_and(rejected))
    insert into import_rejections (import_id, row_no, field, code, value)
    select ${importId}, row_no, '', 'other-line-rejected', number
    from ${orders} join several using (number) cross join lateral generate_series(first_row, last_row) as row_no
    where not rejected
    on conflict do nothing`)
  await db.query(sql`
    with whole as (
      select min(seq) as seq, bool_or(rejected) as rejected, sum(line_count) as line_count, sum(sum_product) as product,
        sum(sum_shipping) as shipping, sum(sum_fee) as fee, sum(sum_discount) as discount, sum(sum_tax) as tax,
        sum(sum_points) as points
      from ${orders} group by number having count(*) > 1
    )
    update ${orders} o set rejected = whole.rejected, line_count = whole.line_count, sum_product = product,
      sum_shipping = whole.shipping, sum_fee = whole.fee, sum_discount = whole.discount, sum_tax = whole.tax,
      sum_points = points
    from whole where whole.seq = o.seq`)
  await db.query(sql`
    delete from ${orders} o using (select number, min(seq) as seq from ${orders} group by number having count(*) > 1) first
    where first.number = o.number and o.seq <> first.seq`)
}

/** Of each person only the first record stays: chunks applied side by side must not meet in one person. */
export async function keepFirstRecords(db: Db, tables: StagingTables): Promise<void> {
  const people = table(tables.people)
  await db.query(sql`
    delete from ${people} p using (select key, min(seq) as seq from ${people} group by key having count(*) > 1) first
    where first.key = p.key and p.seq <> first.seq`)
}

/** Lets the chunks find their rows without a scan, and the planner know how many there are. */
export async function indexStaging(db: Db, tables: StagingTables): Promise<void> {
  for (const name of Object.values(tables)) {
    await db.query(sql`create index on ${table(name)} using brin (seq) with (pages_per_range = 8)`)
    await db.query(sql`analyze ${table(name)} (seq)`)
  }
}
