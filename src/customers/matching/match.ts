import type { Base } from './base.ts'
import { eachPair, type PassCount, type Sorted, sortPasses } from './blocks.ts'
import { cluster, type Links } from './cluster.ts'
import { comparer, type StopValues } from './compare.ts'
import { ruleOf, vetoOf } from './decide.ts'
import { expectedRarities, type Frequencies, frequenciesOf } from './frequency.ts'
import { patternOf, radixes } from './levels.ts'
import { fitModel, type Model, type Patterns } from './model.ts'
import type { Pass } from './passes.ts'
import { type Scorer, scorer } from './score.ts'
import { findStops } from './stops.ts'

/** What is learned from a base and kept: with it the same records are judged alike tomorrow. Plain data, to be stored. */
export interface Parameters {
  model: Model
  passes: Pass[]
}

/** Everything that judges pairs of a base. */
export interface Judge {
  parameters: Parameters
  stops: StopValues
  frequencies: Frequencies
  scorer: Scorer
}

/** Pairs that were compared, and how likely each is one person. */
export interface Compared {
  a: Int32Array
  b: Int32Array
  pattern: Int32Array
  /** patterns by place: the rows of levels */
  rows: Uint8Array[]
  logit: Float64Array
}

export interface Matched {
  judge: Judge
  sorted: Sorted[]
  compared: Compared
  passes: PassCount[]
}

/** Random pairs from which it is learned how often strangers agree: among more records the same agreement says less. */
const randomPairs = (records: number) => Math.max(1_000_000, 4 * records)
/** Random pairs of one birthday from which it is learned how often their given names agree. */
const contemporaryPairs = 300_000

/**
 * Compares a whole base. Without parameters they are learned from it; `views` are the stop values and frequencies of an
 * earlier run, when the same pairs shall get the same chances although the base has grown.
 */
export function matchBase(base: Base, known?: Parameters, views?: Pick<Judge, 'stops' | 'frequencies'>): Matched {
  const stops = views?.stops ?? findStops(base)
  const sorted = sortPasses(base, stops, known?.passes)
  const frequencies = views?.frequencies ?? frequenciesOf(base)
  const found = comparePairs(base, stops, frequencies, sorted)
  const model =
    known?.model ??
    fitModel({
      compared: patternsOf(found),
      strangers: patternsOf(drawStrangers(base, stops, frequencies)),
      contemporaries: patternsOf(drawContemporaries(base, stops, frequencies)),
      records: base.size,
      expected: expectedRarities(frequencies),
    })
  const parameters = known ?? { model, passes: sorted.map(({ pass }) => pass) }
  const judge = { parameters, stops, frequencies, scorer: scorer(base, stops, model, frequencies) }
  const logit = new Float64Array(found.a.length)
  for (let at = 0; at < logit.length; at++) {
    logit[at] = judge.scorer.logitOf(
      found.codes[found.pattern[at] as number] as number,
      found.a[at] as number,
      found.b[at] as number,
    )
  }
  return { judge, sorted, compared: { ...found, logit }, passes: found.passes }
}

interface Found {
  a: Int32Array
  b: Int32Array
  pattern: Int32Array
  rows: Uint8Array[]
  codes: number[]
  passes: PassCount[]
}

function comparePairs(base: Base, stops: StopValues, frequencies: Frequencies, sorted: Sorted[]): Found {
  const pairs = openPairs(base, stops, frequencies)
  const passes = eachPair(sorted, base.size, pairs.add)
  return { ...pairs.close(), passes }
}

function drawStrangers(base: Base, stops: StopValues, frequencies: Frequencies): Found {
  const pairs = openPairs(base, stops, frequencies)
  const { size } = base
  if ((size * (size - 1)) / 2 <= randomPairs(size)) {
    for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) pairs.add(a, b)
  } else {
    // a sequence that is the same every time, and even over the base (R2, Roberts 2018)
    let [x, y] = [0.5, 0.5]
    for (let drawn = 0; drawn < randomPairs(size); drawn++) {
      x = (x + 0.7548776662466927) % 1
      y = (y + 0.5698402909980532) % 1
      const [a, b] = [Math.floor(x * size), Math.floor(y * size)]
      if (a !== b) pairs.add(a, b)
    }
  }
  return { ...pairs.close(), passes: [] }
}

/** Random pairs of one birthday. */
function drawContemporaries(base: Base, stops: StopValues, frequencies: Frequencies): Found {
  const { birth } = base.columns
  // whom chance puts beside each other among those of one day
  const chance = (at: number) => Math.imul(at + 1, 0x9e3779b1) >>> 0
  const born = Float64Array.from({ length: base.size }, (_, at) => at).filter((at) => (birth[at] as number) > 9999)
  born.sort((a, b) => (birth[a] as number) - (birth[b] as number) || chance(a) - chance(b))
  const pairs = openPairs(base, stops, frequencies)
  let drawn = 0
  for (let apart = 1; apart <= 50 && drawn < contemporaryPairs; apart++) {
    for (let at = apart; at < born.length; at++) {
      const [a, b] = [born[at - apart] as number, born[at] as number]
      if (birth[a] !== birth[b]) continue
      drawn++
      pairs.add(Math.min(a, b), Math.max(a, b))
    }
  }
  return { ...pairs.close(), passes: [] }
}

function openPairs(base: Base, stops: StopValues, frequencies: Frequencies) {
  const radix = radixes(base.others.length)
  const compare = comparer(base, stops, frequencies)
  const row = new Uint8Array(radix.length)
  const places = new Map<number, number>()
  const rows: Uint8Array[] = []
  const codes: number[] = []
  let [a, b, pattern] = [new Int32Array(65_536), new Int32Array(65_536), new Int32Array(65_536)]
  let count = 0
  const grow = (column: Int32Array<ArrayBuffer>) => {
    const longer = new Int32Array(column.length * 2)
    longer.set(column)
    return longer
  }
  return {
    add(first: number, second: number): void {
      compare(first, second, row)
      const code = patternOf(row, radix)
      let place = places.get(code)
      if (place === undefined) {
        place = rows.length
        places.set(code, place)
        rows.push(row.slice())
        codes.push(code)
      }
      if (count === a.length) [a, b, pattern] = [grow(a), grow(b), grow(pattern)]
      a[count] = first
      b[count] = second
      pattern[count++] = place
    },
    close: () => ({
      a: a.subarray(0, count),
      b: b.subarray(0, count),
      pattern: pattern.subarray(0, count),
      rows,
      codes,
    }),
  }
}

function patternsOf({ pattern, rows }: Found): Patterns {
  const counts = new Float64Array(rows.length)
  for (const place of pattern) counts[place] = (counts[place] as number) + 1
  return { rows, counts }
}

export const chanceOf = (logit: number) => 1 / (1 + Math.exp(-logit))

export interface Threshold {
  /** least chance of an automatic link */
  chance: number
  /** expected share of right ones among them */
  precision: number
}

/**
 * The least chance from which on automatic links are right as often as wanted, by the model's own chances: the truth is
 * not needed. Only links that nothing forbids count, and never below `least`, so that each is sure by itself.
 */
export function thresholdFor({ compared }: Matched, wanted: number, least = 0.9): Threshold {
  const free = compared.rows.map((row) => vetoOf(row, false) === undefined)
  const eligible = compared.logit.filter((logit, at) => logit > 0 && free[compared.pattern[at] as number])
  const chances = eligible.map(chanceOf).sort().reverse()
  let sum = 0
  let best: Threshold = { chance: 1, precision: 1 }
  for (let at = 0; at < chances.length; at++) {
    const chance = chances[at] as number
    if (chance < least) break
    sum += chance
    if (sum / (at + 1) >= wanted) best = { chance, precision: sum / (at + 1) }
  }
  return best
}

export type Verdict = 'auto' | 'review' | 'no'

/** Above: joined by itself; from one half on: shown to a person. */
export function verdictOf(row: Uint8Array, logit: number, firms: boolean, threshold: Threshold): Verdict {
  const chance = chanceOf(logit)
  if (chance < 0.5) return 'no'
  if (vetoOf(row, firms) !== undefined) return 'review'
  return chance >= threshold.chance || (chance >= 0.9 && ruleOf(row) !== undefined) ? 'auto' : 'review'
}

export function verdictsOf(base: Base, { compared }: Matched, threshold: Threshold): Verdict[] {
  const { firm } = base.columns
  return Array.from(compared.logit, (logit, at) => {
    const firms = firm[compared.a[at] as number] !== firm[compared.b[at] as number]
    return verdictOf(compared.rows[compared.pattern[at] as number] as Uint8Array, logit, firms, threshold)
  })
}

export interface Grouping {
  taken: (at: number) => boolean
  mostRecords: number
  /** people who said "not the same person" */
  never?: (a: number, b: number) => boolean
}

/** Clusters over the compared pairs that are taken. */
export function clustersOf(base: Base, matched: Matched, { taken, mostRecords, never }: Grouping): Int32Array {
  const { compared, judge } = matched
  const places: number[] = []
  for (let at = 0; at < compared.logit.length; at++) if (taken(at)) places.push(at)
  const links: Links = {
    a: Int32Array.from(places, (at) => compared.a[at] as number),
    b: Int32Array.from(places, (at) => compared.b[at] as number),
    logit: Float64Array.from(places, (at) => compared.logit[at] as number),
  }
  const { firm } = base.columns
  return cluster(base.size, links, {
    between: (a, b) => judge.scorer.score(a, b).logit,
    forbidden: (a, b) => firm[a] !== firm[b] || (never?.(a, b) ?? false),
    mostRecords,
  })
}
