import { outlookOf } from '../../lifetime/forecast.ts'
import {
  dailyRate,
  type LevelAhead,
  latestNext,
  levelAhead,
  type Patterns,
  type Shipped,
  windowOfNext,
} from '../../lifetime/index.ts'
import { discountPerYear, horizons, share, soon } from './horizons.ts'
import { type Teller, tellerOf } from './teller.ts'

/** What is expected of the customers of each pattern; the arrays of a horizon in the order of `horizons`. */
export interface People {
  teller: Teller
  levels: LevelAhead[]
  alive: Float64Array
  /** purchase days */
  expected: Float64Array[]
  low: Float64Array[]
  high: Float64Array[]
  /** chance of any purchase */
  buys: Float64Array[]
  /** the same within the days of `soon` */
  buysSoon: Float64Array[]
  /** days ahead between which the middle half of next purchases lies */
  from: Float64Array
  to: Float64Array
  /** purchase days to come without end, discounted */
  residual: Float64Array
}

/**
 * Says of every customer what the shop's forecast says, as it was tried on the shop's past: the mixture of parts brought to
 * the chosen total. Intervals, P(alive) and the next purchase are those of the part that tells of single customers, at
 * the pace of the whole.
 */
export function forecastPeople(shipped: Shipped, patterns: Patterns): People {
  const { size } = patterns
  const teller = tellerOf(shipped)
  const levels = horizons.map((days) => levelAhead(shipped, days))
  const column = () => new Float64Array(size)
  const columns = () => horizons.map(column)
  const people: People = {
    teller,
    levels,
    alive: column(),
    expected: columns(),
    low: columns(),
    high: columns(),
    buys: columns(),
    buysSoon: soon.map(column),
    from: column(),
    to: column(),
    residual: column(),
  }
  tell(people, patterns)
  blend(people, shipped, patterns)
  return people
}

/** All that the teller says by itself. */
function tell({ teller, alive, expected, low, high, buys, buysSoon, from, to, residual }: People, patterns: Patterns) {
  const { model, params } = teller
  const shopDays = horizons.map((days) => teller.shopDays(days))
  const shopDaysSoon = soon.map((days) => teller.shopDays(days))
  const residualOf = openResiduals(teller)
  for (let i = 0; i < patterns.size; i++) {
    const x = patterns.x[i] as number
    const place = teller.place(patterns.tx[i] as number, patterns.T[i] as number)
    for (let h = 0; h < horizons.length; h++) {
      const one = outlookOf(model, params, x, place.tx, place.T, place.speed * (shopDays[h] as number), share)
      alive[i] = one.alive
      ;(expected[h] as Float64Array)[i] = one.expected
      ;(buys[h] as Float64Array)[i] = one.buysWithin
      ;(low[h] as Float64Array)[i] = one.low
      ;(high[h] as Float64Array)[i] = one.high
    }
    for (let s = 0; s < soon.length; s++) {
      const within = place.speed * (shopDaysSoon[s] as number)
      ;(buysSoon[s] as Float64Array)[i] = model.buysWithin(params, x, place.tx, place.T, within)
    }
    const next = windowOfNext(model, params, x, place.tx, place.T)
    from[i] = Math.min(teller.calendarDays(next.from / place.speed), latestNext)
    to[i] = Math.min(teller.calendarDays(next.to / place.speed), latestNext)
    residual[i] = (alive[i] as number) * residualOf(x, place)
  }
}

/** Discounted purchases of one alive; a day's discount is that of the calendar, in the model's time. */
function openResiduals({ model, params, shopDays }: Teller) {
  const pace = shopDays(730) / 730
  const opened = new Map<number, (x: number, tx: number, T: number) => number>()
  return (x: number, { speed, tx, T }: { speed: number; tx: number; T: number }): number => {
    let ofSpeed = opened.get(speed)
    if (!ofSpeed) {
      ofSpeed = model.openResidual(params, dailyRate(discountPerYear) / Math.max(pace * speed, 1e-6))
      opened.set(speed, ofSpeed)
    }
    return ofSpeed(x, tx, T)
  }
}

/** From what the teller says to the mixture with the chosen total. */
function blend(people: People, shipped: Shipped, patterns: Patterns): void {
  const { levels, teller, expected, low, high, buys, buysSoon, residual } = people
  const parts = shipped.parts.map((part, at) => ({ ...part, at })).filter((part) => part.share > 0)
  const others = parts.filter(({ name }) => name !== teller.name)
  const own = parts.find(({ name }) => name === teller.name)
  const ratios = new Float64Array(patterns.size)
  horizons.forEach((days, h) => {
    const { scales } = levels[h] as LevelAhead
    const column = expected[h] as Float64Array
    const told = column.slice()
    const ownScale = own ? own.share * (scales[own.at] as number) : 0
    for (let i = 0; i < column.length; i++) column[i] = ownScale * (column[i] as number)
    mixChances(buys[h] as Float64Array, own?.share ?? 0)
    for (const { name, share: part, at } of others) {
      if (name === 'recency') continue
      const said = shipped.origin.forecastOf(patterns, name, days)
      add(column, said.expected, part * (scales[at] as number))
      add(buys[h] as Float64Array, said.buys, part)
    }
    for (let i = 0; i < column.length; i++) {
      const ratio = (told[i] as number) > 0 ? (column[i] as number) / (told[i] as number) : 1
      ratios[i] = ratio
      widen(low[h] as Float64Array, high[h] as Float64Array, i, ratio)
    }
  })
  soon.forEach((days, s) => {
    mixChances(buysSoon[s] as Float64Array, own?.share ?? 0)
    for (const { name, share: part } of others) {
      if (name === 'recency') continue
      add(buysSoon[s] as Float64Array, shipped.origin.forecastOf(patterns, name, days).buys, part)
    }
  })
  // what lies beyond the last horizon goes on as up to it
  for (let i = 0; i < residual.length; i++) residual[i] = (residual[i] as number) * (ratios[i] as number)
}

function mixChances(column: Float64Array, part: number): void {
  if (part === 1) return
  for (let i = 0; i < column.length; i++) column[i] = part * (column[i] as number)
}

function add(column: Float64Array, more: Float64Array, part: number): void {
  for (let i = 0; i < column.length; i++) column[i] = (column[i] as number) + part * (more[i] as number)
}

/** An interval of whole purchases that moves with what is expected. */
function widen(low: Float64Array, high: Float64Array, i: number, ratio: number): void {
  low[i] = Math.floor((low[i] as number) * ratio)
  high[i] = Math.round((high[i] as number) * ratio)
}
