import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { dayNumber, dayOf } from '../../../platform/calendar.ts'
import type { Context } from '../../../platform/context.ts'
import { transaction } from '../../../platform/db/db.ts'
import type { Told, Trained } from '../shop/train.ts'
import type { DueList } from './due-list.ts'
import { readShop } from './read-shop.ts'
import { storeModel } from './store-model.ts'

/** What the learning thread hands back. */
interface Learned {
  bytes: Uint8Array<ArrayBuffer>
  /** places of the customers who are compared with */
  crowd: Int32Array
  settings: Trained['settings']
  proof: Trained['proof']
  due: DueList
}

/** Learns everything anew from the orders as they are and puts it in force. Safe to run at any time. */
export async function learnShop(
  ctx: Pick<Context, 'pool' | 'now' | 'company'>,
): Promise<{ id: number; products: number }> {
  const started = performance.now()
  const today = dayOf(ctx.now, ctx.company.timeZone)
  const shop = await readShop(ctx.pool, today)
  const { baskets, products, looked } = shop
  const learned = await learnBeside({ baskets, products, looked, today: dayNumber(today) }, shop.stores)
  const id = await transaction(ctx.pool, (tx) =>
    storeModel(tx, {
      ...learned,
      shop,
      learnedOn: today,
      milliseconds: Math.round(performance.now() - started),
      now: ctx.now,
    }),
  )
  return { id, products: products.length }
}

async function learnBeside(told: Told, stores: Int32Array): Promise<Learned> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { told, stores } })
  try {
    // `once` also rejects when the worker fails
    const [learned] = (await once(worker, 'message')) as [Learned]
    return learned
  } finally {
    await worker.terminate()
  }
}
