import { dayFromNumber } from '../../../platform/calendar.ts'
import { type OrderLog, said } from './log.ts'
import { cohortOf, spanOf } from './spans.ts'
import { ageCount, ageDays, cohortCount, type Dimension, dimensions, type Grain, stepCount, windows } from './terms.ts'
import type { Splits } from './values.ts'

/** What is counted of the first-time buyers of a month or week. Lists by age: place k is age k. */
export interface CohortFigures {
  buyers: number
  /** of these, who took a delivery of a subscription since */
  subscribers: number
  /** of these, who bought anything but trial products */
  regulars: number
  /** buyers with a purchase at this age; all of them at age 0 */
  active: number[]
  purchases: number[]
  /** refunds subtracted at the age they came at */
  net: number[]
  /** gross profit of the orders whose costs are known, and the net sales of those */
  gross: number[]
  known: number[]
  /** place n - 1: who made n purchases or more. Months only, as all that follows */
  made: number[]
  /** place (n - 1) × windows + w: whose n-th purchase lies so many days back, and whose next one came within them */
  ripe: number[]
  within: number[]
  /** sum of the days from the first purchase to the day counted, of all buyers */
  watched: number
}

export interface CohortRow {
  grain: Grain
  dimension: Dimension
  value: string
  startsOn: string
  figures: CohortFigures
}

const zeros = (size: number): number[] => Array.from({ length: size }, () => 0)

function noFigures(grain: Grain): CohortFigures {
  const ages = ageCount[grain]
  const steps = grain === 'month' ? stepCount : 0
  return {
    buyers: 0,
    subscribers: 0,
    regulars: 0,
    active: zeros(ages),
    purchases: zeros(ages),
    net: zeros(ages),
    gross: zeros(ages),
    known: zeros(ages),
    made: zeros(steps === 0 ? 0 : steps + 1),
    ripe: zeros(steps * windows.length),
    within: zeros(steps * windows.length),
    watched: 0,
  }
}

/** The purchases of one customer: day by day where a shop counts those of one day as one. */
export interface Purchases {
  count: number
  days: Int32Array
}

/** Opens the purchase days of a log; what it returns is good until the next call. */
export function openPurchases(log: OrderLog, sameDayOnce: boolean): (customer: number) => Purchases {
  const found: Purchases = { count: 0, days: new Int32Array(64) }
  return (customer) => {
    found.count = 0
    const end = log.starts[customer + 1] as number
    for (let row = log.starts[customer] as number; row < end; row++) {
      if (!((log.flags[row] as number) & said.purchase)) continue
      const day = log.day[row] as number
      if (sameDayOnce && found.count > 0 && found.days[found.count - 1] === day) continue
      if (found.count === found.days.length) {
        const more = new Int32Array(found.count * 2)
        more.set(found.days)
        found.days = more
      }
      found.days[found.count++] = day
    }
    return found
  }
}

/** Counts the cohorts of the latest months and weeks until a day: of everyone, and split by what the first purchase was. */
export function countRows(log: OrderLog, splits: Splits, asOf: number, sameDayOnce: boolean): CohortRow[] {
  const rows: CohortRow[] = []
  const [months, weeks] = [byDimension(), byDimension()]
  const purchasesOf = openPurchases(log, sameDayOnce)
  const latest = { month: cohortOf('month', asOf), week: cohortOf('week', asOf) }

  const own = { month: noFigures('month'), week: noFigures('week') }
  const rowOf = (grain: Grain, dimension: Dimension, value: string, cohort: number): CohortRow => {
    // by value, then by cohort: a key of both would have to be made a few times for every customer
    const name = grain === 'month' ? months : weeks
    const ofDimension = name[dimension]
    const ofValue = ofDimension.get(value) ?? []
    const found = ofValue[cohort]
    if (found) return found
    const startsOn = dayFromNumber(spanOf(grain, cohort).from)
    const made = { grain, dimension, value, startsOn, figures: noFigures(grain) }
    ofValue[cohort] = made
    ofDimension.set(value, ofValue)
    rows.push(made)
    return made
  }
  for (let customer = 0; customer < log.customers; customer++) {
    const purchases = purchasesOf(customer)
    if (purchases.count === 0) continue
    const first = purchases.days[0] as number
    const parts = splits.of(customer)
    for (const grain of ['month', 'week'] as const) {
      const cohort = cohortOf(grain, first)
      if (cohort <= latest[grain] - cohortCount[grain]) continue
      const reach = countCustomer(own[grain], log, customer, purchases, { grain, asOf })
      for (const [dimension, value] of parts) addTo(rowOf(grain, dimension, value, cohort).figures, own[grain], reach)
      clear(own[grain], reach)
    }
  }
  return rows
}

const byDimension = () =>
  Object.fromEntries(dimensions.map((dimension) => [dimension, new Map<string, CohortRow[]>()])) as Record<
    Dimension,
    Map<string, CohortRow[]>
  >

interface Counting {
  grain: Grain
  asOf: number
}

/** How far a customer's figures go: the places of each list that may be other than 0. */
interface Reach {
  ages: number
  steps: number
}

function countCustomer(
  own: CohortFigures,
  log: OrderLog,
  customer: number,
  purchases: Purchases,
  { grain, asOf }: Counting,
): Reach {
  const first = purchases.days[0] as number
  const step = ageDays[grain]
  own.buyers = 1
  own.watched = asOf - first
  let reached = 0
  for (let place = 0; place < purchases.count; place++) {
    const age = Math.floor(((purchases.days[place] as number) - first) / step)
    if (age >= own.active.length) break
    own.active[age] = 1
    own.purchases[age] = (own.purchases[age] as number) + 1
  }
  const end = log.starts[customer + 1] as number
  for (let row = log.starts[customer] as number; row < end; row++) {
    const flags = log.flags[row] as number
    if (flags & said.purchase) {
      if (flags & said.subscription) own.subscribers = 1
      if (!(flags & said.trialOnly)) own.regulars = 1
    }
    // refunds of orders before the first purchase, of samples perhaps, belong to age 0
    const age = Math.max(0, Math.floor(((log.day[row] as number) - first) / step))
    if (age >= own.net.length) break
    reached = age
    const net = log.net[row] as number
    const gross = log.gross[row] as number
    own.net[age] = (own.net[age] as number) + net
    if (Number.isNaN(gross)) continue
    own.gross[age] = (own.gross[age] as number) + gross
    own.known[age] = (own.known[age] as number) + net
  }
  if (grain === 'month') countSteps(own, purchases, asOf)
  return { ages: reached + 1, steps: grain === 'month' ? Math.min(purchases.count, stepCount + 1) : 0 }
}

function countSteps({ made, ripe, within }: CohortFigures, { count, days }: Purchases, asOf: number): void {
  for (let n = 0; n < Math.min(count, stepCount + 1); n++) {
    made[n] = 1
    if (n === stepCount) break
    const day = days[n] as number
    const gap = n + 1 < count ? (days[n + 1] as number) - day : Number.POSITIVE_INFINITY
    for (let place = 0; place < windows.length; place++) {
      const window = windows[place] as number
      if (asOf - day < window) break
      ripe[n * windows.length + place] = 1
      if (gap <= window) within[n * windows.length + place] = 1
    }
  }
}

const byAge = ['active', 'purchases', 'net', 'gross', 'known'] as const
const byStep = ['ripe', 'within'] as const

function clear(figures: CohortFigures, { ages, steps }: Reach): void {
  figures.subscribers = 0
  figures.regulars = 0
  for (const name of byAge) figures[name].fill(0, 0, ages)
  figures.made.fill(0, 0, steps)
  for (const name of byStep) figures[name].fill(0, 0, steps * windows.length)
}

const whole: Reach = { ages: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY }

/** Adds the counts of others to a cohort's; with `reach` no further than they go. */
export function addTo(sum: CohortFigures, other: CohortFigures, { ages, steps }: Reach = whole): void {
  sum.buyers += other.buyers
  sum.subscribers += other.subscribers
  sum.regulars += other.regulars
  sum.watched += other.watched
  for (const name of byAge) addList(sum[name], other[name], ages)
  addList(sum.made, other.made, steps)
  for (const name of byStep) addList(sum[name], other[name], steps * windows.length)
}

function addList(to: number[], from: readonly number[], reach: number): void {
  const end = Math.min(reach, from.length)
  for (let place = 0; place < end; place++) to[place] = (to[place] as number) + (from[place] as number)
}
