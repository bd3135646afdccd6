import type { Base } from './base.ts'
import type { StopValues } from './compare.ts'
import { allPasses, keyMaker, type Pass } from './passes.ts'

/** One pass over a base: its records by key, keys that too many share left out. */
export interface Sorted {
  pass: Pass
  /** keys by record and slot; 0 where there is none or it is too common */
  keys: Uint32Array[]
  /** key × span + record, in order */
  entries: Float64Array
  /** keys that were left out */
  crowded: ReadonlySet<number>
}

/** What a pass brought. */
export interface PassCount {
  name: string
  pairs: number
  cap: number
}

/** A number that holds a key and a record: 2^53 has room for both. */
export function spanOf(size: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, size)))
}

const halves = ['surname', 'given name']

/** A pass that would bring more pairs than this gets a lower cap, and at last is left out. */
function budgetOf(pass: Pass, size: number): number {
  const exact = ['member', 'line', 'email', 'phone', 'name and birth', 'reading and birth'].includes(pass.name)
  // half a name alone is worth a look only while everything else is few
  if (halves.includes(pass.name)) return size > 100_000 ? 0 : 1_000_000
  return Math.max(exact ? 5 * size : 1.2 * size, 2_000_000)
}

/** Sorts the base by every pass and settles their caps, so that the work stays in proportion to the base. */
export function sortPasses(base: Base, stops: StopValues, settled?: readonly Pass[]): Sorted[] {
  const maker = keyMaker(base, stops)
  const span = spanOf(base.size)
  const sorted: Sorted[] = []
  for (const pass of settled ?? allPasses(base)) {
    const made = maker(pass)
    const keys = Array.from({ length: pass.width }, (_, slot) =>
      Uint32Array.from({ length: base.size }, (_, at) => shortened(made(at, slot), span)),
    )
    const entries = entriesOf(keys, span)
    if (entries.length === 0 && !settled) continue
    const cap = settled ? pass.cap : affordableCap(entries, span, pass, base.size)
    if (cap > 1) sorted.push({ pass: { ...pass, cap }, keys, ...withoutCrowds(entries, keys, span, cap) })
  }
  return sorted
}

/** 32 bits of key beside the record, fewer where the base has more than two million. */
export function shortened(key: number, span: number): number {
  return span <= 2 ** 21 ? key : (key % 2 ** (53 - Math.log2(span))) + 1
}

function entriesOf(keys: Uint32Array[], span: number): Float64Array {
  let count = 0
  for (const slot of keys) for (const key of slot) if (key > 0) count++
  const entries = new Float64Array(count)
  let next = 0
  for (const slot of keys) {
    for (let at = 0; at < slot.length; at++) {
      if (slot[at]) entries[next++] = (slot[at] as number) * span + at
    }
  }
  return entries.sort()
}

function affordableCap(entries: Float64Array, span: number, pass: Pass, size: number): number {
  const sizes = new Map<number, number>()
  eachBlock(entries, span, (from, to) => void sizes.set(to - from, (sizes.get(to - from) ?? 0) + 1))
  const budget = budgetOf(pass, size)
  for (let cap = pass.cap; cap > 1; cap = Math.floor(cap / 1.5)) {
    let pairs = 0
    for (const [members, blocks] of sizes) if (members <= cap) pairs += (blocks * members * (members - 1)) / 2
    if (pairs <= budget) return cap
  }
  return 0
}

function withoutCrowds(
  entries: Float64Array,
  keys: Uint32Array[],
  span: number,
  cap: number,
): Pick<Sorted, 'entries' | 'crowded'> {
  const crowded = new Set<number>()
  let kept = 0
  eachBlock(entries, span, (from, to, key) => {
    if (to - from > cap) crowded.add(key)
    else for (let place = from; place < to; place++) entries[kept++] = entries[place] as number
  })
  for (const slot of keys) for (let at = 0; at < slot.length; at++) if (crowded.has(slot[at] as number)) slot[at] = 0
  return { entries: entries.slice(0, kept), crowded }
}

export function eachBlock(
  entries: Float64Array,
  span: number,
  visit: (from: number, to: number, key: number) => void,
): void {
  let from = 0
  while (from < entries.length) {
    const key = Math.floor((entries[from] as number) / span)
    let to = from + 1
    while (to < entries.length && Math.floor((entries[to] as number) / span) === key) to++
    visit(from, to, key)
    from = to
  }
}

/** Do two records share a key that is not too common? */
export function meet({ keys }: Sorted, a: number, b: number): boolean {
  for (let i = 0; i < keys.length; i++) {
    const key = (keys[i] as Uint32Array)[a] as number
    if (key === 0) continue
    for (let j = 0; j < keys.length; j++) if ((keys[j] as Uint32Array)[b] === key) return true
  }
  return false
}

/** Visits every pair once, under the first pass that finds it. */
export function eachPair(sorted: readonly Sorted[], size: number, visit: (a: number, b: number) => void): PassCount[] {
  const span = spanOf(size)
  return sorted.map(({ entries, pass }, rank) => {
    let pairs = 0
    const members = new Int32Array(pass.cap)
    eachBlock(entries, span, (from, to) => {
      for (let place = from; place < to; place++) members[place - from] = (entries[place] as number) % span
      const many = to - from
      for (let i = 0; i < many; i++) {
        const a = members[i] as number
        for (let j = i + 1; j < many; j++) {
          const b = members[j] as number
          if (a === b || metBefore(sorted, rank, a, b)) continue
          pairs++
          visit(a, b)
        }
      }
    })
    return { name: pass.name, pairs, cap: pass.cap }
  })
}

function metBefore(sorted: readonly Sorted[], rank: number, a: number, b: number): boolean {
  for (let earlier = 0; earlier < rank; earlier++) if (meet(sorted[earlier] as Sorted, a, b)) return true
  return false
}
