import type { Ahead } from '../count/outlook.ts'
import { addTo, type CohortFigures } from '../count/rows.ts'
import { ageDays } from '../count/terms.ts'

/** Lifetime value of cohorts, and what may be spent on winning a customer. Amounts in the smallest unit of the currency. */

/** 売上, 粗利, 限界利益 */
export const numerators = ['sales', 'profit', 'margin'] as const
export type Numerator = (typeof numerators)[number]

/** What a cohort has in store, with how much of it is over. */
export interface KnownCohort {
  figures: CohortFigures
  ahead: Ahead | null
  /** ages everybody has lived through */
  complete: number
}

export interface MoneyTerms {
  numerator: Numerator
  /** shipping and fees the shop pays itself, each purchase; `margin` only */
  perPurchase: number
  /** of the run: standard deviation of ln(actual ÷ projected), chance apart */
  spread: number
}

export interface CurvePoint {
  /** days since the first purchase at its end */
  days: number
  /** cumulative amount a buyer, everybody having lived through the age; null where some have not */
  observed: number | null
  /** the same with what is expected of those who have not; null where nothing is projected */
  expected: number | null
  /** 80 % of such projections hold */
  low: number | null
  high: number | null
}

/** Net sales of orders whose costs are known must be so much of all for a profit to be told. */
export const leastKnown = 0.8

/**
 * Gross profit by net sales of the orders whose costs are known: orders of unknown cost are taken to earn as much. Null
 * where they are more than a fifth.
 */
export function profitRate({ net, gross, known }: { net: number; gross: number; known: number }): number | null {
  return net > 0 && known / net >= leastKnown ? gross / known : null
}

const sumOf = (list: readonly number[], to = list.length) => list.slice(0, to).reduce((sum, value) => sum + value, 0)

export const totalsOf = (figures: CohortFigures) => ({
  net: sumOf(figures.net),
  gross: sumOf(figures.gross),
  known: sumOf(figures.known),
})

/** Several cohorts as one. `complete` is that of the youngest. */
export function pooled(cohorts: readonly KnownCohort[]): KnownCohort | null {
  const [first, ...others] = cohorts
  if (!first) return null
  const figures = structuredClone(first.figures)
  for (const other of others) addTo(figures, other.figures)
  const add = (name: keyof Ahead) =>
    first.figures.net.map((_, age) => cohorts.reduce((sum, { ahead }) => sum + (ahead?.[name][age] ?? 0), 0))
  return {
    figures,
    ahead: cohorts.every(({ ahead }) => ahead !== null) ? { purchases: add('purchases'), net: add('net') } : null,
    complete: Math.min(...cohorts.map(({ complete }) => complete)),
  }
}

/** of the standard normal: a tenth lies beyond on either side */
const tenth = 1.2815515655446004
/** money comes in clusters: so many times the variance of as many independent purchases */
const clustered = 3

/**
 * Cumulative amount a buyer by age. Observed as long as everybody has lived through the age; from there on what has come so
 * far plus what the model expects of each until the age is over. The band is that of the expected part: how far such
 * projections were off in the shop's own past, and chance.
 */
export function curveOf(cohort: KnownCohort, terms: MoneyTerms): CurvePoint[] | null {
  const { figures, ahead, complete } = cohort
  const rate = terms.numerator === 'sales' ? 1 : profitRate(totalsOf(figures))
  if (rate === null || figures.buyers === 0) return null
  const each = terms.numerator === 'margin' ? terms.perPurchase : 0
  let soFar = 0
  return figures.net.map((net, age) => {
    const { purchases } = figures
    soFar += rate * net - each * (purchases[age] as number)
    const point = { days: ageDays.month * (age + 1), observed: null, expected: null, low: null, high: null }
    if (age < complete) return { ...point, observed: soFar / figures.buyers }
    if (!ahead) return point
    const count = ahead.purchases[age] as number
    const come = rate * (ahead.net[age] as number) - each * count
    const factor = Math.exp(tenth * Math.sqrt(terms.spread ** 2 + clustered / Math.max(count, 1)))
    const [less, more] = come < 0 ? [come * factor, come / factor] : [come / factor, come * factor]
    return {
      ...point,
      expected: (soFar + come) / figures.buyers,
      low: (soFar + less) / figures.buyers,
      high: (soFar + more) / figures.buyers,
    }
  })
}

/** One figure with all that goes into it, so that the formula can be shown with its numbers. */
export interface LifetimeValue {
  buyers: number
  purchases: number
  sales: number
  /** 粗利率; null where costs are unknown */
  profitRate: number | null
  /** what counts, of all buyers: sales, profit, or profit less shipping and fees; null where it cannot be told */
  amount: number | null
  /** amount ÷ buyers */
  each: number | null
  /** upper limit of the cost of winning one: the profit (or margin) a buyer brings, whatever the numerator */
  limit: number | null
}

/** 年間LTV and 上限CPA from sums over buyers. */
export function lifetimeValue(
  sums: { buyers: number; purchases: number; net: number; gross: number; known: number },
  { numerator, perPurchase }: Pick<MoneyTerms, 'numerator' | 'perPurchase'>,
): LifetimeValue {
  const { buyers, purchases, net } = sums
  const rate = profitRate(sums)
  const profit = rate === null ? null : rate * net
  const costs = perPurchase * purchases
  const amount = numerator === 'sales' ? net : profit === null ? null : numerator === 'profit' ? profit : profit - costs
  const a = (money: number | null) => (money === null || buyers === 0 ? null : money / buyers)
  const earned = profit === null ? null : numerator === 'margin' ? profit - costs : profit
  return { buyers, purchases, sales: net, profitRate: rate, amount, each: a(amount), limit: a(earned) }
}

/** What first-time buyers brought in their first `ages` steps of age, of cohorts that have lived through them. */
export function firstAges(cohorts: readonly KnownCohort[], ages: number) {
  const sums = { buyers: 0, purchases: 0, net: 0, gross: 0, known: 0 }
  for (const { figures, complete } of cohorts) {
    if (complete < ages) continue
    sums.buyers += figures.buyers
    for (const name of ['purchases', 'net', 'gross', 'known'] as const) sums[name] += sumOf(figures[name], ages)
  }
  return sums
}
