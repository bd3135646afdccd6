/**
 * What the orders say of one customer, as of a day. Days are whole numbers since 1970-01-01 in the company's zone.
 * A purchase is a confirmed order with net sales above zero; refunds lower net sales but are no purchases.
 */
export interface Facts {
  customerId: number
  firstDay: number
  lastDay: number
  /** purchases */
  orderCount: number
  /** days with at least one purchase */
  orderDays: number
  /** net sales of confirmed orders and refunds, smallest unit of the currency */
  netSales: number
}

/** How often a customer bought: purchases, or days with a purchase when same-day orders count once. */
export function purchasesOf(facts: Pick<Facts, 'orderCount' | 'orderDays'>, sameDayOnce: boolean): number {
  return sameDayOnce ? facts.orderDays : facts.orderCount
}
