import type { OrderLog } from './log.ts'
import { type Ahead, type OutlookFacts, projectRows } from './outlook.ts'
import { type CohortRow, countRows } from './rows.ts'
import { countSubscriptions, type ReadContract, type SubscriptionCurves } from './subscriptions.ts'
import { countTrials, countYear, type TrialMonth, type YearFigures } from './trials.ts'
import { type Splits, splitsOf } from './values.ts'

/** Everything that is counted of repeat purchases as of a day. */
export interface Cube {
  rows: CohortRow[]
  ahead: Map<CohortRow, Ahead>
  facts: CubeFacts
}

export interface CubeFacts {
  /** purchases of one day count as one */
  sameDayOnce: boolean
  /** who ever bought */
  buyers: number
  values: Splits['values']
  others: Splits['others']
  outlook: OutlookFacts
  trials: TrialMonth[]
  subscriptions: SubscriptionCurves[]
  years: YearFigures[]
}

export interface CubeTerms {
  /** days since 1970-01-01; nothing later is in the log */
  asOf: number
  sameDayOnce: boolean
  /** ad codes with rows of their own however few their buyers */
  keepAdCodes?: ReadonlySet<string>
}

export function countCube(log: OrderLog, contracts: readonly ReadContract[], terms: CubeTerms): Cube {
  const { asOf, sameDayOnce, keepAdCodes } = terms
  const splits = splitsOf(log, keepAdCodes)
  const rows = countRows(log, splits, asOf, sameDayOnce)
  const { facts: outlook, ahead } = projectRows(log, splits, rows, asOf)
  return {
    rows,
    ahead,
    facts: {
      sameDayOnce,
      buyers: splits.values.channel.reduce((sum, { buyers }) => sum + buyers, 0),
      values: splits.values,
      others: splits.others,
      outlook,
      trials: countTrials(log, asOf),
      subscriptions: countSubscriptions(contracts, asOf),
      years: countYear(log, splits.of, asOf),
    },
  }
}
