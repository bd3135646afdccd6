import type { Ahead } from './ahead.ts'

/** Waiting times are told up to this; what is longer is this long. */
const longestWait = 1e9

/**
 * The time within which the next purchase of a customer who is alive comes with probability `share`. Closed form for k = 1:
 * (α + T)((1 − share)^(−1/(r + x)) − 1), the median wait of ltv.md §8.4 for share ½. For k > 1 by false position.
 */
export function waitAhead(ahead: Ahead, share: number): number {
  const { stages, s, A } = ahead
  if (!(share > 0)) return 0
  if (share >= 1) return longestWait
  if (stages.length === 1) return Math.min(A * Math.expm1(-Math.log1p(-share) / s), longestWait)
  let low = 0
  let high = A
  let [below, above] = [-share, boughtBy(ahead, high) - share]
  while (above < 0 && high < longestWait) {
    low = high
    below = above
    high *= 4
    above = boughtBy(ahead, high) - share
  }
  // false position with halved weights (Illinois): superlinear, and the root stays enclosed
  for (let step = 0, side = 0; step < 100 && high - low > 1e-7 * high && above > 0; step++) {
    const next = (low * above - high * below) / (above - below)
    const value = boughtBy(ahead, next) - share
    if (Math.abs(value) < 1e-12) return next
    if (value < 0) {
      low = next
      below = value
      if (side === -1) above /= 2
      side = -1
    } else {
      high = next
      above = value
      if (side === 1) below /= 2
      side = 1
    }
  }
  return Math.min((low + high) / 2, longestWait)
}

/** 1 − P(fewer stages than the next purchase needs), summed stage by stage. */
function boughtBy({ stages, s, A }: Ahead, t: number): number {
  const z = t / (A + t)
  const k = stages.length
  let none = 0
  for (let j = 0; j < k; j++) {
    let chance = Math.exp(-(s + j) * Math.log1p(t / A))
    let sum = 0
    for (let n = 0; n < k - j; n++) {
      sum += chance
      chance *= ((s + j + n) / (n + 1)) * z
    }
    none += (stages[j] as number) * sum
  }
  return 1 - none
}
