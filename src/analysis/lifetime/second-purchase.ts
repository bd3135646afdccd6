import {
  type FirstOrder,
  featureStarts,
  type Level,
  openPlaces,
  stretchesOf,
  type Trait,
  traitsOf,
  trialsOf,
} from './first-orders.ts'
import { historiesAt, type PurchaseLog } from './histories.ts'
import { fitOrSimpler } from './models/fit-or-simpler.ts'
import { mbgNbd } from './models/mbg-nbd.ts'
import type { BuyingModel } from './models/model.ts'
import { fitLogistic } from './numerics/logistic.ts'
import { patternsOf } from './patterns.ts'
import { centred, chanceOver, rescaled, ridgeOf, stretchesWithin } from './second-purchase-fit.ts'
import { openEffects, type Rival, type Trial, tryOut } from './second-purchase-trial.ts'

/**
 * The chance of a second purchase (F2) from what is known of the first: for each stretch of time since the first order the
 * chance that the second comes in it, by logistic regression with a ridge. Customers of any age teach what they have
 * lived through, so a shop need not wait a year to learn about a year. How strong the ridge is, and whether the traits of
 * the first order tell anything at all, is decided on later behaviour that the fit had not seen. It is association, not
 * cause: a coupon may go to people who would not have come back anyway.
 */
export interface SecondPurchase {
  asOf: number
  orders: number
  /** of them with a second purchase */
  repeated: number
  traits: Trait[]
  /** days since the first order at which the stretches end */
  ends: number[]
  /** log-odds: of each stretch for the average first order, then of each level against that average */
  coefficients: Float64Array
  covariance: number[][] | null
  ridge: number
  /** what effects proved to be worth later, as a share of what the fit said; the coefficients are scaled by it */
  slope: number
  /** null: too little to try it out */
  trial: Trial | null
  /** what the chances given rest on: traits and age of the first order, its age alone, or the rival held against them */
  use: 'traits' | 'age' | 'rival'
  reason: 'traits-predict' | 'traits-tell-nothing' | 'rival-predicts' | 'too-few'
}

/** Of the ridge where nothing could be tried out. */
const cautious = 100

/**
 * Learns from first orders as known on `asOf`. `names` are the traits to look at beside the amount. `rivalAt` gives the
 * forecast to compare with as it would have been made on a day, from what was known then (`closedForm` of MBG/NBD).
 */
export function fitSecondPurchase(
  allOrders: readonly FirstOrder[],
  names: readonly string[],
  asOf: number,
  rivalAt?: (cut: number) => Rival,
): SecondPurchase {
  const orders = allOrders.filter(({ day }) => day <= asOf)
  const tried = tryOut(orders, names, asOf, rivalAt)
  const verdict = decide(tried?.trial ?? null)
  const { ridge, slope } = tried ?? { ridge: cautious, slope: 1 }
  const traits = traitsOf(orders, names)
  const ends = stretchesOf(orders, asOf)
  const trials = trialsOf(orders, traits, ends, { from: Number.NEGATIVE_INFINITY, to: asOf })
  const fit = fitLogistic(trials, ridgeOf(trials, ends, ridge))
  // what tells nothing is not told
  const scale = verdict.use === 'age' ? 0 : slope
  return {
    asOf,
    orders: orders.length,
    repeated: orders.filter(({ next }) => next !== null && next <= asOf).length,
    traits,
    ends,
    coefficients: centred(rescaled(trials, ends, fit.coefficients, scale), traits, ends),
    covariance: fit.covariance,
    ridge,
    slope: scale,
    trial: tried?.trial ?? null,
    ...verdict,
  }
}

/** What traits must gain in ln L: 95 % of χ² with two degrees of freedom, as ridge and slope were chosen on the same days. */
const worthwhile = 3

function decide(trial: Trial | null): Pick<SecondPurchase, 'use' | 'reason'> {
  if (!trial) return { use: 'age', reason: 'too-few' }
  const sum = (who: 'traits' | 'age' | 'rival') => {
    const parts = [trial.waiting, ...(trial.fresh ? [trial.fresh] : [])]
    return parts.reduce((all, part) => all + part.customers * (part[who]?.logLoss ?? Number.POSITIVE_INFINITY), 0)
  }
  if (sum('traits') < Math.min(sum('age') - worthwhile, sum('rival')))
    return { use: 'traits', reason: 'traits-predict' }
  if (sum('rival') < sum('age')) return { use: 'rival', reason: 'rival-predicts' }
  return { use: 'age', reason: 'traits-tell-nothing' }
}

/** The closed form of a model of buying (MBG/NBD) for one-time buyers, fitted to what a log knew on a day: ltv.md §8.4 with x = 0. */
export function closedFormAt(log: PurchaseLog<unknown>, model: BuyingModel = mbgNbd): (cut: number) => Rival {
  return (cut) => {
    const { model: used, fit } = fitOrSimpler(model, patternsOf(historiesAt(log, cut)))
    return (age, days) => used.buysWithin(fit.params, 0, 0, age, days)
  }
}

/** P(second purchase within `days` from now) of one `age` days after the first order, who has not come back yet. */
export interface Chance {
  chance: number
  /** of the chance of people like this one; null where the data do not tell, or it is the rival's */
  low: number | null
  high: number | null
  /** what makes it higher or lower than that of the average first order, strongest first */
  reasons: Reason[]
}

export interface Reason {
  trait: string
  level: Level
  /** odds against those of the average first order */
  oddsRatio: number
  /** what the chance would lose without it */
  points: number
}

/** The same chances without bands and reasons, for everyone at once. */
export function openChances(model: SecondPurchase): (order: FirstOrder, age: number, days: number) => number {
  const effectOf = openEffects(model.traits, model.ends, model.coefficients)
  return (order, age, days) => chanceOver(stretchesWithin(model.ends, age, days), model.coefficients, effectOf(order))
}

/** Opens the chances; `rival` is asked where it was found to be the better forecast. `width` 1.2816 holds 80 %. */
export function openSecondPurchase(
  model: SecondPurchase,
  rival?: Rival,
  width = 1.2816,
): (order: FirstOrder, age: number, days: number) => Chance {
  const { traits, ends, coefficients } = model
  const effectOf = openEffects(traits, ends, coefficients)
  const placings = traits.map(openPlaces)
  const starts = featureStarts(traits, ends)
  return (order, age, days) => {
    if (model.use === 'rival' && rival) return { chance: rival(age, days), low: null, high: null, reasons: [] }
    const parts = stretchesWithin(ends, age, days)
    const effect = effectOf(order)
    const chance = chanceOver(parts, coefficients, effect)
    const features = placings.map((place, trait) => (starts[trait] as number) + place(order))
    const reasons = features.map((feature, trait): Reason => {
      const own = coefficients[feature] as number
      const { name, levels } = traits[trait] as Trait
      return {
        trait: name,
        level: levels[feature - (starts[trait] as number)] as Level,
        oddsRatio: Math.exp(own),
        points: chance - chanceOver(parts, coefficients, effect - own),
      }
    })
    return {
      chance,
      ...bandOf(model, parts, features, effect, width),
      reasons: reasons.filter(({ points }) => points !== 0).sort((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    }
  }
}

/** Delta method for ln(-ln(1 - P)), which stays between 0 and 1. */
function bandOf(
  { covariance, coefficients, slope }: SecondPurchase,
  parts: readonly { stretch: number; part: number }[],
  features: readonly number[],
  effect: number,
  width: number,
): { low: number | null; high: number | null } {
  if (!covariance) return { low: null, high: null }
  // d(-ln(1 - P)) by the log-odds of each stretch, all of which the levels move
  const slopes = parts.map(({ stretch, part }): [number, number] => {
    const odds = Math.exp(Math.min(35, (coefficients[stretch] as number) + effect))
    return [stretch, (part * odds) / (1 + odds)]
  })
  const total = slopes.reduce((sum, [, one]) => sum + one, 0)
  const all = [...slopes, ...features.map((feature): [number, number] => [feature, slope * total])]
  const variance = all.reduce(
    (sum, [i, a]) => sum + all.reduce((row, [j, b]) => row + a * b * ((covariance[i] as number[])[j] as number), 0),
    0,
  )
  const hazard = -Math.log1p(-Math.min(chanceOver(parts, coefficients, effect), 1 - 1e-15))
  if (!(hazard > 0)) return { low: 0, high: 0 }
  const spread = Math.min(700, (width * Math.sqrt(Math.max(0, variance))) / hazard)
  return { low: -Math.expm1(-hazard * Math.exp(-spread)), high: -Math.expm1(-hazard * Math.exp(spread)) }
}

/** One level of one trait over all first orders. */
export interface Effect {
  trait: string
  level: Level
  orders: number
  /** odds of a second purchase against the average first order, all other traits alike; with the band */
  oddsRatio: number
  low: number | null
  high: number | null
}

/** All levels, the trait with the widest differences first. */
export function effectsOfTraits(model: SecondPurchase, width = 1.2816): Effect[] {
  const { traits, ends, coefficients, covariance, slope } = model
  const starts = featureStarts(traits, ends)
  return traits.flatMap(({ name, levels, counts }, trait) => {
    const start = starts[trait] as number
    const all = counts.reduce((sum, count) => sum + count, 0) || 1
    return levels.flatMap((level, place): Effect[] => {
      const orders = counts[place] as number
      if (orders === 0) return []
      const own = coefficients[start + place] as number
      const contrast = counts.map((count, other) => (other === place ? 1 : 0) - count / all)
      const variance = contrast.reduce(
        (sum, a, i) =>
          sum + contrast.reduce((row, b, j) => row + a * b * (covariance?.[start + i]?.[start + j] ?? Number.NaN), 0),
        0,
      )
      const spread = width * slope * Math.sqrt(Math.max(0, variance))
      const band = Number.isFinite(spread)
        ? { low: Math.exp(own - spread), high: Math.exp(own + spread) }
        : { low: null, high: null }
      return [{ trait: name, level, orders, oddsRatio: Math.exp(own), ...band }]
    })
  })
}
