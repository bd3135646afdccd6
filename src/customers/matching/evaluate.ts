import type { Base } from './base.ts'
import { meet } from './blocks.ts'
import { type Explanation, explainPair } from './evidence.ts'
import { chanceOf, clustersOf, type Matched, matchBase, thresholdFor, type Verdict, verdictsOf } from './match.ts'

export interface Quality {
  precision: number
  recall: number
  f1: number
}

export interface MatchReport {
  records: number
  truePairs: number
  /** pairs joined without asking, after clustering */
  autoLinks: Quality
  /** pairs when every proposal is accepted, after clustering */
  clusters: Quality
  /** proposals to a person, and the share of true pairs found with them */
  review: { pairs: number; recall: number }
  blocking: { candidates: number; recall: number }
  threshold: { chance: number; expectedPrecision: number }
  /** some of the proposals, spread over their chances */
  proposals?: Proposal[]
  /** how often pairs of a band of chances are one person: what the model says, and what is true */
  calibration: Band[]
}

export interface Band {
  from: number
  to: number
  pairs: number
  /** mean chance */
  expected: number
  /** share that is one person */
  observed: number
}

export interface Proposal extends Explanation {
  /** places of the two records */
  a: number
  b: number
}

export interface Trial {
  /** places of records that are one person, two by two */
  truth: [number, number][]
  /** wanted precision of automatic links */
  precision: number
  /** proposals to be shown with their evidence */
  show?: number
}

const bands = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1]

/** Matches a base and counts pairs against the truth, which nothing but the counting sees. */
export function evaluateMatching(base: Base, { truth, precision, show = 0 }: Trial): MatchReport {
  const matched = matchBase(base)
  const { compared } = matched
  const key = (a: number, b: number) => (a < b ? a * base.size + b : b * base.size + a)
  const truePairs = new Set(truth.filter(([a, b]) => a !== b).map(([a, b]) => key(a, b)))
  const threshold = thresholdFor(matched, precision)
  const verdicts = verdictsOf(base, matched, threshold)
  const isTrue = (at: number) => truePairs.has(key(compared.a[at] as number, compared.b[at] as number))
  const auto = clustersOf(base, matched, { taken: (at) => verdicts[at] === 'auto', mostRecords: 20 })
  const all = clustersOf(base, matched, {
    taken: (at) => verdicts[at] !== 'no',
    mostRecords: Number.POSITIVE_INFINITY,
  })
  const inReview = verdicts.filter((verdict) => verdict === 'review').length
  const found = new Set<number>()
  verdicts.forEach((verdict, at) => {
    if (verdict !== 'no' && isTrue(at)) found.add(key(compared.a[at] as number, compared.b[at] as number))
  })
  const shareOf = (count: number) => (truePairs.size === 0 ? 1 : count / truePairs.size)
  let met = 0
  for (const pair of truePairs) {
    const [a, b] = [Math.floor(pair / base.size), pair % base.size]
    if (matched.sorted.some((one) => meet(one, a, b))) met++
  }
  return {
    records: base.size,
    truePairs: truePairs.size,
    autoLinks: qualityOf(auto, truePairs, base.size),
    clusters: qualityOf(all, truePairs, base.size),
    review: { pairs: inReview, recall: shareOf(found.size) },
    blocking: { candidates: compared.a.length, recall: shareOf(met) },
    threshold: { chance: threshold.chance, expectedPrecision: threshold.precision },
    ...(show > 0 && { proposals: proposalsOf(base, matched, verdicts, show) }),
    calibration: calibrationOf(compared.logit, isTrue),
  }
}

function proposalsOf(base: Base, { compared, judge }: Matched, verdicts: Verdict[], show: number): Proposal[] {
  const places = verdicts.flatMap((verdict, at) => (verdict === 'review' ? [at] : []))
  places.sort((x, y) => (compared.logit[y] as number) - (compared.logit[x] as number) || x - y)
  const step = Math.max(1, places.length / show)
  return Array.from({ length: Math.min(show, places.length) }, (_, turn) => {
    const at = places[Math.floor(turn * step)] as number
    const [a, b] = [compared.a[at] as number, compared.b[at] as number]
    return { a, b, ...explainPair(base, judge, a, b) }
  })
}

function qualityOf(groups: Int32Array, truePairs: Set<number>, size: number): Quality {
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  let joined = 0
  for (const count of sizes.values()) joined += (count * (count - 1)) / 2
  let right = 0
  for (const pair of truePairs) if (groups[Math.floor(pair / size)] === groups[pair % size]) right++
  const precision = joined === 0 ? 1 : right / joined
  const recall = truePairs.size === 0 ? 1 : right / truePairs.size
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** How often pairs of each band of chances are one person. */
export function calibrationOf(logits: Float64Array, isTrue: (at: number) => boolean): Band[] {
  const found = bands
    .slice(0, -1)
    .map((from, at) => ({ from, to: bands[at + 1] as number, pairs: 0, expected: 0, observed: 0 }))
  logits.forEach((logit, at) => {
    const chance = chanceOf(logit)
    const band = found.findLast(({ from }) => chance >= from) as (typeof found)[number]
    band.pairs++
    band.expected += chance
    if (isTrue(at)) band.observed++
  })
  return found.map((band) => ({
    ...band,
    expected: band.pairs === 0 ? 0 : band.expected / band.pairs,
    observed: band.pairs === 0 ? 0 : band.observed / band.pairs,
  }))
}
