import { one, sql, type Tx } from '../../../platform/db/db.ts'
import { writeBinary } from '../../ranking/copy-write.ts'
import type { Intervals } from '../repurchase/intervals.ts'
import type { Rhythm } from '../repurchase/rhythm.ts'
import { pack } from '../shop/pack.ts'
import type { Trained } from '../shop/train.ts'
import type { DueList } from './due-list.ts'
import type { ShopRead } from './read-shop.ts'

export interface ModelToStore {
  bytes: Uint8Array
  crowd: Int32Array
  settings: Trained['settings']
  proof: Trained['proof']
  intervals: Intervals
  rhythm: Rhythm
  due: DueList
  shop: ShopRead
  learnedOn: string
  milliseconds: number
  now: Date
}

const partBytes = 8 << 20

/** Part 0: whose ids stand for places. The other parts in order: the packed model. */
export interface Ids {
  products: Float64Array
  /** ids of the crowd's customers, ascending, and their places among everyone */
  crowd: Float64Array
  places: Int32Array
}

/** Stores the model with its list of what is due, and takes the former ones away. One model is stored at a time. */
export async function storeModel(tx: Tx, model: ModelToStore): Promise<number> {
  await tx.query(sql`lock table recommendation_models in share row exclusive mode`)
  const { shop, due } = model
  const row = await one<{ id: number }>(
    tx,
    sql`insert into recommendation_models (learned_on, customers, lines, products, settings, proof, milliseconds, created_at)
        values (${model.learnedOn}, ${shop.baskets.customers}, ${shop.baskets.bought.length}, ${shop.products.length},
          ${JSON.stringify(model.settings)}, ${model.proof && JSON.stringify(model.proof)}, ${model.milliseconds}, ${model.now})
        returning id`,
  )
  const { id } = row as { id: number }
  const ids: Ids = {
    products: shop.productIds,
    crowd: Float64Array.from(model.crowd, (place) => shop.customerIds[place] as number),
    places: model.crowd,
  }
  await storePart(tx, id, 0, pack(ids))
  for (let at = 0; at * partBytes < model.bytes.length; at++) {
    await storePart(tx, id, at + 1, model.bytes.subarray(at * partBytes, (at + 1) * partBytes))
  }
  await storeDue(tx, id, due, shop)
  await storeRhythms(tx, id, model)
  await tx.query(sql`delete from recommendation_models where id <> ${id}`)
  await tx.query(sql`delete from replenishments where model_id <> ${id}`)
  await tx.query(sql`delete from product_rhythms where model_id <> ${id}`)
  return id
}

async function storePart(tx: Tx, id: number, part: number, bytes: Uint8Array): Promise<void> {
  await tx.query(
    sql`insert into recommendation_model_parts (model_id, part, bytes) values (${id}, ${part}, ${Buffer.from(bytes)})`,
  )
}

async function storeDue(tx: Tx, id: number, due: DueList, { customerIds, productIds }: ShopRead): Promise<void> {
  await writeBinary(
    tx,
    `copy replenishments (customer_id, product_id, model_id, store_id, last_on, purchases, quantity, every_days, due_on,
       from_on, to_on, again) from stdin (format binary)`,
    12,
    due.size,
    (to, row) => {
      to.int8(customerIds[due.customer[row] as number] as number)
      to.int8(productIds[due.item[row] as number] as number)
      to.int4(id)
      to.int4OrNull(due.store[row] === 0 ? Number.NaN : (due.store[row] as number))
      to.date(due.lastDay[row] as number)
      to.int4(due.purchases[row] as number)
      to.int4(due.quantity[row] as number)
      to.int4(due.everyDays[row] as number)
      to.date(due.dueDay[row] as number)
      to.date(due.fromDay[row] as number)
      to.date(due.toDay[row] as number)
      to.int2(due.again[row] as number)
    },
  )
}

async function storeRhythms(tx: Tx, id: number, { intervals, rhythm, shop }: ModelToStore): Promise<void> {
  const { count, middle, low, high, quarter, threeQuarters } = intervals
  await writeBinary(
    tx,
    `copy product_rhythms (product_id, model_id, repeats, middle_days, low_days, high_days, quarter_days,
       three_quarters_days, stated_days, used_days) from stdin (format binary)`,
    10,
    shop.productIds.length,
    (to, row) => {
      const repeats = count[row] as number
      to.int8(shop.productIds[row] as number)
      to.int4(id)
      to.int4(repeats)
      for (const days of [middle, low, high, quarter, threeQuarters]) {
        to.int4OrNull(repeats === 0 ? Number.NaN : Math.round(days[row] as number))
      }
      to.int4OrNull((shop.stated[row] as number) || Number.NaN)
      to.int4(Math.max(1, Math.round(Math.exp(rhythm.mean[row] as number))))
    },
  )
}
