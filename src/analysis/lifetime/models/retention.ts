import { type Bounds, logBounds, type Optimum } from '../numerics/optimise.ts'
import { describe } from './maximum.ts'
import type { Fit, Parameters, Warning } from './model.ts'

/**
 * What contracts (定期, memberships) tell: in which period of their life customers stayed and in which they left. Enough for
 * every model of contracts, however many customers and cohorts there are.
 */
export interface Retention {
  customers: number
  /** place i: customers who came to the end of period i + 1 and went on */
  kept: Float64Array
  /** place i: customers who left in period i + 1 */
  lost: Float64Array
}

/** A model of how many periods a contract lasts. Periods are counted, not measured: 1 is the first. */
export interface ContractModel<P extends string = string> {
  name: 'sbg' | 'bdw'
  parameters: readonly P[]
  /** by maximum likelihood; always gives parameters that can be used */
  fit(retention: Retention): Fit<P>
  /** ln P(still there after n periods), n ≥ 0 and not necessarily whole */
  logSurvival(params: Parameters<P>, periods: number): number
}

export const contractBounds: Bounds = { low: logBounds.low, high: 9 }

/** Longer contracts are counted up to here. */
const mostPeriods = 2_000

export function tamePeriods(periods: number): number {
  return periods > 0 ? Math.min(periods, 1e12) : 0
}

/** The fit at the optimum of a likelihood of contracts. */
export function describeContracts<P extends string>(
  parameters: readonly P[],
  { customers, lost }: Retention,
  optimum: Optimum,
): Fit<P> {
  const warnings: Warning[] = []
  if (customers === 0) warnings.push({ code: 'no-customers' })
  else if (lost.every((count) => count === 0)) warnings.push({ code: 'nobody-left' })
  if (!optimum.converged) warnings.push({ code: 'not-converged' })
  const { iterations, value } = optimum
  return describe({ parameters, scales: [] }, optimum, { unit: 1, warnings, iterations, logLikelihood: value })
}

/** Adds cohorts: of each, the customers there at the start and after each period. Rises are read as no loss. */
export function retentionOfCohorts(cohorts: readonly (readonly number[])[]): Retention {
  const longest = Math.min(mostPeriods, Math.max(0, ...cohorts.map((cohort) => cohort.length - 1)))
  const kept = new Float64Array(longest)
  const lost = new Float64Array(longest)
  let customers = 0
  for (const cohort of cohorts) {
    let before = atLeastZero(cohort[0])
    customers += before
    for (let period = 0; period < Math.min(longest, cohort.length - 1); period++) {
      const after = Math.min(before, atLeastZero(cohort[period + 1]))
      kept[period] = (kept[period] as number) + after
      lost[period] = (lost[period] as number) + before - after
      before = after
    }
  }
  return { customers, kept, lost }
}

const atLeastZero = (count: number | undefined): number =>
  count !== undefined && count > 0 ? Math.min(count, 1e12) : 0

/** One contract: whole periods lived through, and whether it ended in the one after (else it is still running). */
export interface Spell {
  periods: number
  ended: boolean
  /** periods that had passed when we first knew of it: what was lost before then was never seen (0 when left out) */
  seenFrom?: number
}

/** Right-censored (still running) and left-truncated (known only from some age) contracts are counted for what they tell. */
export function retentionOfSpells(spells: readonly Spell[]): Retention {
  const last = (spell: Spell) => Math.min(mostPeriods, Math.max(0, Math.floor(spell.periods)) + (spell.ended ? 1 : 0))
  const longest = spells.reduce((most, spell) => Math.max(most, last(spell)), 0)
  // steps up where a contract starts to be seen, down where it is no longer
  const kept = new Float64Array(longest + 1)
  const lost = new Float64Array(longest)
  for (const spell of spells) {
    const end = last(spell)
    const stayed = spell.ended ? end - 1 : end
    const from = Math.min(stayed, Math.max(0, Math.floor(spell.seenFrom ?? 0)))
    kept[from] = (kept[from] as number) + 1
    kept[stayed] = (kept[stayed] as number) - 1
    if (spell.ended) lost[end - 1] = (lost[end - 1] as number) + 1
  }
  for (let period = 1; period <= longest; period++) {
    kept[period] = (kept[period] as number) + (kept[period - 1] as number)
  }
  return { customers: spells.length, kept: kept.slice(0, longest), lost }
}

/**
 * A contract by its days (days since 1970-01-01): started, ended or not, seen until `asOf`. A contract that ends on the day a
 * period is full has lived through that period.
 */
export function spellOf(contract: { start: number; end: number | null }, asOf: number, periodDays: number): Spell {
  const ended = contract.end !== null && contract.end <= asOf
  const until = ended ? (contract.end as number) : asOf
  return { periods: Math.max(0, Math.floor((until - contract.start) / periodDays)), ended }
}
