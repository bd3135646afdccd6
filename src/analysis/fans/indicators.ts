import { chanceOf, falseShares, type Lift, liftOf, ratioOf } from './effect.ts'
import { type Action, addBuyer, countFourfold, emptyFourfold, type Fourfold, isDone, type Study } from './study.ts'
import { bestThreshold, leastExpectedFans, leastPeople, saysSomething } from './threshold.ts'

export interface SearchOptions {
  /** expected share of false ones among the indicators found */
  falseShare?: number
}

/** An action that separates fans from the rest, with the figures of the later buyers, who had no part in choosing it. */
export interface Indicator {
  key: string
  kind: Action['kind']
  threshold: number
  /** `confirmed`: holds among later buyers; `carried`: does, but only by going along with `carriedBy` */
  status: 'confirmed' | 'carried' | 'not-confirmed'
  carriedBy: string | null
  /** of later buyers: share of fans among those who did ÷ among those who did not, and the same among earlier buyers */
  later: Lift & Fourfold
  earlier: Lift & Fourfold
  /** among buyers alike in the other indicators */
  alike: Lift
  /** chance of such a lift without any effect, and the expected share of false ones when it is taken */
  chance: number
  falseShare: number
}

export interface Findings {
  buyers: number
  fans: number
  /** first purchases up to this day chose the thresholds, those after it tested them */
  splitOn: number
  falseShare: number
  indicators: Indicator[]
  /** actions too rare or too common to say anything */
  unknown: string[]
  /** null: enough data; else what there would have to be */
  tooSmall: { buyers: number; fans: number } | null
}

/** Fewer buyers or fans than this in either half cannot carry a finding. */
const leastBuyers = 2 * leastPeople
const leastFans = 2 * leastExpectedFans

/**
 * Finds what buyers who became fans did in their first days. Thresholds are chosen among earlier buyers (the first three
 * fifths by day of first purchase) and each is tested once among later ones, so lifts and intervals are not flattered by
 * the choice; false findings are held to `falseShare` (Benjamini–Hochberg). Association, not cause.
 */
export function findIndicators(study: Study, { falseShare = 0.05 }: SearchOptions = {}): Findings {
  const { earlier, later, splitOn } = split(study)
  const fans = study.fan.reduce((sum, fan) => sum + fan, 0)
  const findings = { buyers: study.size, fans, splitOn, falseShare }
  const enough = [earlier, later].every((half) => half.length >= leastBuyers && fansOf(study, half) >= leastFans)
  if (!enough) {
    const tooSmall = { buyers: leastBuyers * 3, fans: leastFans * 3 }
    return { ...findings, indicators: [], unknown: study.actions.map(({ key }) => key), tooSmall }
  }
  const tested: Tested[] = []
  const unknown: string[] = []
  for (const action of study.actions) {
    const threshold = bestThreshold(study, earlier, action)
    const table = threshold === undefined ? undefined : countFourfold(study, later, action, threshold)
    if (threshold === undefined || !table || !saysSomething(table)) unknown.push(action.key)
    else tested.push({ action, threshold, table, chance: chanceOf(table) })
  }
  const shares = falseShares(tested.map(({ chance }) => chance))
  const found = tested.filter((_, index) => (shares[index] as number) <= falseShare)
  const indicators = tested.map((one, index) => {
    const early = countFourfold(study, earlier, one.action, one.threshold)
    return {
      key: one.action.key,
      kind: one.action.kind,
      threshold: one.threshold,
      ...standing(study, later, one, found),
      later: { ...one.table, ...liftOf(one.table) },
      earlier: { ...early, ...liftOf(early) },
      chance: one.chance,
      falseShare: shares[index] as number,
    }
  })
  indicators.sort((a, b) => order[a.status] - order[b.status] || b.later.lift - a.later.lift)
  return { ...findings, indicators, unknown, tooSmall: null }
}

const order = { confirmed: 0, carried: 1, 'not-confirmed': 2 }

interface Tested {
  action: Action
  threshold: number
  table: Fourfold
  chance: number
}

/** Buyers by day of first purchase; those of one day stay together. */
function split(study: Study): { earlier: Int32Array; later: Int32Array; splitOn: number } {
  const places = Int32Array.from({ length: study.size }, (_, place) => place)
  const joined = (place: number) => study.joined[place] as number
  places.sort((a, b) => joined(a) - joined(b) || a - b)
  if (study.size === 0) return { earlier: places, later: places, splitOn: 0 }
  const splitOn = joined(places[Math.ceil(study.size * 0.6) - 1] as number)
  const cut = places.findIndex((place) => joined(place) > splitOn)
  const end = cut === -1 ? study.size : cut
  return { earlier: places.slice(0, end), later: places.slice(end), splitOn }
}

function fansOf(study: Study, places: Int32Array): number {
  let fans = 0
  for (const place of places) fans += study.fan[place] as number
  return fans
}

/** More others than this leave nobody to compare with. */
const mostOthers = 4

/** Whether an indicator holds among people alike in the other indicators, and if not, which of them carries it. */
function standing(
  study: Study,
  places: Int32Array,
  one: Tested,
  found: readonly Tested[],
): Pick<Indicator, 'status' | 'carriedBy' | 'alike'> {
  // what is less likely to be chance is compared with first
  const others = found
    .filter((other) => other !== one)
    .sort((a, b) => a.chance - b.chance)
    .slice(0, mostOthers)
  const alike = others.length === 0 ? liftOf(one.table) : ratioOf(strata(study, places, one, others))
  if (!found.includes(one)) return { status: 'not-confirmed', carriedBy: null, alike }
  if (alike.low > 1) return { status: 'confirmed', carriedBy: null, alike }
  let carrier = one
  let least = Number.POSITIVE_INFINITY
  for (const other of others) {
    const { lift } = ratioOf(strata(study, places, one, [other]))
    if (lift < least) [carrier, least] = [other, lift]
  }
  // two that carry each other: the stronger one stands
  if (carrier.chance >= one.chance) return { status: 'confirmed', carriedBy: null, alike }
  return { status: 'carried', carriedBy: carrier.action.key, alike }
}

function strata(study: Study, places: Int32Array, one: Tested, others: readonly Tested[]): Fourfold[] {
  const tables = Array.from({ length: 1 << others.length }, emptyFourfold)
  const done = ({ action, threshold }: Tested, place: number) =>
    isDone(action.kind, action.values[place] as number, threshold)
  for (const place of places) {
    let stratum = 0
    others.forEach((other, bit) => {
      if (done(other, place)) stratum |= 1 << bit
    })
    addBuyer(tables[stratum] as Fourfold, done(one, place), study.fan[place] as number)
  }
  return tables
}
