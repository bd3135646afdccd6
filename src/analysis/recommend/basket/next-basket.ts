import { type Figures, openSums } from '../evaluate/measure.ts'
import { fitModel, type ItemSettings } from '../items/choose.ts'
import { type Rows, rowsOf } from '../rows.ts'
import type { Threads } from '../threads/threads.ts'
import { topOf } from '../top.ts'
import {
  type Basket,
  type Baskets,
  boughtRows,
  cutBaskets,
  frequencyOf,
  type History,
  historyOf,
  pickCustomers,
} from './baskets.ts'
import { type Candidates, candidatesOf, type Desk, type Knowledge, openDesk, usualWeights, width } from './features.ts'
import { type Choices, fitLogit } from './logit.ts'
import { crowdOf } from './neighbours.ts'
import { popularityOf } from './popularity.ts'
import { propensityOf } from './propensity.ts'

/** What a customer will have in their next basket, bought before or not. */
export interface NextBasket {
  knowledge: Knowledge
  /** one a feature */
  weights: Float64Array
}

/** Products looked at but not bought, customer by customer: places in the baskets, items, and how much each says. */
export interface Looked {
  customers: Int32Array
  items: Int32Array
  weights: Float32Array
}

export async function learnKnowledge(
  baskets: Baskets,
  settings: ItemSettings,
  threads: Threads,
  looked?: Looked,
): Promise<Knowledge> {
  const rows = boughtRows(baskets)
  return {
    items: await fitModel(looked && looked.items.length > 0 ? withLooks(rows, looked) : rows, settings, threads),
    crowd: crowdOf(baskets),
    popularity: popularityOf(baskets, lastDayOf(baskets)),
    propensity: propensityOf(baskets),
  }
}

/** Rows to which looks are added with their smaller weights. */
function withLooks(rows: Rows, { customers, items, weights }: Looked): Rows {
  const looks = new Map<number, number[]>()
  for (const [at, customer] of customers.entries()) {
    const held = looks.get(customer)
    if (held) held.push(at)
    else looks.set(customer, [at])
  }
  const lists: number[][] = []
  const weightsOf: number[][] = []
  for (let u = 0; u < rows.size; u++) {
    const [from, to] = [rows.starts[u], rows.starts[u + 1]]
    const own = looks.get(u) ?? []
    lists.push([...rows.items.subarray(from, to), ...own.map((at) => items[at] as number)])
    weightsOf.push([...rows.weights.subarray(from, to), ...own.map((at) => weights[at] as number)])
  }
  return rowsOf(lists, rows.columns, weightsOf)
}

/** The newest day, when days are known. */
export function lastDayOf({ days }: Baskets): number | undefined {
  return days?.reduce((last, day) => Math.max(last, day), Number.NEGATIVE_INFINITY)
}

/** Customers whose next basket is learned from, and those asked to see how well: more make no better weights. */
const mostLearned = 6000
const mostAsked = 2000
/** The weights are learned from a shop no larger than this; what is known is learned from all. */
const mostSampled = 60_000

export interface Fitted {
  model: NextBasket
  /** customers whose next basket was held back from the learning, and how well it was foretold (at 10 places) */
  proof: { model: Figures; gpTop: Figures } | null
}

/**
 * Learns on the customers' own past: what is known before each one's last basket (or before day `from`), weighed so that it
 * says best what was in the next one; then everything is learned again with that basket.
 */
export async function fitNextBasket(
  baskets: Baskets,
  settings: ItemSettings,
  threads: Threads,
  { from, looked, withProof = false }: { from?: number; looked?: Looked; withProof?: boolean } = {},
): Promise<Fitted> {
  const sample =
    baskets.customers > mostSampled ? pickCustomers(baskets, spread(baskets.customers, mostSampled)) : baskets
  const { before, next } = cutBaskets(sample, from)
  const earlier = await learnKnowledge(before, settings, threads)
  const customers = [...next.keys()].filter((u) => next[u])
  const chosen = spread(customers.length, mostLearned + (withProof ? mostAsked : 0)).map(
    (at) => customers[at] as number,
  )
  // every fourth is asked, the others are learned from
  const isAsked = (at: number) => withProof && at % 4 === 3
  const learned = chosen.filter((_, at) => !isAsked(at))
  const weights = fitLogit(choicesOf(earlier, before, next, learned), usualWeights)
  const proof = withProof
    ? prove(
        { knowledge: earlier, weights },
        before,
        next,
        chosen.filter((_, at) => isAsked(at)),
      )
    : null
  return { model: { knowledge: await learnKnowledge(baskets, settings, threads, looked), weights }, proof }
}

/** `most` places at most out of `size`, evenly spread. */
function spread(size: number, most: number): number[] {
  const count = Math.min(size, most)
  return Array.from({ length: count }, (_, at) => Math.floor((at * size) / count))
}

function prove(model: NextBasket, before: Baskets, next: (Basket | undefined)[], customers: number[]) {
  const desk = openDesk(model.knowledge)
  const own = openSums([10])
  const plain = openSums([10])
  const { ever, best, mostEver } = model.knowledge.popularity
  for (const u of customers) {
    const history = historyOf(before, u)
    const wanted = new Set(next[u]?.items)
    own.add(rankNext(model, history, u, 10, desk), wanted)
    const times = frequencyOf(history, () => 1)
    const value = (item: number) => (times.get(item) ?? 0) + (ever[item] as number) / (mostEver + 1)
    const list = [...new Set([...times.keys(), ...best.subarray(0, 10)])]
    plain.add(list.sort((a, b) => value(b) - value(a) || a - b).slice(0, 10), wanted)
  }
  return { model: own.figures(), gpTop: plain.figures() }
}

function choicesOf(knowledge: Knowledge, before: Baskets, next: (Basket | undefined)[], customers: number[]): Choices {
  const desk = openDesk(knowledge)
  const found: { candidates: Candidates; chosen: Set<number> }[] = []
  let total = 0
  for (const u of customers) {
    const candidates = candidatesOf(knowledge, historyOf(before, u), u, desk)
    found.push({ candidates, chosen: new Set(next[u]?.items) })
    total += candidates.ids.length
  }
  const choices: Choices = {
    width,
    starts: new Int32Array(found.length + 1),
    features: new Float32Array(total * width),
    chosen: new Uint8Array(total),
  }
  let at = 0
  for (const [c, { candidates, chosen }] of found.entries()) {
    choices.features.set(candidates.features, at * width)
    for (const id of candidates.ids) choices.chosen[at++] = chosen.has(id) ? 1 : 0
    choices.starts[c + 1] = at
  }
  return choices
}

/** The `size` likeliest items of the next basket, best first. `self`: the customer's place in what was learned from, or −1. */
export function rankNext(model: NextBasket, history: History, self: number, size: number, desk: Desk): number[] {
  const { ids, features } = candidatesOf(model.knowledge, history, self, desk)
  const scores = Float64Array.from(ids, (_, n) => scoreOf(model.weights, features, n))
  return topOf(scores, size).ids.map((n) => ids[n] as number)
}

function scoreOf(weights: Float64Array, features: Float32Array, candidate: number): number {
  let score = 0
  for (let f = 0; f < width; f++) score += (weights[f] as number) * (features[candidate * width + f] as number)
  return score
}
