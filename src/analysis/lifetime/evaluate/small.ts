import type { Forecast, Origin } from './candidates.ts'
import { totalOf } from './candidates.ts'

/** Fewer than these, and parameters are mostly chance: 50 repeats alone leave the total open by a seventh either way. */
export const enough = { customers: 100, repeats: 50, days: 60 } as const

export interface Small {
  customers: number
  /** repeat purchase days */
  repeats: number
  /** from the first purchase to the cut */
  days: number
}

/** How small the data are where they are too small for models; null where they are not. */
export function smallness({ patterns, days }: Origin): Small | null {
  const { customers, repeats } = patterns
  if (customers >= enough.customers && repeats >= enough.repeats && days >= enough.days) return null
  return { customers, repeats, days }
}

/**
 * The rule of thumb for shops too small for models. Every customer is taken to go on at his own rate drawn towards the mean
 * of all by one purchase's worth; those away for longer than three times their usual interval count a third. Its use is the
 * order it puts customers in; the total is stated with a factor of two either way or chance, whichever is wider.
 */
export function ruleOfThumb({ patterns }: Origin, horizon: number) {
  const { size, x, tx, T, weight, repeats } = patterns
  let time = 0
  for (let i = 0; i < size; i++) time += (weight[i] as number) * (T[i] as number)
  // one repeat in all that time, when there was none
  const interval = Math.max(time, 1) / Math.max(repeats, 1)
  const expected = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const usual = ((T[i] as number) + interval) / ((x[i] as number) + 1)
    const away = (T[i] as number) - (tx[i] as number)
    expected[i] = (horizon / usual) * (away > 3 * usual ? 1 / 3 : 1)
  }
  const forecast: Forecast = { expected, buys: expected.map((one) => 1 - Math.exp(-one)) }
  const total = totalOf(patterns, expected)
  const spread = Math.max(Math.LN2, 1.28 * Math.sqrt(2 / Math.max(total, 1)))
  return { forecast, total, low: total * Math.exp(-spread), high: total * Math.exp(spread) }
}
