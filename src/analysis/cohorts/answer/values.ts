import { dayFromNumber, dayNumber, monthEnd } from '../../../platform/calendar.ts'
import type { Db } from '../../../platform/db/db.ts'
import { monthName, monthOf } from '../../ranking/channels.ts'
import { ageDays, type Dimension } from '../count/terms.ts'
import { yearDays } from '../count/trials.ts'
import { factsOf, namedValues } from './explorer.ts'
import { curveOf, firstAges, type LifetimeValue, lifetimeValue, type MoneyTerms, pooled } from './ltv.ts'
import { type Cost, type Run, readCohorts, readCosts, type StoredCohort } from './store.ts'

type Terms = Pick<MoneyTerms, 'numerator' | 'perPurchase'>

export interface CurvesQuery extends Terms {
  dimension: Dimension
  denominator: 'firstTime' | 'buyers'
  /** days */
  horizon: number
  from?: string | undefined
  to?: string | undefined
}

const monthsBefore = (asOf: string, back: number) => monthName(monthOf(dayNumber(asOf)) - back)
const groupMonths = 6
const groups = 4

/**
 * Without a period: of everyone, the four half-years before this month; by a dimension, the year that ended half a year
 * ago, so that all of it has been watched for a while.
 */
export async function curvesOf(db: Db, run: Run, query: CurvesQuery) {
  const { dimension } = query
  const from = query.from ?? monthsBefore(run.asOf, dimension === 'all' ? groupMonths * groups : 18)
  const to = query.to ?? monthsBefore(run.asOf, dimension === 'all' ? 1 : 7)
  const terms = { ...query, spread: run.facts.outlook.spread }
  const all = await readCohorts(db, run, { grain: 'month', dimension })
  const within = all.filter(({ startsOn }) => startsOn.slice(0, 7) >= from && startsOn.slice(0, 7) <= to)
  const values = await namedValues(db, run, dimension)
  const items = (dimension === 'all' ? halfYears(within, to) : byValue(within, values)).flatMap((group) => {
    const cohort = pooled(group.members)
    return cohort
      ? [
          {
            value: group.value,
            name: group.name,
            from: group.from ?? from,
            to: group.to ?? to,
            buyers: cohort.figures.buyers,
            points: curveOf(cohort, terms),
          },
        ]
      : []
  })
  const { spread: _, ...outlook } = run.facts.outlook
  return { ...factsOf(run), outlook, from, to, items, values: await lifetimeValues(db, run, query) }
}

interface Group {
  value: string | null
  name: string | null
  members: StoredCohort[]
  from?: string
  to?: string
}

/** Half-years counted back from the last month. */
function halfYears(cohorts: readonly StoredCohort[], to: string): Group[] {
  const last = monthOf(dayNumber(`${to}-01`))
  const groupOf = ({ startsOn }: StoredCohort) => Math.floor((last - monthOf(dayNumber(startsOn))) / groupMonths)
  return [...Map.groupBy(cohorts, groupOf)].map(([group, members]) => ({
    value: null,
    name: null,
    members,
    from: (members[0] as StoredCohort).startsOn.slice(0, 7),
    to: monthName(last - group * groupMonths),
  }))
}

const byValue = (
  cohorts: readonly StoredCohort[],
  values: readonly { value: string; name: string | null }[],
): Group[] => values.map(({ value, name }) => ({ value, name, members: cohorts.filter((one) => one.value === value) }))

interface Valued extends LifetimeValue {
  value: string
  name: string | null
  boughtFrom: string | null
  boughtTo: string | null
}

/** 年間LTV and 上限CPA of everyone, then by value. */
async function lifetimeValues(db: Db, run: Run, query: CurvesQuery): Promise<Valued[]> {
  const own = query.dimension === 'all' ? [] : await namedValues(db, run, query.dimension)
  const everyone = { value: 'all', name: null, dimension: 'all' as const }
  const wanted = [everyone, ...own.map(({ value, name }) => ({ value, name, dimension: query.dimension }))]
  if (query.denominator === 'buyers') {
    const asOf = dayNumber(run.asOf)
    const span = { boughtFrom: dayFromNumber(asOf - yearDays + 1), boughtTo: run.asOf }
    return wanted.map(({ value, name, dimension }) => {
      const year = run.facts.years.find((one) => one.dimension === dimension && one.value === value)
      const sums = year ?? { buyers: 0, purchases: 0, net: 0, gross: 0, known: 0 }
      return { value, name, ...lifetimeValue(sums, query), ...span }
    })
  }
  const cohorts = new Map<Dimension, StoredCohort[]>()
  for (const dimension of new Set(wanted.map((one) => one.dimension))) {
    cohorts.set(dimension, await readCohorts(db, run, { grain: 'month', dimension }))
  }
  const span = ripeSpan(cohorts.get('all') ?? [], query)
  return wanted.map(({ value, name, dimension }) => {
    const members = (cohorts.get(dimension) ?? []).filter((one) => one.value === value && isWithin(one, span))
    return {
      value,
      name,
      ...lifetimeValue(firstAges(members, query.horizon / ageDays.month), query),
      boughtFrom: span && `${span.from}-01`,
      boughtTo: span && monthEnd(`${span.to}-01`),
    }
  })
}

const isWithin = ({ startsOn }: StoredCohort, span: { from: string; to: string } | null) =>
  span !== null && startsOn.slice(0, 7) >= span.from && startsOn.slice(0, 7) <= span.to

/** The latest twelve months, of the period if one is asked for, whose buyers have all lived through the horizon. */
function ripeSpan(
  cohorts: readonly StoredCohort[],
  { horizon, from, to }: Pick<CurvesQuery, 'horizon' | 'from' | 'to'>,
): { from: string; to: string } | null {
  const ripe = cohorts
    .filter(({ complete }) => complete >= horizon / ageDays.month)
    .map(({ startsOn }) => startsOn.slice(0, 7))
    .filter((month) => month >= (from ?? '') && month <= (to ?? '9999'))
  const last = ripe.at(-1)
  if (last === undefined) return null
  const twelve = monthName(monthOf(dayNumber(`${last}-01`)) - 11)
  const first = ripe.find((month) => from !== undefined || month >= twelve) as string
  return { from: first, to: last }
}

export interface AcquisitionQuery extends Terms {
  wonAs: 'firstTime' | 'regular' | 'subscriber'
  horizon: number
  from?: string | undefined
  to?: string | undefined
}

/** Cost of winning by ad code of the first purchase, beside what customers of the code bring. */
export async function acquisitionOf(db: Db, run: Run, query: AcquisitionQuery) {
  const from = query.from ?? monthsBefore(run.asOf, 12)
  const to = query.to ?? monthsBefore(run.asOf, 1)
  const cohorts = await readCohorts(db, run, { grain: 'month', dimension: 'ad' })
  const costs = await readCosts(db, from, to)
  const span = ripeSpan(await readCohorts(db, run, { grain: 'month', dimension: 'all' }), { horizon: query.horizon })
  const won = cohorts.filter((one) => isWithin(one, { from, to }))
  const lived = cohorts.filter((one) => isWithin(one, span))
  const item = (adCode: string | null, value: string, isMine: (one: StoredCohort) => boolean, own: Cost[]) => {
    const mine = won.filter(isMine)
    const sum = (name: 'buyers' | 'regulars' | 'subscribers') => mine.reduce((all, one) => all + one.figures[name], 0)
    const cost = own.length === 0 ? null : own.reduce((all, { amount }) => all + amount, 0)
    const counts = { firstTime: sum('buyers'), regular: sum('regulars'), subscriber: sum('subscribers') }
    const people = counts[query.wonAs]
    return {
      adCode,
      value,
      cost,
      costMonths: new Set(own.map(({ month }) => month)).size,
      ...counts,
      costEach: cost === null || people === 0 ? null : cost / people,
      lifetime: lifetimeValue(firstAges(lived.filter(isMine), query.horizon / ageDays.month), query),
    }
  }
  const known = run.facts.values.ad
  const codes = new Set([
    ...known.flatMap(({ value }) => (value.startsWith('id:') ? [value.slice(3)] : [])),
    ...costs.flatMap(({ adCode }) => (adCode === '' ? [] : [adCode])),
  ])
  const of = (value: string) => (one: StoredCohort) => one.value === value
  const costOf = (code: string) => costs.filter(({ adCode }) => adCode === code)
  return {
    ...factsOf(run),
    from,
    to,
    items: [
      item(null, 'all', () => true, costs),
      ...[...codes].map((code) => item(code, `id:${code}`, of(`id:${code}`), costOf(code))),
      item('', 'none', of('none'), costOf('')),
      ...(known.some(({ value }) => value === 'other') ? [item('', 'other', of('other'), [])] : []),
    ],
  }
}
