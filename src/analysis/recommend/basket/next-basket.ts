import { fitModel, type ItemSettings } from '../items/choose.ts'
import type { Threads } from '../threads/threads.ts'
import { topOf } from '../top.ts'
import { type Basket, type Baskets, boughtRows, cutBaskets, type History, historyOf } from './baskets.ts'
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

export async function learnKnowledge(baskets: Baskets, settings: ItemSettings, threads: Threads): Promise<Knowledge> {
  return {
    items: await fitModel(boughtRows(baskets), settings, threads),
    crowd: crowdOf(baskets),
    popularity: popularityOf(baskets, lastDayOf(baskets)),
    propensity: propensityOf(baskets),
  }
}

/** The day after the newest basket, when days are known. */
function lastDayOf({ days }: Baskets): number | undefined {
  return days?.reduce((last, day) => Math.max(last, day), Number.NEGATIVE_INFINITY)
}

/** Customers whose next basket is learned from: more make no better weights. */
const mostLearned = 6000

/**
 * Learns on the customers' own past: what is known before each one's last basket (or before day `from`), weighed so that it
 * says best what was in the next one; then everything is learned again with that basket.
 */
export async function fitNextBasket(
  baskets: Baskets,
  settings: ItemSettings,
  threads: Threads,
  from?: number,
): Promise<NextBasket> {
  const { before, next } = cutBaskets(baskets, from)
  const earlier = await learnKnowledge(before, settings, threads)
  const weights = fitLogit(choicesOf(earlier, before, next), usualWeights)
  return { knowledge: await learnKnowledge(baskets, settings, threads), weights }
}

function choicesOf(knowledge: Knowledge, before: Baskets, next: (Basket | undefined)[]): Choices {
  const customers = [...next.keys()].filter((u) => next[u])
  const step = Math.max(1, customers.length / mostLearned)
  const desk = openDesk(before.items)
  const found: { candidates: Candidates; chosen: Set<number> }[] = []
  let total = 0
  for (let at = 0; at < customers.length; at += step) {
    const u = customers[Math.floor(at)] as number
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
  const scores = new Float64Array(ids.length)
  for (let n = 0; n < ids.length; n++) {
    let score = 0
    for (let f = 0; f < width; f++) score += (model.weights[f] as number) * (features[n * width + f] as number)
    scores[n] = score
  }
  return topOf(scores, size).ids.map((n) => ids[n] as number)
}
