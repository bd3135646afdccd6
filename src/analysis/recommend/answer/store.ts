import { type Db, many, one, sql } from '../../../platform/db/db.ts'

export async function insertOpening(
  db: Db,
  opening: { customerId: number; productId: number; shelf: string; now: Date },
): Promise<number | undefined> {
  const row = await one<{ id: number }>(
    db,
    sql`insert into offer_openings (customer_id, product_id, shelf, model_id, at)
        select ${opening.customerId}, id, ${opening.shelf}, (select max(id) from recommendation_models), ${opening.now}
        from products where id = ${opening.productId} returning id`,
  )
  return row?.id
}

export interface ModelFacts {
  id: number
  learnedOn: string
  customers: number
  lines: number
  products: number
  milliseconds: number
  createdAt: Date
  proof: { model: Proof; gpTop: Proof } | null
}

interface Proof {
  users: number
  recall: Record<string, number>
  ndcg: Record<string, number>
  phr: Record<string, number>
}

export async function readModelFacts(db: Db): Promise<ModelFacts | undefined> {
  return one<ModelFacts>(
    db,
    sql`select id, learned_on as "learnedOn", customers, lines, products, milliseconds, created_at as "createdAt", proof
        from recommendation_models order by id desc limit 1`,
  )
}

/** Of the last 30 days; bought: the same product, in the 14 days after it was opened. (Reads orders.) */
export async function countOpenings(db: Db, now: Date) {
  return many<{ shelf: string; count: number; bought: number }>(
    db,
    sql`select shelf, sum(count)::int as count, sum(bought)::int as bought from (
          select opening.shelf, count(*) as count, count(*) filter (where exists (
              select from orders o join order_lines l on l.customer_id = o.customer_id and l.order_id = o.id
              where o.customer_id = opening.customer_id and l.product_id = opening.product_id and o.status = 'confirmed'
                and o.net_sales > 0 and o.ordered_at >= opening.at and o.ordered_at < opening.at + interval '14 days')) as bought
            from offer_openings opening where opening.at > ${now}::timestamptz - interval '30 days' group by 1
          union all
          select shelf, sum(count), 0 from visitor_openings where on_day > ${now}::date - 30 group by 1) told
        group by 1 order by 2 desc, 1`,
  )
}

export async function namesOfProducts(db: Db, ids: number[]): Promise<{ id: number; name: string }[]> {
  if (ids.length === 0) return []
  return many(db, sql`select id, name from products where id = any(${ids}) order by name`)
}
