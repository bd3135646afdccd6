import { type Base, Script } from './base.ts'
import { Kind, kinds, rarenesses, rarities } from './levels.ts'
import { countsOf } from './words.ts'

/**
 * How common each value is. A rare surname says much, 佐藤 little (Winkler's frequency weights); a house shared by many
 * says little, too.
 */
export interface Frequencies {
  family: Frequency
  given: Frequency
  familyReading: Frequency
  givenReading: Frequency
  birth: Frequency
  block: Frequency
  others: Frequency[]
}
export interface Frequency {
  count: (value: number) => number
  /** of names by script: one in letters is rare among all, and may be common among those in letters; else one entry */
  figures: Figures[]
  /** shares of the chance to agree by how common the value is, in steps of a twentieth power of ten */
  collisions: Float64Array
}
export interface Figures {
  /** records with a value */
  filled: number
  /** chance that two of them have the same value */
  chance: number
}

export const counted = ['family', 'given', 'familyReading', 'givenReading', 'birth', 'block'] as const
export type Counted = (typeof counted)[number]

type GroupOf = (value: number) => number
const oneGroup: GroupOf = () => 0
const mostGroups = Object.keys(Script).length

export function frequenciesOf(base: Base): Frequencies {
  const { columns, words, size, scripts } = base
  const column = (values: Int32Array, many: number, groupOf = oneGroup): Frequency => {
    const counts = countsOf(values, size, many)
    counts[0] = 0
    return frequencyOf((value) => counts[value] ?? 0, counts.keys(), groupOf)
  }
  const births = new Map<number, number>()
  for (let at = 0; at < size; at++) {
    const birth = columns.birth[at] as number
    if (birth > 0) births.set(birth, (births.get(birth) ?? 0) + 1)
  }
  const [names, readings] = [words.names.texts.length, words.readings.texts.length]
  const scriptOf = (name: number) => scripts[name] as number
  return {
    family: column(columns.family, names, scriptOf),
    given: column(columns.given, names, scriptOf),
    familyReading: column(columns.familyReading, readings),
    givenReading: column(columns.givenReading, readings),
    birth: frequencyOf((value) => births.get(value) ?? 0, births.keys(), oneGroup),
    block: column(columns.block, words.places.texts.length),
    others: base.others.map((values) => column(values, words.others.texts.length)),
  }
}

function frequencyOf(count: Frequency['count'], values: Iterable<number>, groupOf: GroupOf): Frequency {
  const sums = Array.from({ length: mostGroups }, () => ({ filled: 0, squares: 0 }))
  const seen = [...values].filter((value) => count(value) > 0)
  for (const value of seen) {
    const group = sums[groupOf(value)] as (typeof sums)[number]
    group.filled += count(value)
    group.squares += count(value) ** 2
  }
  const figures = sums.map(({ filled, squares }) => ({
    filled,
    chance: filled === 0 ? 1 : Math.max(squares / (filled * filled), 1 / filled),
  }))
  const frequency: Frequency = { count, figures, collisions: new Float64Array(6 * steps) }
  spreadCollisions(frequency, seen, groupOf)
  return frequency
}

/** Share of records with a value, of those in its group; never less than one record's, nor than the least. */
export function shareOf({ count, figures }: Frequency, value: number, group = 0): number {
  const { filled } = figures[group] as Figures
  return Math.max(count(value), 1, filled * leastShare) / Math.max(1, filled)
}

/** Rarer values are taken to be as rare as one in a hundred thousand. */
const leastShare = 1e-5

/** Whether a value's own count matters: it is more common than the least share. */
export function isCounted({ count, figures }: Frequency, value: number, group = 0): boolean {
  return count(value) > Math.max(1, (figures[group] as Figures).filled * leastShare)
}

/** How much more (above 0) or less than usual it says that two have this value: a natural logarithm, cut off at ±4. */
export function rarityWeight(frequency: Frequency, value: number, group = 0): number {
  const { chance } = frequency.figures[group] as Figures
  return Math.max(-4, Math.min(4, Math.log(chance / shareOf(frequency, value, group))))
}

const steps = 20

function spreadCollisions(frequency: Frequency, values: number[], groupOf: GroupOf): void {
  const { collisions } = frequency
  let total = 0
  for (const value of values) {
    const step = Math.round(-Math.log10(shareOf(frequency, value, groupOf(value))) * steps)
    const pairs = frequency.count(value) ** 2
    collisions[step] = (collisions[step] as number) + pairs
    total += pairs
  }
  for (let step = 0; step < collisions.length; step++)
    collisions[step] = (collisions[step] as number) / Math.max(1, total)
}

/** Class of a whole name that a share of all pairs would have: half powers of ten, from common to rare. */
export function rarityOf(logShare: number, kind: Kind): number {
  return kind * rarenesses + Math.max(1, Math.min(rarenesses, Math.round(-2 * logShare) - 6))
}

/** Of namesakes, the share of each class when surname and given name have nothing to do with each other. */
export function expectedRarities(known: Frequencies): number[] {
  const shares = Array.from({ length: rarities }, () => 1e-4)
  for (const kind of kinds) {
    const [family, given] =
      kind === Kind.written ? [known.family, known.given] : [known.familyReading, known.givenReading]
    family.collisions.forEach((one, i) =>
      given.collisions.forEach((other, j) => {
        const rarity = rarityOf(-(i + j) / steps, kind)
        shares[rarity] = (shares[rarity] as number) + one * other
      }),
    )
  }
  return shares
}
