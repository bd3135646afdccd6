import { requireCustomer } from '../../customers/index.ts'
import type { Actor } from '../../platform/access.ts'
import { dayFromNumber, dayNumber, dayOf } from '../../platform/calendar.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, transaction } from '../../platform/db/db.ts'
import type { ActionKey } from './actions.ts'
import type { CustomerFanReply } from './contract.ts'
import { type Fall, falls } from './falling.ts'
import { progressOf } from './fan-index.ts'
import { oneMoment } from './learn/census.ts'
import { openUntil } from './learn/progress.ts'
import { readBuyers, readEveryone } from './learn/read-buyers.ts'
import { readFan, readRun } from './store.ts'

export const fallsOf = (bits: number): Fall[] => (Object.keys(falls) as Fall[]).filter((fall) => bits & falls[fall])

/**
 * How far a customer is, from what happened until this moment and the steps of the last run. Null: never bought, or no
 * run found any step. Read by the same queries as everyone's progress at night.
 */
export async function fanOf(
  ctx: Context & { db: Db; actor: Actor },
  customerId: number,
): Promise<CustomerFanReply | null> {
  await requireCustomer(ctx.db, ctx.actor, customerId)
  const run = await readRun(ctx.db)
  if (!run) return null
  const { timeZone } = ctx.company
  const { firstDays } = run.definition
  const today = dayNumber(dayOf(ctx.now, timeZone))
  const options = { firstDays, timeZone, today, only: customerId }
  const read = await transaction(ctx.pool, async (tx) => {
    await oneMoment(tx)
    const everyone = await readEveryone(tx, options)
    return { everyone, buyers: await readBuyers(tx, everyone, options), stored: await readFan(tx, customerId) }
  })
  const joined = read.everyone.joined.get(customerId)
  if (joined === undefined) return null
  const valueOf = (key: string) => read.buyers.valueOf(customerId, key as ActionKey)
  const progress = progressOf(run.steps, valueOf)
  return {
    learnedOn: run.learnedOn,
    firstDays,
    joinedOn: dayFromNumber(joined),
    until: dayFromNumber(joined + firstDays),
    isWithin: read.buyers.isWithin(customerId, today),
    index: progress.index,
    steps: run.steps.map((step) => {
      const value = valueOf(step.key)
      const isDone = progress.done.includes(step.key)
      const until = joined + openUntil(step, firstDays)
      return {
        ...step,
        key: step.key as ActionKey,
        isDone,
        value: Number.isNaN(value) ? null : value,
        openUntil: !isDone && today <= until ? dayFromNumber(until) : null,
      }
    }),
    fanOn: read.stored?.fanOn ?? null,
    falls: fallsOf(read.stored?.falling ?? 0),
    rhythmDays: read.stored?.rhythmDays ?? null,
    lastOn: dayFromNumber(read.everyone.lastDay[0] as number),
    rankBefore: read.stored?.rankBefore ?? null,
  }
}
