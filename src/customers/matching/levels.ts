/**
 * What can be said of a field of two records, from "the same" to "different"; 0 is "nothing to compare". Codes are
 * stored with learned parameters and become sentences in evidence.ts.
 */
export const nameLevels = [
  'none',
  'same',
  'reading',
  'otherKanji',
  'similar',
  'alike',
  'unlike',
  'different',
  'swapped',
] as const
export const levels = {
  family: nameLevels,
  given: nameLevels,
  birth: ['none', 'same', 'slip', 'dayOnly', 'twoParts', 'yearOnly', 'different'],
  phone: ['none', 'mobile', 'landline', 'slip', 'otherMobile', 'otherLandline'],
  email: ['none', 'same', 'localPart', 'slip', 'different'],
  address: ['none', 'room', 'house', 'otherRoom', 'town', 'city', 'different'],
  gender: ['none', 'same', 'different'],
  member: ['none', 'same', 'slip', 'different'],
  line: ['none', 'same', 'different'],
  postcode: ['none', 'same', 'slip', 'area', 'different'],
} as const
export const otherLevels = ['none', 'same', 'similar', 'different'] as const

export type Field = keyof typeof levels
export const fields = Object.keys(levels) as Field[]

/** Places in a row of levels. */
export const Place = {
  family: 0,
  given: 1,
  birth: 2,
  phone: 3,
  email: 4,
  address: 5,
  gender: 6,
  member: 7,
  line: 8,
  postcode: 9,
  others: 10,
} as const
export const Name = {
  same: 1,
  reading: 2,
  otherKanji: 3,
  similar: 4,
  alike: 5,
  unlike: 6,
  different: 7,
  swapped: 8,
} as const
export const Birth = { same: 1, slip: 2, dayOnly: 3, twoParts: 4, yearOnly: 5, different: 6 } as const
export const Phone = { mobile: 1, landline: 2, slip: 3, otherMobile: 4, otherLandline: 5 } as const
export const Email = { same: 1, localPart: 2, slip: 3, different: 4 } as const
export const Address = { room: 1, house: 2, otherRoom: 3, town: 4, city: 5, different: 6 } as const

/** Classes of whole names that agree, from common to rare; 0 where they do not. The last place of a row. */
export const rarities = 11

/** Number of levels of every comparison of a base with so many other columns. */
export function radixes(others: number): number[] {
  return [
    ...fields.map((field) => levels[field].length),
    ...Array.from({ length: others }, () => otherLevels.length),
    rarities,
  ]
}

/** One number for a row of levels, and back. */
export function patternOf(row: Uint8Array, radix: readonly number[]): number {
  let code = 0
  for (let at = 0; at < radix.length; at++) code = code * (radix[at] as number) + (row[at] as number)
  return code
}

export function levelsOf(pattern: number, radix: readonly number[]): Uint8Array {
  const row = new Uint8Array(radix.length)
  let code = pattern
  for (let at = radix.length - 1; at >= 0; at--) {
    const size = radix[at] as number
    row[at] = code % size
    code = Math.floor(code / size)
  }
  return row
}
