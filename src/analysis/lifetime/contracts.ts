import { bdw } from './models/bdw.ts'
import type { Fit, Parameters } from './models/model.ts'
import { type ContractModel, type Retention, retentionOfSpells, type Spell } from './models/retention.ts'
import { sbg } from './models/sbg.ts'
import { discountedRenewals, expectedRenewals, survivalFrom } from './renewals.ts'
import { dailyRate } from './residual.ts'

/** A contract to deliver again and again (定期), as it stands on the day of looking. Days since 1970-01-01. */
export interface Contract {
  start: number
  /** the day it was cancelled */
  end: number | null
  intervalDays: number
  /** made so far, skipped ones not counted; left out: told from the days */
  deliveries?: number
  skips?: number
  /** when the next one is due, or would have been; left out: told from the days */
  next?: number | null
  /** what contracts are compared by: product, month of start, channel … */
  cohort: string
}

/** How long the contracts of a cohort last. A period is a delivery: one made, then renewed for the next or ended. */
export interface CohortFit {
  cohort: string
  contracts: number
  ended: number
  retention: Retention
  model: ContractModel
  fit: Fit
  /** 'own' contracts, or those of 'all' cohorts where its own are too few */
  basis: 'own' | 'all'
  /** why this model: see `choose` */
  reason: 'simpler-as-good' | 'age-matters' | 'too-few'
}

export interface ContractBook {
  asOf: number
  all: CohortFit
  cohorts: CohortFit[]
  /** skips for each delivery made, over all contracts */
  skipsPerDelivery: number
  /** of the contracts that ended: the share of the interval since the last delivery that had passed, ascending */
  endings: Float64Array
}

/** A cohort needs so many ended contracts to be judged by its own. */
export const fewestEnded = 30
/** Contracts that make up for the skips one has not shown yet. */
const skipsKnownAfter = 10

/** Fits all contracts together and each cohort by itself. What happened after `asOf` is not known yet. */
export function fitContracts(contracts: readonly Contract[], asOf: number): ContractBook {
  const started = contracts.filter(({ start }) => start <= asOf)
  const everyone = choose('', started, asOf)
  const byCohort = Map.groupBy(started, ({ cohort }) => cohort)
  const cohorts = [...byCohort].map(([cohort, members]): CohortFit => {
    const own = choose(cohort, members, asOf)
    if (own.ended >= fewestEnded && own.fit.identified) return own
    return { ...own, model: everyone.model, fit: everyone.fit, basis: 'all', reason: 'too-few' }
  })
  const made = started.reduce((sum, contract) => sum + deliveriesOf(contract, asOf), 0)
  const skips = started.reduce((sum, contract) => sum + skipsOf(contract), 0)
  const endings = started
    .filter((contract) => endedBy(contract, asOf))
    .map((contract) => passedBy(contract, contract.end as number, asOf))
  return {
    asOf,
    all: everyone,
    cohorts,
    skipsPerDelivery: made === 0 ? 0 : skips / made,
    endings: Float64Array.from(endings).sort(),
  }
}

/**
 * sBG, or BdW if its third parameter is worth having by Akaike's criterion (more than 1 of log-likelihood) and is determined:
 * then the chance to leave changes with the age of a contract, not only with who is left.
 */
function choose(cohort: string, contracts: readonly Contract[], asOf: number): CohortFit {
  const spells = contracts.map((contract) => spellOfDeliveries(contract, asOf))
  const retention = retentionOfSpells(spells)
  const ended = contracts.filter((contract) => endedBy(contract, asOf)).length
  const common = { cohort, contracts: spells.length, ended, retention, basis: 'own' as const }
  const simple = sbg.fit(retention)
  const aging = bdw.fit(retention)
  if (aging.logLikelihood - simple.logLikelihood > 1 && aging.se.c !== null) {
    return { ...common, model: bdw as ContractModel, fit: aging, reason: 'age-matters' }
  }
  return { ...common, model: sbg as ContractModel, fit: simple, reason: 'simpler-as-good' }
}

const endedBy = ({ end }: Contract, asOf: number): boolean => end !== null && end <= asOf
const skipsOf = ({ skips = 0 }: Contract): number => Math.max(0, skips)

/** At least the first one, with which a contract begins. */
function deliveriesOf(contract: Contract, asOf: number): number {
  if (contract.deliveries !== undefined) return Math.max(1, Math.floor(contract.deliveries))
  const until = endedBy(contract, asOf) ? (contract.end as number) : asOf
  return Math.max(1, Math.floor((until - contract.start) / contract.intervalDays) + 1 - skipsOf(contract))
}

/** Due days follow the interval, skipped ones too. */
function dueAfter(contract: Contract, deliveries: number): number {
  return contract.next ?? contract.start + (deliveries + skipsOf(contract)) * Math.max(1, contract.intervalDays)
}

/** The share of the interval since the last delivery that has passed on a day. */
function passedBy(contract: Contract, day: number, asOf: number): number {
  const left = (dueAfter(contract, deliveriesOf(contract, asOf)) - day) / Math.max(1, contract.intervalDays)
  return Math.min(1, Math.max(0, 1 - left))
}

/**
 * Periods lived through are renewals: deliveries after the first. An end in a period that is not over yet is not counted,
 * as those of its period who go on are not known yet either: counting it would make contracts look shorter than they are.
 */
function spellOfDeliveries(contract: Contract, asOf: number): Spell {
  const deliveries = deliveriesOf(contract, asOf)
  return { periods: deliveries - 1, ended: endedBy(contract, asOf) && dueAfter(contract, deliveries) <= asOf }
}

/** What is to come of one contract. Counts are deliveries; intervals hold at least `share` of such contracts. */
export interface ContractOutlook {
  /** made so far */
  deliveries: number
  ended: boolean
  /** days from one delivery to the next, skips included */
  paceDays: number
  /** P(the next delivery is made) */
  renews: number
  horizonDays: number
  /** within the horizon */
  expected: number
  low: number
  high: number
  discountPerYear: number
  /** DERL: without end, each delivery worth less by the discount until its day */
  residual: number
  residualLow: number
  residualHigh: number
}

export interface OutlookTerms {
  horizonDays: number
  /** interest of a year of 365 days, 0.1 for 10 % */
  discountPerYear: number
  /** of the intervals; 0.8 if left out */
  share?: number
  /** false: what is to come without end is not asked for and stands as NaN, which saves most of the work */
  residual?: boolean
}

/**
 * Deliveries to come of a contract: those due within the horizon times the chance to be still running (Fader & Hardie 2010).
 * Due days follow the interval and the contract's own habit of skipping, drawn to that of all while it is short. One that has
 * not ended yet though most ends of the current period would have come already is likelier to go on. The intervals are
 * of the contract's own fate with the parameters taken as known.
 */
export function openContractOutlooks(book: ContractBook, terms: OutlookTerms): (contract: Contract) => ContractOutlook {
  const { horizonDays, discountPerYear, share = 0.8, residual: isAsked = true } = terms
  const rate = dailyRate(discountPerYear)
  const tail = (1 - Math.min(1, Math.max(0, share))) / 2
  const all = tabled(book.all)
  const cohorts = new Map(book.cohorts.map((cohort) => [cohort.cohort, tabled(cohort)]))
  const residual = openResidual(rate)
  return (contract) => {
    const cohort = cohorts.get(contract.cohort) ?? all
    const { model } = cohort
    const { params } = cohort.fit
    const deliveries = deliveriesOf(contract, book.asOf)
    const paceDays = paceOf(book, contract, deliveries)
    const common = { deliveries, paceDays, horizonDays, discountPerYear }
    if (endedBy(contract, book.asOf)) return { ...common, ...nothing }
    const past = deliveries - 1
    const wait = Math.max(0, dueAfter(contract, deliveries) - book.asOf)
    const due = horizonDays >= wait ? 1 + Math.min(mostDeliveries, Math.floor((horizonDays - wait) / paceDays)) : 0
    const renews = survivalFrom(model, params, past, 1)
    // the rest of the period is all that can still go wrong before the next delivery
    const left = 1 - shareBelow(book.endings, passedBy(contract, book.asOf, book.asOf))
    const likelier = 1 / (renews + (1 - renews) * left || 1)
    const [few, many] = [1 - tail, tail].map((beyond) => deliveriesBeyond(model, params, past, beyond / likelier)) as [
      number,
      number,
    ]
    const today = Math.exp(-rate * wait)
    const worth = (count: number) => (today * Math.expm1(-rate * paceDays * count)) / Math.expm1(-rate * paceDays)
    return {
      ...common,
      ended: false,
      renews: Math.min(1, renews * likelier),
      expected: Math.min(due, likelier * expectedRenewals(model, params, past, due)),
      low: Math.min(due, few),
      high: Math.min(due, many),
      residual: isAsked ? today * likelier * residual(cohort, past, paceDays) : Number.NaN,
      residualLow: worth(few),
      residualHigh: worth(many),
    }
  }
}

const tabledPeriods = 4096

/** The same cohort, its survival worked out once for each whole number of periods. */
function tabled(cohort: CohortFit): CohortFit {
  const { model } = cohort
  const known = new Float64Array(tabledPeriods).fill(Number.NaN)
  const logSurvival: ContractModel['logSurvival'] = (params, periods) => {
    if (!(periods >= 0 && periods < tabledPeriods) || !Number.isInteger(periods))
      return model.logSurvival(params, periods)
    const found = known[periods] as number
    if (!Number.isNaN(found)) return found
    const value = model.logSurvival(params, periods)
    known[periods] = value
    return value
  }
  return { ...cohort, model: { ...model, logSurvival } }
}

const nothing = {
  ended: true,
  renews: 0,
  expected: 0,
  low: 0,
  high: 0,
  residual: 0,
  residualLow: 0,
  residualHigh: 0,
}

/** DERL of contracts of the same cohort, age and pace is worked out once. */
function openResidual(rate: number): (cohort: CohortFit, past: number, paceDays: number) => number {
  const known = new Map<string, number>()
  return ({ cohort, model, fit }, past, paceDays) => {
    const key = `${past} ${paceDays} ${cohort}`
    const value = known.get(key) ?? discountedRenewals(model, fit.params, past, rate * paceDays)
    known.set(key, value)
    return value
  }
}

/** Share of an ascending list that lies below a value. */
function shareBelow(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return ascending.length === 0 ? 0 : low / ascending.length
}

const mostDeliveries = 1e6

function paceOf(book: ContractBook, contract: Contract, deliveries: number): number {
  const skips = (skipsOf(contract) + skipsKnownAfter * book.skipsPerDelivery) / (deliveries + skipsKnownAfter)
  return Math.max(1, contract.intervalDays) * (1 + skips)
}

/** The smallest number n with P(more than n deliveries to come) ≤ beyond. */
function deliveriesBeyond(model: ContractModel, params: Parameters, past: number, beyond: number): number {
  const more = (count: number) => survivalFrom(model, params, past, count + 1)
  let [low, high] = [-1, 0]
  while (more(high) > beyond && high < mostDeliveries) {
    low = high
    high = 2 * high + 1
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (more(middle) > beyond) low = middle
    else high = middle
  }
  return high
}

/** A place of the curve of a cohort: how many contracts go on after `renewals`. */
export interface CurvePoint {
  renewals: number
  /** Kaplan & Meier 1958: what was seen, contracts of all ages together; null past the oldest */
  observed: number | null
  expected: number
  /** band of the expected share for what the parameters leave open; null where they are not determined */
  low: number | null
  high: number | null
}

/** Normal quantile for a band of `share`, from a table: bands are for the eye. */
const bandWidths: [share: number, width: number][] = [
  [0.5, 0.674],
  [0.8, 1.282],
  [0.9, 1.645],
  [0.95, 1.96],
  [0.99, 2.576],
]

/** The curve of a cohort from its start to `renewals`, seen and expected. */
export function contractCurve(
  cohort: CohortFit,
  renewals: number,
  share: 0.5 | 0.8 | 0.9 | 0.95 | 0.99 = 0.8,
): CurvePoint[] {
  const { model, fit, retention } = cohort
  const width = bandWidths.find(([known]) => known === share)?.[1] ?? 1.282
  let observed: number | null = 1
  return Array.from({ length: renewals + 1 }, (_, past) => {
    if (past > 0) observed = observed === null ? null : goesOn(retention, past - 1, observed)
    return { renewals: past, observed, ...bandAt(model, fit, past, width) }
  })
}

function goesOn({ kept, lost }: Retention, period: number, before: number): number | null {
  const [stay, leave] = [kept[period] ?? 0, lost[period] ?? 0]
  return stay + leave === 0 ? null : (before * stay) / (stay + leave)
}

/** Delta method for ln(-ln S), which stays between 0 and 1. */
function bandAt(model: ContractModel, fit: Fit, past: number, width: number) {
  const logs = model.parameters.map((name) => Math.log(fit.params[name] as number))
  const loss = (at: readonly number[]): number => {
    const params = Object.fromEntries(model.parameters.map((name, place) => [name, Math.exp(at[place] as number)]))
    return Math.log(Math.max(-model.logSurvival(params, past), 1e-12))
  }
  const expected = survivalFrom(model, fit.params, 0, past)
  const { covariance } = fit
  if (past === 0 || !covariance || !fit.identified) return { expected, low: null, high: null }
  const slopes = logs.map((_, place) => {
    const moved = (by: number) => loss(logs.map((log, other) => (other === place ? log + by : log)))
    return (moved(1e-4) - moved(-1e-4)) / 2e-4
  })
  const variance = slopes.reduce(
    (sum, a, i) => sum + slopes.reduce((row, b, j) => row + a * b * ((covariance[i] as number[])[j] as number), 0),
    0,
  )
  const spread = width * Math.sqrt(Math.max(0, variance))
  const level = loss(logs)
  return { expected, low: Math.exp(-Math.exp(level + spread)), high: Math.exp(-Math.exp(level - spread)) }
}
