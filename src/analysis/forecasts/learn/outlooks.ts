import type { Histories, Patterns, SpendFit } from '../../lifetime/index.ts'
import { gammaGamma } from '../../lifetime/index.ts'
import { horizons, soon, tenth, year } from './horizons.ts'
import { type SecondChances, timesLikelier } from './one-time-buyers.ts'
import type { People } from './people.ts'
import type { SubscriptionOutlook, Subscriptions } from './subscriptions.ts'

export type Basis = 'repeat' | 'subscription' | 'second'

/** What is expected of one customer. */
export interface CustomerOutlook {
  customerId: number
  basis: Basis
  alive: number
  /** by horizon */
  buys: number[]
  buysSoon: number[]
  purchases: number[]
  money: number[]
  moneyLow: number[]
  moneyHigh: number[]
  /** within a year */
  purchasesLow: number
  purchasesHigh: number
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

const last = horizons.length - 1

/** Opens the outlooks by place in the histories. What is handed out is the same object each time, filled anew. */
export function openOutlooks(known: Known): (place: number) => CustomerOutlook {
  const { histories, patterns, ids, subscriptions, second } = known
  const none = () => horizons.map(() => 0)
  const one: CustomerOutlook = {
    customerId: 0,
    basis: 'repeat',
    alive: 0,
    buys: none(),
    buysSoon: soon.map(() => 0),
    purchases: none(),
    money: none(),
    moneyLow: none(),
    moneyHigh: none(),
    purchasesLow: 0,
    purchasesHigh: 0,
    residual: 0,
    from: 0,
    to: 0,
  }
  const tellRepeat = openRepeat(known)
  return (place) => {
    one.customerId = ids[histories.member[place] as number] as number
    tellRepeat(one, place)
    const contracts = subscriptions.outlooks.get(one.customerId)
    if (contracts) join(one, contracts)
    const isSecond = second !== null && patterns.x[patterns.of[place] as number] === 0
    one.basis = contracts ? 'subscription' : isSecond ? 'second' : 'repeat'
    return one
  }
}

/** What past purchases say, and the first order of those who bought on one day. */
function openRepeat({ histories, patterns, people, spend, second }: Known) {
  const low = horizons.map(() => 0)
  const high = horizons.map(() => 0)
  return (one: CustomerOutlook, place: number): void => {
    const i = patterns.of[place] as number
    const x = histories.x[place] as number
    const mean = histories.spend[place] as number
    const worth = gammaGamma.mean(spend.params, x, mean)
    one.alive = people.alive[i] as number
    one.residual = people.residual[i] as number
    one.from = people.from[i] as number
    one.to = people.to[i] as number
    for (let s = 0; s < soon.length; s++) one.buysSoon[s] = at(people.buysSoon, s, i)
    for (let h = 0; h < horizons.length; h++) {
      one.buys[h] = at(people.buys, h, i)
      one.purchases[h] = at(people.expected, h, i)
      low[h] = at(people.low, h, i)
      high[h] = at(people.high, h, i)
    }
    if (second && x === 0) tellSecond(one, second, place, high)
    one.residual *= worth
    one.purchasesLow = low[year] as number
    one.purchasesHigh = high[year] as number
    const unsure = unsureOf(spend, x, mean)
    for (let h = 0; h < horizons.length; h++) {
      const count = one.purchases[h] as number
      const money = count * worth
      const spread = tenth * Math.sqrt(unsure * unsure + 1 / (spend.params.p * Math.max(count, 1)))
      one.money[h] = money
      one.moneyLow[h] = money * timesBelow(count, low[h] as number, spread)
      one.moneyHigh[h] = money * timesAbove(count, high[h] as number, spread)
    }
  }
}

const at = (columns: Float64Array[], column: number, i: number): number =>
  (columns[column] as Float64Array)[i] as number

/** The circumstances of the first order in place of what its age alone says. */
function tellSecond(one: CustomerOutlook, second: SecondChances, place: number, high: number[]): void {
  const usual = one.buys[last] as number
  for (let s = 0; s < soon.length; s++) one.buysSoon[s] = at(second.soon, s, place)
  for (let h = 0; h < horizons.length; h++) {
    const chance = at(second.within, h, place)
    const times = timesLikelier(chance, one.buys[h] as number) * (second.level[h] as number)
    one.purchases[h] = (one.purchases[h] as number) * times
    one.buys[h] = chance
    high[h] = chance > 0.1 ? Math.max(1, high[h] as number) : 0
    if (h === last) one.residual *= times
  }
  one.alive = shifted(one.alive, usual, one.buys[last] as number)
}

/** Moved by as much, in odds, as a chance moved from `before` to `after`. */
function shifted(chance: number, before: number, after: number): number {
  const odds = (one: number) => Math.max(one, 1e-9) / Math.max(1 - one, 1e-9)
  const moved = (odds(chance) * odds(after)) / odds(before)
  return moved / (1 + moved)
}

/** How little is known of what a customer spends at a time, as a share of it. */
function unsureOf({ params }: SpendFit, x: number, mean: number): number {
  const known = gammaGamma.uncertainty(params, x, mean)
  return known === null ? 1 : Math.min(1, known / gammaGamma.mean(params, x, mean))
}

/**
 * The ends of the money's interval as multiples of what is expected: those of the number of purchases, widened by how little
 * is known of what this customer spends and by how single amounts scatter; both spreads in logarithms, at right angles.
 */
function timesBelow(count: number, low: number, spread: number): number {
  return count > 0 && low > 0 ? Math.exp(-rightAngled(Math.log(Math.min(low / count, 1)), spread)) : 0
}

function timesAbove(count: number, high: number, spread: number): number {
  return count > 0 && high > 0 ? Math.exp(rightAngled(Math.log(Math.max(high / count, 1)), spread)) : 0
}

// Math.hypot is many times slower
const rightAngled = (a: number, b: number): number => Math.sqrt(a * a + b * b)
const either = (a: number, b: number): number => 1 - (1 - a) * (1 - b)

/** Deliveries to come beside what is bought otherwise; spreads at right angles, the next purchase is the next delivery. */
function join(one: CustomerOutlook, contracts: SubscriptionOutlook): void {
  const count = one.purchases[year] as number
  const fewer = rightAngled(Math.max(0, count - one.purchasesLow), contracts.purchasesBelow[year] as number)
  const more = rightAngled(Math.max(0, one.purchasesHigh - count), contracts.purchasesAbove[year] as number)
  one.alive = either(one.alive, contracts.alive)
  one.residual += contracts.residual
  one.from = contracts.next
  one.to = contracts.next
  for (let s = 0; s < soon.length; s++) {
    one.buysSoon[s] = either(one.buysSoon[s] as number, contracts.buysSoon[s] as number)
  }
  for (let h = 0; h < horizons.length; h++) {
    const own = one.money[h] as number
    const money = own + (contracts.money[h] as number)
    const below = rightAngled(Math.max(0, own - (one.moneyLow[h] as number)), contracts.below[h] as number)
    const above = rightAngled(Math.max(0, (one.moneyHigh[h] as number) - own), contracts.above[h] as number)
    one.buys[h] = either(one.buys[h] as number, contracts.buys[h] as number)
    one.purchases[h] = (one.purchases[h] as number) + (contracts.purchases[h] as number)
    one.money[h] = money
    one.moneyLow[h] = Math.max(0, money - below)
    one.moneyHigh[h] = money + above
  }
  one.purchasesLow = Math.max(0, (one.purchases[year] as number) - fewer)
  one.purchasesHigh = (one.purchases[year] as number) + more
}
