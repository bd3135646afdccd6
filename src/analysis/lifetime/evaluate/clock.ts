import type { Histories, PurchaseLog } from '../histories.ts'
import { mbgNbd } from '../models/mbg-nbd.ts'
import { maximise } from '../numerics/optimise.ts'
import type { Patterns } from '../patterns.ts'
import {
  type Clock,
  clockAt,
  clockObjective,
  coordinatesOf,
  type Months,
  monthsOf,
  type Observed,
} from './clock-likelihood.ts'
import {
  type Belief,
  daysPerMonth,
  type PacePrior,
  paceAhead,
  pacePrior,
  spreadAhead,
  usualBelief,
} from './pace-prior.ts'

type Params = Parameters<typeof mbgNbd.expected>[0]

/** MBG/NBD on the shop's own clock, as fitted at a cut. */
export interface ClockFit {
  /** alpha in days of the shop's clock */
  params: Params
  clock: Clock
  months: Months
  prior: PacePrior
  source: Float64Array
  iterations: number
}

/** The longest forecast a fit is made for, in months. */
const monthsAhead = 36

/**
 * Fits customers and clock together from what was known at `histories.until`: seasons and a wandering level make the
 * shop's time run faster or slower, and customers acquired at different times buy at different speeds (those a log begins
 * with are old customers, who buy more than new ones). `start`: parameters of the plain MBG/NBD.
 */
export function fitClock(
  log: PurchaseLog<unknown>,
  histories: Pick<Histories, 'until'>,
  patterns: Patterns,
  start: Readonly<Record<string, number>>,
  belief: Belief = usualBelief,
): ClockFit {
  const days = patterns.T.reduce((longest, T) => Math.max(longest, T), 0)
  const months = monthsOf(days)
  const observed: Observed = { patterns, months, repeatsByMonth: repeatsByMonth(log, histories.until, months) }
  const prior = pacePrior(months.count, monthsAhead, belief)
  const from = Array.from({ length: coordinatesOf(months.count) }, () => 0)
  const within = (value: number | undefined, low: number, high: number) =>
    Math.min(high, Math.max(low, Math.log(Math.max(value ?? 1, Number.MIN_VALUE))))
  from[0] = within(start.r, -3, 3)
  from[1] = within(start.alpha, -2, 9)
  from[2] = within(start.a, -4, 2)
  from[3] = within(start.b, -2, 4)
  const bounds = from.map((_, i) =>
    i === 1 ? { low: -5, high: 16 } : i < 4 ? { low: -9, high: 9 } : { low: -8, high: 8 },
  )
  const found = maximise(clockObjective(observed, prior), {
    starts: [from],
    bounds,
    size: patterns.customers,
    rough: true,
  })
  const [r, alpha, a, b] = [0, 1, 2, 3].map((i) => Math.exp(found.at[i] as number)) as [number, number, number, number]
  return {
    params: { r, alpha, a, b },
    clock: clockAt(observed, prior, found.at),
    months,
    prior,
    source: found.at.slice(4, 4 + months.count),
    iterations: found.iterations,
  }
}

/** Repeat purchase days of everyone; what a month saw of first purchases says nothing about its pace. */
function repeatsByMonth(log: PurchaseLog<unknown>, until: number, months: Months): Float64Array {
  const counts = new Float64Array(months.count)
  for (let slot = 0; slot < log.ids.length; slot++) {
    const end = log.starts[slot + 1] as number
    for (let row = (log.starts[slot] as number) + 1; row < end; row++) {
      const age = until - (log.days[row] as number)
      if (age < 0) break
      const month = months.of[age] as number
      counts[month] = (counts[month] as number) + 1
    }
  }
  return counts
}

/** What the clock shows over the next `horizon` days: time to be lived, and how sure that is. */
export interface Ahead {
  /** days of the shop's clock */
  days: number
  /** standard deviation of the logarithm of `days` */
  spread: number
}

export function clockAhead({ prior, source }: ClockFit, horizon: number): Ahead {
  const pace = paceAhead(prior, source)
  const byMonth = pace.map((one, month) => {
    const last = month === pace.length - 1
    const days = Math.min(horizon - month * daysPerMonth, last ? Number.POSITIVE_INFINITY : daysPerMonth)
    return Math.exp(one) * Math.max(0, days)
  })
  const days = byMonth.reduce((sum, one) => sum + one, 0)
  const spread =
    days > 0
      ? spreadAhead(
          prior,
          byMonth.map((one) => one / days),
        )
      : 0
  return { days, spread }
}

/** A customer's history in the time that he has lived through. */
export function lived({ clock, months }: ClockFit, tx: number, T: number): { speed: number; tx: number; T: number } {
  const speed = Math.exp(clock.logCohort[months.of[T] as number] as number)
  const from = clock.elapsed[T] as number
  return {
    speed,
    tx: speed * ((clock.elapsed[T - tx] as number) - from),
    T: speed * ((clock.elapsed[0] as number) - from),
  }
}

/** Expected purchases and the chance of any within `days` of the shop's clock, by pattern. */
export function clockForecast(fit: ClockFit, { size, x, tx, T }: Patterns, days: number) {
  const expected = new Float64Array(size)
  const buys = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const count = x[i] as number
    const own = lived(fit, tx[i] as number, T[i] as number)
    expected[i] = mbgNbd.expected(fit.params, count, own.tx, own.T, own.speed * days)
    buys[i] = mbgNbd.buysWithin(fit.params, count, own.tx, own.T, own.speed * days)
  }
  return { expected, buys }
}
