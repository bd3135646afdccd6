import { historiesAt, type PurchaseLog, purchasesBetween } from '../histories.ts'
import type { Patterns } from '../patterns.ts'
import type { Forecast } from './candidates.ts'

/** What anyone could reckon without a model: every customer goes on at the rate of his own past. */
export function ownRate({ size, x, T }: Patterns, horizon: number): Forecast {
  const expected = Float64Array.from(
    { length: size },
    (_, i) => ((x[i] as number) / Math.max(T[i] as number, 1)) * horizon,
  )
  return { expected, buys: expected.map((one) => 1 - Math.exp(-one)) }
}

/** classes of days since the last purchase, as even in size as ties allow */
const classes = 10
/** the shortest stretch from which a rate is learnt */
const shortest = 14

/**
 * Days since the last purchase and nothing else: what customers did who had been away as long, at an earlier day of the
 * same shop. In a log too young for that, everyone the shop's mean rate.
 */
export function recencyRate(
  log: PurchaseLog<unknown>,
  until: number,
  patterns: Patterns,
  days: number,
  horizon: number,
): Forecast {
  const { size, tx, T } = patterns
  const stretch = Math.min(horizon, Math.floor(days / 2))
  if (stretch < shortest) return meanRate(patterns, horizon)
  const earlier = historiesAt(log, until - stretch)
  const { counts } = purchasesBetween(log, earlier, until - stretch, until)
  const away = earlier.T.map((age, i) => age - (earlier.tx[i] as number))
  const edges = edgesOf(away)
  const found = edges.map(() => ({ customers: 0, purchases: 0, buyers: 0 }))
  away.forEach((one, i) => {
    const cell = found[classOf(edges, one)]
    if (!cell) return
    cell.customers++
    cell.purchases += counts[i] as number
    if ((counts[i] as number) > 0) cell.buyers++
  })
  const ratio = horizon / stretch
  const expected = new Float64Array(size)
  const buys = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const cell = found[classOf(edges, (T[i] as number) - (tx[i] as number))]
    if (!cell || cell.customers === 0) continue
    expected[i] = (cell.purchases / cell.customers) * ratio
    buys[i] = 1 - (1 - cell.buyers / cell.customers) ** ratio
  }
  return { expected, buys }
}

function meanRate({ size, x, T, weight }: Patterns, horizon: number): Forecast {
  let [repeats, time] = [0, 0]
  for (let i = 0; i < size; i++) {
    repeats += (weight[i] as number) * (x[i] as number)
    time += (weight[i] as number) * (T[i] as number)
  }
  const expected = new Float64Array(size).fill((repeats / Math.max(time, 1)) * horizon)
  return { expected, buys: expected.map((one) => 1 - Math.exp(-one)) }
}

/** Upper edges of the classes, the last without end. */
function edgesOf(away: Float64Array): number[] {
  const sorted = away.slice().sort()
  const edges = Array.from(
    { length: classes - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / classes)] ?? 0,
  )
  return [...new Set(edges), Number.POSITIVE_INFINITY]
}

const classOf = (edges: number[], away: number): number => edges.findIndex((edge) => away <= edge)
