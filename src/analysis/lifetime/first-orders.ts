import type { PurchaseLog } from './histories.ts'
import type { Trials } from './numerics/logistic.ts'

/** A first purchase day and what is known of it. Days since 1970-01-01. */
export interface FirstOrder {
  day: number
  /** the next purchase day; null: none so far */
  next: number | null
  /** what was spent; null: not told */
  amount: number | null
  /** product, channel, coupon, ad code … as names or codes; null or left out: not told */
  traits: Readonly<Record<string, string | null>>
}

/** First purchase days of a log; `traits` by the customer's id. */
export function firstOrdersOf<Id>(log: PurchaseLog<Id>, traits: (id: Id) => FirstOrder['traits']): FirstOrder[] {
  return log.ids.flatMap((id, customer): FirstOrder[] => {
    const [start, end] = [log.starts[customer] as number, log.starts[customer + 1] as number]
    if (start === end) return []
    const amount = log.amounts[start] as number
    return [
      {
        day: log.days[start] as number,
        next: start + 1 < end ? (log.days[start + 1] as number) : null,
        amount: Number.isNaN(amount) ? null : amount,
        traits: traits(id),
      },
    ]
  })
}

/** What a trait can say. Amounts are told in bands; rare values are one. */
export type Level =
  | { kind: 'value'; value: string }
  | { kind: 'band'; from: number; to: number | null }
  | { kind: 'other' }
  | { kind: 'missing' }

export interface Trait {
  name: string
  levels: Level[]
  /** first orders with each level */
  counts: number[]
}

/** A value is told apart when at least so many first orders have it, and it is among so many most frequent ones. */
const fewestOrders = 20
const mostValues = 40
const bands = 5

/** The traits of first orders with the levels worth telling apart; the amount comes first. */
export function traitsOf(orders: readonly FirstOrder[], names: readonly string[]): Trait[] {
  return [amountTrait(orders), ...names.map((name) => namedTrait(orders, name))]
}

function amountTrait(orders: readonly FirstOrder[]): Trait {
  const told = orders.flatMap(({ amount }) => (amount === null || !Number.isFinite(amount) ? [] : [amount]))
  const amounts = Float64Array.from(told).sort()
  const edges = new Set<number>()
  for (let band = 1; band < bands; band++) {
    const edge = amounts[Math.floor((band * amounts.length) / bands)]
    if (edge !== undefined && edge > (amounts[0] as number)) edges.add(edge)
  }
  const starts = [Number.NEGATIVE_INFINITY, ...edges]
  const levels: Level[] = starts.map((from, place) => ({ kind: 'band', from, to: starts[place + 1] ?? null }))
  return counted({ name: 'amount', levels: [...levels, { kind: 'missing' }], counts: [] }, orders)
}

function namedTrait(orders: readonly FirstOrder[], name: string): Trait {
  const counts = new Map<string, number>()
  for (const { traits } of orders) {
    const value = traits[name]
    if (value !== undefined && value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const frequent = [...counts]
    .filter(([, count]) => count >= fewestOrders)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, mostValues)
    .map(([value]): Level => ({ kind: 'value', value }))
  return counted({ name, levels: [...frequent, { kind: 'other' }, { kind: 'missing' }], counts: [] }, orders)
}

function counted(trait: Trait, orders: readonly FirstOrder[]): Trait {
  const place = openPlaces(trait)
  const counts = trait.levels.map(() => 0)
  for (const order of orders) counts[place(order)] = (counts[place(order)] as number) + 1
  return { ...trait, counts }
}

/** Which level of a trait an order has. */
export function openPlaces({ name, levels }: Trait): (order: FirstOrder) => number {
  const missing = levels.findIndex(({ kind }) => kind === 'missing')
  if (name === 'amount') {
    const starts = levels.flatMap((level) => (level.kind === 'band' ? [level.from] : []))
    return ({ amount }) => {
      if (amount === null || !Number.isFinite(amount)) return missing
      let place = starts.length - 1
      while (place > 0 && amount < (starts[place] as number)) place--
      return place
    }
  }
  const other = levels.findIndex(({ kind }) => kind === 'other')
  const places = new Map(levels.flatMap((level, place) => (level.kind === 'value' ? [[level.value, place]] : [])))
  return ({ traits }) => {
    const value = traits[name]
    return value === undefined || value === null ? missing : (places.get(value) ?? other)
  }
}

/** Ends of the stretches of time since the first order in which a second one may come, in days. */
const allEnds = [7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 545, 730, 1095, 1825]
/** The last stretch must have been lived through by so many; chances further on go on as in it. */
const fewestTrials = 50

/** Ends of the stretches about which orders known on `asOf` tell something. */
export function stretchesOf(orders: readonly FirstOrder[], asOf: number): number[] {
  const ends = allEnds.filter((end, place) => {
    const start = place === 0 ? 0 : (allEnds[place - 1] as number)
    let waiting = 0
    for (const order of orders) if (asOf - order.day >= end && gapOf(order, asOf) > start) waiting++
    return waiting >= fewestTrials
  })
  return ends.length > 0 ? ends : [allEnds[3] as number]
}

/** Days from the first to the second order as known on a day; infinite while there is none. */
function gapOf({ day, next }: FirstOrder, asOf: number): number {
  return next === null || next > asOf ? Number.POSITIVE_INFINITY : next - day
}

/**
 * One trial for each stretch of time that a customer has lived through without a second order before: it hits when the order
 * comes in it. Stretches not over by `to` are left out, whether the order has come or not: those without would be
 * missing. Only stretches that end after `from` (a day) are taken. Feature s is stretch s, then come the levels of the
 * traits, one trait after the other. Equal trials are added up.
 */
export function trialsOf(
  orders: readonly FirstOrder[],
  traits: readonly Trait[],
  ends: readonly number[],
  { from, to }: { from: number; to: number },
): Trials {
  const placings = traits.map(openPlaces)
  const starts = featureStarts(traits, ends)
  const counts = new Map<number, Counts>()
  for (const order of orders) {
    if (order.day > to) continue
    const places = placings.map((place) => place(order))
    // equal places, equal number
    const key = places.reduce((sum, place, trait) => sum * (traits[trait] as Trait).levels.length + place, 0)
    let found = counts.get(key)
    if (!found) {
      const features = places.map((place, trait) => (starts[trait] as number) + place)
      found = { features, trials: ends.map(() => 0), hits: ends.map(() => 0) }
      counts.set(key, found)
    }
    addLived(found, order, ends, from, to)
  }
  const rows = [...counts.values()].flatMap(({ features, trials, hits }) =>
    trials.flatMap((count, stretch) =>
      count === 0 ? [] : [{ cells: [stretch, ...features], count, hits: hits[stretch] as number }],
    ),
  )
  return {
    features: starts.at(-1) as number,
    width: 1 + traits.length,
    cells: Int32Array.from(rows.flatMap(({ cells }) => cells)),
    trials: Float64Array.from(rows, ({ count }) => count),
    hits: Float64Array.from(rows, ({ hits }) => hits),
  }
}

/** Of first orders alike in all traits, by stretch. */
interface Counts {
  features: number[]
  trials: number[]
  hits: number[]
}

function addLived(
  { trials, hits }: Counts,
  order: FirstOrder,
  ends: readonly number[],
  from: number,
  to: number,
): void {
  const gap = gapOf(order, to)
  for (let stretch = 0; stretch < ends.length; stretch++) {
    const end = ends[stretch] as number
    if (gap <= (stretch === 0 ? 0 : (ends[stretch - 1] as number)) || order.day + end > to) break
    if (order.day + end <= from) continue
    trials[stretch] = (trials[stretch] as number) + 1
    if (gap <= end) hits[stretch] = (hits[stretch] as number) + 1
  }
}

/** Where the levels of each trait begin among the features; the last entry is their number. */
export function featureStarts(traits: readonly Trait[], ends: readonly number[]): number[] {
  const starts = [ends.length]
  for (const { levels } of traits) starts.push((starts.at(-1) as number) + levels.length)
  return starts
}
