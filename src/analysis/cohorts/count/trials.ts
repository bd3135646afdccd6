import { monthName, monthOf } from '../../ranking/channels.ts'
import { type OrderLog, said } from './log.ts'
import { windows } from './terms.ts'

/** Customers whose first order held nothing but a trial product, by that product and the month of the order. */
export interface TrialMonth {
  productId: number
  /** `2026-11` */
  month: string
  starters: number
  /** by window: whose trial lies so many days back, and of these … */
  ripe: number[]
  /** … who bought anything but trials within the days */
  converted: number[]
  /** … who took the first delivery of a subscription within the days */
  subscribed: number[]
}

const none = () => windows.map(() => 0)

/**
 * 引上: from the trial (free ones too) to the first purchase of anything else. Only customers whose window has passed are
 * in the share, so that it does not rise afterwards.
 */
export function countTrials(log: OrderLog, asOf: number): TrialMonth[] {
  const found = new Map<string, TrialMonth>()
  for (let customer = 0; customer < log.customers; customer++) {
    const productId = log.trial[customer] as number
    if (productId === 0) continue
    const { began, regular, subscribed } = pathOf(log, customer)
    const month = monthName(monthOf(began))
    const key = `${productId} ${month}`
    const trial = found.get(key) ?? {
      productId,
      month,
      starters: 0,
      ripe: none(),
      converted: none(),
      subscribed: none(),
    }
    found.set(key, trial)
    trial.starters++
    windows.forEach((window, place) => {
      if (asOf - began < window) return
      const more = (counts: number[]) => {
        counts[place] = (counts[place] as number) + 1
      }
      more(trial.ripe)
      if (regular - began <= window) more(trial.converted)
      if (subscribed - began <= window) more(trial.subscribed)
    })
  }
  return [...found.values()].sort((a, b) => a.productId - b.productId || (a.month < b.month ? -1 : 1))
}

/** Days of the trial, of the first purchase of anything else and of the first delivery of a subscription. */
function pathOf(log: OrderLog, customer: number) {
  const path = { began: 0, regular: Number.POSITIVE_INFINITY, subscribed: Number.POSITIVE_INFINITY }
  let isFirst = true
  for (let row = log.starts[customer] as number; row < (log.starts[customer + 1] as number); row++) {
    const flags = log.flags[row] as number
    const day = log.day[row] as number
    if (isFirst && flags & said.confirmed) {
      path.began = day
      isFirst = false
    } else if (flags & said.purchase) {
      if (!(flags & said.trialOnly)) path.regular = Math.min(path.regular, day)
      if (flags & said.subscription) path.subscribed = Math.min(path.subscribed, day)
    }
  }
  return path
}

/** The year until a day: who bought, how often, for how much, of everyone and by what their first purchase was. */
export interface YearFigures {
  dimension: string
  value: string
  buyers: number
  purchases: number
  net: number
  gross: number
  known: number
}

export const yearDays = 365

export function countYear(log: OrderLog, of: (customer: number) => [string, string][], asOf: number): YearFigures[] {
  const found = new Map<string, YearFigures>()
  const own = { buyers: 0, purchases: 0, net: 0, gross: 0, known: 0 }
  for (let customer = 0; customer < log.customers; customer++) {
    Object.assign(own, { buyers: 0, purchases: 0, net: 0, gross: 0, known: 0 })
    for (let row = log.starts[customer] as number; row < (log.starts[customer + 1] as number); row++) {
      if ((log.day[row] as number) <= asOf - yearDays) continue
      const [net, gross] = [log.net[row] as number, log.gross[row] as number]
      if ((log.flags[row] as number) & said.purchase) {
        own.buyers = 1
        own.purchases++
      }
      own.net += net
      if (!Number.isNaN(gross)) {
        own.gross += gross
        own.known += net
      }
    }
    // a refund of the year for a purchase before it is nobody's of the year
    if (own.buyers === 0) continue
    for (const [dimension, value] of of(customer)) {
      const key = `${dimension} ${value}`
      const sum = found.get(key) ?? { dimension, value, buyers: 0, purchases: 0, net: 0, gross: 0, known: 0 }
      found.set(key, sum)
      for (const name of ['buyers', 'purchases', 'net', 'gross', 'known'] as const) sum[name] += own[name]
    }
  }
  return [...found.values()]
}
