import { dayFromNumber } from '../../../platform/calendar.ts'
import type { PlainName } from '../../lifetime/evaluate/candidates.ts'
import { plainModels } from '../../lifetime/evaluate/candidates.ts'
import type { SecondPurchase, SpendFit } from '../../lifetime/index.ts'
import { type Evaluation, enough, type Grounds, type Shipped, type TrustReport } from '../../lifetime/index.ts'
import { horizons } from './horizons.ts'
import type { People } from './people.ts'
import type { Subscriptions } from './subscriptions.ts'

/** What a run was made with, as it is stored beside it. */
export interface Learned {
  grounds: Grounds
  /** what single customers are told by */
  teller: string | null
  horizons: readonly number[]
  enough: typeof enough
  /** purchase days by the rule of thumb, where the shop is too small */
  thumb: { purchases: number; low: number; high: number } | null
  /** parameters with standard errors, times in days */
  models: { name: string; share: number; params: Record<string, number>; se: Record<string, number | null> | null }[]
  spend: { params: Record<string, number>; se: Record<string, number | null>; customers: number; mean: number } | null
  subscriptions: {
    running: number
    contracts: number
    ended: number
    model: string
    params: Record<string, number>
    reason: string
  } | null
  /** one-time buyers */
  second: {
    use: SecondPurchase['use']
    reason: string
    orders: number
    repeated: number
    trial: SecondPurchase['trial']
  } | null
}

const isPlain = (name: string): name is PlainName => name in plainModels

/** Of a shop too small for models only the grounds are told. */
export function learnedOf(
  shipped: Shipped,
  made: { people: People; spend: SpendFit; subscriptions: Subscriptions; second: SecondPurchase | null } | null,
): Learned {
  const { small, choice, trials, chosen, parts, origin } = shipped
  const grounds: Grounds = { small, choice, trials, chosen, parts, origin: { days: origin.days } }
  const common = { grounds, horizons, enough }
  if (!made) {
    const thumb = {
      purchases: Math.round(shipped.total),
      low: Math.floor(shipped.low),
      high: Math.ceil(shipped.high),
    }
    return { ...common, thumb, teller: null, models: [], spend: null, subscriptions: null, second: null }
  }
  const { people, spend, subscriptions, second } = made
  const { all } = subscriptions.book
  return {
    ...common,
    thumb: null,
    teller: people.teller.name,
    models: parts.flatMap(({ name, share }): Learned['models'] => {
      if (share === 0 || name === 'ownRate' || name === 'recency') return []
      if (isPlain(name)) return [{ name, share, params: origin.fit(name).params, se: origin.fit(name).se }]
      return [{ name, share, params: origin.clock(name === 'clock').params, se: null }]
    }),
    spend: { params: spend.params, se: spend.se, customers: spend.customers, mean: spend.populationMean },
    subscriptions:
      all.contracts === 0
        ? null
        : {
            running: subscriptions.running,
            contracts: all.contracts,
            ended: all.ended,
            model: all.model.name,
            params: all.fit.params,
            reason: all.reason,
          },
    second: second && {
      use: second.use,
      reason: second.reason,
      orders: second.orders,
      repeated: second.repeated,
      trial: second.trial,
    },
  }
}

/** A trust report without what only a computer needs. */
export type Trust = ReturnType<typeof trustOf>

export function trustOf({ evaluations, meanBias, inside }: TrustReport) {
  return { meanBias, inside, cuts: evaluations.map(cutOf) }
}

function cutOf({ cut, horizon, customers, actual, models, inside, shipped, deciles, byRepeats, tracking }: Evaluation) {
  return {
    cutOn: dayFromNumber(cut),
    days: horizon,
    customers,
    actual,
    models,
    inside,
    chosen: shipped.chosen,
    deciles,
    byRepeats,
    tracking,
  }
}
