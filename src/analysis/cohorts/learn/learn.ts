import { dayNumber, dayOf } from '../../../platform/calendar.ts'
import { transaction } from '../../../platform/db/db.ts'
import { progressRun } from '../../../platform/jobs/runs.ts'
import type { ThreadContext } from '../../../platform/jobs/thread.ts'
import { countCube } from '../count/cube.ts'
import { readShop } from './read-log.ts'
import { storeCube } from './store-cube.ts'

/** A past day that somebody asked for, and the run they watch. */
export interface Recount {
  asOf: string
  runId: number
}

/**
 * Counts the cohorts as of tonight, or as of a past day from the orders until then as they stand now. Safe to run at any
 * time and again. Returns false when whoever watches has stopped it.
 */
export async function learnCohorts(ctx: ThreadContext, recount?: Recount): Promise<boolean> {
  const started = performance.now()
  const today = dayOf(ctx.now, ctx.company.timeZone)
  const asOf = recount?.asOf ?? today
  let [said, isWanted] = [Promise.resolve(), true]
  const tell = (done: number, total: number): void => {
    // one after the other, while the reading goes on
    said = said.then(async () => {
      if (recount && isWanted) isWanted = await progressRun(ctx.pool, recount.runId, done, total)
    })
  }
  const { currency } = ctx.company
  const shop = await readShop(ctx.pool, { asOf, today, currency }, recount && tell)
  if (recount) tell(shop.orders, shop.orders)
  await said
  if (!isWanted) return false
  const day = dayNumber(asOf)
  const cube = countCube(shop.log, shop.contracts, {
    asOf: day,
    sameDayOnce: shop.sameDayOnce,
    keepAdCodes: shop.adCodes,
  })
  await transaction(ctx.pool, (tx) =>
    storeCube(tx, cube, {
      asOf: day,
      isNightly: recount === undefined || asOf === today,
      orders: shop.orders,
      milliseconds: Math.round(performance.now() - started),
      now: ctx.now,
    }),
  )
  return true
}
