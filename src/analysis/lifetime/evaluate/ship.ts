import type { PurchaseLog } from '../histories.ts'
import { type Blend, blended, blendOf, type Sample } from './blend.ts'
import {
  actualAfter,
  type CandidateName,
  type Forecast,
  type LevelName,
  type Origin,
  originAt,
  type PlainName,
  totalOf,
} from './candidates.ts'
import { type Choice, choose, type Trial } from './choose.ts'
import { ruleOfThumb, type Small, smallness } from './small.ts'
import { speaks, type Window, windowsBefore } from './windows.ts'

/** The forecast a shop is shown, made from what was known at the cut alone. */
export interface Shipped {
  origin: Origin
  forecast: Forecast
  total: number
  /** the total lies between with 80 % */
  low: number
  high: number
  /** whose total, whose share of each customer's forecast */
  chosen: LevelName | 'ruleOfThumb'
  /** parts of each customer's forecast; the first is that of the chosen */
  parts: { name: CandidateName; share: number }[]
  choice: Choice | null
  trials: Trial[]
  /** why the data are too few for models; null when they are not */
  small: Small | null
}

/** their own rate says nothing of customers who bought once */
const mostOwn = 0.5
/** of the standard normal: a tenth lies beyond on either side */
const tenth = 1.2815515655446004

export function forecastShop(log: PurchaseLog<unknown>, until: number, horizon: number): Shipped {
  const origin = originAt(log, until)
  const small = smallness(origin)
  if (small) return byThumb(origin, horizon, small)

  const plain = bestPlain(origin)
  const levels = [...new Set<LevelName>(['clock', 'steady', 'mbgnbd', 'bgnbd', 'nbd', plain, 'ownRate'])]
  const tried = tryOut(log, origin, horizon)
  const trials = tried.map((one) => trialOf(one, levels, horizon))
  const choice = choose(trials, horizon, levels)
  const names: CandidateName[] = [...new Set<CandidateName>([choice.level, plain, 'ownRate'])]
  const samples = tried
    .filter(({ window }) => speaks(window, horizon))
    .map(
      ({ window, past, actual }): Sample => ({
        patterns: past.patterns,
        forecasts: names.map((name) => past.forecast(name, window.horizon)),
        actual,
        weight: window.horizon / horizon,
      }),
    )
  const limits = names.map((name) => (name === 'ownRate' ? mostOwn : 1))
  const blend: Blend = blendOf(samples, names.length, limits)
  const forecasts = names.map((name) => origin.forecast(name, horizon))
  const forecast = blended(origin.patterns, forecasts, blend, choice.correction.factor)
  const total = totalOf(origin.patterns, forecast.expected)
  const spread = spreadOf(origin, horizon, choice, total)
  return {
    origin,
    forecast,
    total,
    low: total * Math.exp(-tenth * spread),
    high: total * Math.exp(tenth * spread),
    chosen: choice.level,
    parts: names.map((name, i) => ({ name, share: blend[i] as number })),
    choice,
    trials,
    small: null,
  }
}

/** What a choice once made says of a horizon: by how much each part's forecast is multiplied, and how sure the total is. */
export interface LevelAhead {
  /** in the order of the parts; correction included */
  scales: number[]
  /** purchase days of everyone the choice was made on */
  total: number
  /** standard deviation of ln(actual / total) */
  spread: number
}

/** The level, mixture and correction chosen for one horizon, at another. Only for a choice that was made (not `small`). */
export function levelAhead({ origin, choice, parts }: Shipped, horizon: number): LevelAhead {
  const totals = parts.map(({ name }) => totalOf(origin.patterns, origin.forecast(name, horizon).expected))
  const factor = choice?.correction.factor ?? 1
  const total = (totals[0] ?? 0) * factor
  return {
    scales: totals.map((own) => (own > 0 ? total / own : 0)),
    total,
    spread: choice ? spreadOf(origin, horizon, choice, total) : Number.NaN,
  }
}

interface Tried {
  window: Window
  past: Origin
  actual: Int32Array
}

/** The stretches of the past that were long enough and had customers enough, oldest first. */
function tryOut(log: PurchaseLog<unknown>, origin: Origin, horizon: number): Tried[] {
  const origins = new Map<number, Origin>()
  return windowsBefore(origin.days, horizon).flatMap((window) => {
    let past = origins.get(window.back)
    if (!past) {
      past = originAt(log, origin.histories.until - window.back)
      origins.set(window.back, past)
    }
    return smallness(past) ? [] : [{ window, past, actual: actualAfter(log, past, window.horizon) }]
  })
}

function trialOf({ window, past, actual }: Tried, levels: readonly LevelName[], whole: number): Trial {
  const came = Math.log(
    Math.max(
      0.5,
      actual.reduce((sum, one) => sum + one, 0),
    ),
  )
  const off = (name: LevelName): number =>
    came - Math.log(Math.max(0.5, totalOf(past.patterns, past.forecast(name, window.horizon).expected)))
  return {
    ...window,
    off: Object.fromEntries(levels.map((name) => [name, off(name)])),
    spread: past.spread(window.horizon),
    speaks: speaks(window, whole),
  }
}

/** The plain model with drop-out that explains the histories best, a parameter more being worth the same for all. */
function bestPlain(origin: Origin): PlainName {
  const names = ['mbgnbd', 'bgnbd', 'pnbd', 'mbgcnbd'] as const
  return names.reduce<PlainName>(
    (best, name) => (origin.fit(name).logLikelihood > origin.fit(best).logLikelihood ? name : best),
    'mbgnbd',
  )
}

/**
 * Standard deviation of ln(actual / total): the pace of the months to come, parameters known from so many customers and
 * repeats, chance itself, and how far candidates that the trials have not ruled out disagree; widened by the trials.
 */
function spreadOf(origin: Origin, horizon: number, choice: Choice, total: number): number {
  const { patterns } = origin
  const uncorrected = Math.log(Math.max(total / choice.correction.factor, 1e-9))
  let disagreement = 0
  for (const [name, belief] of Object.entries(choice.belief) as [LevelName, number][]) {
    const own = totalOf(patterns, origin.forecast(name, horizon).expected)
    disagreement += belief * (Math.log(Math.max(own, 1e-9)) - uncorrected) ** 2
  }
  const known = 1 / Math.max(patterns.repeats, 1) + 1 / Math.max(patterns.customers, 1)
  // purchases come in clusters: some customers make many
  const chance = 2 / Math.max(total, 1)
  return choice.widening * Math.sqrt(origin.spread(horizon) ** 2 + known + chance + disagreement)
}

function byThumb(origin: Origin, horizon: number, small: Small): Shipped {
  const { forecast, total, low, high } = ruleOfThumb(origin, horizon)
  return {
    origin,
    forecast,
    total,
    low,
    high,
    chosen: 'ruleOfThumb',
    parts: [],
    choice: null,
    trials: [],
    small,
  }
}
