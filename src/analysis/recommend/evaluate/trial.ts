import { type Baskets, boughtRows, type History, historyOf } from '../basket/baskets.ts'
import { openDesk } from '../basket/features.ts'
import { fitNextBasket, rankNext } from '../basket/next-basket.ts'
import { popularityOf } from '../basket/popularity.ts'
import { chooseItems, fitModel, type ItemSettings, usualItems } from '../items/choose.ts'
import { rankItems } from '../items/model.ts'
import { countItems } from '../rows.ts'
import { openSheet } from '../sheet.ts'
import type { Threads } from '../threads/threads.ts'
import { baselinesOf, type Ranker } from './baselines.ts'
import { type Figures, openSums } from './measure.ts'

/** Two files made one: what was known of every customer, and what came afterwards. */
export interface Trial {
  /** everyone's history; empty for those of the second file alone */
  baskets: Baskets
  /** per customer, what they really had afterwards; empty: not asked */
  wanted: Int32Array[]
  /** items of the history are neither shown nor asked for (catalogues where nothing is bought twice) */
  masked: boolean
}

export interface Part extends Figures {
  /** of all wanted items */
  share: number
}

export interface TrialReport extends Figures {
  items: number
  masked: boolean
  /** half width of the 95 % interval of NDCG at the first K */
  margin: number
  /** wanted items bought before, and those never bought before, each against the same lists */
  repeat: Part
  explore: Part
  /** share of all items that stand in any list of the greatest K, and share of list places held by the 1 % most popular */
  coverage: number
  popularShare: number
  settings: ItemSettings
  baselines: Record<string, Figures>
}

/**
 * Fits on the histories alone, settings (unless given) and weights chosen on parts of them put aside, then ranks every item for every
 * customer asked. Full ranking: nothing is sampled.
 */
export async function evaluateTrial(
  trial: Trial,
  ks: readonly number[],
  threads: Threads,
  given?: ItemSettings,
): Promise<TrialReport> {
  const rankers = await baselinesOf(trial.baskets, trial.masked, threads)
  const baselines = Object.fromEntries(
    Object.entries(rankers).map(([name, rank]) => [name, measure(trial, rank, ks).figures()]),
  )
  const { rank, settings } = await (trial.masked ? fitMasked(trial, threads, given) : fitBaskets(trial, threads))
  const sums = measure(trial, rank, ks)
  return { ...sums.figures(), ...sums.rest(), settings, baselines, masked: trial.masked, items: trial.baskets.items }
}

interface Fitted {
  rank: (history: History, size: number, customer: number) => readonly number[]
  settings: ItemSettings
}

async function fitMasked({ baskets }: Trial, threads: Threads, given?: ItemSettings): Promise<Fitted> {
  const rows = boughtRows(baskets)
  const best = given ?? (await chooseItems(rows, threads)).best
  const model = await fitModel(rows, best, threads)
  const sheet = openSheet(baskets.items)
  const { best: popular } = popularityOf(baskets)
  const rank = (_history: History, size: number, u: number) =>
    rankItems(model, rows.items.subarray(rows.starts[u], rows.starts[u + 1]), popular, size, sheet)
  return { rank, settings: best }
}

async function fitBaskets({ baskets }: Trial, threads: Threads): Promise<Fitted> {
  const { model } = await fitNextBasket(baskets, usualItems, threads)
  const desk = openDesk(model.knowledge)
  return { rank: (history, size, customer) => rankNext(model, history, customer, size, desk), settings: usualItems }
}

function measure(trial: Trial, rank: Fitted['rank'] | Ranker, ks: readonly number[]) {
  const { baskets, wanted } = trial
  const most = Math.max(...ks)
  const all = openSums(ks)
  const repeat = openSums(ks)
  const explore = openSums(ks)
  const counts = countItems(boughtRows(baskets))
  const popular = new Set(
    [...counts.keys()]
      .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
      .slice(0, Math.ceil(counts.length / 100)),
  )
  const shown = new Set<number>()
  const tally = { places: 0, popular: 0, repeats: 0, wanted: 0 }
  for (const [u, items] of wanted.entries()) {
    if (items.length === 0) continue
    const history = historyOf(baskets, u)
    const ids = rank(history, most, u)
    const bought = new Set(history.flatMap((basket) => basket.items))
    all.add(ids, new Set(items))
    const again = new Set(items.filter((item) => bought.has(item)))
    repeat.add(ids, again)
    explore.add(ids, new Set(items.filter((item) => !bought.has(item))))
    tally.wanted += new Set(items).size
    tally.repeats += again.size
    for (const id of ids) {
      shown.add(id)
      tally.places++
      if (popular.has(id)) tally.popular++
    }
  }
  const share = tally.wanted > 0 ? tally.repeats / tally.wanted : 0
  return {
    figures: all.figures,
    rest: () => ({
      margin: all.margin(),
      repeat: { ...repeat.figures(), share },
      explore: { ...explore.figures(), share: 1 - share },
      coverage: shown.size / Math.max(1, baskets.items),
      popularShare: tally.places > 0 ? tally.popular / tally.places : 0,
    }),
  }
}
