import type { ChurnBand } from './bands.ts'
import type { Basis } from './learn/outlooks.ts'

/** What a run says of everyone together; dashboards read it. Money in net sales, counts in customers. */
export interface ForecastResults {
  totals: Total[]
  bands: Group<{ band: ChurnBand }>[]
  /** by value within a year, 1 the highest */
  deciles: (Group<{ decile: number }> & { least: number; most: number })[]
  bases: Group<{ basis: Basis }>[]
  /** what the customers worth most within a year hold of the whole, by share of customers */
  concentration: { share: number; customers: number; value: number; part: number | null }[]
  /** of customers for more than a year: those who are expected to spend less, or more, than in the last one, by a purchase's worth */
  movers: { oldOn: string; least: number; fewer: Moved; more: Moved }
}

export interface Total {
  days: number
  /** purchase days and deliveries of subscriptions */
  purchases: number
  value: number
  low: number
  high: number
  /** of it, deliveries of running subscriptions */
  subscriptions: number
}

type Group<Key> = Key & {
  customers: number
  /** expected within 365 days */
  value: number
  /** net sales of the 365 days before */
  past: number
}

export interface Moved {
  customers: number
  value: number
  past: number
  /** whose change is greatest, at most ten */
  top: number[]
}

/** Why the forecast is what it is: stored so that it can be told in any language. */
export type { Grounds } from '../lifetime/index.ts'
