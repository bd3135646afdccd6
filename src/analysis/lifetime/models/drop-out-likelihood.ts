import { digamma, logGamma } from '../numerics/log-gamma.ts'
import type { Objective } from '../numerics/optimise.ts'
import type { Patterns } from '../patterns.ts'

/** Customers may leave after every purchase, the first included (MBG), or only after repeat purchases (BG). */
export interface DropOut {
  modified: boolean
  /** stages between two purchases */
  k: number
}

/** Patterns as the likelihood reads them: logarithms are taken once for each different time, gammas once for each x. */
interface Indexed {
  counts: Float64Array
  times: Float64Array
  /** customers by x */
  countWeight: Float64Array
  xAt: Int32Array
  txAt: Int32Array
  TAt: Int32Array
  weight: Float64Array
}

function indexed(patterns: Patterns, unit: number): Indexed {
  const { size, x, tx, T, weight } = patterns
  const counts = distinct(x)
  const times = distinct(tx, T)
  const placed = (values: Float64Array, index: Map<number, number>) =>
    Int32Array.from(values, (value) => index.get(value) as number)
  const xAt = placed(x, counts.index)
  const countWeight = new Float64Array(counts.values.length)
  for (let i = 0; i < size; i++) {
    const at = xAt[i] as number
    countWeight[at] = (countWeight[at] as number) + (weight[i] as number)
  }
  return {
    counts: counts.values,
    times: times.values.map((time) => time / unit),
    countWeight,
    xAt,
    txAt: placed(tx, times.index),
    TAt: placed(T, times.index),
    weight,
  }
}

function distinct(...columns: Float64Array[]): { values: Float64Array; index: Map<number, number> } {
  const seen = new Set<number>()
  for (const column of columns) for (const value of column) seen.add(value)
  const values = Float64Array.from(seen).sort()
  const index = new Map<number, number>()
  values.forEach((value, at) => index.set(value, at))
  return { values, index }
}

/**
 * Log-likelihood of (M)BG/CNBD-k over patterns, of the logarithms of r, α, a, b with α in `unit`s of time, and its
 * gradient; without the factors that hold no parameter. With c = r + kx, n = x + 1 (MBG) or x (BG), u = (T − tx)/(α + T):
 *
 *     ln Γ(c)/Γ(r) + r ln α + ln B(a, b+n)/B(a, b) − c ln(α+T) + ln( S + a/(b+n−1) · ((α+T)/(α+tx))^c ),
 *     S = Σ_{i<k} (c)_i/i! · u^i
 *
 * Fader, Hardie & Lee 2005 eq. 6 (BG/NBD), Batislam, Denizel & Filiztekin 2007 (MBG/NBD), Reutterer, Platzer & Schröder
 * 2021 (k > 1).
 */
export function dropOutLikelihood({ modified, k }: DropOut, patterns: Patterns, unit: number): Objective {
  const data = indexed(patterns, unit)
  const logs = new Float64Array(data.times.length)
  const inverses = new Float64Array(data.times.length)
  const logOdds = new Float64Array(data.counts.length)
  const inverseB = new Float64Array(data.counts.length)

  return (at, gradient) => {
    const [r, alpha, a, b] = Array.from(at, Math.exp) as [number, number, number, number]
    for (let i = 0; i < logs.length; i++) {
      const sum = alpha + (data.times[i] as number)
      logs[i] = Math.log(sum)
      inverses[i] = 1 / sum
    }
    for (let i = 0; i < logOdds.length; i++) {
      const n = (data.counts[i] as number) + (modified ? 1 : 0)
      logOdds[i] = n === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + n - 1))
      inverseB[i] = n === 0 ? 0 : 1 / (b + n - 1)
    }
    const total = k === 1 ? sumAtRandom(data, r, logs, inverses, logOdds, inverseB) : sumRegular(data, r, k, logs, inverses, logOdds, inverseB) // biome-ignore format: a pair
    const known = countTerms(data, modified, k, r, a, b)
    const { customers } = patterns
    gradient[0] = r * (total.r + known.r + customers * at[1]!)
    gradient[1] = alpha * total.alpha + customers * r
    gradient[2] = a * known.a + total.dead
    gradient[3] = b * (known.b - total.b)
    return total.value + known.value + customers * r * at[1]!
  }
}

interface Sums {
  value: number
  r: number
  alpha: number
  /** expected number of customers who left: a times the derivative by a */
  dead: number
  b: number
}

function sumAtRandom(
  { counts, xAt, txAt, TAt, weight }: Indexed,
  r: number,
  logs: Float64Array,
  inverses: Float64Array,
  logOdds: Float64Array,
  inverseB: Float64Array,
): Sums {
  const sums = { value: 0, r: 0, alpha: 0, dead: 0, b: 0 }
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i] as number
    const count = xAt[i] as number
    const c = r + (counts[count] as number)
    const end = logs[TAt[i] as number] as number
    const idle = end - (logs[txAt[i] as number] as number)
    const odds = c * idle + (logOdds[count] as number)
    const small = Math.exp(-Math.abs(odds))
    const dead = odds > 0 ? 1 / (1 + small) : small / (1 + small)
    const inverseEnd = inverses[TAt[i] as number] as number
    sums.value += w * (Math.log1p(small) - c * end + (odds > 0 ? odds : 0))
    sums.r += w * (dead * idle - end)
    sums.alpha += w * c * (dead * (inverseEnd - (inverses[txAt[i] as number] as number)) - inverseEnd)
    sums.dead += w * dead
    sums.b += w * dead * (inverseB[count] as number)
  }
  return sums
}

function sumRegular(
  { counts, times, xAt, txAt, TAt, weight }: Indexed,
  r: number,
  k: number,
  logs: Float64Array,
  inverses: Float64Array,
  logOdds: Float64Array,
  inverseB: Float64Array,
): Sums {
  const sums = { value: 0, r: 0, alpha: 0, dead: 0, b: 0 }
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i] as number
    const count = xAt[i] as number
    const c = r + k * (counts[count] as number)
    const end = logs[TAt[i] as number] as number
    const idle = end - (logs[txAt[i] as number] as number)
    const inverseEnd = inverses[TAt[i] as number] as number
    const u = ((times[TAt[i] as number] as number) - (times[txAt[i] as number] as number)) * inverseEnd
    let term = 1
    let termByC = 0
    let S = 1
    let byC = 0
    let byLogU = 0
    for (let stage = 1; stage < k; stage++) {
      const step = u / stage
      termByC = (termByC * (c + stage - 1) + term) * step
      term *= (c + stage - 1) * step
      S += term
      byC += termByC
      byLogU += stage * term
    }
    const logS = Math.log(S)
    const odds = c * idle + (logOdds[count] as number) - logS
    const small = Math.exp(-Math.abs(odds))
    const dead = odds > 0 ? 1 / (1 + small) : small / (1 + small)
    const alive = odds > 0 ? small / (1 + small) : 1 / (1 + small)
    sums.value += w * (Math.log1p(small) - c * end + logS + (odds > 0 ? odds : 0))
    sums.r += w * (dead * idle - end + (alive * byC) / S)
    sums.alpha +=
      w *
      (c * (dead * (inverseEnd - (inverses[txAt[i] as number] as number)) - inverseEnd) -
        ((alive * byLogU) / S) * inverseEnd)
    sums.dead += w * dead
    sums.b += w * dead * (inverseB[count] as number)
  }
  return sums
}

/** What depends on x alone, added up from one x to the next: sums of small steps lose nothing, differences would. */
function countTerms(data: Indexed, modified: boolean, k: number, r: number, a: number, b: number) {
  const { counts, countWeight } = data
  const known = { value: 0, r: 0, a: 0, b: 0 }
  const rising = risingFrom(r)
  const staying = stayingFrom(a, b)
  for (let i = 0; i < counts.length; i++) {
    const w = countWeight[i] as number
    const x = counts[i] as number
    const gamma = rising(k * x)
    const beta = staying(x + (modified ? 1 : 0))
    known.value += w * (gamma.log + beta.log)
    known.r += w * gamma.byC
    known.a += w * beta.byA
    known.b += w * beta.byB
  }
  return known
}

const farJump = 256

/** ln Γ(c+n)/Γ(c) and its derivative, for growing n. */
function risingFrom(c: number) {
  const state = { log: 0, byC: 0 }
  let at = 0
  return (n: number) => {
    if (n - at > farJump) {
      state.log += logGamma(c + n) - logGamma(c + at)
      state.byC += digamma(c + n) - digamma(c + at)
      at = n
    }
    for (; at < n; at++) {
      state.log += Math.log(c + at)
      state.byC += 1 / (c + at)
    }
    return state
  }
}

/** ln B(a, b+n)/B(a, b) and its derivatives, for growing n. */
function stayingFrom(a: number, b: number) {
  const state = { log: 0, byA: 0, byB: 0 }
  let at = 0
  return (n: number) => {
    if (n - at > farJump) {
      state.log += logGamma(b + n) - logGamma(b + at) - logGamma(a + b + n) + logGamma(a + b + at)
      const sum = digamma(a + b + n) - digamma(a + b + at)
      state.byA -= sum
      state.byB += digamma(b + n) - digamma(b + at) - sum
      at = n
    }
    for (; at < n; at++) {
      state.log -= Math.log1p(a / (b + at))
      state.byA -= 1 / (a + b + at)
      state.byB += a / ((b + at) * (a + b + at))
    }
    return state
  }
}
