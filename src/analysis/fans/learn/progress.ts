import { type ActionKey, actionKinds, type Buyers } from '../actions.ts'
import { fallOf, highIndex, rhythmOf } from '../falling.ts'
import { progressOf, type Step } from '../fan-index.ts'
import type { Census } from './census.ts'
import { noRank } from './read-buyers.ts'

const actionKeys = Object.keys(actionKinds)

/** Steps as bits, by the order of all actions: the same bit means the same action in every run. */
export function bitsOf(keys: readonly string[]): number {
  return keys.reduce((bits, key) => bits | (1 << actionKeys.indexOf(key)), 0)
}

/** Days after the first purchase until which a step can be done. The amount of the first day stands when that day is over. */
export function openUntil({ key, kind, threshold }: Step, firstDays: number): number {
  if (key === 'first-amount') return 0
  return kind === 'within' ? Math.min(threshold, firstDays) : firstDays
}

export interface CustomerProgress {
  customerId: number
  joinedDay: number
  isWithin: boolean
  index: number
  done: string[]
  missing: string[]
  open: string[]
  /** NaN: is none */
  fanDay: number
  falling: number
  /** NaN: too few purchases */
  rhythmDays: number
  /** where it was higher than now */
  rankBefore: string | null
}

export interface ProgressInput {
  census: Census
  buyers: Buyers
  steps: readonly Step[]
  ranksBefore: ReadonlyMap<number, number>
  firstDays: number
}

/** One buyer after the other, ascending by id; nothing is kept of those before. */
export function progressOfEveryone({ census, buyers, steps, ranksBefore, firstDays }: ProgressInput) {
  const { everyone, becoming, today } = census
  const at = (row: number): CustomerProgress => {
    const customerId = everyone.ids[row] as number
    const joinedDay = everyone.joined.get(customerId) as number
    const progress = progressOf(steps, (key) => buyers.valueOf(customerId, key as ActionKey))
    const fanDay = becoming.since(customerId)
    const lately = {
      firstDay: joinedDay,
      lastDay: everyone.lastDay[row] as number,
      orderDays: everyone.orderDays[row] as number,
      rank: everyone.ranks[row] === noRank ? undefined : everyone.ranks[row],
      rankBefore: ranksBefore.get(customerId),
    }
    const isMissed = !Number.isNaN(fanDay) || progress.index >= highIndex
    const falling = isMissed ? fallOf(lately, today) : 0
    const before = lately.rankBefore
    const isLower = before !== undefined && lately.rank !== undefined && lately.rank > before
    return {
      customerId,
      joinedDay,
      isWithin: buyers.isWithin(customerId, today),
      ...progress,
      open: steps
        .filter((step) => progress.missing.includes(step.key) && today - joinedDay <= openUntil(step, firstDays))
        .map(({ key }) => key),
      fanDay,
      falling,
      rhythmDays: rhythmOf(lately) ?? Number.NaN,
      rankBefore: isLower ? (census.ranks[before] as string) : null,
    }
  }
  return { size: everyone.ids.length, at }
}
