/**
 * Recommendations: what a customer is likely to want next. Pure: no database, no clock, no chance; the same input gives
 * the same bytes. `items/` how items explain one another, `basket/` a customer's next basket, `repurchase/` when something
 * runs out, `affinity/` what belongs to a product, `cold/` what nobody knows yet, `shop/` all of it learned for a shop,
 * `serve/` what to offer and why, `evaluate/` how good it is.
 */
export { type Baskets, basketsOf, historyOf, openBaskets } from './basket/baskets.ts'
export { openDesk } from './basket/features.ts'
export type { Figures } from './evaluate/measure.ts'
export { evaluateTrial, type Trial, type TrialReport } from './evaluate/trial.ts'
export { catalogueOf, offersFor } from './serve/offers.ts'
export { type Product, usualRules } from './serve/rules.ts'
export { pack } from './shop/pack.ts'
export { trainShop } from './shop/train.ts'
export { openThreads } from './threads/threads.ts'
