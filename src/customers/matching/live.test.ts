import { expect, test } from 'vitest'
import { recordsWithTruth } from '../../demo/index.ts'
import { type Base, fillBase, openBase, setRecord, takePlace } from './base.ts'
import { goLive } from './live.ts'
import { clustersOf, matchBase, type Parameters } from './match.ts'
import { keysOf, type SourceRecord } from './record.ts'

function taught(records: SourceRecord[]): Base {
  const base = openBase(0, 512)
  const filling = fillBase(base)
  for (const record of records) filling.add(record)
  filling.end()
  return base
}

/** `known` lowers how many may share a key, so that keys become too common on the way. */
function bothWays(seed: number, known: (learned: Parameters) => Parameters) {
  const records = [...recordsWithTruth({ records: 1500, seed })].map(({ record }) => record)
  // people's records stand side by side: half of each go in first
  const [first, later] = [records.filter((_, at) => at % 2 === 0), records.filter((_, at) => at % 2 === 1)]
  const base = taught(first)
  const parameters = known(matchBase(base).judge.parameters)
  const matched = matchBase(base, parameters)

  const whole = taught(first)
  for (const record of later) setRecord(whole, takePlace(whole), keysOf(record, whole.surnames), false)
  const atOnce = matchBase(whole, parameters, matched.judge)
  const never = (a: number, b: number) => (a * 31 + b * 17 + a * b) % 53 === 0
  const wanted = clustersOf(whole, atOnce, {
    taken: (at) => (atOnce.compared.logit[at] as number) >= 0,
    mostRecords: 8,
    never: (a, b) => never(Math.min(a, b), Math.max(a, b)),
  })

  const live = goLive(base, matched, {
    least: 0,
    mostRecords: 8,
    never: (a, b) => never(Math.min(a, b), Math.max(a, b)),
  })
  const arrivals = later.map((record) => live.add(record))
  return {
    wanted: [...wanted],
    found: wanted.length === base.size ? Array.from(wanted, (_, at) => live.clusterOf(at)) : [],
    arrivals,
    live,
  }
}

test.each([21, 22, 23])(
  'one by one or all at once, the clusters are the same (seed %i)',
  { timeout: 120_000 },
  (seed) => {
    const { wanted, found, arrivals, live } = bothWays(seed, (learned) => learned)
    expect(found).toEqual(wanted)
    expect(new Set(wanted).size).toBeLessThan(wanted.length - 300)
    for (const { record, candidates, cluster } of arrivals.slice(-1)) {
      expect(cluster).toContain(record)
      expect(new Set(cluster.map((one) => live.clusterOf(one))).size).toBe(1)
      expect(candidates.map(({ logit }) => logit)).toEqual(candidates.map(({ logit }) => logit).sort((a, b) => b - a))
    }
  },
)

test.each([24, 25])('also when keys become too common on the way (seed %i)', { timeout: 120_000 }, (seed) => {
  const { wanted, found } = bothWays(seed, (learned) => ({
    ...learned,
    passes: learned.passes.map((pass) => ({ ...pass, cap: 2 })),
  }))
  expect(found).toEqual(wanted)
})
