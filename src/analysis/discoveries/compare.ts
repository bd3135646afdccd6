import { normalTail } from '../fans/effect.ts'

/** People, and how many of them did what is asked about. */
export interface Share {
  people: number
  did: number
}

/** One share against another: how far apart, how sure, and how likely so far apart by chance alone. */
export interface Difference {
  /** of 1, observed minus reference */
  difference: number
  /** 95 % interval */
  low: number
  high: number
  /** two-sided */
  chance: number
}

const z95 = 1.959963984540054

export const rateOf = ({ people, did }: Share): number => (people === 0 ? 0 : did / people)

/**
 * The difference of two independent shares: interval by Newcombe (1998), Statistics in Medicine 17, method 10 (Wilson
 * limits of both), chance by the score test of two shares. Neither has people: no difference, and a chance of 1.
 */
export function differenceOf(observed: Share, reference: Share): Difference {
  if (observed.people === 0 || reference.people === 0) return { difference: 0, low: -1, high: 1, chance: 1 }
  const [now, then] = [rateOf(observed), rateOf(reference)]
  const [nowLimits, thenLimits] = [wilson(observed), wilson(reference)]
  const difference = now - then
  const pooled = (observed.did + reference.did) / (observed.people + reference.people)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / observed.people + 1 / reference.people))
  return {
    difference,
    low: difference - Math.hypot(now - nowLimits.low, thenLimits.high - then),
    high: difference + Math.hypot(nowLimits.high - now, then - thenLimits.low),
    chance: error === 0 ? 1 : Math.min(1, 2 * normalTail(Math.abs(difference) / error)),
  }
}

/** 95 % limits of a share. Source: Wilson (1927), JASA 22. */
export function wilson({ people, did }: Share): { low: number; high: number } {
  const rate = did / people
  const spread = z95 * z95
  const middle = (rate + spread / (2 * people)) / (1 + spread / people)
  const width = (z95 / (1 + spread / people)) * Math.sqrt((rate * (1 - rate)) / people + spread / (4 * people * people))
  return { low: Math.max(0, middle - width), high: Math.min(1, middle + width) }
}
