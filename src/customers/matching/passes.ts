import { type Base, Script, trustedReadings } from './base.ts'
import type { StopValues } from './compare.ts'

/**
 * Blocking passes: records are compared when one of these keys is equal. Each is chosen so that a person's records meet
 * in one of them however the others were misspelt or have changed: typing errors, a wedding, a move, a new number.
 */
export interface Pass {
  name: string
  /** keys a record has in it */
  width: 1 | 2
  /** most records that may share a key before it says nothing */
  cap: number
}

/** 0 is no key. */
type KeyMaker = (at: number, slot: number) => number
interface Rule extends Pass {
  maker: (keys: Ingredients) => KeyMaker
}

/** Numbers that keys are mixed from; 0 where the record has none. */
interface Ingredients {
  columns: Base['columns']
  others: Int32Array[]
  stops: StopValues
  /** reading, from kana or as the kanji are nearly always read; else the name as written */
  familySound(at: number): number
  givenSound(at: number): number
  /** first letters of the given name's sound */
  initial(at: number): number
  /** first letters of both halves of the name, in either order */
  initials(at: number): number
  /** the longest word, or the next, of an address that is not in Japanese script */
  placeWord(at: number, nth: number): number
}

function mixed(salt: number, ...parts: number[]): number {
  let hash = Math.imul(salt, 0x9e3779b1)
  for (const part of parts) {
    if (part === 0) return 0
    hash = Math.imul(hash ^ part, 0x85ebca6b)
    hash ^= hash >>> 13
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35)
  return (hash ^ (hash >>> 15)) >>> 0 || 1
}

const year = (birth: number) => Math.floor(birth / 10_000)

const rules: Rule[] = [
  rule(
    'member',
    1,
    20,
    ({ columns: c }) =>
      (at) =>
        mixed(1, c.member[at] as number, (c.source[at] as number) + 1),
  ),
  rule(
    'line',
    1,
    20,
    ({ columns: c }) =>
      (at) =>
        mixed(2, c.line[at] as number),
  ),
  rule(
    'email',
    1,
    60,
    ({ columns: c, stops }) =>
      (at) =>
        stops.emails.has(c.email[at] as number) ? 0 : mixed(3, c.email[at] as number),
  ),
  rule('phone', 2, 60, ({ columns: c, stops }) => (at, slot) => {
    const phone = (slot === 0 ? c.mobile[at] : c.landline[at]) as number
    return stops.phones.has(phone) ? 0 : mixed(4, phone)
  }),
  rule(
    'name and birth',
    1,
    60,
    ({ columns: c }) =>
      (at) =>
        mixed(5, c.family[at] as number, c.given[at] as number, c.birth[at] as number),
  ),
  rule(
    'reading and birth',
    1,
    60,
    (k) => (at) => mixed(6, k.familySound(at), k.givenSound(at), k.columns.birth[at] as number),
  ),
  rule(
    'name and town',
    1,
    60,
    ({ columns: c }) =>
      (at) =>
        mixed(7, c.family[at] as number, c.given[at] as number, c.town[at] as number),
  ),
  rule(
    'reading and town',
    1,
    60,
    (k) => (at) =>
      mixed(8, k.familySound(at), k.givenSound(at), (k.columns.town[at] || k.columns.postcode[at]) as number),
  ),
  rule('house and initial', 1, 60, (k) => (at) => mixed(9, k.columns.block[at] as number, k.initial(at))),
  rule('given name and birth', 1, 60, (k) => (at) => mixed(10, k.givenSound(at), k.columns.birth[at] as number)),
  rule('surname and birth', 1, 60, (k) => (at) => mixed(11, k.familySound(at), k.columns.birth[at] as number)),
  rule(
    'mail name',
    1,
    40,
    ({ columns: c }) =>
      (at) =>
        mixed(12, c.local[at] as number),
  ),
  rule(
    'birth and town',
    1,
    60,
    ({ columns: c }) =>
      (at) =>
        mixed(13, c.birth[at] as number, (c.town[at] || c.postcode[at]) as number),
  ),
  rule(
    'house',
    1,
    40,
    ({ columns: c }) =>
      (at) =>
        mixed(14, (c.block[at] || c.words[at]) as number),
  ),
  // the two halves in either order
  rule('name', 1, 60, ({ columns: c }) => (at) => {
    const [family, given] = [c.family[at], c.given[at]] as [number, number]
    return family < given ? mixed(15, family, given) : mixed(15, given, family)
  }),
  rule('reading', 1, 60, (k) => (at) => mixed(16, k.familySound(at), k.givenSound(at))),
  rule('given name and postcode', 1, 60, (k) => (at) => mixed(17, k.givenSound(at), k.columns.postcode[at] as number)),
  rule('surname and postcode', 1, 60, (k) => (at) => mixed(18, k.familySound(at), k.columns.postcode[at] as number)),
  rule(
    'surname, initial and year',
    1,
    60,
    (k) => (at) => mixed(19, k.familySound(at), k.initial(at), year(k.columns.birth[at] as number)),
  ),
  rule(
    'birth',
    1,
    200,
    ({ columns: c }) =>
      (at) =>
        (c.birth[at] as number) > 9999 ? mixed(20, c.birth[at] as number) : 0,
  ),
  rule(
    'postcode',
    1,
    60,
    ({ columns: c }) =>
      (at) =>
        mixed(21, c.postcode[at] as number),
  ),
  rule('surname and initial', 1, 60, (k) => (at) => mixed(22, k.familySound(at), k.initial(at))),
  rule('surname', 1, 60, (k) => (at) => mixed(23, k.familySound(at))),
  rule('given name', 1, 60, (k) => (at) => mixed(24, k.givenSound(at))),
  rule(
    'given name, district and year',
    1,
    60,
    (k) => (at) => mixed(25, k.givenSound(at), k.columns.area[at] as number, year(k.columns.birth[at] as number)),
  ),
  rule('address word and initials', 2, 60, (k) => (at, slot) => mixed(26, k.placeWord(at, slot), k.initials(at))),
  rule('address words', 1, 60, (k) => (at) => mixed(27, k.placeWord(at, 0), k.placeWord(at, 1))),
]

function rule(name: string, width: 1 | 2, cap: number, maker: Rule['maker']): Rule {
  return { name, width, cap, maker }
}

function otherRules(others: number): Rule[] {
  return Array.from({ length: others }, (_, place) =>
    rule(`other ${place + 1}`, 1, 60, (k) => (at) => mixed(100 + place, (k.others[place] as Int32Array)[at] as number)),
  ).concat(
    Array.from({ length: others }, (_, place) =>
      rule(
        `other ${place + 1} and year`,
        1,
        60,
        (k) => (at) =>
          mixed(200 + place, (k.others[place] as Int32Array)[at] as number, year(k.columns.birth[at] as number)),
      ),
    ),
    Array.from({ length: others }, (_, place) =>
      rule(
        `other ${place + 1} and given name`,
        1,
        60,
        (k) => (at) => mixed(300 + place, (k.others[place] as Int32Array)[at] as number, k.givenSound(at)),
      ),
    ),
  )
}

/** Every pass there is for a base, in the order in which a pair is counted for the first that finds it. */
export function allPasses(base: Base): Pass[] {
  return [...rules, ...otherRules(base.others.length)].map(({ name, width, cap }) => ({ name, width, cap }))
}

/** Makes the keys of one pass after another. */
export function keyMaker(base: Base, stops: StopValues): (pass: Pass) => KeyMaker {
  const ingredients = ingredientsOf(base, stops)
  const known = new Map([...rules, ...otherRules(base.others.length)].map((one) => [one.name, one]))
  return (pass) => (known.get(pass.name) as Rule).maker(ingredients)
}

function ingredientsOf(base: Base, stops: StopValues): Ingredients {
  const usual = { family: new Map<number, number>(), given: new Map<number, number>() }
  const beginnings = new Map<number, number>()
  const placeWords = new Map<number, [number, number]>()
  const wordNumbers = new Map<string, number>()
  // a reading is told from a name by its sign
  const soundOf = (side: 'family' | 'given', name: number, reading: number): number => {
    if (reading > 0) return -reading
    if (name === 0 || base.scripts[name] !== Script.kanji) return name
    let found = usual[side].get(name)
    if (found === undefined) {
      const readings = trustedReadings(base.readings[side], name)
      found = readings.length === 1 ? -(readings[0] as number) : name
      usual[side].set(name, found)
    }
    return found
  }
  const { columns } = base
  const familySound = (at: number) =>
    soundOf('family', columns.family[at] as number, columns.familyReading[at] as number)
  const givenSound = (at: number) => soundOf('given', columns.given[at] as number, columns.givenReading[at] as number)
  return {
    columns,
    get others() {
      return base.others
    },
    stops,
    familySound,
    givenSound,
    initial: (at) => beginningOf(givenSound(at)),
    initials(at) {
      const [one, other] = [beginningOf(familySound(at)) >>> 16, beginningOf(givenSound(at)) >>> 16]
      return one < other ? mixed(1, one, other) : mixed(1, other, one)
    },
    placeWord(at, nth) {
      const text = columns.words[at] as number
      if (text === 0) return 0
      let found = placeWords.get(text)
      if (!found) {
        const [first = '', second = ''] = [...new Set((base.words.places.texts[text] as string).split(' '))].sort(
          (a, b) => b.length - a.length || (a < b ? -1 : 1),
        )
        found = [wordNumber(first), wordNumber(second)]
        placeWords.set(text, found)
      }
      return found[nth] as number
    },
  }

  function wordNumber(word: string): number {
    if (word === '') return 0
    const known = wordNumbers.get(word) ?? wordNumbers.size + 1
    wordNumbers.set(word, known)
    return known
  }

  function beginningOf(sound: number): number {
    if (sound === 0) return 0
    let found = beginnings.get(sound)
    if (found === undefined) {
      const text = (sound < 0 ? base.words.readings.texts[-sound] : base.words.names.texts[sound]) as string
      found = (text.codePointAt(0) as number) * 0x10000 + (text.charCodeAt(1) || 1)
      beginnings.set(sound, found)
    }
    return found
  }
}
