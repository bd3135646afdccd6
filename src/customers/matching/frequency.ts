import type { Base } from './base.ts'
import { Kind, kinds, rarenesses, rarities } from './levels.ts'
import { countsOf } from './words.ts'

/**
 * How common each value is. A rare surname says much, 佐藤 little (Winkler's frequency weights); a house shared by many
 * says little, too.
 */
export interface Frequencies {
  size: number
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
  /** chance that two records have the same value */
  chance: number
  /** shares of that chance by how common the value is, in steps of a twentieth power of ten */
  collisions: Float64Array
}

export function frequenciesOf(base: Base): Frequencies {
  const { columns, words, size } = base
  const column = (values: Int32Array, many: number): Frequency => {
    const counts = countsOf(values, size, many)
    counts[0] = 0
    return {
      count: (value) => counts[value] ?? 0,
      chance: chanceOf(counts, size),
      collisions: collisionsOf(counts, size),
    }
  }
  const births = new Map<number, number>()
  for (let at = 0; at < size; at++) {
    const birth = columns.birth[at] as number
    if (birth > 0) births.set(birth, (births.get(birth) ?? 0) + 1)
  }
  return {
    size,
    family: column(columns.family, words.names.texts.length),
    given: column(columns.given, words.names.texts.length),
    familyReading: column(columns.familyReading, words.readings.texts.length),
    givenReading: column(columns.givenReading, words.readings.texts.length),
    birth: {
      count: (value) => births.get(value) ?? 0,
      chance: chanceOf(births.values(), size),
      collisions: collisionsOf(births.values(), size),
    },
    block: column(columns.block, words.places.texts.length),
    others: base.others.map((values) => column(values, words.others.texts.length)),
  }
}

function chanceOf(counts: Iterable<number>, size: number): number {
  let [filled, squares] = [0, 0]
  for (const count of counts) {
    filled += count
    squares += count * count
  }
  return filled === 0 ? 1 : Math.max(squares / (filled * filled), 1 / size)
}

/** Share of records with a value; never less than one record's, nor than one in a hundred thousand. */
export function shareOf(known: Frequencies, { count }: Frequency, value: number): number {
  return Math.max(count(value) / known.size, 1e-5, 1 / known.size)
}

const steps = 20

function collisionsOf(counts: Iterable<number>, size: number): Float64Array {
  const found = new Float64Array(6 * steps)
  let total = 0
  for (const count of counts) {
    if (count === 0) continue
    const share = Math.max(count / size, 1e-5, 1 / size)
    const step = Math.round(-Math.log10(share) * steps)
    found[step] = (found[step] as number) + count * count
    total += count * count
  }
  return found.map((one) => one / Math.max(1, total))
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
