import { type Histories, historiesAt, type PurchaseLog, purchasesBetween } from '../histories.ts'
import { bgNbd } from '../models/bg-nbd.ts'
import { mbgCnbd, mbgNbd } from '../models/mbg-nbd.ts'
import type { BuyingModel, Fit } from '../models/model.ts'
import { nbd } from '../models/nbd.ts'
import { paretoNbd } from '../models/pareto-nbd.ts'
import { type Patterns, patternsOf } from '../patterns.ts'
import { ownRate, recencyRate } from './baselines.ts'
import { type ClockFit, clockAhead, clockForecast, fitClock } from './clock.ts'
import { usualBelief } from './pace-prior.ts'

/** Models whose time is the calendar's. */
export const plainModels = { nbd, bgnbd: bgNbd, mbgnbd: mbgNbd, pnbd: paretoNbd, mbgcnbd: mbgCnbd(2) } as const
export type PlainName = keyof typeof plainModels

/** `clock`: MBG/NBD on the shop's clock; `steady`: the same without a season. */
export type LevelName = PlainName | 'clock' | 'steady' | 'ownRate'
export type CandidateName = LevelName | 'recency'

/** Of each pattern: purchase days expected and the chance of any. */
export interface Forecast {
  expected: Float64Array
  buys: Float64Array
}

/** A day from which forecasts are made, knowing nothing later. */
export interface Origin {
  histories: Histories
  patterns: Patterns
  /** from the first purchase of the log */
  days: number
  fit(name: PlainName): Fit
  /** the shop's clock as fitted here, with its season or without */
  clock(seasonal: boolean): ClockFit
  forecast(name: CandidateName, horizon: number): Forecast
  /** what was learned here said of other customers of the same shop, observed to the same day */
  forecastOf(patterns: Patterns, name: LevelName, horizon: number): Forecast
  /** standard deviation of the logarithm of the total, as far as the shop's pace makes it */
  spread(horizon: number): number
}

const steadyBelief = { ...usualBelief, season: 0 }

/** Fits are made when first asked for and kept. */
export function originAt(log: PurchaseLog<unknown>, until: number): Origin {
  const histories = historiesAt(log, until)
  const patterns = patternsOf(histories)
  const days = histories.T.reduce((longest, T) => Math.max(longest, T), 0)
  const fits = new Map<PlainName, Fit>()
  const clocks = new Map<boolean, ClockFit>()
  const forecasts = new Map<string, Forecast>()

  const fit = (name: PlainName): Fit => {
    let found = fits.get(name)
    if (!found) {
      found = (plainModels[name] as BuyingModel).fit(patterns)
      fits.set(name, found)
    }
    return found
  }
  const clock = (seasonal: boolean): ClockFit => {
    let found = clocks.get(seasonal)
    if (!found) {
      found = fitClock(log, histories, patterns, fit('mbgnbd').params, seasonal ? usualBelief : steadyBelief)
      clocks.set(seasonal, found)
    }
    return found
  }
  const make = (customers: Patterns, name: LevelName, horizon: number): Forecast => {
    if (name === 'clock' || name === 'steady') {
      const fitted = clock(name === 'clock')
      return clockForecast(fitted, customers, clockAhead(fitted, horizon).days)
    }
    if (name === 'ownRate') return ownRate(customers, horizon)
    return plainForecast(plainModels[name] as BuyingModel, fit(name), customers, horizon)
  }
  return {
    histories,
    patterns,
    days,
    fit,
    clock,
    forecast(name, horizon) {
      const key = `${name} ${horizon}`
      let found = forecasts.get(key)
      if (!found) {
        found = name === 'recency' ? recencyRate(log, until, patterns, days, horizon) : make(patterns, name, horizon)
        forecasts.set(key, found)
      }
      return found
    },
    forecastOf: make,
    spread: (horizon) => clockAhead(clock(true), horizon).spread,
  }
}

function plainForecast(model: BuyingModel, { params }: Fit, { size, x, tx, T }: Patterns, horizon: number): Forecast {
  const expected = new Float64Array(size)
  const buys = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    const history = [x[i] as number, tx[i] as number, T[i] as number] as const
    expected[i] = model.expected(params, ...history, horizon)
    buys[i] = model.buysWithin(params, ...history, horizon)
  }
  return { expected, buys }
}

/** Purchase days of everyone known at the origin in the `horizon` days after it. */
export function actualAfter(log: PurchaseLog<unknown>, { histories }: Origin, horizon: number): Int32Array {
  return purchasesBetween(log, histories, histories.until, histories.until + horizon).counts
}

export function totalOf({ size, weight }: Patterns, expected: Float64Array): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += (weight[i] as number) * (expected[i] as number)
  return sum
}
