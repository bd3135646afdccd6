/**
 * Recommendations: what a customer is likely to want next. Pure: no database, no clock, no chance; the same input gives
 * the same bytes. `items/` how items explain one another, `basket/` a customer's next basket, `evaluate/` how good it is.
 */
export { basketsOf } from './basket/baskets.ts'
export type { Figures } from './evaluate/measure.ts'
export { evaluateTrial, type Trial, type TrialReport } from './evaluate/trial.ts'
export { openThreads } from './threads/threads.ts'
