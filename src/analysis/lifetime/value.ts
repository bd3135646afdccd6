import type { Histories } from './histories.ts'
import { gammaGamma, type SpendParameter } from './models/gamma-gamma.ts'
import type { BuyingModel, Parameters } from './models/model.ts'
import type { Patterns } from './patterns.ts'
import { dailyRate, openProspects, type Prospect } from './residual.ts'

/** What the values are to mean; handed back with every one of them. */
export interface Terms {
  /** interest of a year of 365 days: 0.1 makes what comes a year from now worth 1/1.1 of today's */
  discountPerYear: number
  /** days ahead of the end of the observation, ascending */
  horizonDays: readonly number[]
  /** share of the spend that counts: 1 for net sales, the gross margin for profit */
  margin: number
}

/** Of everyone, before it is turned into money: by pattern what depends on the pattern alone. */
export interface Values {
  terms: Terms
  alive: Float64Array
  /** one for each horizon, in their order */
  horizons: { days: number; purchases: Float64Array; discounted: Float64Array }[]
  /** DERT: purchases to come without end, discounted */
  residual: Float64Array
  /** by customer: expected amount of a future purchase day */
  spend: Float64Array
  /** by customer: the pattern */
  of: Int32Array
}

/** What one customer is expected to be worth within a time; money in the unit of the spend. */
export interface Value {
  /** null: without end */
  horizonDays: number | null
  discountPerYear: number
  margin: number
  /** expected purchase days; null without end, where only the discounted number is sure to be finite */
  purchases: number | null
  discountedPurchases: number
  money: number | null
  discountedMoney: number
}

/**
 * Purchases to come (of the patterns, in days) times the amount of a purchase day (Gamma-Gamma, given each customer's own mean)
 * times the margin: how often one buys and how much one spends are taken as independent. Discounting is continuous at the
 * rate that makes `discountPerYear` over 365 days; errors as in `openProspects`.
 */
export function valueCustomers(
  { model, params, spendParams }: { model: BuyingModel; params: Parameters; spendParams: Parameters<SpendParameter> },
  histories: Pick<Histories, 'size' | 'x' | 'spend'>,
  patterns: Patterns,
  terms: Terms,
): Values {
  const { size, x, tx, T } = patterns
  const horizons = terms.horizonDays.map((days) => ({
    days,
    purchases: new Float64Array(size),
    discounted: new Float64Array(size),
  }))
  const alive = new Float64Array(size)
  const residual = new Float64Array(size)
  const worked = openProspects(model, params, dailyRate(terms.discountPerYear), terms.horizonDays)
  const prospectOf = model.k > 1 ? worked : remembered(worked)
  for (let pattern = 0; pattern < size; pattern++) {
    const [n, last, age] = [x[pattern] as number, tx[pattern] as number, T[pattern] as number]
    const share = model.alive(params, n, last, age)
    const prospect = prospectOf(n, last, age)
    alive[pattern] = share
    residual[pattern] = share * prospect.residual
    horizons.forEach(({ purchases, discounted }, place) => {
      purchases[pattern] = share * (prospect.purchases[place] as number)
      discounted[pattern] = share * (prospect.discounted[place] as number)
    })
  }
  const spend = Float64Array.from({ length: histories.size }, (_, customer) =>
    gammaGamma.mean(spendParams, histories.x[customer] as number, histories.spend[customer] as number),
  )
  return { terms, alive, horizons, residual, spend, of: patterns.of }
}

/** With k = 1 all who share (x, T) share what is ahead of them while they are customers: it is worked out once. */
function remembered(worked: (x: number, tx: number, T: number) => Prospect): typeof worked {
  const known = new Map<number, Map<number, Prospect>>()
  return (x, tx, T) => {
    const ofAge = known.get(x) ?? new Map<number, Prospect>()
    known.set(x, ofAge)
    const prospect = ofAge.get(T) ?? worked(x, tx, T)
    ofAge.set(T, prospect)
    return prospect
  }
}

/** The values of one customer, by his place in the histories: one for each horizon, the last one without end. */
export function valuesOf(values: Values, customer: number): Value[] {
  const { discountPerYear, margin } = values.terms
  const pattern = values.of[customer] as number
  const worth = margin * (values.spend[customer] as number)
  const within = values.horizons.map(({ days, purchases, discounted }): Value => {
    const [count, discountedPurchases] = [purchases[pattern] as number, discounted[pattern] as number]
    return {
      horizonDays: days,
      discountPerYear,
      margin,
      purchases: count,
      discountedPurchases,
      money: worth * count,
      discountedMoney: worth * discountedPurchases,
    }
  })
  const discountedPurchases = values.residual[pattern] as number
  const withoutEnd: Value = {
    horizonDays: null,
    discountPerYear,
    margin,
    purchases: null,
    discountedPurchases,
    money: null,
    discountedMoney: worth * discountedPurchases,
  }
  return [...within, withoutEnd]
}
