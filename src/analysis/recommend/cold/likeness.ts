import { addTo, openSheet, type Sheet, topOfSheet, wipe } from '../sheet.ts'
import type { Top } from '../top.ts'
import { titleIndex, titleVectors } from './titles.ts'

/** What is known of a product before anyone has bought it. */
export interface Attributes {
  title: string
  /** −1: none */
  category: number
  /** 0 or less: not known */
  price: number
}

/**
 * Which products are like another by what is written about them. Likeness = 0.5 · title (cosine of bigrams) + 0.3 · same
 * category + 0.2 · price (1 at the same price, 0 at half or double). Compared are those that share one of the title's
 * rarest bigrams, or, where these are few, the category.
 */
export interface Likeness {
  nearest(item: number, size: number): Top
}

/** Of a title's pairs of characters the rarest tell most; what more products than this have tells nothing. */
const rarest = 16
const mostHolders = 400
const fewest = 40

export function likenessOf(products: readonly Attributes[]): Likeness {
  const titles = titleVectors(products.map(({ title }) => title))
  const index = titleIndex(titles)
  const categories = Int32Array.from(products, ({ category }) => category)
  // twice the price is one step
  const steps = Float64Array.from(products, ({ price }) => (price > 0 ? Math.log2(price) : Number.NaN))
  const members = membersOf(categories)
  const sheet = openSheet(products.length)
  return {
    nearest(item, size) {
      const pairs = [...(titles[item] as Map<string, number>)].sort(([, a], [, b]) => b - a).slice(0, rarest)
      for (const [pair, weight] of pairs) {
        const holders = index.get(pair) ?? []
        if (holders.length > mostHolders) continue
        for (const holder of holders) addTo(sheet, holder.id, 0.5 * weight * holder.weight)
      }
      const category = categories[item] as number
      if (sheet.count < fewest) for (const other of members.get(category) ?? []) addTo(sheet, other, 0)
      addRest(sheet, item, categories, steps)
      addTo(sheet, item, Number.NEGATIVE_INFINITY)
      const top = topOfSheet(sheet, size)
      wipe(sheet)
      return top
    },
  }
}

function membersOf(categories: Int32Array): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (const [item, category] of categories.entries()) {
    if (category < 0) continue
    const held = members.get(category)
    if (!held) members.set(category, [item])
    else if (held.length < mostHolders) held.push(item)
  }
  return members
}

function addRest({ scores, seen, count }: Sheet, item: number, categories: Int32Array, steps: Float64Array): void {
  const category = categories[item] as number
  const step = steps[item] as number
  for (let at = 0; at < count; at++) {
    const other = seen[at] as number
    const apart = Math.abs(step - (steps[other] as number))
    const same = category >= 0 && categories[other] === category ? 0.3 : 0
    // NaN, a price not known, is never below 1
    scores[other] = (scores[other] as number) + same + (apart < 1 ? 0.2 * (1 - apart) : 0)
  }
}
