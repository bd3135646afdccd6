/** Pairs that are taken for one person, the surest first. */
export interface Links {
  a: Int32Array
  b: Int32Array
  /** natural logarithm of the odds */
  logit: Float64Array
}

export interface ClusterRules {
  /** the logarithm of the odds between two records that no link joins */
  between(a: number, b: number): number
  /** may these two never stand in one cluster? */
  forbidden(a: number, b: number): boolean
  /** larger ones are not made */
  mostRecords: number
}

/** Pairs looked at between two groups before they are joined; more would not change the mean. */
const mostLooks = 60
/** One pair may not outweigh many others. */
const mostWeight = 8
/** Less so against: a mistyped birth date differs from those of all the others, which is one mistake and not many. */
const mostDoubt = 3

/**
 * Groups of records, each named by its first record. Links are taken surest first, and two groups are joined only when
 * their records fit each other on the whole, not only at the link: one wrong link does not chain two people together.
 * What comes out for a record depends only on the links that hang together with it, not on their order in memory.
 */
export function cluster(size: number, links: Links, rules: ClusterRules): Int32Array {
  const group = Int32Array.from({ length: size }, (_, at) => at)
  const members = new Map<number, number[]>()
  const joined = new Map<number, number>()
  const key = (a: number, b: number) => (a < b ? a * size + b : b * size + a)
  for (let at = 0; at < links.a.length; at++) {
    joined.set(key(links.a[at] as number, links.b[at] as number), links.logit[at] as number)
  }
  for (const at of surestFirst(links)) {
    const [one, other] = [group[links.a[at] as number], group[links.b[at] as number]] as [number, number]
    if (one === other) continue
    const [left, right] = [members.get(one) ?? [one], members.get(other) ?? [other]]
    if (left.length + right.length > rules.mostRecords || !fit(left, right)) continue
    const [into, from] = one < other ? [one, other] : [other, one]
    const all = [...left, ...right].sort((x, y) => x - y)
    for (const record of all) group[record] = into
    members.set(into, all)
    members.delete(from)
  }
  return group

  function fit(left: number[], right: number[]): boolean {
    const step = Math.max(1, Math.ceil((left.length * right.length) / mostLooks))
    let sum = 0
    let looks = 0
    for (let place = 0; place < left.length * right.length; place += step) {
      const a = left[place % left.length] as number
      const b = right[Math.floor(place / left.length)] as number
      if (rules.forbidden(a, b)) return false
      const logit = joined.get(key(a, b)) ?? rules.between(a, b)
      sum += Math.max(-mostDoubt, Math.min(mostWeight, logit))
      looks++
    }
    return sum / looks >= 0
  }
}

/** By odds, then by the records themselves, so that equal odds come in one order everywhere. */
function surestFirst({ a, b, logit }: Links): Int32Array {
  const order = Int32Array.from({ length: a.length }, (_, at) => at)
  const low = (at: number) => Math.min(a[at] as number, b[at] as number)
  const high = (at: number) => Math.max(a[at] as number, b[at] as number)
  return order.sort((x, y) => (logit[y] as number) - (logit[x] as number) || low(x) - low(y) || high(x) - high(y))
}
