import type { RfmRules } from '../rules/rules.ts'

/**
 * The class (1 worst … 5 best) of a recency under fixed thresholds: 5 up to the first number of days, 1 after the last.
 * `silence` in whole days since the last purchase, `cuts` ascending. A silence equal to a cut belongs to the better class.
 * Source: fixed five-step values of Japanese mail order (japan-practice.md §1.2, S6, S7).
 */
export function recencyClass(silence: number, cuts: number[]): number {
  let better = cuts.length + 1
  for (const cut of cuts) {
    if (silence <= cut) break
    better--
  }
  return better
}

/** The class of a number of purchases: 2 from the first cut on … 5 from the last. Cuts ascending; an equal number is in. */
export function frequencyClass(purchases: number, cuts: number[]): number {
  let reached = 1
  for (const cut of cuts) if (purchases >= cut) reached++
  return reached
}

/** The class of an amount (smallest unit): 1 up to the first cut, included … 5 above the last. Cuts ascending. */
export function monetaryClass(amount: number, cuts: number[]): number {
  let reached = 1
  for (const cut of cuts) if (amount > cut) reached++
  return reached
}

/** The table cell of one customer under fixed thresholds; one-time buyers get 0, 0, 0 when they stand apart. */
export function fixedCell(
  customer: { silence: number; purchases: number; netSales: number },
  rules: RfmRules,
): { r: number; f: number; m: number } {
  if (rules.oneTimeApart && customer.purchases < 2) return { r: 0, f: 0, m: 0 }
  return {
    r: recencyClass(customer.silence, rules.recencyDays),
    f: frequencyClass(customer.purchases, rules.purchases),
    m: monetaryClass(customer.netSales, rules.amounts),
  }
}

/**
 * What quantiles are ordered by, one unique order for each of R, F and M — the tie rule:
 * R by last purchase day, F by number of purchases, M by net sales; customers with equal values by last purchase day,
 * then by net sales, then by customer id. The order never depends on how rows are read, so the same orders always give
 * the same classes. (Ties in frequency matter: broken by id alone, one customer in fourteen of CDNOW changes cell.)
 */
export type OrderKey = [value: number, lastDay: number, netSales: number, customerId: number]

export function compareKeys(a: OrderKey, b: OrderKey): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]
}

/**
 * The class (1 lowest … `classes`) of place `place` (0-based, ascending) among `size`: groups as equal as can be, the
 * lower groups one larger where `size` does not divide — the rule of SQL's ntile.
 */
export function quantileOf(place: number, size: number, classes: number): number {
  const small = Math.floor(size / classes)
  const larger = size % classes
  const inLarger = larger * (small + 1)
  return place < inLarger ? Math.floor(place / (small + 1)) + 1 : larger + Math.floor((place - inLarger) / small) + 1
}

/** The first place (0-based, ascending) of each class but the lowest. */
export function quantileStarts(size: number, classes: number): number[] {
  const small = Math.floor(size / classes)
  const larger = size % classes
  return Array.from({ length: classes - 1 }, (_, index) => (index + 1) * small + Math.min(index + 1, larger))
}

/** The class of a customer against the cuts of the last whole-base ranking: `cuts[k]` opens class k + 2. */
export function classByCuts(key: OrderKey, cuts: OrderKey[]): number {
  let reached = 1
  for (const cut of cuts) if (compareKeys(key, cut) >= 0) reached++
  return reached
}
