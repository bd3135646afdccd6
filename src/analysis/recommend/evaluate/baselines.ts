import { type Baskets, boughtRows, frequencyOf, type History } from '../basket/baskets.ts'
import { popularityOf } from '../basket/popularity.ts'
import { fitPairs } from '../items/fit.ts'
import { addScores, modelOfSimilarity } from '../items/model.ts'
import { addTo, openSheet, strike, topOfSheet, wipe } from '../sheet.ts'
import type { Threads } from '../threads/threads.ts'

/** The best items for a customer of the trial, best first. */
export type Ranker = (history: History, size: number) => readonly number[]

const neighbours = 100

/** The plain ways every model has to beat. `masked`: what was bought before is neither shown nor asked for. */
export async function baselinesOf(
  baskets: Baskets,
  masked: boolean,
  threads: Threads,
): Promise<Record<string, Ranker>> {
  const popularity = popularityOf(baskets)
  const most = popularity.mostEver
  const sheet = openSheet(baskets.items)
  const similar = modelOfSimilarity(await fitPairs(boughtRows(baskets), neighbours, threads), neighbours)
  const itemsOf = (history: History) => new Set(history.flatMap(({ items }) => items))
  const popularRow = Int32Array.from(popularity.best)

  /** the most popular items on top of what stands on the sheet, by so little that it only decides between equals */
  const finish = (history: History, size: number) => {
    const bought = itemsOf(history)
    // as many more as masking may take away
    for (const item of popularRow.subarray(0, size + bought.size)) {
      addTo(sheet, item, ((popularity.ever[item] as number) / most) * 1e-6)
    }
    if (masked) for (const item of bought) strike(sheet, item)
    const { ids } = topOfSheet(sheet, size)
    wipe(sheet)
    return ids
  }
  const personal =
    (frequencies: (history: History) => Map<number, number>): Ranker =>
    (history, size) => {
      for (const [item, times] of frequencies(history)) {
        addTo(sheet, item, times + ((popularity.ever[item] as number) / most) * 1e-6)
      }
      return finish(history, size)
    }
  const times = (history: History) => frequencyOf(history, () => 1)
  const pop = finish
  const itemKnn: Ranker = (history, size) => {
    addScores(similar, [...itemsOf(history)], undefined, sheet)
    return finish(history, size)
  }
  if (masked) return { pop, itemKnn }
  return {
    pop,
    personalTop: (history, size) => {
      const own = times(history)
      return [...own.keys()].sort((a, b) => (own.get(b) ?? 0) - (own.get(a) ?? 0) || a - b).slice(0, size)
    },
    gpTop: personal(times),
    decay60: personal(fading),
    itemKnn,
  }
}

/** Σ 0.5^(days before the customer's last basket / 60); without days 0.95 a basket. */
function fading(history: History): Map<number, number> {
  const last = history.at(-1)?.day
  return frequencyOf(history, (age, count) => {
    const day = history[count - 1 - age]?.day
    return day === undefined || last === undefined ? 0.95 ** age : 0.5 ** ((last - day) / 60)
  })
}
