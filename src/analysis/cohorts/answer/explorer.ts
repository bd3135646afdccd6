import { dayFromNumber, dayNumber } from '../../../platform/calendar.ts'
import type { Db } from '../../../platform/db/db.ts'
import { begunAges, cohortOf, lastDayOf, spanOf } from '../count/spans.ts'
import { ageCount, ageDays, type Dimension, type Grain, stepCount, windows } from '../count/terms.ts'
import { type KnownCohort, pooled, profitRate, totalsOf } from './ltv.ts'
import { openNames, productNames, type Run, readCohorts, type StoredCohort } from './store.ts'

export const factsOf = ({ asOf, isCurrent, computedAt, facts }: Run) => ({
  asOf,
  isCurrent,
  computedAt,
  buyers: facts.buyers,
  sameDayOnce: facts.sameDayOnce,
})

export interface ExplorerQuery {
  grain: Grain
  dimension: Dimension
  value?: string | undefined
  latest: number
  rows: 'periods' | 'values'
}

/** The values of a dimension with their names, those with most buyers first. */
export async function namedValues(db: Db, { facts }: Run, dimension: Dimension) {
  const values = dimension === 'all' ? [] : facts.values[dimension]
  const name = await openNames(
    db,
    dimension,
    values.map(({ value }) => value),
  )
  return values.map(({ value, buyers }) => ({ value, buyers, name: name(value) }))
}

export async function exploreCohorts(db: Db, run: Run, query: ExplorerQuery) {
  const { grain, dimension } = query
  const values = await namedValues(db, run, dimension)
  const value = dimension === 'all' ? 'all' : query.value
  const asOf = dayNumber(run.asOf)
  const from = dayFromNumber(spanOf(grain, cohortOf(grain, asOf) - query.latest + 1).from)
  const all = await readCohorts(db, run, { grain, dimension, value: query.rows === 'values' ? undefined : value })
  const cohorts = all.filter(({ startsOn }) => startsOn >= from)
  const byPeriod = () =>
    [...Map.groupBy(cohorts, ({ startsOn }) => startsOn)].map(([startsOn, members]) => ({
      startsOn,
      endsOn: lastDayOf(grain, startsOn),
      value: value ?? null,
      name: values.find((one) => one.value === value)?.name ?? null,
      ...shown(pooled(members) as KnownCohort),
      begun: begunAges(grain, dayNumber(startsOn), asOf),
    }))
  const byValue = () =>
    values.flatMap(({ value: own, name }) => {
      const members = cohorts.filter((one) => one.value === own)
      const sum = pooled(members.map(livedThrough))
      if (!sum) return []
      const base = sum.figures.active.map((_, age) =>
        members.reduce((total, { complete, figures }) => total + (age < complete ? figures.buyers : 0), 0),
      )
      const ages = base.findLastIndex((count) => count > 0) + 1
      return [
        { startsOn: null, endsOn: null, value: own, name, ...shown({ ...sum, complete: ages }), base, begun: ages },
      ]
    })
  return {
    ...factsOf(run),
    from,
    until: Array.from({ length: ageCount[grain] }, (_, age) => youngestAt(grain, age, from, asOf)),
    ageDays: ageDays[grain],
    values,
    others: dimension === 'all' ? 0 : run.facts.others[dimension],
    items: query.rows === 'values' ? byValue() : byPeriod(),
  }
}

/** The cohort as far as everybody has lived: ages that are not over count nothing. */
function livedThrough(cohort: StoredCohort): KnownCohort {
  const figures = { ...cohort.figures }
  for (const name of ['active', 'purchases', 'net', 'gross', 'known'] as const) {
    figures[name] = figures[name].map((value, age) => (age < cohort.complete ? value : 0))
  }
  return { ...cohort, figures }
}

/** Last day of the youngest cohort since a day in which everybody has lived through an age. */
function youngestAt(grain: Grain, age: number, from: string, asOf: number): string | null {
  const last = asOf + 1 - ageDays[grain] * (age + 1)
  const cohort = cohortOf(grain, last)
  const { to } = spanOf(grain, cohort)
  const ends = to <= last ? to : spanOf(grain, cohort - 1).to
  return dayFromNumber(ends) < from ? null : dayFromNumber(ends)
}

function shown({ figures, complete }: KnownCohort) {
  const rate = profitRate(totalsOf(figures))
  return {
    buyers: figures.buyers,
    base: figures.active.map(() => figures.buyers),
    active: figures.active,
    purchases: figures.purchases,
    netSales: figures.net,
    grossProfit:
      rate === null
        ? null
        : figures.net.map((net, age) => {
            const known = figures.known[age] as number
            return Math.round((figures.gross[age] as number) + (net - known) * rate)
          }),
    complete,
  }
}

/** From each purchase to the next one, of the cohorts of a period. */
export function stepsOf(cohorts: readonly StoredCohort[]) {
  const figures = pooled(cohorts)?.figures
  const at = (list: readonly number[] | undefined, place: number) => list?.[place] ?? 0
  return Array.from({ length: stepCount }, (_, place) => ({
    n: place + 1,
    made: at(figures?.made, place),
    next: at(figures?.made, place + 1),
    windows: windows.map((days, window) => {
      const ripe = at(figures?.ripe, place * windows.length + window)
      const within = at(figures?.within, place * windows.length + window)
      return { days, ripe, within, rate: ripe === 0 ? null : within / ripe }
    }),
  }))
}

export interface RepeatQuery {
  dimension: Dimension
  value?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export async function repeatOf(db: Db, run: Run, query: RepeatQuery) {
  const value = query.dimension === 'all' ? 'all' : query.value
  const cohorts = await readCohorts(db, run, { ...query, grain: 'month', value })
  const { trials, subscriptions } = run.facts
  const inTime = trials.filter(({ month }) => month >= (query.from ?? '') && month <= (query.to ?? '9999'))
  const ids = [...inTime, ...subscriptions].flatMap(({ productId }) =>
    typeof productId === 'number' ? [productId] : [],
  )
  const names = await productNames(db, ids)
  return {
    ...factsOf(run),
    values: await namedValues(db, run, query.dimension),
    firstTime: cohorts.reduce((sum, { figures }) => sum + figures.buyers, 0),
    steps: stepsOf(cohorts),
    trials: [...Map.groupBy(inTime, ({ productId }) => productId)]
      .map(([productId, months]) => ({
        productId,
        name: names.get(productId) ?? null,
        starters: months.reduce((sum, { starters }) => sum + starters, 0),
        windows: windows.map((days, place) => {
          const sum = (name: 'ripe' | 'converted' | 'subscribed') =>
            months.reduce((total, month) => total + (month[name][place] ?? 0), 0)
          return { days, ripe: sum('ripe'), converted: sum('converted'), subscribed: sum('subscribed') }
        }),
      }))
      .sort((a, b) => b.starters - a.starters || a.productId - b.productId),
    subscriptions: subscriptions.map(({ productId, ...rest }) => ({
      ...rest,
      productId: typeof productId === 'number' ? productId : null,
      name: typeof productId === 'number' ? (names.get(productId) ?? null) : null,
      isOther: productId === 'other',
    })),
  }
}
