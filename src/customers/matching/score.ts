import type { Base } from './base.ts'
import { type Compare, comparer, type StopValues } from './compare.ts'
import { type Frequencies, type Frequency, rarityWeight } from './frequency.ts'
import { Address, Name, Place, patternOf, radixes } from './levels.ts'
import { type Model, weightsOf } from './model.ts'

/** What is known of one pair. */
export interface Score {
  /** natural logarithm of the odds that it is one person */
  logit: number
  /** chance that it is two people of one household */
  household: number
  pattern: number
}

export interface Scorer {
  score(a: number, b: number): Score
  /** for a pair whose pattern is already known */
  logitOf(pattern: number, a: number, b: number): number
  row: Uint8Array
}

export function scorer(base: Base, stops: StopValues, model: Model, frequencies: Frequencies): Scorer {
  const radix = radixes(base.others.length)
  const compare: Compare = comparer(base, stops, frequencies)
  const row = new Uint8Array(radix.length)
  const weights = new Map<number, { row: Uint8Array; person: number; household: number }>()
  const adjust = adjuster(base, frequencies)

  function weightOf(pattern: number, levels: () => Uint8Array) {
    let found = weights.get(pattern)
    if (!found) {
      const copy = levels()
      const [person, household] = weightsOf(model, copy)
      found = { row: copy, person, household }
      weights.set(pattern, found)
    }
    return found
  }

  function judged(weight: { row: Uint8Array; person: number; household: number }, a: number, b: number) {
    const { shared, own } = adjust(weight.row, a, b)
    const person = weight.person + shared + own
    const household = weight.household + shared
    const others = Math.exp(household - person) + Math.exp(-person)
    return { logit: -Math.log(others), household: Math.exp(household - person) / (1 + others) }
  }

  return {
    row,
    score(a, b) {
      compare(a, b, row)
      const pattern = patternOf(row, radix)
      return {
        ...judged(
          weightOf(pattern, () => row.slice()),
          a,
          b,
        ),
        pattern,
      }
    },
    logitOf(pattern, a, b) {
      const found = weights.get(pattern)
      if (found) return judged(found, a, b).logit
      compare(a, b, row)
      return judged(
        weightOf(pattern, () => row.slice()),
        a,
        b,
      ).logit
    },
  }
}

/** Evidence beyond the levels: `shared` also speaks for one household, `own` only for one person. */
function adjuster(base: Base, known: Frequencies) {
  const { columns } = base
  const nameWeight = (frequency: Frequency, name: number) => rarityWeight(frequency, name, base.scripts[name])
  const result = { shared: 0, own: 0 }
  return (row: Uint8Array, a: number, b: number) => {
    result.shared = 0
    result.own = 0
    const family = row[Place.family] as number
    const given = row[Place.given] as number
    if (family === Name.same || family === Name.lettersSame)
      result.shared += nameWeight(known.family, columns.family[a] as number)
    else if (family === Name.reading) result.shared += soundRarity(known.familyReading, columns.familyReading, a, b)
    if (row[row.length - 1] !== 0) {
      // the model knows how rare whole names tell one person from namesakes; a household knows the surname only
      result.own -= result.shared
    } else if (given === Name.same || given === Name.lettersSame)
      result.own += nameWeight(known.given, columns.given[a] as number)
    else if (given === Name.reading) result.own += soundRarity(known.givenReading, columns.givenReading, a, b)
    if (row[Place.birth] === 1) result.own += rarityWeight(known.birth, columns.birth[a] as number)
    const address = row[Place.address] as number
    if (address === Address.room || address === Address.house) {
      const block = columns.block[a] as number
      if (block > 0) result.shared += Math.min(0, rarityWeight(known.block, block))
    }
    for (let place = 0; place < known.others.length; place++) {
      if (row[Place.others + place] === 1) {
        result.own += rarityWeight(known.others[place] as Frequency, (base.others[place] as Int32Array)[a] as number)
      }
    }
    return result
  }

  function soundRarity(frequency: Frequency, column: Int32Array, a: number, b: number): number {
    const reading = (column[a] || column[b]) as number
    return reading === 0 ? 0 : rarityWeight(frequency, reading)
  }
}
