import type { Base } from './base.ts'
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
}

export function frequenciesOf(base: Base): Frequencies {
  const { columns, words, size } = base
  const column = (values: Int32Array, many: number): Frequency => {
    const counts = countsOf(values, size, many)
    counts[0] = 0
    return { count: (value) => counts[value] ?? 0, chance: chanceOf(counts, size) }
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
    birth: { count: (value) => births.get(value) ?? 0, chance: chanceOf(births.values(), size) },
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
