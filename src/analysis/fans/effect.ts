import type { Fourfold } from './study.ts'

/** How much more often those who did became fans: a ratio of two shares, with its 95 % interval. */
export interface Lift {
  lift: number
  low: number
  high: number
}

const z95 = 1.959963984540054

/**
 * Share of fans among those who did ÷ share among those who did not (risk ratio), interval by Katz's logarithm. Half a
 * buyer is added to each field when one is empty, so that the result is finite. Source: Katz et al. (1978), Biometrics 34.
 */
export function liftOf(table: Fourfold): Lift {
  const empty = table.didFans === 0 || table.notFans === 0
  const add = empty ? 0.5 : 0
  return ratioOf([
    {
      did: table.did + 2 * add,
      didFans: table.didFans + add,
      not: table.not + 2 * add,
      notFans: table.notFans + add,
    },
  ])
}

/**
 * The same ratio among people alike in other respects: Mantel and Haenszel's over strata, interval by Greenland and
 * Robins (1985), Biometrics 41. A lift of 1 with an endless interval when no stratum has both kinds of people.
 */
export function ratioOf(strata: readonly Fourfold[]): Lift {
  let over = 0
  let under = 0
  let spread = 0
  for (const { did, didFans, not, notFans } of strata) {
    const size = did + not
    if (did === 0 || not === 0) continue
    over += (didFans * not) / size
    under += (notFans * did) / size
    spread += (did * not * (didFans + notFans) - didFans * notFans * size) / (size * size)
  }
  if (over === 0 || under === 0) return { lift: 1, low: 0, high: Number.MAX_VALUE }
  const lift = over / under
  const width = z95 * Math.sqrt(Math.max(0, spread) / (over * under))
  return { lift, low: lift * Math.exp(-width), high: lift * Math.exp(width) }
}

/** Twice the gain in log-likelihood by knowing who did: what tells a good threshold from a poor one. */
export function deviance({ did, didFans, not, notFans }: Fourfold): number {
  const all = did + not
  const fans = didFans + notFans
  return 2 * (entropyOf(didFans, did) + entropyOf(notFans, not) - entropyOf(fans, all))
}

function entropyOf(fans: number, people: number): number {
  if (fans === 0 || fans === people) return 0
  return fans * Math.log(fans / people) + (people - fans) * Math.log(1 - fans / people)
}

/**
 * One-sided chance of a lift as high as this one if doing it made no difference (score test of two shares). Source:
 * Agresti, Categorical Data Analysis, 3rd ed., 3.2.
 */
export function chanceOf({ did, didFans, not, notFans }: Fourfold): number {
  if (did === 0 || not === 0) return 1
  const pooled = (didFans + notFans) / (did + not)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / did + 1 / not))
  return error === 0 ? 1 : normalTail((didFans / did - notFans / not) / error)
}

/** P(Z > z) of a standard normal, relative error below 1.2e-7. Source: Numerical Recipes, 3rd ed., 6.2.2 (erfccheb). */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.5 * x)
  const series =
    -1.26551223 +
    t *
      (1.00002368 +
        t *
          (0.37409196 +
            t *
              (0.09678418 +
                t *
                  (-0.18628806 +
                    t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))))
  const tail = (t * Math.exp(-x * x + series)) / 2
  return z >= 0 ? tail : 1 - tail
}

/**
 * For each chance, the share of false ones among all taken that are as good (Benjamini and Hochberg 1995, J. R. Stat.
 * Soc. B 57): taking those up to q keeps the expected share of false findings at or below q.
 */
export function falseShares(chances: readonly number[]): number[] {
  const order = chances.map((_, index) => index).sort((a, b) => (chances[a] as number) - (chances[b] as number))
  const shares = chances.map(() => 1)
  let least = 1
  for (let rank = order.length; rank >= 1; rank--) {
    const index = order[rank - 1] as number
    least = Math.min(least, ((chances[index] as number) * order.length) / rank)
    shares[index] = least
  }
  return shares
}
