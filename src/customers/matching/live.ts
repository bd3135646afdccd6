import { type Base, setRecord, takePlace } from './base.ts'
import { type Sorted, shortened, spanOf } from './blocks.ts'
import { cluster, type Links } from './cluster.ts'
import { type Compared, type Judge, type Matched } from './match.ts'
import { keyMaker } from './passes.ts'
import { keysOf, type SourceRecord } from './record.ts'

/**
 * Records that arrive one by one, judged by what the whole base taught: each is looked up under its keys, compared with
 * the few records it meets, and the cluster it belongs to is made anew. What comes out is what a run over the whole base
 * with the same parameters would give; live.test.ts holds the two against each other.
 */
export interface Live {
  /** Adds a record and says which others it may be. */
  add(record: SourceRecord): Arrival
  /** Cluster of every record, each named by its first. */
  clusterOf(record: number): number
}

export interface Arrival {
  record: number
  /** the surest first */
  candidates: { record: number; logit: number }[]
  /** records of its cluster, itself among them */
  cluster: number[]
}

export interface LiveRules {
  /** least logarithm of the odds for a link that clusters are made of */
  least: number
  mostRecords: number
  /** people who said "not the same person": pairs that never meet in a cluster */
  never?: (a: number, b: number) => boolean
}

export function goLive(base: Base, matched: Matched, rules: LiveRules): Live {
  const { judge } = matched
  const index = openIndex(base, judge, matched.sorted)
  const links = openLinks(matched.compared, rules.least)
  const groups = new Map<number, number>()
  const recluster = (start: number): number[] => {
    const together = links.hangingTogether(start)
    const place = new Map(together.map((record, at) => [record, at]))
    const found = cluster(together.length, links.among(together, place), {
      between: (a, b) => judge.scorer.score(together[a] as number, together[b] as number).logit,
      forbidden(a, b) {
        const [one, other] = [together[a] as number, together[b] as number]
        const { firm } = base.columns
        return firm[one] !== firm[other] || (rules.never?.(one, other) ?? false)
      },
      mostRecords: rules.mostRecords,
    })
    found.forEach((first, at) => groups.set(together[at] as number, together[first] as number))
    return together
  }
  const clusterOf = (record: number): number => {
    if (!groups.has(record)) recluster(record)
    return groups.get(record) as number
  }

  return {
    clusterOf,
    add(record) {
      const at = takePlace(base)
      setRecord(base, at, keysOf(record, base.surnames), false)
      const { met, parted } = index.enter(at)
      const touched = new Set<number>()
      for (const [a, b] of parted) if (links.cut(a, b)) touched.add(a).add(b)
      const candidates = met
        .map((other) => ({ record: other, logit: judge.scorer.score(other, at).logit }))
        .filter(({ logit }) => logit >= rules.least)
        .sort((x, y) => y.logit - x.logit || x.record - y.record)
      for (const one of candidates) links.join(one.record, at, one.logit)
      for (const one of touched) recluster(one)
      const together = recluster(at)
      const own = groups.get(at)
      return { record: at, candidates, cluster: together.filter((one) => groups.get(one) === own) }
    },
  }
}

/** Links as a graph that can grow. */
function openLinks(compared: Compared, least: number) {
  const around = new Map<number, Map<number, number>>()
  const side = (record: number) => {
    let found = around.get(record)
    if (!found) {
      found = new Map()
      around.set(record, found)
    }
    return found
  }
  const join = (a: number, b: number, logit: number) => {
    side(a).set(b, logit)
    side(b).set(a, logit)
  }
  compared.logit.forEach((logit, at) => {
    if (logit >= least) join(compared.a[at] as number, compared.b[at] as number, logit)
  })
  return {
    join,
    cut(a: number, b: number): boolean {
      around.get(b)?.delete(a)
      return around.get(a)?.delete(b) ?? false
    },
    /** Every record that links lead to, in order. */
    hangingTogether(start: number): number[] {
      const seen = new Set([start])
      for (const record of seen) for (const other of around.get(record)?.keys() ?? []) seen.add(other)
      return [...seen].sort((a, b) => a - b)
    },
    among(records: number[], place: ReadonlyMap<number, number>): Links {
      const found: [number, number, number][] = []
      for (const a of records) {
        for (const [b, logit] of around.get(a) ?? []) {
          if (a < b) found.push([place.get(a) as number, place.get(b) as number, logit])
        }
      }
      return {
        a: Int32Array.from(found, ([a]) => a),
        b: Int32Array.from(found, ([, b]) => b),
        logit: Float64Array.from(found, ([, , logit]) => logit),
      }
    },
  }
}

/**
 * Who has a key: the records of the base in sorted arrays, later ones beside them. A key that becomes too common stops
 * counting, as it would in a run over everything, and pairs that met under it alone are parted.
 */
function openIndex(base: Base, judge: Judge, sorted: readonly Sorted[]) {
  const span = spanOf(base.size)
  const keysOfPass = keyMaker(base, judge.stops)
  const passes = sorted.map(({ pass, entries, crowded }) => ({
    pass,
    entries,
    crowded: new Set(crowded),
    make: keysOfPass(pass),
    later: new Map<number, number[]>(),
  }))
  type Indexed = (typeof passes)[number]
  const ownKeys = ({ pass, make, crowded }: Indexed, at: number): number[] => {
    const keys = Array.from({ length: pass.width }, (_, slot) => shortened(make(at, slot), span))
    return [...new Set(keys)].filter((key) => key > 0 && !crowded.has(key))
  }
  const holders = ({ entries, later }: Indexed, key: number): number[] => {
    const found: number[] = []
    for (let place = firstPlace(entries, key * span); place < entries.length; place++) {
      const entry = entries[place] as number
      if (Math.floor(entry / span) !== key) break
      found.push(entry % span)
    }
    return [...found, ...(later.get(key) ?? [])]
  }
  const stillMeet = (a: number, b: number) =>
    passes.some((one) => {
      const keys = ownKeys(one, a)
      return keys.length > 0 && ownKeys(one, b).some((key) => keys.includes(key))
    })

  return {
    enter(at: number): { met: number[]; parted: [number, number][] } {
      const met = new Set<number>()
      const apart: [number, number][] = []
      for (const one of passes) {
        for (const key of ownKeys(one, at)) {
          const members = holders(one, key)
          if (members.length < one.pass.cap) {
            one.later.set(key, [...(one.later.get(key) ?? []), at])
            for (const member of members) met.add(member)
            continue
          }
          one.crowded.add(key)
          members.forEach((a, place) => apart.push(...members.slice(place + 1).map((b): [number, number] => [a, b])))
        }
      }
      met.delete(at)
      return { met: [...met].sort((a, b) => a - b), parted: apart.filter(([a, b]) => !stillMeet(a, b)) }
    },
  }
}

function firstPlace(entries: Float64Array, value: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
