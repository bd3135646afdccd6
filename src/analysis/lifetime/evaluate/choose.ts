import type { LevelName } from './candidates.ts'
import type { Window } from './windows.ts'

/** What each candidate said of a stretch of the past, and what came. */
export interface Trial extends Window {
  /** ln(actual / forecast) of the total; positive: too low */
  off: Partial<Record<LevelName, number>>
  /** how far off a right model may be, from the pace of the shop alone */
  spread: number
  /** ends at the cut, or is as long as the forecast asked for */
  speaks: boolean
}

export interface Choice {
  /** whose total is used */
  level: LevelName
  /** ln of how much better it explains the past than the clock does; 0 for the clock itself */
  odds: Partial<Record<LevelName, number>>
  /** how likely each candidate is the right one after the trials */
  belief: Partial<Record<LevelName, number>>
  correction: Correction
  /** by how much forecasts of the past missed, against what their intervals allow; at least 1 */
  widening: number
}

export interface Correction {
  factor: number
  /** why it is as it is */
  verdict: 'kept' | 'no-gain' | 'unknown'
  /** ln of what it would be, weighted mean of the trials after shrinking */
  measured: number
  /** mean of |off| of later stretches without, and with what earlier stretches had taught */
  before?: number
  after?: number
}

/** another candidate must explain the past five times as well: short trials say more of seasons than of models */
const needed = Math.log(5)
/** deviation of true corrections of the chosen model between shops, and of totals from anything but pace */
const correctionScale = 0.1
const otherSpread = 0.03
/** trials' worth of trust in the interval before any */
const trust = 4

export function choose(trials: Trial[], horizon: number, candidates: readonly LevelName[]): Choice {
  const speaking = trials.filter((one) => one.speaks)
  const weights = weightsOf(speaking, horizon)
  const explains = (name: LevelName): number =>
    -sum(speaking.map((one, i) => ((weights[i] as number) * (missOf(one, name) / allowed(one)) ** 2) / 2))
  const clock = explains('clock')
  const odds: Choice['odds'] = {}
  for (const name of candidates) odds[name] = explains(name) - clock
  const ahead = candidates.reduce((best, name) => ((odds[name] ?? 0) > (odds[best] ?? 0) ? name : best), 'clock')
  const level = (odds[ahead] ?? 0) > needed ? ahead : 'clock'
  return {
    level,
    odds,
    belief: beliefOf(odds, candidates),
    correction: correctionOf(trials, level, horizon),
    widening: wideningOf(speaking, weights, level),
  }
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)
const missOf = (trial: Trial, name: LevelName): number => trial.off[name] ?? 0
const allowed = ({ spread }: Trial): number => Math.hypot(spread, otherSpread)

/** Longer trials weigh more; all that overlap count together as often as whole horizons fit into them. */
function weightsOf(trials: Trial[], horizon: number): number[] {
  const share = trials.map((one) => one.horizon)
  const all = sum(share)
  const independent = trials.reduce((most, { back }) => Math.max(most, back), 0) / horizon
  return share.map((one) => (one / all) * independent)
}

/** The clock five to one before the trials, the others alike. */
function beliefOf(odds: Choice['odds'], candidates: readonly LevelName[]): Choice['belief'] {
  const others = Math.max(1, candidates.length - 1)
  const raw = candidates.map((name) => (name === 'clock' ? Math.exp(needed) : 1 / others) * Math.exp(odds[name] ?? 0))
  const all = sum(raw)
  return Object.fromEntries(candidates.map((name, i) => [name, (raw[i] as number) / all]))
}

/**
 * The mean miss of the trials, drawn towards none by how little it is known. Kept only if what earlier stretches taught
 * would have brought later ones closer, by more than the standard error of that gain; where fewer than three stretches
 * follow an earlier one nobody knows, and none is made.
 */
function correctionOf(trials: Trial[], level: LevelName, horizon: number): Correction {
  const measured = shrunkMean(
    trials.filter((one) => one.speaks),
    level,
    horizon,
  )
  const tried = trials.flatMap((later) => {
    const earlier = trials.filter((one) => one.back - one.horizon >= later.back)
    if (earlier.length === 0) return []
    const off = missOf(later, level)
    return [{ before: Math.abs(off), after: Math.abs(off - shrunkMean(earlier, level, horizon)) }]
  })
  if (tried.length < 3) return { factor: 1, verdict: 'unknown', measured }
  const before = sum(tried.map((one) => one.before)) / tried.length
  const after = sum(tried.map((one) => one.after)) / tried.length
  const gain = before - after
  const scatter = sum(tried.map((one) => (one.before - one.after - gain) ** 2)) / (tried.length - 1)
  const kept = gain > Math.sqrt(scatter / tried.length)
  return { factor: kept ? Math.exp(measured) : 1, verdict: kept ? 'kept' : 'no-gain', measured, before, after }
}

function shrunkMean(trials: Trial[], level: LevelName, horizon: number): number {
  if (trials.length === 0) return 0
  const all = sum(trials.map((one) => one.horizon))
  const mean = sum(trials.map((one) => one.horizon * missOf(one, level))) / all
  const variance = sum(trials.map((one) => one.horizon * allowed(one) ** 2)) / all
  const covered = trials.reduce((most, one) => Math.max(most, one.back), 0) - Math.min(...trials.map(end))
  const independent = Math.max(0.5, covered / horizon)
  return (mean * correctionScale ** 2) / (correctionScale ** 2 + variance / independent)
}

const end = ({ back, horizon }: Window): number => back - horizon

function wideningOf(trials: Trial[], weights: number[], level: LevelName): number {
  const misses = sum(trials.map((one, i) => (weights[i] as number) * (missOf(one, level) / allowed(one)) ** 2))
  return Math.sqrt(Math.max(1, (trust + misses) / (trust + sum(weights))))
}
