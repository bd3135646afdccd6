import { dayFromNumber } from '../../../platform/calendar.ts'
import type { Histories, SpendFit } from '../../lifetime/index.ts'
import { churnBands } from '../bands.ts'
import type { ForecastResults, Moved, Total } from '../results.ts'
import { horizons, tenth, year } from './horizons.ts'
import type { Basis, CustomerOutlook } from './outlooks.ts'
import type { People } from './people.ts'
import { churnOf } from './rounding.ts'
import { type Subscriptions, totalOfSubscriptions } from './subscriptions.ts'

const bases: Basis[] = ['repeat', 'subscription', 'second']
const topShares = [0.01, 0.05, 0.1, 0.2, 0.5]
const mostMovers = 10

export interface Summed {
  results: ForecastResults
  /** by place in the histories */
  deciles: Uint8Array
}

/**
 * Adds up what is expected of everyone, in the whole numbers that are stored, so that sums over lists are the same. The
 * interval of a total is that of the shop's forecast, which was tried on its past, and that of the contracts, at right angles.
 */
export function sumUp(
  histories: Histories,
  outlookOf: (place: number) => CustomerOutlook,
  past12: (place: number) => number,
  people: People,
  subscriptions: Subscriptions,
  spend: SpendFit,
): Summed {
  const { size, until } = histories
  const values = new Float64Array(size)
  const pasts = new Float64Array(size)
  const totals = horizons.map((days): Total => ({ days, purchases: 0, value: 0, low: 0, high: 0, subscriptions: 0 }))
  const empty = () => ({ customers: 0, value: 0, past: 0 })
  const bands = churnBands.map(({ key }) => ({ band: key, ...empty() }))
  const byBasis = bases.map((basis) => ({ basis, ...empty() }))
  const least = Math.max(1, Math.round(spend.populationMean))
  const movers = { fewer: openMoved(-1, least), more: openMoved(1, least) }
  for (let place = 0; place < size; place++) {
    const one = outlookOf(place)
    const value = Math.round(one.money[year] as number)
    const past = past12(place)
    values[place] = value
    pasts[place] = past
    totals.forEach((total, h) => {
      total.purchases += one.purchases[h] as number
      total.value += Math.round(one.money[h] as number)
    })
    const churn = churnOf(one)
    const band = churnBands.findIndex(({ to }) => churn <= to)
    count(bands[band], value, past)
    count(byBasis[bases.indexOf(one.basis)], value, past)
    if ((histories.T[place] as number) < 365) continue
    movers.fewer.look(one.customerId, value, past)
    movers.more.look(one.customerId, value, past)
  }
  const order = Uint32Array.from({ length: size }, (_, place) => place).sort(
    (a, b) => (values[b] as number) - (values[a] as number) || a - b,
  )
  const deciles = new Uint8Array(size)
  order.forEach((place, at) => {
    deciles[place] = Math.floor((at * 10) / size) + 1
  })
  totals.forEach((total, h) => spread(total, h, people, subscriptions))
  return {
    deciles,
    results: {
      totals,
      bands,
      deciles: decilesOf(order, values, pasts),
      bases: byBasis.filter(({ customers }) => customers > 0),
      concentration: concentrationOf(order, values),
      movers: { oldOn: dayFromNumber(until - 365), least, fewer: movers.fewer.close(), more: movers.more.close() },
    },
  }
}

function count(
  group: { customers: number; value: number; past: number } | undefined,
  value: number,
  past: number,
): void {
  if (!group) return
  group.customers++
  group.value += value
  group.past += past
}

function spread(total: Total, h: number, people: People, subscriptions: Subscriptions): void {
  const contracts = totalOfSubscriptions(subscriptions, h)
  const repeats = Math.max(0, total.value - contracts.money)
  const deviation = tenth * (people.levels[h]?.spread ?? 0)
  const below = Math.hypot(repeats * -Math.expm1(-deviation), tenth * contracts.deviation)
  const above = Math.hypot(repeats * Math.expm1(deviation), tenth * contracts.deviation)
  total.purchases = Math.round(total.purchases)
  total.subscriptions = Math.round(contracts.money)
  total.low = Math.round(Math.max(0, total.value - below))
  total.high = Math.round(total.value + above)
}

function decilesOf(order: Uint32Array, values: Float64Array, pasts: Float64Array): ForecastResults['deciles'] {
  const found: ForecastResults['deciles'] = []
  order.forEach((place, at) => {
    const decile = Math.floor((at * 10) / order.length) + 1
    const value = values[place] as number
    let group = found.at(-1)
    if (group?.decile !== decile) {
      group = { decile, customers: 0, value: 0, past: 0, least: value, most: value }
      found.push(group)
    }
    count(group, value, pasts[place] as number)
    group.least = value
  })
  return found
}

function concentrationOf(order: Uint32Array, values: Float64Array): ForecastResults['concentration'] {
  const sums = new Float64Array(order.length + 1)
  order.forEach((place, at) => {
    sums[at + 1] = (sums[at] as number) + (values[place] as number)
  })
  const all = sums[order.length] as number
  return topShares.map((share) => {
    const customers = Math.ceil(share * order.length)
    const value = sums[customers] as number
    return { share, customers, value, part: all > 0 ? value / all : null }
  })
}

/** Customers whose expected year differs from the last one to one side, and those with the greatest change. */
function openMoved(side: 1 | -1, least: number) {
  const sums = { customers: 0, value: 0, past: 0 }
  const top: { id: number; change: number }[] = []
  return {
    look(id: number, value: number, past: number): void {
      const change = side * (value - past)
      if (change < least) return
      count(sums, value, past)
      if (top.length === mostMovers && change <= (top.at(-1)?.change ?? 0)) return
      const at = top.findIndex((one) => one.change < change)
      top.splice(at < 0 ? top.length : at, 0, { id, change })
      if (top.length > mostMovers) top.pop()
    },
    close: (): Moved => ({ ...sums, top: top.map(({ id }) => id) }),
  }
}
