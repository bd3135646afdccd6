import { dayNumber, dayOf } from '../../../platform/calendar.ts'
import type { Context } from '../../../platform/context.ts'
import { type Db, many, one, type Pool, sql } from '../../../platform/db/db.ts'
import { type Desk, openDesk } from '../basket/features.ts'
import type { OfferRulesSaved } from '../contract.ts'
import type { Ids } from '../learn/store-model.ts'
import { type Catalogue, catalogueOf } from '../serve/offers.ts'
import type { Product } from '../serve/rules.ts'
import { unpack } from '../shop/pack.ts'
import type { ShopModel } from '../shop/train.ts'
import { readOfferRules } from './offer-rules.ts'

/** The model in force with the catalogue and the rules as they are now, ready to answer. */
export interface Loaded {
  modelId: number
  learnedOn: string
  model: ShopModel
  catalogue: Catalogue
  codes: string[]
  categories: Map<number, string>
  rules: OfferRulesSaved
  placeOf: Map<number, number>
  placeByCode: ReadonlyMap<string, number>
  /** a customer's place among those learned from; −1 when they are not compared with */
  selfOf(customerId: number): number
  /** memory for one question at a time: answers are worked out without a pause */
  desk: Desk
}

/** What the model rests on may be this old before it is looked at again, and this old before those who ask wait for it. */
const freshMilliseconds = 5_000
const waitMilliseconds = 15_000

interface Held {
  checkedAt: number
  stamp: string
  loaded: Loaded | null
}

// by the pool that asks, so that two installations in one process stay apart
const held = new WeakMap<Pool, Held>()
const looking = new WeakMap<Pool, Promise<Loaded | null>>()

type Asking = Pick<Context, 'pool' | 'now' | 'company'>

/**
 * Null: nothing has been learned yet. Many ask each second: they are answered from what is held while one look is taken
 * for all of them, and wait for it only where nothing is held or nobody has asked for long.
 */
export async function loadedModel(ctx: Asking): Promise<Loaded | null> {
  const before = held.get(ctx.pool)
  const age = before ? ctx.now.getTime() - before.checkedAt : Number.POSITIVE_INFINITY
  // whoever waits for the first night to end does not wait longer
  if (before?.loaded && age >= 0 && age < freshMilliseconds) return before.loaded
  const under = looking.get(ctx.pool) ?? look(ctx, before)
  if (!before?.loaded || age < 0 || age >= waitMilliseconds) return under
  return before.loaded
}

function look(ctx: Asking, before: Held | undefined): Promise<Loaded | null> {
  const under = lookAgain(ctx, before).finally(() => looking.delete(ctx.pool))
  looking.set(ctx.pool, under)
  // who waits for it is told; who does not has an answer already
  under.catch(() => {})
  return under
}

async function lookAgain(ctx: Asking, before: Held | undefined): Promise<Loaded | null> {
  const stamp = await readStamp(ctx.pool)
  if (before?.stamp === stamp) {
    before.checkedAt = ctx.now.getTime()
    return before.loaded
  }
  const loaded = await load(ctx, before?.loaded)
  held.set(ctx.pool, { checkedAt: ctx.now.getTime(), stamp, loaded })
  return loaded
}

/** Changes whenever the model, the catalogue or the rules do. */
async function readStamp(db: Db): Promise<string> {
  const row = await one<{ stamp: string }>(
    db,
    sql`select concat_ws('/', (select max(id) from recommendation_models), (select max(id) from recommendation_rules),
          (select max(updated_at) from products), (select count(*) from products), (select count(*) from product_categories)) as stamp`,
  )
  return (row as { stamp: string }).stamp
}

interface ModelRow {
  id: number
  learnedOn: string
}

async function load(ctx: Pick<Context, 'pool' | 'company'>, before: Loaded | null | undefined): Promise<Loaded | null> {
  const row = await one<ModelRow>(
    ctx.pool,
    sql`select id, learned_on as "learnedOn" from recommendation_models order by id desc limit 1`,
  )
  if (!row) return null
  const kept = before?.modelId === row.id ? before : await readModel(ctx.pool, row)
  const { rules } = await readOfferRules(ctx.pool)
  const { products, codes, categories } = await readProducts(ctx, kept.placeOf)
  const { popularity } = kept.model.next.knowledge
  const placeByCode = new Map(codes.map((code, place) => [code, place]))
  return {
    ...kept,
    rules,
    codes,
    placeByCode,
    categories,
    catalogue: catalogueOf(products, popularity.lately, popularity.ever),
  }
}

type Kept = Pick<Loaded, 'modelId' | 'learnedOn' | 'model' | 'placeOf' | 'selfOf' | 'desk'>

async function readModel(pool: Pool, { id, learnedOn }: ModelRow): Promise<Kept> {
  const ids = unpack(await readPart(pool, id, 0)) as Ids
  const parts: Uint8Array[] = []
  for (let part = 1; ; part++) {
    const bytes = await readPart(pool, id, part)
    if (bytes.length === 0) break
    parts.push(bytes)
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  const model = unpack(whole) as ShopModel
  const places = new Map(Array.from(ids.crowd, (customer, n) => [customer, ids.places[n] as number]))
  return {
    modelId: id,
    learnedOn,
    model,
    placeOf: new Map(Array.from(ids.products, (product, place) => [product, place])),
    selfOf: (customerId) => places.get(customerId) ?? -1,
    desk: openDesk(model.next.knowledge),
  }
}

/** A copy that starts its own memory, as packed arrays must; empty when there is no such part. */
async function readPart(db: Db, id: number, part: number): Promise<Uint8Array<ArrayBuffer>> {
  const row = await one<{ bytes: Buffer }>(
    db,
    sql`select bytes from recommendation_model_parts where model_id = ${id} and part = ${part}`,
  )
  return new Uint8Array(row?.bytes ?? [])
}

interface ProductRow extends Omit<Product, 'sinceDay' | 'available'> {
  code: string
  createdAt: Date
  isOnSale: boolean
  isInStock: boolean
}

/** Products by the model's places; those that came since are not in it yet, those that went are not available. */
async function readProducts({ pool, company }: Pick<Context, 'pool' | 'company'>, placeOf: Map<number, number>) {
  const rows = await many<ProductRow>(
    pool,
    sql`select id, code, name as title, category_id as "categoryId", kind, price, cost, created_at as "createdAt",
          discontinued_at is null as "isOnSale", stock is distinct from 0 as "isInStock"
        from products`,
  )
  const products = Array.from(placeOf.keys(), (id) => gone(id))
  const codes = products.map(() => '')
  for (const { code, createdAt, isOnSale, ...row } of rows) {
    const place = placeOf.get(row.id)
    if (place === undefined) continue
    products[place] = { ...row, sinceDay: dayNumber(dayOf(createdAt, company.timeZone)), available: isOnSale }
    codes[place] = code
  }
  const names = await many<{ id: number; name: string }>(pool, sql`select id, name from product_categories`)
  return { products, codes, categories: new Map(names.map(({ id, name }) => [id, name])) }
}

const gone = (id: number): Product => ({
  id,
  title: '',
  categoryId: null,
  kind: 'regular',
  price: null,
  cost: null,
  sinceDay: 0,
  available: false,
  isInStock: false,
})

/** False: it was taken out of the catalogue since the model was learned. */
export const productIsThere = ({ codes }: Loaded, item: number): boolean => codes[item] !== ''
