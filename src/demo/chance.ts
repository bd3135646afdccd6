/** Chance with a seed: the same seed and stream give the same numbers on every machine. */

export interface Chance {
  /** uniform in [0, 1) */
  next(): number
}

/** Stream `stream` of `seed`: each household draws from its own, so that it does not depend on how many there are. */
export function createChance(seed: number, stream: number): Chance {
  let a = mix(seed ^ 0x9e3779b9)
  let b = mix(stream + 0x85ebca6b)
  let c = mix(a ^ Math.floor(stream / 0x1_0000_0000) ^ 0xc2b2ae35)
  let d = mix(b ^ c)
  const next = () => {
    // sfc32
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 0x1_0000_0000
  }
  for (let round = 0; round < 8; round++) next()
  return { next }
}

function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

export function happens(chance: Chance, probability: number): boolean {
  return chance.next() < probability
}

/** A whole number from `low` to `high`, both included. */
export function between(chance: Chance, low: number, high: number): number {
  return low + Math.floor(chance.next() * (high - low + 1))
}

export function pick<Item>(chance: Chance, items: readonly Item[]): Item {
  return items[Math.floor(chance.next() * items.length)] as Item
}

/** A list to draw from by weight. */
export interface Urn<Item> {
  items: readonly Item[]
  /** running sums of the weights, ending in their total */
  sums: Float64Array
}

export function fillUrn<Item>(items: readonly Item[], weight: (item: Item) => number): Urn<Item> {
  const sums = new Float64Array(items.length)
  let total = 0
  items.forEach((item, index) => {
    total += weight(item)
    sums[index] = total
  })
  return { items, sums }
}

export function draw<Item>(chance: Chance, urn: Urn<Item>): Item {
  return urn.items[findSum(urn.sums, chance.next() * (urn.sums.at(-1) ?? 0))] as Item
}

/** The first place whose running sum exceeds `target`. */
export function findSum(sums: Float64Array, target: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sums[middle] as number) > target) high = middle
    else low = middle + 1
  }
  return low
}

/** Exponential waiting time with mean 1. */
export function exponential(chance: Chance): number {
  return -Math.log(1 - chance.next())
}

export function normal(chance: Chance): number {
  return Math.sqrt(2 * exponential(chance)) * Math.cos(2 * Math.PI * chance.next())
}

/** Gamma with mean `shape` (scale 1), by Marsaglia and Tsang (2000). */
export function gamma(chance: Chance, shape: number): number {
  if (shape < 1) return gamma(chance, shape + 1) * (1 - chance.next()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(chance)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - chance.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Beta: the share of one of two gammas. */
export function beta(chance: Chance, a: number, b: number): number {
  const x = gamma(chance, a)
  return x / (x + gamma(chance, b))
}
