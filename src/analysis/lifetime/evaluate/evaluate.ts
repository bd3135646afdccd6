import type { PurchaseLog } from '../histories.ts'
import { actualAfter, type CandidateName, type LevelName, type PlainName, plainModels, totalOf } from './candidates.ts'
import { byRepeats, decilesOf, type Group, type Scores, scoresOf } from './scores.ts'
import { forecastShop, type Shipped } from './ship.ts'

export type EvaluatedName = CandidateName | 'shipped'

/** A forecast made at a cut from what was known then, held against what came. Purchases are purchase days. */
export interface Evaluation {
  /** days since 1970-01-01; the last day that was known */
  cut: number
  /** days ahead */
  horizon: number
  /** with a purchase up to the cut; only they are forecast */
  customers: number
  /** their purchases in the horizon */
  actual: number
  models: Record<CandidateName, Scores> & { shipped: Scores & { low: number; high: number } }
  /** whether the actual total lay in the interval stated */
  inside: boolean
  shipped: Shipped
  /** ten groups of customers by what was expected of them */
  deciles: Group[]
  /** by repeat purchase days before the cut, the last 7 or more */
  byRepeats: Group[]
  /** cumulative, at the end of each thirtieth day */
  tracking: { day: number; expected: number; actual: number }[]
}

const everyDays = 30
const baselines = ['clock', 'steady', 'ownRate', 'recency'] as const

/** Rows after the cut serve for nothing but the scores. */
export function evaluateAt(log: PurchaseLog<unknown>, cut: number, horizon: number): Evaluation {
  const shipped = forecastShop(log, cut, horizon)
  const { origin } = shipped
  const { patterns } = origin
  const actual = actualAfter(log, origin, horizon)
  const total = actual.reduce((sum, one) => sum + one, 0)
  const names: CandidateName[] = [...(Object.keys(plainModels) as PlainName[]), ...baselines]
  const models = Object.fromEntries(
    names.map((name) => [name, scoresOf(patterns, origin.forecast(name, horizon), actual)]),
  ) as Record<CandidateName, Scores>
  const own = { ...scoresOf(patterns, shipped.forecast, actual), low: shipped.low, high: shipped.high }
  return {
    cut,
    horizon,
    customers: patterns.customers,
    actual: total,
    models: { ...models, shipped: own },
    inside: shipped.low <= total && total <= shipped.high,
    shipped,
    deciles: decilesOf(patterns, shipped.forecast, actual),
    byRepeats: byRepeats(patterns, shipped.forecast, actual),
    tracking: trackingOf(log, shipped, cut, horizon),
  }
}

function trackingOf(log: PurchaseLog<unknown>, shipped: Shipped, cut: number, horizon: number): Evaluation['tracking'] {
  const { origin, chosen, total } = shipped
  const member = new Set(origin.histories.member)
  const byDay = new Float64Array(horizon + 1)
  for (let slot = 0; slot < log.ids.length; slot++) {
    if (!member.has(slot)) continue
    for (let row = log.starts[slot] as number; row < (log.starts[slot + 1] as number); row++) {
      const ahead = (log.days[row] as number) - cut
      if (ahead > 0 && ahead <= horizon) byDay[ahead] = (byDay[ahead] as number) + 1
    }
  }
  const points = [...new Set([...range(everyDays, horizon, everyDays), horizon])]
  const level: LevelName = chosen === 'ruleOfThumb' ? 'ownRate' : chosen
  const curve = points.map((day) => totalOf(origin.patterns, origin.forecast(level, day).expected))
  const whole = curve.at(-1) || 1
  let [seen, sum] = [0, 0]
  return points.map((day, at) => {
    for (; seen < day; ) sum += byDay[++seen] as number
    return { day, expected: (total * (curve[at] as number)) / whole, actual: sum }
  })
}

const range = (from: number, below: number, step: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((below - from) / step)) }, (_, i) => from + i * step)
