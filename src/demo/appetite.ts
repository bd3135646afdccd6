import type { DemoOptions } from './generate.ts'
import type { Seasons } from './purchases/seasons.ts'
import { playHousehold } from './records/household.ts'
import { startCounters } from './records/record.ts'

const sampleSize = 1_500

/** The appetite that makes customers place as many orders as asked for, found by trying it on the first of them. */
export function appetiteFor(options: DemoOptions, seasons: Seasons): number {
  const wanted = options.ordersPerCustomer
  if (wanted === undefined) return 1
  let low = 0.05
  let high = 40
  for (let round = 0; round < 14; round++) {
    const middle = Math.sqrt(low * high)
    if (meanOrders(options.seed, seasons, middle) < wanted) low = middle
    else high = middle
  }
  return Math.sqrt(low * high)
}

function meanOrders(seed: number, seasons: Seasons, appetite: number): number {
  const counters = startCounters()
  while (counters.customer < sampleSize) playHousehold(seed, seasons, appetite, counters)
  return counters.order / counters.customer
}
