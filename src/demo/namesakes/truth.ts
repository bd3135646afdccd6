/** How well groups of records hit the people they were made from. */
export interface Hits {
  precision: number
  recall: number
  f1: number
  /** people of one household who stand in one group, per 1,000 people */
  householdMerges: number
}

/** `persons` and `households` by record; two people of one home in a group count once for each but the first. */
export function hitsOf(groups: Int32Array, persons: ArrayLike<number>, households: ArrayLike<number>): Hits {
  const pairs = (sizes: Iterable<number>) => {
    let sum = 0
    for (const size of sizes) sum += (size * (size - 1)) / 2
    return sum
  }
  const [joined, real, right] = [new Map<number, number>(), new Map<number, number>(), new Map<string, number>()]
  const count = <Key>(sizes: Map<Key, number>, key: Key) => void sizes.set(key, (sizes.get(key) ?? 0) + 1)
  const homes = new Map<string, Set<number>>()
  groups.forEach((group, at) => {
    const person = persons[at] as number
    count(joined, group)
    count(real, person)
    count(right, `${group} ${person}`)
    const home = `${group} ${households[at]}`
    const held = homes.get(home)
    if (held) held.add(person)
    else homes.set(home, new Set([person]))
  })
  const [all, wanted, hit] = [pairs(joined.values()), pairs(real.values()), pairs(right.values())]
  const precision = all === 0 ? 1 : hit / all
  const recall = wanted === 0 ? 1 : hit / wanted
  let merged = 0
  for (const home of homes.values()) merged += home.size - 1
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { precision, recall, f1, householdMerges: (1000 * merged) / real.size }
}
