/**
 * Lifetime value: from a purchase log to what each customer will do. Pure: no database, no clock, no network; the same
 * code serves the server, the command line and whoever imports `tokui/analysis`.
 *
 *     const log = openPurchaseLog()
 *     log.add('A-1', dayNumber, amount)                        // every purchase, days since 1970-01-01
 *     const histories = historiesAt(log.close(), until)        // what was known at the end of a day
 *     const patterns = patternsOf(histories)
 *     const { model, fit } = fitOrSimpler(mbgNbd, patterns)
 *     const ahead = forecast(model, fit.params, patterns, { horizon: 365 })
 *     ahead.expected[patterns.of[customer]]
 *     const values = valueCustomers({ model, params: fit.params, spendParams: gammaGamma.fit(histories).params },
 *       histories, patterns, { discountPerYear: 0.1, horizonDays: [91, 182, 365, 730], margin: 1 })
 *     valuesOf(values, customer)                               // money, each with its horizon and discount
 *
 * What a shop is shown is `forecastShop(log, until, 365)`: the model, correction and interval that its own past speaks for.
 * `evaluateAt(log, cut, 365)` holds such a forecast, made at an earlier day, against what came.
 *
 * Times are days everywhere, money is in the unit of the amounts.
 */
export {
  type CohortFit,
  type Contract,
  type ContractBook,
  type ContractOutlook,
  type CurvePoint,
  contractCurve,
  fewestEnded,
  fitContracts,
  type OutlookTerms,
  openContractOutlooks,
} from './contracts.ts'
export { type CandidateName, originAt } from './evaluate/candidates.ts'
export { type EvaluatedName, type Evaluation, evaluateAt } from './evaluate/evaluate.ts'
export { type Grounds, type Locale, nameOf, reasonFor, reasonsFor } from './evaluate/reason.ts'
export { type TrustReport, trustReport } from './evaluate/report.ts'
export type { Group, Scores } from './evaluate/scores.ts'
export { forecastShop, type LevelAhead, levelAhead, type Shipped } from './evaluate/ship.ts'
export { enough } from './evaluate/small.ts'
export { type FirstOrder, firstOrdersOf, type Level, type Trait } from './first-orders.ts'
export { type Forecast, forecast, outlookOf } from './forecast.ts'
export {
  type Histories,
  historiesAt,
  type LogCounts,
  type LogOptions,
  type OpenLog,
  openPurchaseLog,
  type PurchaseLog,
  purchasesBetween,
} from './histories.ts'
export { bdw } from './models/bdw.ts'
export { bgBb, occasionsOf } from './models/bg-bb.ts'
export { bgCnbd, bgNbd } from './models/bg-nbd.ts'
export { fitOrSimpler } from './models/fit-or-simpler.ts'
export { gammaGamma, type Spend, type SpendFit } from './models/gamma-gamma.ts'
export { inUnit } from './models/in-unit.ts'
export { mbgCnbd, mbgNbd } from './models/mbg-nbd.ts'
export type { BuyingModel, Fit, ModelName, Outlook, Parameters, Warning, WarningCode } from './models/model.ts'
export { modelNamed, modelNames } from './models/named.ts'
export { nbd } from './models/nbd.ts'
export { paretoNbd } from './models/pareto-nbd.ts'
export {
  type ContractModel,
  type Retention,
  retentionOfCohorts,
  retentionOfSpells,
  type Spell,
  spellOf,
} from './models/retention.ts'
export { sbg } from './models/sbg.ts'
export { latestNext, type NextWindow, windowOfNext } from './next-purchase.ts'
export { type Patterns, patternsOf } from './patterns.ts'
export { discountedRenewals, expectedRenewals, survivalFrom } from './renewals.ts'
export { dailyRate, openProspects, type Prospect, residualPurchases } from './residual.ts'
export {
  type Chance,
  closedFormAt,
  type Effect,
  effectsOfTraits,
  fitSecondPurchase,
  openChances,
  openSecondPurchase,
  type Reason,
  type SecondPurchase,
} from './second-purchase.ts'
export type { Comparison, Rival, Trial } from './second-purchase-trial.ts'
export { type Terms, type Value, type Values, valueCustomers, valuesOf } from './value.ts'
