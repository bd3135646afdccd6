import { matching } from '../src/customers/index.ts'
import { hitsOf, recordsWithTruth } from '../src/demo/index.ts'
import type { Figures, Machinery, Options } from './machinery.ts'

export const defaults: Options = { records: 1_000_000, online: 2000, plain: 1500, seed: 7 }

/**
 * Matching in memory, one thread: a million invented records with hard households from nothing to clusters, then records
 * that arrive one by one. The plain way compares every pair of the first `plain` records.
 */
export async function run(
  { records = 1, online = 1, plain = 2, seed = 1 }: Options,
  machinery: Machinery,
): Promise<Figures> {
  const base = matching.openBase(0, records)
  const [persons, households] = [new Int32Array(records), new Int32Array(records)]
  const before = process.cpuUsage()
  const keys = fillTimed(base, persons, households, { records, seed })
  machinery.say(`Keys: ${keys.toFixed(1)} s`)
  let matched: matching.Matched | undefined
  const compare = await machinery.seconds('Comparing and learning', async () => {
    matched = matching.matchBase(base)
  })
  if (!matched) throw new Error('nothing was matched')
  const { compared, passes } = matched
  let groups: Int32Array = new Int32Array(0)
  const verdicts = matching.verdictsOf(base, matched, matching.thresholdFor(matched, 0.999))
  const clusters = await machinery.seconds('Clusters', async () => {
    groups = clustersOf(base, matched as matching.Matched, verdicts, 'auto')
  })
  const { user, system } = process.cpuUsage(before)
  // what judging the result needs is not counted
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  const automatic = hitsOf(groups, persons, households)
  const proposed = hitsOf(clustersOf(base, matched, verdicts, 'review'), persons, households)
  const bands = matching.calibrationOf(
    compared.logit,
    (at) => persons[compared.a[at] as number] === persons[compared.b[at] as number],
  )
  const milliseconds = arriveOneByOne(base, matched, online, seed)
  const baselineSeconds = await machinery.seconds(`Every pair of ${plain}`, async () =>
    everyPair(matched as matching.Matched, plain),
  )
  return {
    size: records,
    seconds: keys + compare + clusters,
    baselineSeconds,
    keys,
    compare,
    clusters,
    // making the records up is in it
    processorSeconds: (user + system) / 1e6,
    pairs: compared.a.length,
    automatic,
    proposed,
    // observed less expected, in percentage points
    calibration: Object.fromEntries(
      bands.map(({ from, expected, observed }) => [`from ${from}`, (observed - expected) * 100]),
    ),
    peakMegabytes,
    onlineMilliseconds: { p50: milliseconds[Math.floor(online * 0.5)], p95: milliseconds[Math.floor(online * 0.95)] },
    passes: Object.fromEntries(passes.map(({ name, pairs }) => [name, pairs])),
  }
}

/** Seconds spent on keys; making the records up is not counted. */
function fillTimed(
  base: matching.Base,
  persons: Int32Array,
  households: Int32Array,
  wishes: { records: number; seed: number },
): number {
  const filling = matching.fillBase(base)
  let spent = 0
  let place = 0
  let chunk: matching.SourceRecord[] = []
  const take = () => {
    const started = performance.now()
    for (const record of chunk) filling.add(record)
    spent += performance.now() - started
    chunk = []
  }
  for (const { record, person, household } of recordsWithTruth(wishes)) {
    persons[place] = person
    households[place++] = household
    if (chunk.push(record) === 10_000) take()
  }
  take()
  const started = performance.now()
  filling.end()
  return (spent + performance.now() - started) / 1000
}

function clustersOf(
  base: matching.Base,
  matched: matching.Matched,
  verdicts: matching.Verdict[],
  least: 'auto' | 'review',
) {
  const taken = (at: number) => verdicts[at] === 'auto' || verdicts[at] === least
  return matching.clustersOf(base, matched, { taken, mostRecords: 20 })
}

/** Milliseconds of each arrival, in order of length: strangers, and people of whom the base has records. */
function arriveOneByOne(base: matching.Base, matched: matching.Matched, online: number, seed: number): number[] {
  const live = matching.goLive(base, matched, { least: 0, mostRecords: 20 })
  const taken: number[] = []
  const known = recordsWithTruth({ records: online, seed })
  const strangers = recordsWithTruth({ records: online, seed: seed + 1 })
  for (let arrival = 0; arrival < online; arrival++) {
    const next = (arrival % 2 === 0 ? known : strangers).next().value
    if (!next) break
    const started = performance.now()
    live.add(next.record)
    taken.push(performance.now() - started)
  }
  return taken.sort((a, b) => a - b)
}

function everyPair({ judge }: matching.Matched, plain: number): number {
  let found = 0
  for (let a = 0; a < plain; a++) for (let b = a + 1; b < plain; b++) if (judge.scorer.score(a, b).logit > 0) found++
  return found
}
