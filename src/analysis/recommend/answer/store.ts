import type { Actor } from '../../../platform/access.ts'
import { type Db, many, one, sql } from '../../../platform/db/db.ts'

export interface DueRow {
  customerId: number
  familyName: string
  givenName: string
  productId: number
  code: string
  name: string
  quantity: number
  purchases: number
  lastOn: string
  everyDays: number
  dueOn: string
  fromOn: string
  toOn: string
  again: number
}

/**
 * The list of the newest model, by day. Staff limited to stores see what was last bought in one of theirs. (Reads
 * subscriptions: what is delivered anyway runs out for nobody.)
 */
export async function listDue(
  db: Db,
  { storeIds }: Pick<Actor, 'storeIds'>,
  asked: { from: string; to: string; productId?: number | undefined; limit: number },
  after?: [day: string, customerId: number, productId: number],
): Promise<DueRow[]> {
  return many<DueRow>(
    db,
    sql`select r.customer_id as "customerId", customer.family_name as "familyName", customer.given_name as "givenName",
          r.product_id as "productId", p.code, p.name, r.quantity, r.purchases, r.last_on as "lastOn",
          r.every_days as "everyDays", r.due_on as "dueOn", r.from_on as "fromOn", r.to_on as "toOn",
          r.again / 1000.0::float8 as again
        from replenishments r join customers customer on customer.id = r.customer_id
          join products p on p.id = r.product_id and p.discontinued_at is null
        where r.model_id = (select max(id) from recommendation_models)
          and r.due_on between ${asked.from} and ${asked.to}
          and ${asked.productId ? sql`r.product_id = ${asked.productId}` : sql`true`}
          and ${storeIds === null ? sql`true` : sql`r.store_id = any(${storeIds})`}
          and ${after ? sql`(r.due_on, r.customer_id, r.product_id) > (${after[0]}::date, ${after[1]}, ${after[2]})` : sql`true`}
          and not exists (select from subscriptions s
            where s.customer_id = r.customer_id and s.product_id = r.product_id and s.cancelled_on is null)
        order by r.due_on, r.customer_id, r.product_id limit ${asked.limit}`,
  )
}

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

export async function countOpenings(db: Db, now: Date) {
  return many<{ shelf: 'buyAgain' | 'goesWith' | 'peopleLikeYou' | 'newForYou' | 'popular'; count: number }>(
    db,
    sql`select shelf, count(*) from offer_openings where at > ${now}::timestamptz - interval '30 days' group by 1 order by 1`,
  )
}
