import { fields, levels, otherLevels, rarities } from './levels.ts'

/**
 * Fellegi and Sunter (1969) with three classes: one person; two people of one household; strangers. Two classes would
 * take brothers for one person, because surname, address and phone of a family agree.
 */
export interface Model {
  /** share of all possible pairs that are one person, and that are one household */
  priors: { person: number; household: number }
  /** by comparison and level: how likely among pairs of each class; level 0 is left out of account */
  person: number[][]
  household: number[][]
  stranger: number[][]
  /**
   * Of whole names that agree: the share of each class of rarity among one person's records, and how often namesakes
   * have it, set against surname and given name agreeing on their own.
   */
  rarity: { person: number[]; stranger: number[] }
  /** levels that no pair had: their figures are assumptions */
  unseen: string[]
  rounds: number
}

/** Pairs by pattern: rows of levels and how many pairs have them. */
export interface Patterns {
  rows: Uint8Array[]
  counts: Float64Array
}

// How often each level is met between records of one person, before anything is learned.
const personStart: number[][] = [
  [0, 0.8, 0.06, 0.03, 0.04, 0.02, 0.03, 0.02, 0],
  [0, 0.8, 0.06, 0.02, 0.05, 0.02, 0.02, 0.02, 0.01],
  [0, 0.88, 0.06, 0.02, 0.03, 0.005, 0.005],
  [0, 0.55, 0.25, 0.02, 0.12, 0.06],
  [0, 0.7, 0.03, 0.04, 0.23],
  [0, 0.2, 0.52, 0.02, 0.12, 0.06, 0.08],
  [0, 0.98, 0.02],
  [0, 0.85, 0.05, 0.1],
  [0, 0.95, 0.05],
  [0, 0.75, 0.08, 0.07, 0.1],
]
const householdStart: number[][] = [
  [0, 0.78, 0.08, 0.02, 0.02, 0.01, 0.04, 0.05, 0],
  [],
  [],
  [0, 0.08, 0.52, 0.01, 0.29, 0.1],
  [],
  [0, 0.25, 0.55, 0.02, 0.08, 0.04, 0.06],
  [],
  [],
  [],
  [0, 0.85, 0.02, 0.05, 0.08],
]
const otherStart = [0, 0.75, 0.1, 0.15]
/** surname, phone, address and postcode of a household are learned; everything else is as between strangers */
const learnedOfHouseholds = [0, 3, 5, 9]

/**
 * What families are known for, whatever a base holds: twins share a birthday, relatives a syllable of their given
 * names, couples a mailbox. At least this often, by comparison and level.
 */
const familyTies: [place: number, level: number, share: number][] = [
  [1, 4, 0.03],
  [1, 5, 0.05],
  [2, 1, 0.006],
  [4, 1, 0.03],
  [4, 2, 0.01],
]

/** Nobody gives a child the name of its brother: set against strangers, how often two people of one home share one. */
const namesakesAtHome = 0.2

/** Mailboxes are named after their owners: namesakes' are alike more often than other strangers'. */
const namesakeTies: [place: number, level: number, share: number][] = [
  [4, 2, 3e-4],
  [4, 3, 5e-5],
]

export interface Chances {
  person: number
  household: number
}

export interface Lesson {
  compared: Patterns
  /** random pairs */
  strangers: Patterns
  records: number
  /** of namesakes, the share of each class of rarity that chance alone would bring */
  expected: number[]
}

/** Fits the model on counts of compared pairs. */
export function fitModel({ compared, strangers, records, expected }: Lesson): Model {
  const total = Math.max(1, (records * (records - 1)) / 2)
  const places = (compared.rows[0]?.length ?? fields.length + 1) - 1
  const person = Array.from({ length: places }, (_, place) => personStart[place] ?? otherStart)
  let stranger = sharesOf(strangers, strangers.counts, places)
  let model: Model = {
    priors: { person: (0.3 * records) / total, household: (0.3 * records) / total },
    person,
    household: householdFrom(stranger, householdStart),
    stranger,
    rarity: { person: evenly(rarities, 0.1), stranger: expected },
    unseen: [],
    rounds: 0,
  }
  // among few records many random pairs are one person: they are taken out again once the model knows them
  for (let pass = 0; pass < 3; pass++) {
    model = maximise(model, compared, { total, named: total * bothNamed(strangers), expected })
    const left = strangers.counts.map((count, at) => {
      const { person: p, household: h } = chancesOf(model, strangers.rows[at] as Uint8Array)
      return count * Math.max(0, 1 - p - h)
    })
    stranger = sharesOf(strangers, left, places)
    model = { ...model, stranger, household: householdFrom(stranger, model.household) }
  }
  model = maximise(model, compared, { total, named: total * bothNamed(strangers), expected })
  return { ...model, unseen: unseenLevels(compared, places) }
}

/** Share of pairs in which both have a surname and a given name. */
function bothNamed({ rows, counts }: Patterns): number {
  let [named, all] = [0, 0]
  rows.forEach((row, at) => {
    const count = counts[at] as number
    all += count
    if (row[0] && row[1]) named += count
  })
  return all === 0 ? 0 : named / all
}

interface Bounds {
  total: number
  /** pairs in which both have a whole name */
  named: number
  expected: number[]
}

function maximise(start: Model, compared: Patterns, { total, named, expected }: Bounds): Model {
  let model = start
  let before = Number.NEGATIVE_INFINITY
  for (let round = 1; round <= 200; round++) {
    const asPerson = new Float64Array(compared.counts.length)
    const asHousehold = new Float64Array(compared.counts.length)
    const asStranger = new Float64Array(compared.counts.length)
    let likelihood = 0
    let [persons, households] = [0, 0]
    for (let at = 0; at < compared.rows.length; at++) {
      const count = compared.counts[at] as number
      const [p, h, s] = jointOf(model, compared.rows[at] as Uint8Array)
      const sum = p + h + s
      likelihood += count * Math.log(sum)
      asPerson[at] = (count * p) / sum
      asHousehold[at] = (count * h) / sum
      asStranger[at] = (count * s) / sum
      persons += asPerson[at] as number
      households += asHousehold[at] as number
    }
    const household = blended(compared, asHousehold, householdStart)
    const [family, given] = [0, 1].map((place) =>
      [1, 2, 3].reduce((sum, level) => sum + (model.stranger[place]?.[level] ?? 0), 0),
    ) as [number, number]
    const rarity = raritiesOf(compared, asPerson, asStranger, { expected, alone: named * family * given })
    model = {
      ...model,
      rarity,
      priors: { person: (persons + 0.5) / total, household: (households + 0.5) / total },
      person: blended(compared, asPerson, personStart),
      household: householdFrom(model.stranger, household),
      rounds: model.rounds + 1,
    }
    if (Math.abs(likelihood - before) < 1e-7 * Math.abs(likelihood)) break
    before = likelihood
  }
  return model
}

/** `alone` pairs would be namesakes by chance. */
function raritiesOf(
  { rows }: Patterns,
  asPerson: Float64Array,
  asStranger: Float64Array,
  { expected, alone }: { expected: number[]; alone: number },
): Model['rarity'] {
  // a few assumed pairs keep neighbouring classes alike where there are hardly any
  const persons = evenly(rarities, 1)
  const namesakes = evenly(rarities, 0.5)
  rows.forEach((row, at) => {
    const rarity = row[row.length - 1] as number
    if (rarity === 0) return
    persons[rarity] = (persons[rarity] as number) + (asPerson[at] as number)
    namesakes[rarity] = (namesakes[rarity] as number) + (asStranger[at] as number)
  })
  const total = persons.reduce((sum, one) => sum + one, 0)
  return {
    person: persons.map((one) => one / total),
    // common names may have been too many to compare: then what chance alone brings is the better figure
    stranger: namesakes.map((one, rarity) => {
      const [found, chance] = [one / Math.max(1, alone), expected[rarity] as number]
      return found < chance / 2 ? chance : found
    }),
  }
}

/** Shares of each level, with the assumed ones counting as a few pairs so that what was never seen stays possible. */
function blended(patterns: Patterns, weights: Float64Array, assumed: number[][]): number[][] {
  const places = (patterns.rows[0]?.length ?? 1) - 1
  return Array.from({ length: places }, (_, place) => {
    const prior = assumed[place] ?? otherStart
    const sums = prior.map((share) => share * 4 + 0.01)
    patterns.rows.forEach((row, at) => {
      const level = row[place] as number
      if (level > 0 && sums.length > level) sums[level] = (sums[level] as number) + (weights[at] as number)
    })
    sums[0] = 0
    const total = sums.reduce((sum, one) => sum + one, 0)
    return sums.map((one) => one / total)
  })
}

function sharesOf(patterns: Patterns, weights: Float64Array, places: number): number[][] {
  return Array.from({ length: places }, (_, place) => {
    const sums = evenly(levelCount(place), 0.3)
    patterns.rows.forEach((row, at) => {
      const level = row[place] as number
      if (level > 0) sums[level] = (sums[level] as number) + (weights[at] as number)
    })
    sums[0] = 0
    const total = sums.reduce((sum, one) => sum + one, 0)
    const shares = sums.map((one) => one / total)
    for (const [tied, level, share] of namesakeTies)
      if (tied === place) shares[level] = Math.max(shares[level] as number, share)
    return shares
  })
}

const evenly = (length: number, value: number): number[] => Array.from({ length }, () => value)

function levelCount(place: number): number {
  const field = fields[place]
  return field ? levels[field].length : otherLevels.length
}

function householdFrom(stranger: number[][], learned: number[][]): number[][] {
  const household = stranger.map((shares, place) => [
    ...(learnedOfHouseholds.includes(place) ? (learned[place] as number[]) : shares),
  ])
  const given = household[1] as number[]
  for (const level of [1, 2, 3]) given[level] = (given[level] as number) * namesakesAtHome
  for (const [place, level, share] of familyTies) {
    const shares = household[place] as number[]
    shares[level] = Math.max(shares[level] as number, share)
  }
  return household
}

/** Prior × likelihood of a row under each class. */
function jointOf(model: Model, row: Uint8Array): [person: number, household: number, stranger: number] {
  let p = model.priors.person
  let h = model.priors.household
  let s = 1 - p - h
  for (let place = 0; place < row.length - 1; place++) {
    const level = row[place] as number
    if (level === 0) continue
    p *= model.person[place]?.[level] as number
    h *= model.household[place]?.[level] as number
    s *= model.stranger[place]?.[level] as number
  }
  const rarity = row[row.length - 1] as number
  if (rarity === 0) return [p, h, s]
  const { person, stranger } = model.rarity
  const ratio = (person[rarity] as number) / (stranger[rarity] as number)
  // a household's own weight for rare surnames is added by the score
  return [p * ratio, h, s]
}

export function chancesOf(model: Model, row: Uint8Array): Chances {
  const [p, h, s] = jointOf(model, row)
  const sum = p + h + s
  return { person: p / sum, household: h / sum }
}

/** Logarithms of the two likelihood ratios against strangers, priors included. */
export function weightsOf(model: Model, row: Uint8Array): [person: number, household: number] {
  const [p, h, s] = jointOf(model, row)
  return [Math.log(p / s), Math.log(h / s)]
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
