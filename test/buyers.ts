import { type Histories, historiesAt, openPurchaseLog, type PurchaseLog } from '../src/analysis/lifetime/histories.ts'
import { type Chance, createChance } from '../src/demo/chance.ts'

/** Buyers drawn from a model: what they do is known, so what is estimated from it can be judged. */
export interface Shop {
  customers: number
  /** rates: gamma with shape r and rate alpha (days); k stages a purchase; chance to leave: beta with a and b */
  params: { r: number; alpha: number; a: number; b: number }
  k?: number
  /** customers may leave after the first purchase too (MBG) */
  modified?: boolean
  /** first purchases fall evenly on the days 0 … joining − 1, the log ends at the end of day `days` */
  joining: number
  days: number
  seed: number
  /** how fast people buy on a day of the log, 1 the usual */
  pace?: (day: number) => number
  /** days that customers have been joining before the log begins; what they bought then is not in it */
  before?: number
}

export function simulatedLog(shop: Shop): PurchaseLog<number> {
  const { params, k = 1, modified = true, joining, days, before = 0 } = shop
  const clock = openClock(shop)
  const chance = createChance(shop.seed, 0)
  const log = openPurchaseLog<number>()
  for (let id = 1; id <= shop.customers; id++) {
    const first = Math.floor(chance.next() * (joining + before)) - before
    const rate = gamma(chance, params.r) / params.alpha
    const one = gamma(chance, params.a)
    const leaves = one / (one + gamma(chance, params.b))
    const basket = 20 + 60 * chance.next()
    if (first >= 0) log.add(id, first, basket)
    let now = clock.shown(first)
    if (modified && chance.next() < leaves) continue
    for (;;) {
      for (let stage = 0; stage < k; stage++) now -= Math.log(1 - chance.next()) / rate
      const day = clock.dayOf(now)
      if (!(day < days + 1)) break
      const amount = basket * (0.5 + chance.next())
      if (day >= 0) log.add(id, Math.floor(day), amount)
      if (chance.next() < leaves) break
    }
  }
  return log.close()
}

/** Time as the shop's customers live it; without a pace it is the calendar's. */
function openClock({ pace, days, before = 0 }: Shop) {
  if (!pace) return { shown: (day: number) => day, dayOf: (time: number) => time }
  const times = [0]
  for (let day = -before; day <= days; day++) times.push((times.at(-1) as number) + pace(day))
  return {
    shown: (day: number): number => times[day + before] as number,
    dayOf(time: number): number {
      const next = times.findIndex((one) => one > time)
      if (next < 0) return Number.POSITIVE_INFINITY
      const from = times[next - 1] as number
      return next - 1 - before + (time - from) / ((times[next] as number) - from)
    },
  }
}

export function simulatedHistories(shop: Shop): Histories {
  return historiesAt(simulatedLog(shop), shop.days)
}

/** Marsaglia & Tsang 2000; below shape 1 by the boost of a uniform power. */
export function gamma(chance: Chance, shape: number): number {
  if (shape < 1) return gamma(chance, shape + 1) * (1 - chance.next()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
    const v = (1 + c * z) ** 3
    if (v > 0 && Math.log(1 - chance.next()) < (z * z) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}
