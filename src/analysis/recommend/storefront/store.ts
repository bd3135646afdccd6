import { type Db, many, one, sql } from '../../../platform/db/db.ts'

export interface Visitor {
  customerId: number
  /** the merged record whose number it is */
  recordId: number | null
}

/** The customer with a number in a system; undefined: none, or without a system. */
export async function customerNumbered(db: Db, sourceId: number | null, number: string): Promise<Visitor | undefined> {
  if (sourceId === null) return undefined
  return one<Visitor>(
    db,
    sql`select customer_id as "customerId", record_id as "recordId" from customer_refs where external_id = ${number} and source_id = ${sourceId}`,
  )
}

export interface ProductFacts {
  code: string
  name: string
  price: number | null
}

/** What is on sale, newest first: before the first night nothing else is known. */
export async function newestProducts(db: Db, without: string[], size: number): Promise<ProductFacts[]> {
  return many<ProductFacts>(
    db,
    sql`select code, name, price from products
        where discontinued_at is null and stock is distinct from 0 and kind in ('regular', 'subscription') and code <> all(${without})
        order by created_at desc, id desc limit ${size}`,
  )
}

/** One opening a day of a product and place by a customer: whoever sends it again says nothing new. */
export async function noteOpeningOnce(
  db: Db,
  { customerId, recordId, code, place, now }: Visitor & { code: string; place: string; now: Date },
): Promise<void> {
  await db.query(
    sql`insert into offer_openings (customer_id, record_id, product_id, shelf, model_id, at)
        select ${customerId}, ${recordId}, p.id, ${place}, (select max(id) from recommendation_models), ${now} from products p
        where p.code = ${code} and not exists (select from offer_openings
          where customer_id = ${customerId} and product_id = p.id and shelf = ${place}
            and at > ${now}::timestamptz - interval '1 day')`,
  )
}

export async function countVisitorOpening(
  db: Db,
  { code, place, today }: { code: string; place: string; today: string },
): Promise<void> {
  await db.query(
    sql`insert into visitor_openings (on_day, product_id, shelf, count)
        select ${today}, id, ${place}, 1 from products where code = ${code}
        on conflict (on_day, product_id, shelf) do update set count = least(visitor_openings.count + 1, 1000000000)`,
  )
}
