import { type Db, many, one, sql } from '../../platform/db/db.ts'
import { Refusal } from '../../platform/http/refusal.ts'

export interface Product {
  id: number
  version: number
  code: string
  name: string
  categoryId: number | null
  kind: 'regular' | 'trial' | 'subscription' | 'gift'
  price: number | null
  cost: number | null
  taxRate: number | null
  consumptionDays: number | null
  stock: number | null
  discontinuedAt: Date | null
  updatedAt: Date
}

export type ProductFields = Omit<Product, 'id' | 'version' | 'discontinuedAt' | 'updatedAt'>

const columns = sql`id, version, code, name, category_id as "categoryId", kind, price, cost, tax_rate as "taxRate",
  consumption_days as "consumptionDays", stock, discontinued_at as "discontinuedAt", updated_at as "updatedAt"`

export type ProductSort = 'code' | '-code' | 'name' | '-name' | 'price' | '-price'

const sorts = {
  code: { value: sql`code`, type: sql`text` },
  name: { value: sql`name`, type: sql`text` },
  // no price stands before the cheapest
  price: { value: sql`coalesce(price, -1)`, type: sql`bigint` },
}

export async function listProductRows(
  db: Db,
  filter: { q?: string; categoryId?: number; kind?: string; state?: 'on-sale' | 'discontinued' },
  page: { sort: ProductSort; after?: [string | number, number]; limit: number },
): Promise<(Product & { position: string | number })[]> {
  const { value, type } = sorts[page.sort.replace('-', '') as keyof typeof sorts]
  const [direction, beyond] = page.sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const conditions = [sql`true`]
  if (filter.q) {
    const like = `%${filter.q.normalize('NFKC').replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(normalize(name, nfkc) ilike ${like} or normalize(code, nfkc) ilike ${like})`)
  }
  if (filter.categoryId) conditions.push(sql`category_id = ${filter.categoryId}`)
  if (filter.kind) conditions.push(sql`kind = ${filter.kind}`)
  if (filter.state)
    conditions.push(filter.state === 'on-sale' ? sql`discontinued_at is null` : sql`discontinued_at is not null`)
  if (page.after) conditions.push(sql`(${value}, id) ${beyond} (${page.after[0]}::${type}, ${page.after[1]})`)
  return many(
    db,
    sql`select ${columns}, ${value} as position from products where ${sql.join(conditions, ' and ')}
        order by ${value} ${direction}, id ${direction} limit ${page.limit}`,
  )
}

export async function readProduct(db: Db, id: number, lock = false): Promise<Product | undefined> {
  return one<Product>(db, sql`select ${columns} from products where id = ${id} ${lock ? sql`for update` : sql.empty}`)
}

/** Inserts a product; a code in use is refused by its field. */
export async function insertProduct(db: Db, now: Date, product: ProductFields): Promise<number> {
  const made = await one<{ id: number }>(
    db,
    sql`insert into products (code, name, category_id, kind, price, cost, tax_rate, consumption_days, stock, created_at, updated_at)
        values (${product.code}, ${product.name}, ${product.categoryId}, ${product.kind}, ${product.price}, ${product.cost},
          ${product.taxRate}, ${product.consumptionDays}, ${product.stock}, ${now}, ${now})
        on conflict (code) do nothing returning id`,
  )
  if (!made) throw codeInUse()
  return made.id
}

export async function updateProduct(db: Db, now: Date, product: Product): Promise<void> {
  const double = await one(db, sql`select 1 from products where code = ${product.code} and id <> ${product.id}`)
  if (double) throw codeInUse()
  await db.query(
    sql`update products set code = ${product.code}, name = ${product.name}, category_id = ${product.categoryId},
          kind = ${product.kind}, price = ${product.price}, cost = ${product.cost}, tax_rate = ${product.taxRate},
          consumption_days = ${product.consumptionDays}, stock = ${product.stock}, discontinued_at = ${product.discontinuedAt},
          version = ${product.version}, updated_at = ${now}
        where id = ${product.id}`,
  )
}

function codeInUse(): Refusal {
  return new Refusal('already-exists', {}, [{ field: 'code', code: 'already-exists' }])
}

export async function listCategoryRows(db: Db): Promise<{ id: number; name: string; products: number }[]> {
  return many(
    db,
    sql`select c.id, c.name, count(p.id) as products
        from product_categories c left join products p on p.category_id = c.id group by c.id order by c.id`,
  )
}

export async function insertCategory(db: Db, name: string): Promise<number> {
  const made = await one<{ id: number }>(
    db,
    sql`insert into product_categories (name) values (${name}) on conflict (name) do nothing returning id`,
  )
  if (!made) throw nameInUse()
  return made.id
}

export async function renameCategory(db: Db, id: number, name: string): Promise<void> {
  const double = await one(db, sql`select 1 from product_categories where name = ${name} and id <> ${id}`)
  if (double) throw nameInUse()
  const { rowCount } = await db.query(sql`update product_categories set name = ${name} where id = ${id}`)
  if (rowCount === 0) throw new Refusal('not-found')
}

function nameInUse(): Refusal {
  return new Refusal('already-exists', {}, [{ field: 'name', code: 'already-exists' }])
}

export async function removeCategory(db: Db, id: number): Promise<void> {
  const used = await one(db, sql`select 1 from products where category_id = ${id} limit 1`)
  if (used) throw new Refusal('in-use')
  const { rowCount } = await db.query(sql`delete from product_categories where id = ${id}`)
  if (rowCount === 0) throw new Refusal('not-found')
}
