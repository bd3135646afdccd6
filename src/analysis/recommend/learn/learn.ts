import { dayNumber, dayOf } from '../../../platform/calendar.ts'
import { transaction } from '../../../platform/db/db.ts'
import type { ThreadContext } from '../../../platform/jobs/thread.ts'
import { pack } from '../shop/pack.ts'
import { trainShop } from '../shop/train.ts'
import { openThreads } from '../threads/threads.ts'
import { dueList } from './due-list.ts'
import { readShop } from './read-shop.ts'
import { storeModel } from './store-model.ts'

/** Learns everything anew from the orders as they are and puts it in force. Safe to run at any time. */
export async function learnShop(ctx: ThreadContext): Promise<void> {
  const started = performance.now()
  const today = dayOf(ctx.now, ctx.company.timeZone)
  const shop = await readShop(ctx.pool, today)
  const { baskets, products, looked, stores, stated } = shop
  const threads = openThreads()
  const told = { baskets, products, looked, stated, today: dayNumber(today) }
  const { model, settings, proof, intervals } = await trainShop(told, threads)
  await threads.close()
  await transaction(ctx.pool, (tx) =>
    storeModel(tx, {
      bytes: pack(model),
      crowd: model.next.knowledge.crowd.customers,
      settings,
      proof,
      intervals,
      rhythm: model.rhythm,
      due: dueList(model.rhythm, baskets, stores, dayNumber(today)),
      shop,
      learnedOn: today,
      milliseconds: Math.round(performance.now() - started),
      now: ctx.now,
    }),
  )
}
