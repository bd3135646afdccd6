import type { PurchaseLog } from '../histories.ts'
import { type EvaluatedName, type Evaluation, evaluateAt } from './evaluate.ts'
import { windowsBefore } from './windows.ts'

/** How far forecasts of this shop can be trusted: what they would have been at earlier days, held against what came. */
export interface TrustReport {
  /** oldest first; none when the log is too short to be tried */
  evaluations: Evaluation[]
  /** mean of |total / actual − 1| over the cuts where something came */
  meanBias: Partial<Record<EvaluatedName, number>>
  /** cuts at which the actual total lay in the interval of 80 % */
  inside: number
}

const mostCuts = 6

/** At most six cuts, spread evenly over the shop's past; the last ones have less than the horizon to be judged by. */
export function trustReport(log: PurchaseLog<unknown>, until: number, horizon: number): TrustReport {
  const first = log.days.reduce((least, day) => Math.min(least, day), until)
  const windows = windowsBefore(until - first, horizon)
  if (windows.length === 0) return { evaluations: [], meanBias: {}, inside: 0 }
  const furthest = windows.reduce((most, { back }) => Math.max(most, back), 0)
  const nearest = windows.reduce((least, { back }) => Math.min(least, back), furthest)
  const step = mostCuts > 1 ? (furthest - nearest) / (mostCuts - 1) : 0
  const backs = [...new Set(Array.from({ length: mostCuts }, (_, i) => Math.round(furthest - i * step)))]
  const evaluations = backs.map((back) => evaluateAt(log, until - back, Math.min(horizon, back)))
  const judged = evaluations.filter(({ actual }) => actual > 0)
  const names = Object.keys(evaluations[0]?.models ?? {}) as EvaluatedName[]
  const meanBias = Object.fromEntries(
    names.map((name) => {
      const sum = judged.reduce((all, { models }) => all + Math.abs(models[name].bias ?? 0), 0)
      return [name, sum / Math.max(judged.length, 1)]
    }),
  )
  return { evaluations, meanBias, inside: evaluations.filter(({ inside }) => inside).length }
}
