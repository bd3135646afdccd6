/**
 * Purchases: what is sold (products/), what was bought (orders/) and what is delivered again and again (subscriptions/).
 * An order's worth follows from its lines by one pure function (orders/order.ts); whoever counts orders is handed in
 * and told in the same transaction.
 */
import type { Route } from '../platform/http/route.ts'
import type { AfterOrders } from './orders/actions.ts'
import { orderJobs, orderRoutes } from './orders/routes.ts'
import { productRoutes } from './products/routes.ts'
import { subscriptionRoutes } from './subscriptions/routes.ts'

export { fields } from './fields.ts'
export { mergedTables } from './merged-tables.ts'
export { orderTimeline } from './orders/timeline.ts'

export const jobs = orderJobs

/** The routes of this room; `afterOrders` brings a customer's figures up to date whenever an order changed. */
export function purchaseRoutes(handedIn: { afterOrders: AfterOrders }): Route[] {
  return [...productRoutes, ...orderRoutes(handedIn.afterOrders), ...subscriptionRoutes]
}
