import { deviance } from './effect.ts'
import type { Action, Fourfold, Study } from './study.ts'

/** A side of a split has at least this many buyers, or it says nothing. */
export const leastPeople = 50
/** Fans expected on either side if there were no difference; below it the tests do not hold. */
export const leastExpectedFans = 5

/** Twice a log-likelihood: thresholds this close to the best cannot be told from it (95 %, one degree of freedom). */
const asLikely = 3.84

/**
 * The threshold that best separates fans from the rest among `places`; of those that do it as well as the best, the
 * roundest, since people have to act on it. Undefined when no threshold leaves enough people on both sides.
 */
export function bestThreshold(study: Study, places: Int32Array, action: Action): number | undefined {
  const found = candidates(study, places, action)
  let best: Candidate | undefined
  for (const candidate of found) if (!best || candidate.score > best.score) best = candidate
  if (!best) return undefined
  let choice = best
  for (const candidate of found) {
    if (candidate.score < best.score - asLikely) continue
    const rounder = roundness(candidate.threshold) - roundness(choice.threshold)
    if (rounder > 0 || (rounder === 0 && candidate.score > choice.score)) choice = candidate
  }
  return choice.threshold
}

interface Candidate {
  threshold: number
  score: number
}

function candidates(study: Study, places: Int32Array, action: Action): Candidate[] {
  const known = places.filter((place) => !Number.isNaN(action.values[place] as number))
  const sign = action.kind === 'within' ? 1 : -1
  const value = (place: number) => action.values[place] as number
  // from those who did it most clearly to those who hardly did
  known.sort((a, b) => sign * (value(a) - value(b)))
  const all = totals(study, places)
  const table: Fourfold = { did: 0, didFans: 0, not: all.people, notFans: all.fans }
  const found: Candidate[] = []
  known.forEach((place, index) => {
    const fan = study.fan[place] as number
    table.did += 1
    table.didFans += fan
    table.not -= 1
    table.notFans -= fan
    const next = known[index + 1]
    if (next !== undefined && value(next) === value(place)) return
    // more fans among those who did: the rest are no step on the way to being a fan
    const helps = table.didFans * table.not > table.notFans * table.did
    if (helps && saysSomething(table)) found.push({ threshold: value(place), score: deviance(table) })
  })
  return found
}

function totals(study: Study, places: Int32Array): { people: number; fans: number } {
  let fans = 0
  for (const place of places) fans += study.fan[place] as number
  return { people: places.length, fans }
}

/** Enough people, and enough fans to be expected, on both sides. */
export function saysSomething({ did, didFans, not, notFans }: Fourfold): boolean {
  const share = (didFans + notFans) / (did + not)
  return Math.min(did, not) >= leastPeople && Math.min(did, not) * share >= leastExpectedFans
}

/** How easily a number is said: 30 before 28, 5000 before 4980; small counts are all easy. */
function roundness(value: number): number {
  if (value <= 5) return 4
  // whole weeks and months are how people count days
  if (value % 30 === 0 || value === 7 || value === 14) return 3
  for (const step of [1000, 100, 10, 5]) if (value % step === 0) return step === 5 ? 1 : 2
  return 0
}
