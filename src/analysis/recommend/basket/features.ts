import { addScores, type ItemModel } from '../items/model.ts'
import { addTo, openSheet, type Sheet, topOfSheet, wipe } from '../sheet.ts'
import type { Basket, History } from './baskets.ts'
import { askCrowd, type Crowd } from './neighbours.ts'
import type { Popularity } from './popularity.ts'

/**
 * What is known of a candidate, in the order of the feature vector: the part of the score it belongs to, and its usual
 * weight, which stands where a shop is too small to learn its own.
 */
export const features = [
  ['bought', 'own', 0.5],
  ['times', 'own', 1.7],
  ['recentTimes', 'own', 0],
  ['fadingTimes', 'own', 0.3],
  ['propensity', 'own', 0.45],
  ['age', 'own', -0.3],
  ['share', 'own', 0.6],
  ['boughtByRegular', 'own', 0],
  ['daysFading', 'own', 0],
  ['goesWith', 'companions', 0],
  ['goesWithLog', 'companions', 0.15],
  ['goesWithLast', 'companions', 0],
  ['crowd', 'crowd', 0],
  ['crowdLog', 'crowd', 0.12],
  ['popular', 'popular', 0],
  ['popularLately', 'popular', 0],
  ['popularLog', 'popular', 0.1],
  ['popularLatelyLog', 'popular', 0.3],
] as const

/** Where a score comes from: own purchases, items that go with them, similar customers, everyone. */
export type Part = (typeof features)[number][1]
export const width = features.length
export const usualWeights = features.map(([, , weight]) => weight)

/** What was learned from everyone; a customer's candidates follow from it and their own history alone. */
export interface Knowledge {
  items: ItemModel
  crowd: Crowd
  popularity: Popularity
  propensity: Float64Array
}

export interface Candidates {
  ids: Int32Array
  /** `width` values a candidate */
  features: Float32Array
}

/** Memory for one question at a time. */
export interface Desk {
  companions: Sheet
  lastCompanions: Sheet
  crowd: Sheet
  candidates: Sheet
  /** customers, not items */
  near: Sheet
}

export function openDesk({ propensity, crowd }: Knowledge): Desk {
  const items = propensity.length
  return {
    near: openSheet(crowd.customers.length),
    companions: openSheet(items),
    lastCompanions: openSheet(items),
    crowd: openSheet(items),
    candidates: openSheet(items),
  }
}

const fromCrowd = 100
const fromCompanions = 80
const fromPopular = 60

/** Everything bought before, and the best that companions, the crowd and popularity have to offer, with their features. */
export function candidatesOf(
  knowledge: Knowledge,
  history: History,
  self: number,
  desk: Desk,
  looks: Looks = nothing,
): Candidates {
  const own = ownFacts(history)
  const { sources, plain, latest } = sourcesOf(own, looks)
  addScores(knowledge.items, sources, plain, desk.companions)
  addScores(knowledge.items, sources, latest, desk.lastCompanions)
  askCrowd(knowledge.crowd, history, self, desk.near, desk.crowd)

  for (const id of own.keys()) addTo(desk.candidates, id, 0)
  for (const id of topOfSheet(desk.crowd, fromCrowd).ids) addTo(desk.candidates, id, 0)
  const { ids: companions, scores } = topOfSheet(desk.companions, fromCompanions)
  for (const [n, id] of companions.entries()) if ((scores[n] as number) > 0) addTo(desk.candidates, id, 0)
  for (const id of knowledge.popularity.best.subarray(0, fromPopular)) addTo(desk.candidates, id, 0)
  for (const id of knowledge.popularity.bestLately.subarray(0, fromPopular)) addTo(desk.candidates, id, 0)

  const ids = desk.candidates.seen.slice(0, desk.candidates.count)
  const values = new Float32Array(ids.length * width)
  for (const [n, id] of ids.entries()) {
    fill(values, n * width, id, own.get(id), history.length, knowledge, desk)
  }
  for (const sheet of [desk.companions, desk.lastCompanions, desk.crowd, desk.candidates]) wipe(sheet)
  return { ids, features: values }
}

/** Items someone looked at or put into a cart, and how much that says: 1 is as much as buying. */
export type Looks = ReadonlyMap<number, number>
const nothing: Looks = new Map()

/** What speaks for other items, and how loudly: everything bought, and its latest part; what was only looked at, less. */
export function sourcesOf(own: ReadonlyMap<number, { age: number }>, looks: Looks) {
  const sources = [...own.keys()]
  const plain = sources.map(() => 1)
  const latest = sources.map((item) => 0.7 ** (own.get(item)?.age ?? 0))
  for (const [item, weight] of looks) {
    if (own.has(item)) continue
    sources.push(item)
    plain.push(weight)
    latest.push(weight)
  }
  return { sources, plain, latest }
}

/** Facts of an item someone bought. Ages in baskets: 0 is their last one. */
export interface Own {
  times: number
  recent: number
  fading: number
  age: number
  /** Σ 0.5^(days before their last basket / 60) */
  days: number
}

export function ownFacts(history: History): Map<number, Own> {
  const facts = new Map<number, Own>()
  const lastDay = history.at(-1)?.day
  for (const [b, basket] of history.entries()) {
    const age = history.length - 1 - b
    for (const item of new Set(basket.items)) {
      const fact = facts.get(item) ?? { times: 0, recent: 0, fading: 0, age, days: 0 }
      fact.times++
      fact.recent += 0.6 ** age
      fact.fading += 0.9 ** age
      fact.age = age
      fact.days += fadedBy(basket, lastDay)
      facts.set(item, fact)
    }
  }
  return facts
}

const fadedBy = ({ day }: Basket, last: number | undefined) =>
  day === undefined || last === undefined ? 0 : 0.5 ** ((last - day) / 60)

function fill(
  values: Float32Array,
  at: number,
  id: number,
  own: Own | undefined,
  baskets: number,
  { popularity, propensity }: Knowledge,
  desk: Desk,
): void {
  if (own) {
    values[at] = 1
    values[at + 1] = Math.log1p(own.times)
    values[at + 2] = Math.log(own.recent + 0.01)
    values[at + 3] = Math.log(own.fading + 0.01)
    values[at + 4] = Math.log(propensity[id] as number)
    values[at + 5] = Math.log1p(own.age)
    values[at + 6] = own.times / baskets
    values[at + 7] = Math.log(baskets)
    values[at + 8] = own.days > 0 ? Math.log(own.days + 0.01) : 0
  }
  const companions = desk.companions.scores[id] as number
  const crowd = desk.crowd.scores[id] as number
  const ever = popularity.ever[id] as number
  const lately = popularity.lately[id] as number
  values[at + 9] = companions
  values[at + 10] = Math.log(Math.max(companions, 0) + 1e-3)
  values[at + 11] = desk.lastCompanions.scores[id] as number
  values[at + 12] = crowd
  values[at + 13] = Math.log(crowd + 1e-3)
  values[at + 14] = ever / popularity.mostEver
  values[at + 15] = lately / popularity.mostLately
  values[at + 16] = Math.log(ever + 1)
  values[at + 17] = Math.log(lately + 1)
}
