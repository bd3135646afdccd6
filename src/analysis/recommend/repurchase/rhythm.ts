import { below, meanAbove } from './normal.ts'
import type { Spells } from './spells.ts'

/**
 * When items are bought again. log(days) = mean of the customer and item + thrift · log(quantity) + noise; customers differ
 * around the item by `between`, their own spells around them by `within` (standard deviations of the logarithm). A share of
 * spells, `again`, ever ends; it grows with the purchases before (a mixture cure model).
 */
export interface Rhythm {
  /** per item, mean of log(days) for one unit */
  mean: Float64Array
  /** per item, log odds that a first purchase is followed by another */
  again: Float64Array
  /** log odds more after 0, 1, 2, and 3 or more purchases before */
  loyalty: number[]
  /** 0: the next purchase comes as soon whatever the quantity; 1: twice the units last twice as long */
  thrift: number
  within: number
  between: number
  /** ended spells of all items; none: nothing can be foretold */
  known: number
}

const rounds = 8
/** weight of all items in what is said of one, in spells */
const anchor = 10

/**
 * Empirical Bayes by expectation and maximisation; running spells count by the chance that they will end at all.
 * `stated`: days one unit lasts as the catalogue says, per item, 0 where it does not; an item leans on them, else on all
 * items, by the weight of ten spells.
 */
export function fitRhythm(spells: Spells, items: number, stated?: ArrayLike<number>): Rhythm {
  const isStated = stated !== undefined && Array.prototype.some.call(stated, (days: number) => days > 0)
  // who says how long one unit lasts means that two last twice as long, until purchases say otherwise
  const thrift = thriftOf(spells, items, isStated ? 1 : 0)
  const logs = Float32Array.from({ length: spells.size }, (_, s) => logOf(spells, s, thrift))
  const { within, between, known, mean: overall } = spreadsOf(spells, logs, items)
  const spread = Math.hypot(within, between)
  const lean = new Float64Array(items).fill(overall)
  for (let item = 0; item < items; item++) {
    const days = stated?.[item] ?? 0
    if (days > 0) lean[item] = Math.log(days)
  }
  const rhythm: Rhythm = {
    mean: lean.slice(),
    again: new Float64Array(items),
    loyalty: [0, 0, 0, 0],
    thrift,
    within,
    between,
    known,
  }
  for (let round = 0; round < rounds; round++) improve(rhythm, spells, logs, spread, lean)
  return rhythm
}

function logOf(spells: Spells, s: number, thrift: number): number {
  return Math.log(spells.days[s] as number) - thrift * Math.log(spells.quantity[s] as number)
}

/** Slope of log(days) on log(quantity) within items, over ended spells; 0 to 1. `before`: what a handful of spells leaves it at. */
function thriftOf(spells: Spells, items: number, before: number): number {
  const count = new Float64Array(items)
  const sumX = new Float64Array(items)
  const sumY = new Float64Array(items)
  let cross = 0
  let square = 0
  for (let s = 0; s < spells.size; s++) {
    if (spells.ended[s] === 0) continue
    const item = spells.item[s] as number
    const x = Math.log(spells.quantity[s] as number)
    const y = Math.log(spells.days[s] as number)
    count[item] = (count[item] as number) + 1
    sumX[item] = (sumX[item] as number) + x
    sumY[item] = (sumY[item] as number) + y
    cross += x * y
    square += x * x
  }
  for (let item = 0; item < items; item++) {
    const n = count[item] as number
    if (n === 0) continue
    cross -= ((sumX[item] as number) * (sumY[item] as number)) / n
    square -= (sumX[item] as number) ** 2 / n
  }
  // a little is added so that a handful of odd spells says nothing
  return Math.min(1, Math.max(0, (cross + 5 * before) / (square + 5)))
}

/** Spread of customers around their item, and of spells around their customer, from ended spells alone. */
function spreadsOf(spells: Spells, logs: Float32Array, items: number) {
  const count = new Float64Array(items)
  const sums = new Float64Array(items)
  let squares = 0
  let total = 0
  let known = 0
  let withinSquares = 0
  let withinFreedom = 0
  let run = { n: 0, sum: 0, squares: 0 }
  for (let s = 0; s <= spells.size; s++) {
    if (s === spells.size || spells.before[s] === 0) {
      if (run.n > 1) {
        withinSquares += run.squares - run.sum ** 2 / run.n
        withinFreedom += run.n - 1
      }
      run = { n: 0, sum: 0, squares: 0 }
    }
    if (s === spells.size || spells.ended[s] === 0) continue
    const log = logs[s] as number
    const item = spells.item[s] as number
    run.n++
    run.sum += log
    run.squares += log * log
    known++
    total += log
    squares += log * log
    count[item] = (count[item] as number) + 1
    sums[item] = (sums[item] as number) + log
  }
  let groups = 0
  for (let item = 0; item < items; item++) {
    const n = count[item] as number
    if (n === 0) continue
    squares -= (sums[item] as number) ** 2 / n
    groups++
  }
  // usual values where there is little to learn from: a third more or less, counted as ten spells
  const within = (Math.max(0, withinSquares) + 10 * 0.35 ** 2) / (withinFreedom + 10)
  const all = (Math.max(0, squares) + 10 * 0.5 ** 2) / (Math.max(0, known - groups) + 10)
  return {
    within: Math.sqrt(within),
    between: Math.sqrt(Math.max(all - within, 0.02)),
    known,
    mean: (total + 5 * Math.log(45)) / (known + 5),
  }
}

export const oddsOf = (chance: number) => Math.log(chance / (1 - chance))
export const chanceOf = (odds: number) => 1 / (1 + Math.exp(-odds))

/** One round: what running spells will come to by what is known, then what is known by all spells. */
function improve(rhythm: Rhythm, spells: Spells, logs: Float32Array, spread: number, lean: Float64Array): void {
  const items = rhythm.mean.length
  const sums = new Float64Array(items)
  const weights = new Float64Array(items)
  const willEnd = new Float64Array(items)
  const spellsOf = new Float64Array(items)
  const classEnd = [0, 0, 0, 0]
  const classAll = [0, 0, 0, 0]
  for (let s = 0; s < spells.size; s++) {
    const item = spells.item[s] as number
    const kind = Math.min(3, spells.before[s] as number)
    const mean = rhythm.mean[item] as number
    const log = logs[s] as number
    let ends = 1
    let expected = log
    if (spells.ended[s] === 0) {
      const z = (log - mean) / spread
      const chance = chanceOf((rhythm.again[item] as number) + (rhythm.loyalty[kind] as number))
      const later = chance * (1 - below(z))
      ends = later / (1 - chance + later)
      expected = mean + spread * meanAbove(z)
    }
    sums[item] = (sums[item] as number) + ends * expected
    weights[item] = (weights[item] as number) + ends
    // the odds of an item are those of first purchases
    willEnd[item] = (willEnd[item] as number) + (kind === 0 ? ends : 0)
    spellsOf[item] = (spellsOf[item] as number) + (kind === 0 ? 1 : 0)
    classEnd[kind] = (classEnd[kind] as number) + ends
    classAll[kind] = (classAll[kind] as number) + 1
  }
  const odds = classEnd.map((ends, kind) => oddsOf((ends + 0.5) / ((classAll[kind] as number) + 1)))
  const first = odds[0] as number
  rhythm.loyalty = odds.map((one) => one - first)
  const usual = chanceOf(first)
  for (let item = 0; item < items; item++) {
    rhythm.mean[item] =
      ((sums[item] as number) + anchor * (lean[item] as number)) / ((weights[item] as number) + anchor)
    rhythm.again[item] = oddsOf(((willEnd[item] as number) + anchor * usual) / ((spellsOf[item] as number) + anchor))
  }
}
