import type { History } from '../basket/baskets.ts'
import {
  candidatesOf,
  type Desk,
  features,
  type Looks,
  ownFacts,
  type Part,
  sourcesOf,
  width,
} from '../basket/features.ts'
import type { NextBasket } from '../basket/next-basket.ts'
import type { ItemModel } from '../items/model.ts'

/** What speaks for an item, in parts that add up to its score. */
export interface Evidence {
  item: number
  score: number
  parts: Record<Part, number>
}

/** What a part amounts to where nothing speaks for an item: logarithms of nothing are not 0. */
const silence = features.map(([name]) => (name === 'goesWithLog' || name === 'crowdLog' ? Math.log(1e-3) : 0))

const partNames: readonly Part[] = ['own', 'companions', 'crowd', 'popular']
const partOf = features.map(([, part]) => partNames.indexOf(part))

/**
 * Every candidate with its evidence: weight · (feature − what the feature is of an item nobody knows), by part. The order is
 * that of the learned chances, since what is taken away is the same for all.
 */
export function weighEvidence(
  model: NextBasket,
  history: History,
  self: number,
  desk: Desk,
  looks?: Looks,
): Evidence[] {
  const { ids, features: values } = candidatesOf(model.knowledge, history, self, desk, looks)
  // some hundred candidates a question, many questions a second: nothing is made here that is not kept
  const sums = new Float64Array(partNames.length)
  return Array.from(ids, (item, n) => {
    sums.fill(0)
    for (let f = 0; f < width; f++) {
      const part = partOf[f] as number
      const said = (values[n * width + f] as number) - (silence[f] as number)
      sums[part] = (sums[part] as number) + (model.weights[f] as number) * said
    }
    const [own, companions, crowd, popular] = sums as unknown as [number, number, number, number]
    return { item, score: own + companions + crowd + popular, parts: { own, companions, crowd, popular } }
  })
}

/** What was bought or looked at, and how much it says. */
type Sources = Pick<ReturnType<typeof sourcesOf>, 'sources' | 'latest'>

export const sourcesFor = (history: History, looks: Looks): Sources => sourcesOf(ownFacts(history), looks)

/** An item of the history and what it adds. */
export interface Because {
  item: number
  value: number
}

/** The companions' part, told apart by what was bought (or looked at): what speaks for the item shares it by its weight. */
export function becauseOf(items: ItemModel, { sources, latest }: Sources, { item, parts }: Evidence): Because[] {
  const told = sources
    .map((source, n) => ({ item: source, value: (latest[n] as number) * weightOf(items, source, item) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || a.item - b.item)
  const total = told.reduce((sum, { value }) => sum + value, 0)
  return told.map((one) => ({ item: one.item, value: (parts.companions * one.value) / total }))
}

function weightOf({ starts, targets, weights }: ItemModel, source: number, target: number): number {
  let low = starts[source] as number
  let high = (starts[source + 1] as number) - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = targets[middle] as number
    if (found === target) return weights[middle] as number
    if (found < target) low = middle + 1
    else high = middle - 1
  }
  return 0
}
