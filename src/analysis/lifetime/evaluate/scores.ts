import type { Patterns } from '../patterns.ts'
import { type Forecast, totalOf } from './candidates.ts'

/** How a forecast compares with what came. Purchases are purchase days of customers known at the cut. */
export interface Scores {
  /** purchases expected of all customers together */
  total: number
  /** total / actual − 1; null when nothing came */
  bias: number | null
  /** mean absolute and root mean square error of purchases per customer */
  mae: number
  rmse: number
  /** mean square error of the chance to buy at all, 0 best */
  brier: number
  /** chance that of a buyer and a non-buyer the buyer was held the more likely one; null without both kinds */
  auc: number | null
}

export function scoresOf(patterns: Patterns, { expected, buys }: Forecast, actual: Int32Array): Scores {
  let [absolute, square, brier, came] = [0, 0, 0, 0]
  const { of, customers } = patterns
  for (let i = 0; i < customers; i++) {
    const pattern = of[i] as number
    const bought = actual[i] as number
    const off = (expected[pattern] as number) - bought
    absolute += Math.abs(off)
    square += off * off
    brier += ((buys[pattern] as number) - (bought > 0 ? 1 : 0)) ** 2
    came += bought
  }
  const total = totalOf(patterns, expected)
  const size = Math.max(customers, 1)
  return {
    total,
    bias: came > 0 ? total / came - 1 : null,
    mae: absolute / size,
    rmse: Math.sqrt(square / size),
    brier: brier / size,
    auc: areaUnderCurve(patterns, buys, actual),
  }
}

function areaUnderCurve({ size, of, customers }: Patterns, buys: Float64Array, actual: Int32Array): number | null {
  const buyers = new Float64Array(size)
  const others = new Float64Array(size)
  for (let i = 0; i < customers; i++) {
    const pattern = of[i] as number
    const kind = (actual[i] as number) > 0 ? buyers : others
    kind[pattern] = (kind[pattern] as number) + 1
  }
  return areaUnder(buys, buyers, others)
}

/**
 * Chance that of a buyer and another the buyer has the higher score, ties counting half (Mann & Whitney 1947). Of each place:
 * its score, how many buyers and how many others it stands for. Null without both kinds.
 */
export function areaUnder(scores: Float64Array, buyers: Float64Array, others: Float64Array): number | null {
  const size = scores.length
  const sum = (of: Float64Array) => of.reduce((all, one) => all + one, 0)
  const [allBuyers, allOthers] = [sum(buyers), sum(others)]
  if (allBuyers === 0 || allOthers === 0) return null
  const order = Uint32Array.from({ length: size }, (_, i) => i).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  )
  let [below, pairs] = [0, 0]
  for (let from = 0; from < size; ) {
    let to = from
    let [tiedBuyers, tiedOthers] = [0, 0]
    while (to < size && scores[order[to] as number] === scores[order[from] as number]) {
      tiedBuyers += buyers[order[to] as number] as number
      tiedOthers += others[order[to] as number] as number
      to++
    }
    pairs += tiedBuyers * (below + tiedOthers / 2)
    below += tiedOthers
    from = to
  }
  return pairs / (allBuyers * allOthers)
}

/** Customers who were expected to do alike, and what they did. */
export interface Group {
  customers: number
  /** per customer */
  expected: number
  actual: number
  /** share expected to buy at all, and who did */
  buys: number
  bought: number
}

/** Ten groups of equal size by expected purchases, fewest first: a good forecast runs along the actual. */
export function decilesOf(patterns: Patterns, forecast: Forecast, actual: Int32Array): Group[] {
  const { of, customers } = patterns
  const order = Uint32Array.from({ length: customers }, (_, i) => i).sort(
    (a, b) => (forecast.expected[of[a] as number] as number) - (forecast.expected[of[b] as number] as number) || a - b,
  )
  const groups = Math.min(10, customers)
  return Array.from({ length: groups }, (_, decile) => {
    const from = Math.floor((decile * customers) / groups)
    const to = Math.floor(((decile + 1) * customers) / groups)
    return groupOf(patterns, forecast, actual, order.subarray(from, to))
  })
}

/** By repeat purchase days before the cut: 0, 1, … and `most` or more (Fader, Hardie & Lee 2005, figure 5). */
export function byRepeats(patterns: Patterns, forecast: Forecast, actual: Int32Array, most = 7): Group[] {
  const members = Array.from({ length: most + 1 }, (): number[] => [])
  for (let i = 0; i < patterns.customers; i++) {
    members[Math.min(most, patterns.x[patterns.of[i] as number] as number)]?.push(i)
  }
  return members.map((some) => groupOf(patterns, forecast, actual, some))
}

function groupOf(
  { of }: Patterns,
  { expected, buys }: Forecast,
  actual: Int32Array,
  members: ArrayLike<number>,
): Group {
  const sums = { expected: 0, actual: 0, buys: 0, bought: 0 }
  for (let at = 0; at < members.length; at++) {
    const customer = members[at] as number
    const pattern = of[customer] as number
    sums.expected += expected[pattern] as number
    sums.buys += buys[pattern] as number
    sums.actual += actual[customer] as number
    sums.bought += (actual[customer] as number) > 0 ? 1 : 0
  }
  const size = Math.max(members.length, 1)
  return {
    customers: members.length,
    expected: sums.expected / size,
    actual: sums.actual / size,
    buys: sums.buys / size,
    bought: sums.bought / size,
  }
}
