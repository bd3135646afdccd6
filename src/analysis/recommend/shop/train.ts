import { type Affinities, boughtNext, boughtTogether } from '../affinity/affinity.ts'
import { type Baskets, boughtRows, historyOf } from '../basket/baskets.ts'
import { type Fitted, fitNextBasket, type Looked, lastDayOf, type NextBasket } from '../basket/next-basket.ts'
import { type Attributes, type Likeness, likenessOf } from '../cold/likeness.ts'
import { warm } from '../cold/warm.ts'
import { chooseItems, type ItemSettings, usualItems } from '../items/choose.ts'
import { type Intervals, intervalsOf } from '../repurchase/intervals.ts'
import { fitRhythm, type Rhythm } from '../repurchase/rhythm.ts'
import { openSpells } from '../repurchase/spells.ts'
import { countItems } from '../rows.ts'
import type { Threads } from '../threads/threads.ts'

/** Everything a shop's recommendations rest on, learned at night from its orders. */
export interface ShopModel {
  next: NextBasket
  rhythm: Rhythm
  together: Affinities
  following: Affinities
  alternatives: Alternatives
}

/** Per item, others that would do instead, most like it first. */
export interface Alternatives {
  starts: Int32Array
  ids: Int32Array
  likeness: Float32Array
}

export interface Told {
  baskets: Baskets
  products: readonly Attributes[]
  looked: Looked
  /** per product, days one unit lasts as the catalogue says; 0: it does not */
  stated?: ArrayLike<number>
  /** day number of today; baskets are of earlier days or of today */
  today: number
}

export interface Trained {
  model: ShopModel
  settings: ItemSettings
  proof: Fitted['proof']
  intervals: Intervals
}

/** Settings are tried out in shops of up to so many products and purchases; beyond, the usual ones do nearly as well. */
const mostProductsTried = 5_000
const mostLinesTried = 500_000
const mostAlternatives = 10

export async function trainShop(
  { baskets, products, looked, stated, today }: Told,
  threads: Threads,
): Promise<Trained> {
  const owners = boughtRows(baskets)
  const isSmall = baskets.items <= mostProductsTried && owners.items.length <= mostLinesTried
  // the full matrix would be stored and served in full: neighbours do as well for a shop
  const settings = isSmall ? asLocal((await chooseItems(owners, threads)).best) : usualItems
  const from = cutOf(baskets)
  const fitted = await fitNextBasket(baskets, settings, threads, {
    looked,
    withProof: true,
    ...(from === undefined ? {} : { from }),
  })
  const likeness = likenessOf(products)
  const { knowledge, weights } = fitted.model
  const items = warm(knowledge.items, countItems(owners), likeness, settings.ridge.k)
  const together = boughtTogether(baskets)
  const { rhythm, intervals } = learnRhythm(baskets, today, stated)
  return {
    model: {
      next: { knowledge: { ...knowledge, items }, weights },
      rhythm,
      together,
      following: boughtNext(baskets, owners),
      alternatives: alternativesOf(baskets.items, likeness, together),
    },
    settings,
    proof: fitted.proof,
    intervals,
  }
}

const asLocal = (settings: ItemSettings): ItemSettings => ({ ...settings, form: 'local' })

const windows = [30, 60, 120]
const enough = 500

/** The latest day before which is learned what came after it, for enough customers; undefined: each one's last basket. */
function cutOf(baskets: Baskets): number | undefined {
  const { days, first } = baskets
  const last = lastDayOf(baskets)
  if (!days || last === undefined) return undefined
  return windows
    .map((window) => last - window)
    .find((cut) => {
      let count = 0
      for (let u = 0; u < baskets.customers; u++) {
        const [from, end] = [first[u] as number, first[u + 1] as number]
        if (end > from && (days[from] as number) < cut && (days[end - 1] as number) >= cut) count++
      }
      return count >= enough
    })
}

function learnRhythm(baskets: Baskets, today: number, stated: Told['stated']) {
  const open = openSpells()
  for (let u = 0; u < baskets.customers; u++) open.add(historyOf(baskets, u), today)
  const spells = open.close()
  return { rhythm: fitRhythm(spells, baskets.items, stated), intervals: intervalsOf(spells, baskets.items) }
}

/** The products most like each one; what is bought together with it completes it and does not replace it. */
function alternativesOf(items: number, likeness: Likeness, together: Affinities): Alternatives {
  const starts = [0]
  const ids: number[] = []
  const scores: number[] = []
  for (let item = 0; item < items; item++) {
    const companions = new Set(together.ids.subarray(together.starts[item], together.starts[item + 1]))
    const nearest = likeness.nearest(item, mostAlternatives * 2)
    let count = 0
    for (const [n, other] of nearest.ids.entries()) {
      if (count === mostAlternatives) break
      if (companions.has(other) || (nearest.scores[n] as number) < 0.3) continue
      ids.push(other)
      scores.push(nearest.scores[n] as number)
      count++
    }
    starts.push(ids.length)
  }
  return { starts: Int32Array.from(starts), ids: Int32Array.from(ids), likeness: Float32Array.from(scores) }
}
