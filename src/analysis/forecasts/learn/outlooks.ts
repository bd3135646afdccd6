import type { Histories, SpendFit } from '../../lifetime/index.ts'
import { gammaGamma, type Patterns } from '../../lifetime/index.ts'
import { horizons, tenth, year } from './horizons.ts'
import { type SecondChances, timesLikelier } from './one-time-buyers.ts'
import type { People } from './people.ts'
import type { SubscriptionOutlook, Subscriptions } from './subscriptions.ts'

export type Basis = 'repeat' | 'subscription' | 'second'

/** What is expected of one customer, as it is stored: chances and purchases in thousandths, money in whole units. */
export interface CustomerOutlook {
  customerId: number
  basis: Basis
  alive: number
  churn: number
  buysSoon: number[]
  /** by horizon */
  purchases: number[]
  purchasesLow: number
  purchasesHigh: number
  value: number[]
  valueLow: number[]
  valueHigh: number[]
  residual: number
  /** days ahead */
  from: number
  to: number
}

export interface Known {
  ids: ArrayLike<number>
  histories: Histories
  patterns: Patterns
  people: People
  spend: SpendFit
  second: SecondChances | null
  subscriptions: Subscriptions
}

const thousandths = (one: number): number => Math.round(1000 * one)

/** Opens the outlooks by place in the histories. */
export function openOutlooks(known: Known): (place: number) => CustomerOutlook {
  const { histories, patterns, ids, subscriptions, second } = known
  const repeatOf = openRepeats(known)
  return (place) => {
    const customerId = ids[histories.member[place] as number] as number
    const own = repeatOf(place)
    const contracts = subscriptions.outlooks.get(customerId)
    const one = contracts ? joined(own, contracts) : own
    const isSecond = second !== null && patterns.x[patterns.of[place] as number] === 0
    return {
      customerId,
      basis: contracts ? 'subscription' : isSecond ? 'second' : 'repeat',
      alive: thousandths(one.alive),
      churn: 1000 - thousandths(one.buys[year] as number),
      buysSoon: one.buysSoon.map(thousandths),
      purchases: one.purchases.map(thousandths),
      purchasesLow: thousandths(one.purchasesLow),
      purchasesHigh: thousandths(one.purchasesHigh),
      value: one.money.map(Math.round),
      valueLow: one.moneyLow.map(Math.round),
      valueHigh: one.moneyHigh.map(Math.round),
      residual: Math.round(one.residual),
      from: Math.round(one.from),
      to: Math.round(one.to),
    }
  }
}

interface Exact {
  alive: number
  buys: number[]
  buysSoon: number[]
  purchases: number[]
  purchasesLow: number
  purchasesHigh: number
  money: number[]
  moneyLow: number[]
  moneyHigh: number[]
  residual: number
  from: number
  to: number
}

/** What past purchases say, and the first order of those who bought on one day. */
function openRepeats({ histories, patterns, people, spend, second }: Known): (place: number) => Exact {
  return (place) => {
    const i = patterns.of[place] as number
    const at = (columns: Float64Array[]) => columns.map((column) => column[i] as number)
    const x = histories.x[place] as number
    const mean = histories.spend[place] as number
    const worth = gammaGamma.mean(spend.params, x, mean)
    const purchases = at(people.expected)
    const [low, high] = [at(people.low), at(people.high)]
    const usual = at(people.buys)
    let buys = usual
    let buysSoon = at(people.buysSoon)
    let alive = people.alive[i] as number
    let residual = people.residual[i] as number
    if (second && x === 0) {
      buys = second.within.map((column) => column[place] as number)
      buysSoon = second.soon.map((column) => column[place] as number)
      horizons.forEach((_, h) => {
        const chance = buys[h] as number
        purchases[h] =
          (purchases[h] as number) * timesLikelier(chance, usual[h] as number) * (second.level[h] as number)
        high[h] = chance > 0.1 ? Math.max(1, high[h] as number) : 0
      })
      residual *= timesLikelier(buys[3] as number, usual[3] as number) * (second.level[3] as number)
      alive = shifted(alive, usual[3] as number, buys[3] as number)
    }
    const bands = purchases.map((count, h) => moneyBand(count, low[h] as number, high[h] as number, spend, x, mean))
    return {
      alive,
      buys,
      buysSoon,
      purchases,
      purchasesLow: low[year] as number,
      purchasesHigh: high[year] as number,
      money: purchases.map((count) => count * worth),
      moneyLow: bands.map(([below], h) => (purchases[h] as number) * worth * below),
      moneyHigh: bands.map(([, above], h) => (purchases[h] as number) * worth * above),
      residual: residual * worth,
      from: people.from[i] as number,
      to: people.to[i] as number,
    }
  }
}

/** Moved by as much, in odds, as a chance moved from `before` to `after`. */
function shifted(chance: number, before: number, after: number): number {
  const odds = (one: number) => Math.max(one, 1e-9) / Math.max(1 - one, 1e-9)
  const moved = (odds(chance) * odds(after)) / odds(before)
  return moved / (1 + moved)
}

/**
 * The interval of the money, as multiples of what is expected: that of the number of purchases, widened by how little is known
 * of what this customer spends and by how single amounts scatter; both spreads in logarithms, at right angles.
 */
function moneyBand(
  count: number,
  low: number,
  high: number,
  { params }: SpendFit,
  x: number,
  mean: number,
): [number, number] {
  if (count <= 0) return [0, 0]
  const known = gammaGamma.uncertainty(params, x, mean)
  const unsure = known === null ? 1 : Math.min(1, known / gammaGamma.mean(params, x, mean))
  const spread = tenth * Math.sqrt(unsure ** 2 + 1 / (params.p * Math.max(count, 1)))
  const below = low > 0 ? Math.exp(-Math.hypot(Math.log(Math.min(low / count, 1)), spread)) : 0
  const above = high > 0 ? Math.exp(Math.hypot(Math.log(Math.max(high / count, 1)), spread)) : 0
  return [below, above]
}

const either = (a: number, b: number): number => 1 - (1 - a) * (1 - b)

/** Deliveries to come beside what is bought otherwise; spreads at right angles, the next purchase is the next delivery. */
function joined(own: Exact, contracts: SubscriptionOutlook): Exact {
  const below = (h: number) =>
    Math.hypot(Math.max(0, (own.money[h] as number) - (own.moneyLow[h] as number)), contracts.below[h] as number)
  const above = (h: number) =>
    Math.hypot(Math.max(0, (own.moneyHigh[h] as number) - (own.money[h] as number)), contracts.above[h] as number)
  const money = own.money.map((one, h) => one + (contracts.money[h] as number))
  const purchases = own.purchases.map((one, h) => one + (contracts.purchases[h] as number))
  const count = own.purchases[year] as number
  const fewer = Math.hypot(Math.max(0, count - own.purchasesLow), contracts.purchasesBelow[year] as number)
  const more = Math.hypot(Math.max(0, own.purchasesHigh - count), contracts.purchasesAbove[year] as number)
  return {
    alive: either(own.alive, contracts.alive),
    buys: own.buys.map((one, h) => either(one, contracts.buys[h] as number)),
    buysSoon: own.buysSoon.map((one, s) => either(one, contracts.buysSoon[s] as number)),
    purchases,
    purchasesLow: Math.max(0, (purchases[year] as number) - fewer),
    purchasesHigh: (purchases[year] as number) + more,
    money,
    moneyLow: money.map((one, h) => Math.max(0, one - below(h))),
    moneyHigh: money.map((one, h) => one + above(h)),
    residual: own.residual + contracts.residual,
    from: contracts.next,
    to: contracts.next,
  }
}
