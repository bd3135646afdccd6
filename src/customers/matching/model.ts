import {
  asShares,
  householdAssumed,
  levelCount,
  personAssumed,
  type Shares,
  twinsAssumed,
  withNamesakeTies,
  withoutNamesakes,
  withTies,
} from './classes.ts'
import {
  agreeingNames,
  Birth,
  fields,
  Kind,
  kindOfNames,
  kindOfRarity,
  levels,
  Name,
  Place,
  rarities,
  scriptOfLevel,
  scripts,
} from './levels.ts'

/** Fellegi and Sunter (1969), with the classes of classes.ts. */
export interface Model {
  /** share of all possible pairs that are one person, one household, twins */
  priors: { person: number; household: number; twins: number }
  person: Shares
  household: Shares
  twins: Shares
  stranger: Shares
  /**
   * Of whole names that agree: how often each class of rarity is met among one person's records and among namesakes, set
   * against surname and given name agreeing on their own.
   */
  rarity: { person: number[]; stranger: number[] }
  /** who was born on the same day was named in the same years: given names of strangers then agree more often */
  contemporaries: number[]
  /** levels that no pair had: their figures are assumptions */
  unseen: string[]
  rounds: number
}

/** Pairs by pattern: rows of levels and how many pairs have them. */
export interface Patterns {
  rows: Uint8Array[]
  counts: Float64Array
}

export interface Chances {
  person: number
  household: number
}

export interface Lesson {
  compared: Patterns
  /** random pairs */
  strangers: Patterns
  /** random pairs of one birthday */
  contemporaries: Patterns
  records: number
  /** of namesakes, the share of each class of rarity that chance alone would bring */
  expected: number[]
}

/** Of pairs within households; one birth in a hundred is of twins. */
const mostTwins = 0.03

/** Pairs that the assumed shares count as: hardly any for what is plain to see, more for what is rare. */
const trust = { person: 4, household: 4, toldApart: 50, twins: 20, contemporaries: 300 }

/** Fits the model on counts of compared pairs. */
export function fitModel(lesson: Lesson): Model {
  const { compared, strangers, records, expected } = lesson
  const total = Math.max(1, (records * (records - 1)) / 2)
  const places = (compared.rows[0]?.length ?? fields.length + 1) - 1
  const person = Array.from({ length: places }, (_, place) => personAssumed(place))
  const stranger = sharesOf(strangers, strangers.counts, places)
  const household = householdAssumed(stranger)
  const share = (0.3 * records) / total
  let model: Model = {
    priors: { person: share, household: share, twins: share * mostTwins },
    person,
    household,
    twins: twinsAssumed(household, person),
    stranger,
    rarity: { person: evenly(rarities, 0.1), stranger: expected },
    contemporaries: evenly(levelCount(Place.given), 1),
    unseen: [],
    rounds: 0,
  }
  const bounds = { total, named: bothNamed(strangers).map((share) => share * total), expected }
  // among few records many random pairs are one person: they are taken out again once the model knows them
  for (let pass = 0; pass < 3; pass++) model = withStrangers(maximise(model, compared, bounds), lesson, places)
  model = maximise(model, compared, bounds)
  return { ...model, unseen: unseenLevels(compared, places) }
}

/** What strangers have in common, from the random pairs that the model takes for strangers. */
function withStrangers(model: Model, { strangers, contemporaries }: Lesson, places: number): Model {
  const left = ({ rows, counts }: Patterns) =>
    counts.map((count, at) => {
      const { person, household } = chancesOf(model, rows[at] as Uint8Array)
      return count * Math.max(0, 1 - person - household)
    })
  const stranger = sharesOf(strangers, left(strangers), places)
  const usual = stranger[Place.given] as number[]
  const ofOneDay = blended(contemporaries, left(contemporaries), Place.given, usual, trust.contemporaries)
  return {
    ...model,
    stranger,
    contemporaries: ofOneDay.map((share, level) => (level === 0 ? 1 : share / (usual[level] as number))),
  }
}

/** Share of pairs in which both have a surname and a given name, by mix of scripts. */
function bothNamed({ rows, counts }: Patterns): number[] {
  const named = evenly(mixes, 0)
  rows.forEach((row, at) => {
    const mix = mixOf(row)
    if (mix >= 0) named[mix] = (named[mix] as number) + (counts[at] as number)
  })
  const all = sumOf(counts)
  return named.map((count) => (all === 0 ? 0 : count / all))
}

interface Bounds {
  total: number
  /** pairs in which both have a whole name, by mix of scripts */
  named: number[]
  expected: number[]
}

/** Pairs of each pattern that are taken for each class. */
interface Parts {
  person: Float64Array
  household: Float64Array
  twins: Float64Array
  stranger: Float64Array
}

function maximise(start: Model, compared: Patterns, bounds: Bounds): Model {
  let model = start
  let before = Number.NEGATIVE_INFINITY
  for (let round = 1; round <= 200; round++) {
    const { parts, likelihood } = partsOf(model, compared)
    const share = (part: Float64Array) => (sumOf(part) + 0.5) / bounds.total
    const person = model.person.map((_, place) =>
      blended(compared, parts.person, place, personAssumed(place), trust.person),
    )
    const household = householdFrom(model, compared, parts.household)
    model = {
      ...model,
      priors: {
        person: share(parts.person),
        household: share(parts.household),
        twins: Math.min(share(parts.twins), mostTwins * share(parts.household)),
      },
      rarity: raritiesOf(model, compared, parts, bounds),
      person,
      household,
      twins: withoutNamesakes(twinsFrom(twinsAssumed(household, person), compared, parts.twins), model.stranger),
      rounds: model.rounds + 1,
    }
    if (Math.abs(likelihood - before) < 1e-7 * Math.abs(likelihood)) break
    before = likelihood
  }
  return model
}

function partsOf(model: Model, { rows, counts }: Patterns): { parts: Parts; likelihood: number } {
  const part = () => new Float64Array(counts.length)
  const parts: Parts = { person: part(), household: part(), twins: part(), stranger: part() }
  let likelihood = 0
  rows.forEach((row, at) => {
    const [p, h, t, s] = jointOf(model, row)
    const sum = p + h + t + s
    const count = counts[at] as number
    likelihood += count * Math.log(sum)
    parts.person[at] = (count * p) / sum
    parts.household[at] = (count * h) / sum
    parts.twins[at] = (count * t) / sum
    parts.stranger[at] = (count * s) / sum
  })
  return { parts, likelihood }
}

const sumOf = (values: Iterable<number>) => {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

/** Places of a row in which a home shows: learned from every pair that is taken for one. */
const plainOfHomes: number[] = [Place.family, Place.phone, Place.address, Place.postcode]

/**
 * The rest is learned where two people of one home cannot be confused with one: given names where birth dates tell them
 * apart, everything else where given names do. Otherwise one person's mistypings would be taken for a relative's ways.
 */
function householdFrom(model: Model, compared: Patterns, weights: Float64Array): Shares {
  const assumed = householdAssumed(model.stranger)
  const where = (isApart: (row: Uint8Array) => boolean) =>
    weights.map((weight, at) => (isApart(compared.rows[at] as Uint8Array) ? weight : 0))
  const byBirth = where((row) => row[Place.birth] === Birth.different || row[Place.birth] === Birth.yearOnly)
  const byName = where((row) => row[Place.given] === Name.different)
  const learned = assumed.map((shares, place) => {
    if (plainOfHomes.includes(place) || place >= Place.others)
      return blended(compared, weights, place, shares, trust.household)
    return blended(compared, place === Place.given ? byBirth : byName, place, shares, trust.toldApart)
  })
  return withTies(withoutNamesakes(learned, model.stranger))
}

function twinsFrom(assumed: Shares, compared: Patterns, weights: Float64Array): Shares {
  return assumed.map((shares, place) =>
    place === Place.given || place === Place.phone ? blended(compared, weights, place, shares, trust.twins) : shares,
  )
}

function raritiesOf(model: Model, { rows }: Patterns, parts: Parts, { named, expected }: Bounds): Model['rarity'] {
  // a few assumed pairs keep neighbouring classes alike where there are hardly any
  const persons = evenly(rarities, 0.5)
  const namesakes = evenly(rarities, 0.5)
  const personsNamed = evenly(mixes, 0)
  rows.forEach((row, at) => {
    const rarity = row[row.length - 1] as number
    const mix = mixOf(row)
    if (mix >= 0) personsNamed[mix] = (personsNamed[mix] as number) + (parts.person[at] as number)
    if (rarity === 0) return
    persons[rarity] = (persons[rarity] as number) + (parts.person[at] as number)
    namesakes[rarity] = (namesakes[rarity] as number) + (parts.stranger[at] as number)
  })
  const [onePerson, strangers] = [agreeing(model.person, personsNamed), agreeing(model.stranger, named)]
  return {
    person: persons.map((one, rarity) => one / onePerson(rarity)),
    // common names may have been too many to compare: then what chance alone brings is the better figure
    stranger: namesakes.map((one, rarity) => {
      const [found, chance] = [one / strangers(rarity), expected[rarity] as number]
      return found < chance / 2 ? chance : found
    }),
  }
}

const mixes = scripts.length ** 2

/** In which scripts both have a surname and a given name; -1 where they have not. */
function mixOf(row: Uint8Array): number {
  const [family, given] = [scriptOfLevel(row[Place.family] as number), scriptOfLevel(row[Place.given] as number)]
  return family < 0 || given < 0 ? -1 : family * scripts.length + given
}

/** Of so many pairs in each mix of scripts: those that would agree in each kind of way, had the halves nothing to do with each other. */
function agreeing(shares: Shares, named: readonly number[]): (rarity: number) => number {
  const pairs = [Kind.written, Kind.spoken, Kind.mixed].map(() => 0.5)
  for (const family of agreeingNames) {
    for (const given of agreeingNames) {
      const mix = scriptOfLevel(family) * scripts.length + scriptOfLevel(given)
      const both = (shares[Place.family]?.[family] as number) * (shares[Place.given]?.[given] as number)
      pairs[kindOfNames(family, given)] = (pairs[kindOfNames(family, given)] as number) + (named[mix] as number) * both
    }
  }
  return (rarity) => (rarity === 0 ? 1 : (pairs[kindOfRarity(rarity)] as number))
}

/** Shares of each level, with the assumed ones counting as some pairs so that what was never seen stays possible. */
function blended(
  { rows }: Patterns,
  weights: Float64Array,
  place: number,
  assumed: readonly number[],
  pairs: number,
): number[] {
  const sums = assumed.map((share) => share * pairs + 0.01)
  rows.forEach((row, at) => {
    const level = row[place] as number
    if (level > 0) sums[level] = (sums[level] as number) + (weights[at] as number)
  })
  return asShares(place, sums)
}

function sharesOf(patterns: Patterns, weights: Float64Array, places: number): Shares {
  return withNamesakeTies(
    Array.from({ length: places }, (_, place) => {
      // what no random pair had stays possible: all levels together count as one pair more (Perks 1947)
      const sums = evenly(levelCount(place), 1 / (levelCount(place) - 1))
      patterns.rows.forEach((row, at) => {
        const level = row[place] as number
        if (level > 0) sums[level] = (sums[level] as number) + (weights[at] as number)
      })
      return asShares(place, sums)
    }),
  )
}

const evenly = (length: number, value: number): number[] => Array.from({ length }, () => value)

/** Prior × likelihood of a row under each class. */
function jointOf(model: Model, row: Uint8Array): [person: number, household: number, twins: number, stranger: number] {
  let { person: p, household: h, twins: t } = model.priors
  let s = 1 - p - h - t
  for (let place = 0; place < row.length - 1; place++) {
    const level = row[place] as number
    if (level === 0) continue
    p *= model.person[place]?.[level] as number
    h *= model.household[place]?.[level] as number
    t *= model.twins[place]?.[level] as number
    s *= model.stranger[place]?.[level] as number
  }
  if (row[Place.birth] === Birth.same || row[Place.birth] === Birth.slip)
    s *= model.contemporaries[row[Place.given] as number] as number
  const rarity = row[row.length - 1] as number
  if (rarity === 0) return [p, h, t, s]
  const { person, stranger } = model.rarity
  // a household's own weight for rare surnames is added by the score
  return [p * ((person[rarity] as number) / (stranger[rarity] as number)), h, t, s]
}

export function chancesOf(model: Model, row: Uint8Array): Chances {
  const [p, h, t, s] = jointOf(model, row)
  const sum = p + h + t + s
  return { person: p / sum, household: (h + t) / sum }
}

/** Logarithms of the two likelihood ratios against strangers, priors included. */
export function weightsOf(model: Model, row: Uint8Array): [person: number, household: number] {
  const [p, h, t, s] = jointOf(model, row)
  return [Math.log(p / s), Math.log((h + t) / s)]
}

function unseenLevels(patterns: Patterns, places: number): string[] {
  const seen = Array.from({ length: places }, () => new Set<number>())
  for (const row of patterns.rows) row.forEach((level, place) => void seen[place]?.add(level))
  return fields.flatMap((field, place) =>
    (seen[place]?.size ?? 0) > 1
      ? levels[field].flatMap((name, level) => (level > 0 && !seen[place]?.has(level) ? [`${field}.${name}`] : []))
      : [],
  )
}
