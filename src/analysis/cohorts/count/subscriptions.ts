import {
  type CohortFit,
  type Contract,
  type ContractBook,
  contractCurve,
  fewestEnded,
  fitContracts,
} from '../../lifetime/index.ts'
import { mostValues } from './terms.ts'

/** A subscription as it is read; `customerId` to count people once. */
export interface ReadContract extends Omit<Contract, 'cohort'> {
  customerId: number
  productId: number
}

/** How the subscriptions of a product last, by deliveries and by months of 30 days. */
export interface SubscriptionCurves {
  /** null: of all products; 'other': of those with fewer subscriptions */
  productId: number | 'other' | null
  contracts: number
  /** people with one or more of them, and with one that runs */
  customers: number
  runningCustomers: number
  ended: number
  deliveries: Curve
  months: Curve
}

export interface Curve {
  model: 'sbg' | 'bdw'
  /** its own contracts, or all of them where its own ended ones are too few */
  basis: 'own' | 'all'
  reason: CohortFit['reason']
  /** false: too few have ended to tell how it goes on; the expected part is not shown then */
  isKnown: boolean
  points: CurvePlace[]
}

export interface CurvePlace {
  /** renewals, or whole months lived through */
  place: number
  /** contracts that came to the end of this period, the base of the share */
  seen: number
  observed: number | null
  expected: number
  low: number | null
  high: number | null
}

const places = 24
const monthDays = 30

/** 定期継続率 as of a day. Ended ones count from the day they were cancelled. */
export function countSubscriptions(contracts: readonly ReadContract[], asOf: number): SubscriptionCurves[] {
  const started = contracts.filter(({ start }) => start <= asOf)
  if (started.length === 0) return []
  const sizes = Map.groupBy(started, ({ productId }) => productId)
  const kept = new Set(
    [...sizes]
      .sort(([a, x], [b, y]) => y.length - x.length || a - b)
      .slice(0, mostValues)
      .map(([id]) => id),
  )
  const nameOf = ({ productId }: ReadContract) => (kept.has(productId) ? String(productId) : 'other')
  const byDelivery = fitContracts(
    started.map((one) => ({ ...one, cohort: nameOf(one) })),
    asOf,
  )
  // a month is a period of 30 days whatever the interval: then nothing but the days counts
  const byMonth = fitContracts(
    started.map((one) => ({ start: one.start, end: one.end, intervalDays: monthDays, cohort: nameOf(one) })),
    asOf,
  )
  const curvesOf = (
    productId: SubscriptionCurves['productId'],
    members: readonly ReadContract[],
  ): SubscriptionCurves => {
    const fitOf = ({ all, cohorts }: typeof byDelivery) =>
      productId === null ? all : (cohorts.find(({ cohort }) => cohort === String(productId)) ?? all)
    const isRunning = ({ end }: ReadContract) => end === null || end > asOf
    const people = (some: readonly ReadContract[]) => new Set(some.map(({ customerId }) => customerId)).size
    return {
      productId,
      contracts: members.length,
      customers: people(members),
      runningCustomers: people(members.filter(isRunning)),
      ended: members.filter((one) => !isRunning(one)).length,
      deliveries: curveOf(fitOf(byDelivery), byDelivery),
      months: curveOf(fitOf(byMonth), byMonth),
    }
  }
  const named = Map.groupBy(started, nameOf)
  return [
    curvesOf(null, started),
    ...[...kept].map((id) => curvesOf(id, named.get(String(id)) ?? [])),
    ...(named.has('other') ? [curvesOf('other', named.get('other') as ReadContract[])] : []),
  ]
}

function curveOf(cohort: CohortFit, { all }: ContractBook): Curve {
  const { kept, lost } = cohort.retention
  return {
    model: cohort.model.name,
    basis: cohort.basis,
    reason: cohort.reason,
    isKnown: (cohort.basis === 'all' ? all : cohort).ended >= fewestEnded,
    points: contractCurve(cohort, places).map(({ renewals, observed, expected, low, high }) => ({
      place: renewals,
      seen: renewals === 0 ? cohort.contracts : (kept[renewals - 1] ?? 0) + (lost[renewals - 1] ?? 0),
      observed,
      expected,
      low,
      high,
    })),
  }
}
