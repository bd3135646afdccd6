import { dayNumber } from '../../../platform/calendar.ts'
import {
  type BuyingModel,
  enough,
  fitOrSimpler,
  gammaGamma,
  type ModelName,
  mbgNbd,
  type Parameters,
  type Patterns,
  patternsOf,
} from '../../lifetime/index.ts'
import { type OrderLog, said } from './log.ts'
import type { CohortRow } from './rows.ts'
import { cohortOf, completeAges } from './spans.ts'
import { ageCount, ageDays } from './terms.ts'
import type { Splits } from './values.ts'

/** What is still to come of a cohort until the end of each age; 0 for ages that are over. */
export interface Ahead {
  purchases: number[]
  net: number[]
}

/** Behind the projections: the model, and how far such projections were off in the shop's own past. */
export interface OutlookFacts {
  /** null: too few customers or repeats, nothing is projected */
  model: ModelName | null
  customers: number
  repeats: number
  days: number
  /** the test: `back` days ago, the same model for these days; null where the past is too short for one */
  test: { back: number; expected: number; actual: number } | null
  /** standard deviation of ln(actual ÷ projected) of a cohort, chance apart */
  spread: number
}

/** Without a test of its own a shop is taken to be off by a third either way. */
const untested = Math.log(4 / 3)

interface History {
  size: number
  member: Int32Array
  x: Int32Array
  tx: Float64Array
  T: Float64Array
  /** mean net sales of the repeat purchase days, refunds taken off; NaN without repeats */
  spend: Float64Array
  logGaps: Float64Array
  /** purchase days after the day looked from */
  later: Int32Array
}

/** What was known of each buyer at the end of a day. */
function historiesUntil(log: OrderLog, until: number): History {
  const size = log.customers
  const made: History = {
    size: 0,
    member: new Int32Array(size),
    x: new Int32Array(size),
    tx: new Float64Array(size),
    T: new Float64Array(size),
    spend: new Float64Array(size),
    logGaps: new Float64Array(size),
    later: new Int32Array(size),
  }
  for (let customer = 0; customer < size; customer++) {
    let [first, last, lastUntil, x, money, later] = [-1, -1, -1, 0, 0, 0]
    for (let row = log.starts[customer] as number; row < (log.starts[customer + 1] as number); row++) {
      const day = log.day[row] as number
      const isPurchase = ((log.flags[row] as number) & said.purchase) !== 0
      if (first < 0 && (!isPurchase || day > until)) continue
      if (day > until) {
        if (isPurchase && day !== last) later++
        if (isPurchase) last = day
        continue
      }
      if (isPurchase && first < 0) first = day
      else if (isPurchase && day > last) x++
      // what came on the first day, and refunds before the second purchase, say nothing of repeats
      if (x > 0) money += log.net[row] as number
      if (isPurchase) {
        last = day
        lastUntil = day
      }
    }
    if (first < 0) continue
    const at = made.size++
    made.member[at] = customer
    made.x[at] = x
    made.tx[at] = lastUntil - first
    made.T[at] = until - first
    made.spend[at] = x === 0 ? Number.NaN : money / x
    made.later[at] = later
  }
  return cut(made)
}

function cut(history: History): History {
  const { size, member, x, tx, T, spend, logGaps, later } = history
  return {
    size,
    member: member.subarray(0, size),
    x: x.subarray(0, size),
    tx: tx.subarray(0, size),
    T: T.subarray(0, size),
    spend: spend.subarray(0, size),
    logGaps: logGaps.subarray(0, size),
    later: later.subarray(0, size),
  }
}

const isEnough = ({ customers, repeats }: Patterns, days: number) =>
  customers >= enough.customers && repeats >= enough.repeats && days >= enough.days

const longest = (T: Float64Array) => T.reduce((most, days) => Math.max(most, days), 0)

/** Projects every monthly cohort, adding to `ahead` by the row; rows of cohorts that are over get none. */
export function projectRows(
  log: OrderLog,
  splits: Splits,
  rows: readonly CohortRow[],
  asOf: number,
): { facts: OutlookFacts; ahead: Map<CohortRow, Ahead> } {
  const history = historiesUntil(log, asOf)
  const patterns = patternsOf(history)
  const days = longest(history.T)
  const ahead = new Map<CohortRow, Ahead>()
  const size = { customers: patterns.customers, repeats: patterns.repeats, days }
  if (!isEnough(patterns, days)) return { facts: { model: null, ...size, test: null, spread: untested }, ahead }
  const { model, fit } = fitOrSimpler(mbgNbd, patterns)
  const { test, spread } = testPast(log, asOf, days)
  const weights = weighRows(splits, history, patterns, model, fit.params, asOf)
  const aheadOf = openAhead(model, fit.params)
  const watched = new Map(
    rows
      .filter(({ grain, dimension }) => grain === 'month' && dimension === 'all')
      .map((row) => [row.startsOn, row.figures]),
  )
  for (const row of rows) {
    const everyone = watched.get(row.startsOn)
    const weight = weights.get(`${row.dimension} ${row.startsOn.slice(0, 7)} ${row.value}`)
    if (row.grain !== 'month' || !everyone || !weight) continue
    // the mean buyer of the month stands for all of them: they are at most a month apart
    const T = Math.round(everyone.watched / everyone.buyers)
    ahead.set(row, projectRow(row, weight, T, aheadOf, asOf))
  }
  return { facts: { model: model.name, ...size, test, spread }, ahead }
}

/** By number of repeats: customers of a cohort still there, as expected, and what they spend on a day. */
type Weight = { alive: number; spending: number }[]

/** more repeats than this are taken as so many */
const mostRepeats = 60

function weighRows(
  splits: Splits,
  history: History,
  patterns: Patterns,
  model: BuyingModel,
  params: Parameters,
  asOf: number,
): Map<string, Weight> {
  const spendParams = gammaGamma.fit(history).params
  const alive = Float64Array.from({ length: patterns.size }, (_, place) =>
    model.alive(params, patterns.x[place] as number, patterns.tx[place] as number, patterns.T[place] as number),
  )
  const found = new Map<string, Weight>()
  for (let at = 0; at < history.size; at++) {
    const first = asOf - (history.T[at] as number)
    const month = monthText(first)
    const there = alive[patterns.of[at] as number] as number
    const repeats = history.x[at] as number
    const spend = gammaGamma.mean(spendParams, repeats, history.spend[at] as number)
    for (const [dimension, value] of splits.of(history.member[at] as number)) {
      const key = `${dimension} ${month} ${value}`
      const weight = found.get(key) ?? []
      found.set(key, weight)
      const x = Math.min(repeats, mostRepeats)
      weight[x] ??= { alive: 0, spending: 0 }
      weight[x].alive += there
      weight[x].spending += there * spend
    }
  }
  return found
}

const monthText = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 7)

/** Expected purchase days of one still there, of so many repeats and such an age; worked out once for all splits. */
function openAhead(model: BuyingModel, params: Parameters): (x: number, T: number, t: number) => number {
  const known = new Map<string, number>()
  return (x, T, t) => {
    if (t <= 0) return 0
    const key = `${x} ${T} ${t}`
    const value = known.get(key) ?? expectedOfOneThere(model, params, x, T, t)
    known.set(key, value)
    return value
  }
}

function expectedOfOneThere(model: BuyingModel, params: Parameters, x: number, T: number, t: number): number {
  // one who bought just now: dividing by the chance to be there leaves what does not rest on the last purchase
  const tx = x > 0 ? T : 0
  const alive = model.alive(params, x, tx, T)
  return alive > 0 ? model.expected(params, x, tx, T, t) / alive : 0
}

function projectRow(
  row: CohortRow,
  weight: Weight,
  T: number,
  aheadOf: (x: number, T: number, t: number) => number,
  asOf: number,
): Ahead {
  const step = ageDays.month
  const complete = completeAges('month', dayNumber(row.startsOn), asOf)
  const made: Ahead = { purchases: [], net: [] }
  for (let age = 0; age < ageCount.month; age++) {
    let [purchases, net] = [0, 0]
    const t = age < complete ? 0 : step * (age + 1) - 1 - T
    for (let x = 0; x < weight.length && t > 0; x++) {
      const there = weight[x]
      if (!there) continue
      const each = aheadOf(x, T, t)
      purchases += there.alive * each
      net += there.spending * each
    }
    made.purchases.push(purchases)
    made.net.push(net)
  }
  return made
}

/** The same model, made half a year ago, or a quarter where the shop is young: how far its cohorts were off. */
function testPast(log: OrderLog, asOf: number, days: number): Pick<OutlookFacts, 'test' | 'spread'> {
  const back = days >= 360 ? 180 : 90
  const history = historiesUntil(log, asOf - back)
  const patterns = patternsOf(history)
  if (!isEnough(patterns, longest(history.T))) return { test: null, spread: untested }
  const { model, fit } = fitOrSimpler(mbgNbd, patterns)
  const byCohort = new Map<number, { expected: number; actual: number }>()
  const expectedOf = Float64Array.from({ length: patterns.size }, (_, place) => {
    const own = [patterns.x[place], patterns.tx[place], patterns.T[place]] as [number, number, number]
    return model.expected(fit.params, ...own, back)
  })
  for (let at = 0; at < history.size; at++) {
    const cohort = cohortOf('month', asOf - back - (history.T[at] as number))
    const sum = byCohort.get(cohort) ?? { expected: 0, actual: 0 }
    byCohort.set(cohort, sum)
    sum.expected += expectedOf[patterns.of[at] as number] as number
    sum.actual += history.later[at] as number
  }
  const cohorts = [...byCohort.values()]
  const expected = cohorts.reduce((sum, one) => sum + one.expected, 0)
  const actual = cohorts.reduce((sum, one) => sum + one.actual, 0)
  // squares of the errors weighted by size, less what chance alone makes of counts that come in clusters
  let squares = 0
  for (const one of cohorts) {
    if (one.expected < 1) continue
    const off = Math.log(Math.max(one.actual, 0.5) / one.expected)
    squares += (one.expected / expected) * Math.max(0, off * off - 2 / one.expected)
  }
  return { test: { back, expected, actual }, spread: Math.max(Math.sqrt(squares), leastSpread) }
}

/** no shop knows its future better than this */
const leastSpread = 0.03
