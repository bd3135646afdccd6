import type { Actor } from '../../../platform/access.ts'
import { type Db, many, one, type Sql, sql } from '../../../platform/db/db.ts'

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
  storeName: string | null
  gaps: number
  shortest: number | null
  longest: number | null
  repeats: number
  middleDays: number | null
  statedDays: number | null
}

type Seeing = Pick<Actor, 'storeIds'>
interface Span {
  from: string
  to: string
  productId?: number | undefined
  customerId?: number | undefined
}

/**
 * The lines `r` of the newest model that are due between two days, `p` their product. Staff limited to stores see what was
 * last bought in one of theirs. (Reads subscriptions: what is delivered anyway runs out for nobody.)
 */
function dueBetween({ storeIds }: Seeing, { from, to, productId, customerId }: Span): Sql {
  return sql`replenishments r join customers customer on customer.id = r.customer_id
          join products p on p.id = r.product_id and p.discontinued_at is null
        where r.model_id = (select max(id) from recommendation_models) and r.due_on between ${from} and ${to}
          and ${productId ? sql`r.product_id = ${productId}` : sql`true`}
          and ${customerId ? sql`r.customer_id = ${customerId}` : sql`true`}
          and ${storeIds === null ? sql`true` : sql`r.store_id = any(${storeIds})`}
          and not exists (select from subscriptions s
            where s.customer_id = r.customer_id and s.product_id = r.product_id and s.cancelled_on is null)`
}

/** By day. What the customer did before is read for the lines of the page alone. */
export async function listDue(
  db: Db,
  actor: Seeing,
  asked: Span & { limit: number },
  after?: [day: string, customerId: number, productId: number],
): Promise<DueRow[]> {
  const seen = actor.storeIds === null ? sql`true` : sql`o.store_id = any(${actor.storeIds})`
  return many<DueRow>(
    db,
    sql`with page as materialized (
          select r.*, customer.family_name, customer.given_name, p.code, p.name from ${dueBetween(actor, asked)}
            and ${after ? sql`(r.due_on, r.customer_id, r.product_id) > (${after[0]}::date, ${after[1]}, ${after[2]})` : sql`true`}
          order by r.due_on, r.customer_id, r.product_id limit ${asked.limit})
        select r.customer_id as "customerId", r.family_name as "familyName", r.given_name as "givenName",
          r.product_id as "productId", r.code, r.name, r.quantity, r.purchases, r.last_on as "lastOn",
          r.every_days as "everyDays", r.due_on as "dueOn", r.from_on as "fromOn", r.to_on as "toOn",
          r.again / 1000.0::float8 as again, store.name as "storeName", own.gaps, own.shortest, own.longest,
          coalesce(rhythm.repeats, 0) as repeats, rhythm.middle_days as "middleDays", rhythm.stated_days as "statedDays"
        from page r left join stores store on store.id = r.store_id
          left join product_rhythms rhythm on rhythm.product_id = r.product_id and rhythm.model_id = r.model_id
          cross join lateral (
            select count(gap)::int as gaps, min(gap) as shortest, max(gap) as longest from (
              select on_day - lag(on_day) over (order by on_day) as gap from (
                select distinct o.ordered_on as on_day
                from order_lines l join orders o on o.customer_id = l.customer_id and o.id = l.order_id
                where l.customer_id = r.customer_id and l.product_id = r.product_id and l.quantity > 0
                  and o.status = 'confirmed' and o.net_sales > 0 and ${seen}) bought) gaps) own
        order by r.due_on, r.customer_id, r.product_id`,
  )
}

export async function countDue(db: Db, actor: Seeing, asked: Span): Promise<{ on: string; count: number }[]> {
  return many(
    db,
    sql`select r.due_on as on, count(*)::int as count from ${dueBetween(actor, asked)} group by r.due_on order by r.due_on`,
  )
}

export async function readLearnedOn(db: Db): Promise<string | null> {
  const row = await one<{ learnedOn: string }>(
    db,
    sql`select learned_on as "learnedOn" from recommendation_models order by id desc limit 1`,
  )
  return row?.learnedOn ?? null
}

export interface RhythmRow {
  productId: number
  code: string
  name: string
  repeats: number
  middle: number | null
  low: number | null
  high: number | null
  quarter: number | null
  threeQuarters: number | null
  statedDays: number | null
  usedDays: number
}

/** Products on sale, those bought again most first. */
export async function listRhythms(
  db: Db,
  asked: { q?: string | undefined; limit: number },
  after?: [repeats: number, productId: number],
): Promise<RhythmRow[]> {
  const like = asked.q ? `%${asked.q.replace(/[\\%_]/g, '\\$&')}%` : undefined
  return many<RhythmRow>(
    db,
    sql`select p.id as "productId", p.code, p.name, r.repeats, r.middle_days as middle, r.low_days as low,
          r.high_days as high, r.quarter_days as quarter, r.three_quarters_days as "threeQuarters",
          r.stated_days as "statedDays", r.used_days as "usedDays"
        from product_rhythms r join products p on p.id = r.product_id and p.discontinued_at is null
        where r.model_id = (select max(id) from recommendation_models)
          and ${like ? sql`(p.name ilike ${like} or p.code ilike ${like})` : sql`true`}
          and ${after ? sql`(-r.repeats, p.id) > (${-after[0]}, ${after[1]})` : sql`true`}
        order by -r.repeats, p.id limit ${asked.limit}`,
  )
}
