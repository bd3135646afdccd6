import { digamma, logGamma } from '../numerics/log-gamma.ts'
import type { Objective } from '../numerics/optimise.ts'
import type { Patterns } from '../patterns.ts'
import { bySource, daysPerMonth, type PacePrior, pastPace } from './pace-prior.ts'

/** How the days before the cut fall into months counted back from it; the oldest month takes what is left over. */
export interface Months {
  count: number
  /** days from the first purchase of the log to the cut */
  days: number
  /** month of the day that lies `age` days before the cut, 0 the oldest */
  of: Int32Array
}

export function monthsOf(days: number): Months {
  const count = Math.max(1, Math.floor(days / daysPerMonth))
  const of = Int32Array.from(
    { length: days + 1 },
    (_, age) => count - 1 - Math.min(count - 1, Math.floor(age / daysPerMonth)),
  )
  return { count, days, of }
}

/** What the clock is read from: histories with their number, and repeat purchase days by month. */
export interface Observed {
  patterns: Patterns
  months: Months
  repeatsByMonth: Float64Array
}

/** The clock at some point of the search. */
export interface Clock {
  logPace: Float64Array
  /** shop time from the first day of the log to the day that lies `age` days before the cut */
  elapsed: Float64Array
  /** log of how fast customers acquired in each month buy, against all */
  logCohort: Float64Array
}

/** Coordinates: ln r, ln α, ln a, ln b, the pace, the steps from each cohort to the next. */
export const coordinatesOf = (months: number): number => 4 + months + Math.max(0, months - 1)

export function clockAt(observed: Observed, prior: PacePrior, at: Float64Array): Clock {
  const { months } = observed
  const logPace = pastPace(prior, at.subarray(4, 4 + months.count))
  const elapsed = new Float64Array(months.days + 1)
  for (let age = months.days - 1; age >= 0; age--) {
    elapsed[age] = (elapsed[age + 1] as number) + Math.exp(logPace[months.of[age] as number] as number)
  }
  const logCohort = new Float64Array(months.count)
  for (let month = 1; month < months.count; month++) {
    logCohort[month] = (logCohort[month - 1] as number) + prior.cohort * (at[3 + months.count + month] as number)
  }
  const share = cohortShares(observed)
  const mean = logCohort.reduce((sum, one, month) => sum + one * (share[month] as number), 0)
  return { logPace, elapsed, logCohort: logCohort.map((one) => one - mean) }
}

function cohortShares({ patterns, months }: Observed): Float64Array {
  const share = new Float64Array(months.count)
  for (let i = 0; i < patterns.size; i++) {
    const month = months.of[patterns.T[i] as number] as number
    share[month] = (share[month] as number) + (patterns.weight[i] as number) / patterns.customers
  }
  return share
}

/**
 * MBG/NBD (Batislam, Denizel & Filiztekin 2007) on the shop's clock: a customer of cohort g lives through
 * θ_g · ∫ pace dt instead of days. Log-likelihood of the purchases and prior of clock and drop-out together, with gradient;
 * factors without a parameter are left out. Purchases of a customer on a day of twice the pace are twice as likely.
 */
export function clockObjective(observed: Observed, prior: PacePrior): Objective {
  const { patterns, months, repeatsByMonth } = observed
  const share = cohortShares(observed)
  const byCount = openCounts(patterns)
  const repeats = cohortRepeats(observed)
  const addCustomers = openCustomers(observed)

  return (at, gradient) => {
    const [r, alpha, a, b] = [0, 1, 2, 3].map((i) => Math.exp(at[i] as number)) as [number, number, number, number]
    const clock = clockAt(observed, prior, at)
    const counts = byCount(r, a, b)
    const sums = addCustomers(clock, r, alpha, b, counts.logOdds)
    let value = counts.value + sums.value + patterns.customers * r * Math.log(alpha)
    for (let month = 0; month < months.count; month++) {
      value += (repeatsByMonth[month] as number) * (clock.logPace[month] as number)
      value += (repeats[month] as number) * (clock.logCohort[month] as number)
      sums.byCohort[month] = (sums.byCohort[month] as number) + (repeats[month] as number)
    }
    gradient[0] = (counts.slopeR + sums.slopeR + patterns.customers * Math.log(alpha)) * r
    gradient[1] = sums.slopeAlpha * alpha + patterns.customers * r
    gradient[2] = counts.slopeA * a + sums.left
    gradient[3] = (counts.slopeB + sums.slopeB) * b
    gradient.set(bySource(prior, paceSlope(observed, clock, sums.byAge)), 4)
    writeCohorts(gradient, sums.byCohort, share, prior.cohort)
    return value - penalty(at, gradient)
  }
}

function cohortRepeats({ patterns: { size, x, T, weight }, months }: Observed): Float64Array {
  const repeats = new Float64Array(months.count)
  for (let i = 0; i < size; i++) {
    const month = months.of[T[i] as number] as number
    repeats[month] = (repeats[month] as number) + (weight[i] as number) * (x[i] as number)
  }
  return repeats
}

/** The part of the likelihood that depends on when customers bought: −c ln(α+T) + ln(1 + odds of having left), c = r + x. */
function openCustomers({ patterns, months }: Observed) {
  const { size, x, tx, T, weight } = patterns
  const logAge = new Float64Array(months.days + 1)
  const byAge = new Float64Array(months.days + 1)
  const byCohort = new Float64Array(months.count)

  return ({ elapsed, logCohort }: Clock, r: number, alpha: number, b: number, logOddsOf: Float64Array) => {
    const now = elapsed[0] as number
    const speed = logCohort.map(Math.exp)
    for (let age = 0; age <= months.days; age++) {
      const lived = (speed[months.of[age] as number] as number) * (now - (elapsed[age] as number))
      logAge[age] = Math.log(alpha + lived)
    }
    byAge.fill(0)
    byCohort.fill(0)
    let [value, slopeR, slopeAlpha, slopeB, left] = [0, 0, 0, 0, 0]
    for (let i = 0; i < size; i++) {
      const count = x[i] as number
      const age = T[i] as number
      const last = age - (tx[i] as number)
      const month = months.of[age] as number
      const theta = speed[month] as number
      const from = elapsed[age] as number
      const recency = theta * ((elapsed[last] as number) - from)
      const c = r + count
      const logT = logAge[age] as number
      const logL = Math.log(alpha + recency)
      const logOdds = (logOddsOf[count] as number) + c * (logT - logL)
      const p = 1 / (1 + Math.exp(-logOdds))
      const w = weight[i] as number
      const byT = -w * (1 - p) * c * Math.exp(-logT)
      const byL = (-w * p * c) / (alpha + recency)
      value += w * (Math.max(logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds))) - c * logT)
      slopeR += w * (p * (logT - logL) - logT)
      slopeAlpha += byT + byL
      slopeB -= (w * p) / (b + count)
      left += w * p
      byCohort[month] = (byCohort[month] as number) + byT * theta * (now - from) + byL * recency
      byAge[0] = (byAge[0] as number) + byT * theta
      byAge[last] = (byAge[last] as number) + byL * theta
      byAge[age] = (byAge[age] as number) - (byT + byL) * theta
    }
    return { value, slopeR, slopeAlpha, slopeB, left, byAge, byCohort }
  }
}

/** What depends on the number of purchases alone, over all customers. */
function openCounts({ size, x, weight }: Patterns) {
  const most = x.reduce((top, one) => Math.max(top, one), 0)
  const weightOf = new Float64Array(most + 1)
  for (let i = 0; i < size; i++) weightOf[x[i] as number] = (weightOf[x[i] as number] as number) + (weight[i] as number)
  const logOdds = new Float64Array(most + 1)
  return (r: number, a: number, b: number) => {
    let [value, slopeR, slopeA, slopeB] = [0, 0, 0, 0]
    const [gammaR, psiR] = [logGamma(r), digamma(r)]
    const [gammaB, psiB] = [logGamma(b), digamma(b)]
    const [gammaAB, psiAB] = [logGamma(a + b), digamma(a + b)]
    for (let count = 0; count <= most; count++) {
      logOdds[count] = Math.log(a / (b + count))
      const w = weightOf[count] as number
      if (w === 0) continue
      const n = count + 1
      value += w * (logGamma(r + count) - gammaR + logGamma(b + n) - gammaB - logGamma(a + b + n) + gammaAB)
      const psiABn = digamma(a + b + n)
      slopeR += w * (digamma(r + count) - psiR)
      slopeA += w * (psiAB - psiABn)
      slopeB += w * (digamma(b + n) - psiB - psiABn + psiAB)
    }
    return { value, slopeR, slopeA, slopeB, logOdds }
  }
}

/** From slopes by shop time at each age to slopes by log pace of each month. */
function paceSlope({ months, repeatsByMonth }: Observed, { logPace }: Clock, byAge: Float64Array): Float64Array {
  const slope = new Float64Array(months.count)
  let later = 0
  for (let age = 0; age < months.days; age++) {
    later += byAge[age] as number
    const month = months.of[age] as number
    slope[month] = (slope[month] as number) + later
  }
  return slope.map((one, month) => one * Math.exp(logPace[month] as number) + (repeatsByMonth[month] as number))
}

function writeCohorts(gradient: Float64Array, slope: Float64Array, share: Float64Array, step: number): void {
  const months = share.length
  // the cohorts' mean is taken off, so that a step moves all of them a little
  const total = slope.reduce((sum, one) => sum + one, 0)
  let later = 0
  for (let month = months - 1; month > 0; month--) {
    later += (slope[month] as number) - total * (share[month] as number)
    gradient[3 + months + month] = step * later
  }
}

/** Of pace and cohort steps, standard normal; and a hold on a and b, which the data may leave open: within a factor of 20. */
function penalty(at: Float64Array, gradient: Float64Array): number {
  let sum = 0
  for (let i = 2; i < at.length; i++) {
    const [mean, precision] = i === 2 ? [0, 1 / 9] : i === 3 ? [1, 1 / 9] : [0, 1]
    const off = (at[i] as number) - mean
    sum += (precision * off * off) / 2
    gradient[i] = (gradient[i] as number) - precision * off
  }
  return sum
}
