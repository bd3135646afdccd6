import type { Affinities } from '../affinity/affinity.ts'
import { lowerShare, upperShare } from '../affinity/wilson.ts'
import { topOf } from '../top.ts'
import { type Loaded, productIsThere } from './loaded.ts'
import { productOf } from './replies.ts'

/** A share of those who bought one product that bought another too, and how many times likelier than for everyone. */
export interface AffinityFigures {
  /** baskets (customers) with both */
  support: number
  /** baskets (customers) with the first */
  tries: number
  share: number
  /** about so many times likelier; with 95 % confidence at least `lift`, and at most `most` */
  lift: number
  about: number
  most: number
}

/** Everything that entry `at` tells; what it is measured against (the share over everyone) follows from its bound. */
export function figuresAt({ share, lift, support }: Affinities, at: number): AffinityFigures {
  const [part, low, hits] = [share[at] as number, lift[at] as number, support[at] as number]
  const tries = Math.round(hits / part)
  const everyone = lowerShare(hits, tries) / low
  return {
    support: hits,
    tries,
    share: part,
    lift: low,
    about: part / everyone,
    most: upperShare(hits, tries) / everyone,
  }
}

/** The strongest pairs of the shop, each once, by what they are sorted by. */
export function topPairs(loaded: Loaded, kind: 'together' | 'next', by: 'lift' | 'support', size: number) {
  const affinities = kind === 'together' ? loaded.model.together : loaded.model.following
  const scores = Float64Array.from(affinities[by])
  const firsts = new Int32Array(scores.length)
  for (let item = 0; item + 1 < affinities.starts.length; item++) {
    firsts.fill(item, affinities.starts[item], affinities.starts[item + 1])
  }
  const gone = (at: number) =>
    !productIsThere(loaded, firsts[at] as number) || !productIsThere(loaded, affinities.ids[at] as number)
  for (let at = 0; at < scores.length; at++) if (gone(at)) scores[at] = Number.NEGATIVE_INFINITY
  const seen = new Set<string>()
  const pairs: {
    first: ReturnType<typeof productOf>
    second: ReturnType<typeof productOf>
    figures: AffinityFigures
  }[] = []
  // what is bought together stands in the list from both sides
  for (const at of topOf(scores, size * 2, undefined, scores.length).ids) {
    const [first, second] = [firsts[at] as number, affinities.ids[at] as number]
    const name = kind === 'next' ? `${first}>${second}` : [first, second].sort((a, b) => a - b).join('+')
    if (seen.has(name) || pairs.length === size) continue
    seen.add(name)
    pairs.push({
      first: productOf(loaded, first),
      second: productOf(loaded, second),
      figures: figuresAt(affinities, at),
    })
  }
  return pairs
}
