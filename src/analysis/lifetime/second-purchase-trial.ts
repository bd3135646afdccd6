import { areaUnder } from './evaluate/scores.ts'
import {
  type FirstOrder,
  featureStarts,
  openPlaces,
  stretchesOf,
  type Trait,
  traitsOf,
  trialsOf,
} from './first-orders.ts'
import { fitLogistic, logLikelihoodOf } from './numerics/logistic.ts'
import { chanceOver, rescaled, ridgeOf, slopeOf, stretchesWithin } from './second-purchase-fit.ts'

/** Another forecast of the same to hold against: P(second purchase within `days`) of one `age` days after the first. */
export type Rival = (age: number, days: number) => number

/** How the forecasts made on `cut` compare with what came after. */
export interface Trial {
  cut: number
  /** one-time buyers of the cut within the days to the end, and those who first came later within `freshDays` */
  waiting: Comparison
  fresh: Comparison | null
  freshDays: number
}

export interface Comparison {
  customers: number
  days: number
  /** share who bought again */
  actual: number
  traits: Judged
  /** by the age of the first order alone */
  age: Judged
  rival: Judged | null
  /** tenths by the chance the traits gave, lowest first */
  tenths: { customers: number; expected: number; actual: number }[]
}

export interface Judged {
  mean: number
  brier: number
  /** mean of -ln of the chance given to what happened, 0 best */
  logLoss: number
  auc: number | null
}

export const fewestOrders = 200
export const fewestRepeats = 30
const ridges = [3000, 1000, 300, 100, 30, 10, 3, 1]

export interface TriedOut {
  ridge: number
  slope: number
  trial: Trial
}

/** Fits what was known some time ago, chooses the ridge by what came since, and judges. Null: too little to learn from. */
export function tryOut(
  orders: readonly FirstOrder[],
  names: readonly string[],
  asOf: number,
  rivalAt: ((cut: number) => Rival) | undefined,
): TriedOut | null {
  const first = orders.reduce((least, { day }) => Math.min(least, day), asOf)
  const cut = asOf - Math.round(Math.min(365, Math.max(30, (asOf - first) / 4)))
  const before = orders.filter(({ day }) => day <= cut)
  const repeated = before.filter(({ next }) => next !== null && next <= cut).length
  if (before.length < fewestOrders || repeated < fewestRepeats) return null
  const traits = traitsOf(before, names)
  const ends = stretchesOf(before, cut)
  const taught = trialsOf(before, traits, ends, { from: Number.NEGATIVE_INFINITY, to: cut })
  const later = trialsOf(orders, traits, ends, { from: cut, to: asOf })
  if (later.hits.reduce((sum, hits) => sum + hits, 0) < fewestRepeats) return null
  let best: { ridge: number; coefficients: Float64Array; value: number } = {
    ridge: 0,
    coefficients: new Float64Array(taught.features),
    value: Number.NEGATIVE_INFINITY,
  }
  let start: Float64Array | undefined
  for (const ridge of ridges) {
    const { coefficients } = fitLogistic(taught, ridgeOf(taught, ends, ridge), start)
    start = coefficients
    const value = logLikelihoodOf(later, coefficients)
    // strongest first: once looser ridges do worse, still looser ones will not do better
    if (value < best.value) break
    best = { ridge, coefficients, value }
  }
  const slope = slopeOf(later, ends, best.coefficients)
  const told = rescaled(taught, ends, best.coefficients, slope)
  const silent = rescaled(taught, ends, best.coefficients, 0)
  const trial = judge(orders, { traits, ends, cut, asOf, told, silent, rival: rivalAt?.(cut) ?? null })
  return { ridge: best.ridge, slope, trial }
}

interface Judging {
  traits: readonly Trait[]
  ends: readonly number[]
  cut: number
  asOf: number
  /** coefficients with what the traits say, and without */
  told: Float64Array
  silent: Float64Array
  rival: Rival | null
}

function judge(orders: readonly FirstOrder[], judging: Judging): Trial {
  const { cut, asOf } = judging
  const days = asOf - cut
  const freshDays = Math.max(1, Math.min(90, Math.floor(days / 2)))
  const waiting = orders.filter(({ day, next }) => day <= cut && (next === null || next > cut))
  const fresh = orders.filter(({ day }) => day > cut && day + freshDays <= asOf)
  return {
    cut,
    waiting: compare(waiting, judging, days, (order) => cut - order.day),
    fresh: fresh.length < fewestOrders / 4 ? null : compare(fresh, judging, freshDays, () => 0),
    freshDays,
  }
}

function compare(
  orders: readonly FirstOrder[],
  { traits, ends, told, silent, rival }: Judging,
  days: number,
  ageOf: (order: FirstOrder) => number,
): Comparison {
  const effectOf = openEffects(traits, ends, told)
  const came = Float64Array.from(orders, (order) => {
    const gap = order.next === null ? Number.POSITIVE_INFINITY : order.next - order.day
    return gap <= ageOf(order) + days ? 1 : 0
  })
  const forecast = (chance: (order: FirstOrder, age: number) => number) =>
    Float64Array.from(orders, (order) => chance(order, ageOf(order)))
  const byTraits = forecast((order, age) => chanceOver(stretchesWithin(ends, age, days), told, effectOf(order)))
  const byAge = forecast((_, age) => chanceOver(stretchesWithin(ends, age, days), silent, 0))
  return {
    customers: orders.length,
    days,
    actual: meanOf(came),
    traits: judged(byTraits, came),
    age: judged(byAge, came),
    rival:
      rival &&
      judged(
        forecast((_, age) => rival(age, days)),
        came,
      ),
    tenths: tenthsOf(byTraits, came),
  }
}

/** Log-odds of all levels of an order together. */
export function openEffects(
  traits: readonly Trait[],
  ends: readonly number[],
  coefficients: Float64Array,
): (order: FirstOrder) => number {
  const placings = traits.map(openPlaces)
  const starts = featureStarts(traits, ends)
  return (order) =>
    placings.reduce((sum, place, trait) => sum + (coefficients[(starts[trait] as number) + place(order)] as number), 0)
}

const meanOf = (values: Float64Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length

function judged(chances: Float64Array, came: Float64Array): Judged {
  const brier = chances.map((chance, place) => (chance - (came[place] as number)) ** 2)
  const loss = chances.map((chance, place) => -Math.log(Math.max(came[place] === 1 ? chance : 1 - chance, 1e-12)))
  const auc = areaUnder(
    chances,
    came,
    came.map((one) => 1 - one),
  )
  return { mean: meanOf(chances), brier: meanOf(brier), logLoss: meanOf(loss), auc }
}

function tenthsOf(chances: Float64Array, came: Float64Array): Comparison['tenths'] {
  const order = Uint32Array.from(chances, (_, place) => place).sort(
    (a, b) => (chances[a] as number) - (chances[b] as number) || a - b,
  )
  const groups = Math.min(10, chances.length)
  return Array.from({ length: groups }, (_, tenth) => {
    const members = order.subarray(
      Math.floor((tenth * order.length) / groups),
      Math.floor(((tenth + 1) * order.length) / groups),
    )
    const mean = (of: Float64Array) => members.reduce((sum, place) => sum + (of[place] as number), 0) / members.length
    return { customers: members.length, expected: mean(chances), actual: mean(came) }
  })
}
