import type { Product } from './rules.ts'

const stretch = 8

/**
 * The best of a list, best first, of no category more than `most` among any eight in a row. What had to wait comes as soon
 * as it may; rather than leave a place empty the rule gives way.
 */
export function mixed<Item extends { item: number }>(
  list: readonly Item[],
  products: readonly Product[],
  most: number,
  size: number,
): Item[] {
  const waiting = [...list]
  const chosen: Item[] = []
  const categoryOf = ({ item }: Item) => products[item]?.categoryId ?? null
  while (chosen.length < size && waiting.length > 0) {
    const recent = chosen.slice(-(stretch - 1)).map(categoryOf)
    const fits = (one: Item) => {
      const category = categoryOf(one)
      return category === null || recent.filter((other) => other === category).length < most
    }
    const place = waiting.findIndex(fits)
    chosen.push(...waiting.splice(Math.max(0, place), 1))
  }
  return chosen
}
