/**
 * Inputs brought within what the formulas can answer, so that any finite number gives a finite answer: counts are whole and
 * not negative, 0 ≤ tx ≤ T, and a customer without repeats has tx = 0.
 */

const longest = 1e9
const mostPurchases = 1e7

export function tameTime(time: number): number {
  return time > 0 ? Math.min(time, longest) : 0
}

export function tameCount(count: number): number {
  return count > 0 ? Math.min(Math.floor(count), mostPurchases) : 0
}

/** tx of a customer with x repeats observed until T, all tame. */
export function tameRecency(x: number, tx: number, T: number): number {
  return x === 0 ? 0 : Math.min(tameTime(tx), T)
}

export function tameParameter(value: number): number {
  return value > 1e-9 ? Math.min(value, 1e9) : 1e-9
}
