/**
 * What can be said of a field of two records, from "the same" to "different"; 0 is "nothing to compare". Codes are
 * stored with learned parameters and become sentences in evidence.ts.
 */
export const nameLevels = [
  'none',
  // both in kanji
  'same',
  'otherKanji',
  'likeKanji',
  'alike',
  'different',
  // one of them only as it sounds
  'reading',
  'similar',
  'unlike',
  // both in letters
  'lettersSame',
  'lettersReading',
  'lettersSimilar',
  'lettersAlike',
  'lettersUnlike',
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
  otherKanji: 2,
  likeKanji: 3,
  alike: 4,
  different: 5,
  reading: 6,
  similar: 7,
  unlike: 8,
  lettersSame: 9,
  lettersReading: 10,
  lettersSimilar: 11,
  lettersAlike: 12,
  lettersUnlike: 13,
  swapped: 14,
} as const
/**
 * Names in kanji, names of which one is only a sound, names in letters: which of them two records have is no evidence, so
 * how often a level is met counts among its own kind of pair. Each from its first level to its last.
 */
export const scripts = [
  [Name.same, Name.different],
  [Name.reading, Name.unlike],
  [Name.lettersSame, Name.lettersUnlike],
] as const
export const scriptOfLevel = (level: number) => scripts.findIndex(([first, last]) => level >= first && level <= last)
/** Levels at which two names may be one: written alike, read alike, or in kanji that are easily mistaken. */
export const agreeingNames: readonly number[] = [
  Name.same,
  Name.otherKanji,
  Name.likeKanji,
  Name.reading,
  Name.lettersSame,
  Name.lettersReading,
]
export const namesAgree = (level: number) =>
  (level >= Name.same && level <= Name.likeKanji) ||
  level === Name.reading ||
  level === Name.lettersSame ||
  level === Name.lettersReading
export const Birth = { same: 1, slip: 2, dayOnly: 3, twoParts: 4, yearOnly: 5, different: 6 } as const
export const Phone = { mobile: 1, landline: 2, slip: 3, otherMobile: 4, otherLandline: 5 } as const
export const Email = { same: 1, localPart: 2, slip: 3, different: 4 } as const
export const Address = { room: 1, house: 2, otherRoom: 3, town: 4, city: 5, different: 6 } as const

/** Steps by which whole names are told from common to rare. */
export const rarenesses = 10
/**
 * How whole names agree: written alike; both only in sound, as where one is in kana; in any other way. Two people meet in
 * a sound more often than in a spelling.
 */
export const Kind = { written: 0, spoken: 1, mixed: 2 } as const
export type Kind = (typeof Kind)[keyof typeof Kind]
export const kinds: readonly Kind[] = Object.values(Kind)
/** Classes of whole names that agree, by kind and rareness; 0 where they do not. The last place of a row. */
export const rarities = 1 + kinds.length * rarenesses
export const kindOfRarity = (rarity: number) => Math.floor((rarity - 1) / rarenesses) as Kind
export function kindOfNames(family: number, given: number): Kind {
  if (family !== given) return Kind.mixed
  return family === Name.reading
    ? Kind.spoken
    : family === Name.same || family === Name.lettersSame
      ? Kind.written
      : Kind.mixed
}

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
