/** What `tokui/analysis` gives to other programs: the pure formulas, no database behind them. */
export {
  type ActionKey,
  type BuyerOrder,
  type Buyers,
  type BuyersOptions,
  openBuyers,
  type Track,
} from './fans/actions.ts'
export { chanceOf, falseShares, type Lift, liftOf, ratioOf } from './fans/effect.ts'
export { type Progress, progressOf, type Step, stepsOf } from './fans/fan-index.ts'
export { type Findings, findIndicators, type Indicator, type SearchOptions } from './fans/indicators.ts'
export { type Action, isDone, type Study } from './fans/study.ts'
export * from './lifetime/index.ts'
