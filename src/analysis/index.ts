/**
 * Analysis: who the best customers are and where they are going. Formulas are pure (indicators/), the rules are the
 * shop's own (rules/), one pass over all orders ranks everyone (ranking/), an order brings its own customer up to date
 * (metrics/), month ends are kept (history/), and dashboards read what was counted (dashboards/). What each customer is
 * likely to want next, and when, is learned at night from everyone's purchases (recommend/), and so is what buyers who
 * became fans did in their first days (fans/), and how much each will buy, with how far that can be trusted (forecasts/, by
 * the models of lifetime/). Cohorts, repeat purchases and what they are worth are counted then too, or as of any past day
 * (cohorts/), and what changed lately is found in them (discoveries/).
 */
import { routes as cohortRoutes } from './cohorts/routes.ts'
import { routes as discoveryRoutes } from './discoveries/routes.ts'
import { routes as fanRoutes } from './fans/routes.ts'
import { routes as forecastRoutes } from './forecasts/routes.ts'
import { routes as recommendRoutes } from './recommend/routes.ts'
import { routes as analysisRoutes } from './routes.ts'

export { freshenSoon } from './actions.ts'
export { fields } from './fields.ts'
export { rankEverything } from './history/rank-everything.ts'
export { jobs } from './jobs.ts'
export { learnEverything } from './learning.ts'
export * as lifetime from './lifetime/index.ts'
export { mergedTables } from './merged-tables.ts'
export { refreshMetrics } from './metrics/refresh.ts'
export { pauseRanking, rankAll } from './ranking/rank-all.ts'
export * as recommend from './recommend/index.ts'

export const routes = [
  ...analysisRoutes,
  ...cohortRoutes,
  ...discoveryRoutes,
  ...fanRoutes,
  ...forecastRoutes,
  ...recommendRoutes,
]
