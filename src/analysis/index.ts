/**
 * Analysis: who the best customers are and where they are going. Formulas are pure (indicators/), the rules are the
 * shop's own (rules/), one pass over all orders ranks everyone (ranking/), an order brings its own customer up to date
 * (metrics/), and month ends are kept (history/).
 */
export { type RefreshContext, refreshMetrics } from './metrics/refresh.ts'
export { type RankContext, type RankOptions, type RankRun, rankAll } from './ranking/rank-all.ts'
