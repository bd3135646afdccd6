import { type Base, type Readings, Script, trustedReadings } from './base.ts'
import { type Frequencies, rarityOf, shareOf } from './frequency.ts'
import { Address, Birth, Email, kindOfNames, Name, namesAgree, Phone, Place } from './levels.ts'
import { isOneSlip, jaroWinkler, threesInCommon, wordLikeness } from './similarity.ts'

/** Fills a row with the levels of two records. */
export type Compare = (a: number, b: number, row: Uint8Array) => void

/** Values so many people share that they say nothing about one of them. */
export interface StopValues {
  phones: ReadonlySet<number>
  emails: ReadonlySet<number>
}

export function comparer(base: Base, stops: StopValues, frequencies: Frequencies): Compare {
  const nameRarity = rarityComparer(base, frequencies)
  const { words } = base
  const nameLevel = nameComparer(base)
  const phones = words.phones.texts
  const mails = words.mails.texts
  const codes = words.codes.texts

  /** Surname and given name changed about, a slip in one of them forgiven. */
  function isSwapped(familyA: number, givenA: number, familyB: number, givenB: number): boolean {
    if (familyA === familyB || givenA === givenB || familyA === 0 || givenA === 0 || familyB === 0 || givenB === 0)
      return false
    const [one, other] = [familyA === givenB, givenA === familyB]
    if (one && other) return true
    const names = words.names.texts as string[]
    const like = (x: number, y: number) => isLike(names[x] as string, names[y] as string)
    if (one) return like(givenA, familyB) && !like(familyA, familyB)
    if (other) return like(familyA, givenB) && !like(givenA, givenB)
    return (
      base.scripts[familyA] === Script.letters &&
      like(familyA, givenB) &&
      like(givenA, familyB) &&
      !like(familyA, familyB)
    )
  }

  function phoneLevel(a: number, b: number): number {
    const c = base.columns
    const [mobileA, mobileB, landA, landB] = [c.mobile[a], c.mobile[b], c.landline[a], c.landline[b]] as [
      number,
      number,
      number,
      number,
    ]
    if (mobileA > 0 && mobileA === mobileB && !stops.phones.has(mobileA)) return Phone.mobile
    if (landA > 0 && landA === landB && !stops.phones.has(landA)) return Phone.landline
    if (mobileA > 0 && mobileB > 0 && mobileA !== mobileB) {
      return isOneSlip(phones[mobileA] as string, phones[mobileB] as string) ? Phone.slip : Phone.otherMobile
    }
    if (landA > 0 && landB > 0 && landA !== landB) {
      return isOneSlip(phones[landA] as string, phones[landB] as string) ? Phone.slip : Phone.otherLandline
    }
    return 0
  }

  function emailLevel(a: number, b: number): number {
    const c = base.columns
    const [one, other] = [c.email[a], c.email[b]] as [number, number]
    if (one === 0 || other === 0) return 0
    if (one === other) return stops.emails.has(one) ? 0 : Email.same
    const [localA, localB] = [c.local[a], c.local[b]] as [number, number]
    if (localA > 0 && localA === localB) return Email.localPart
    return isMailSlip(mails[one] as string, mails[other] as string) ? Email.slip : Email.different
  }

  function memberLevel(a: number, b: number): number {
    const c = base.columns
    const [one, other] = [c.member[a], c.member[b]] as [number, number]
    if (one === 0 || other === 0 || (c.source[a] !== c.source[b] && one !== other)) return 0
    if (one === other) return 1
    const text = codes[one] as string
    return text.length >= 5 && isOneSlip(text, codes[other] as string) ? 2 : 3
  }

  return (a, b, row) => {
    const c = base.columns
    const [familyA, givenA, familyB, givenB] = [c.family[a], c.given[a], c.family[b], c.given[b]] as [
      number,
      number,
      number,
      number,
    ]
    const swapped = isSwapped(familyA, givenA, familyB, givenB)
    row[Place.family] = swapped
      ? 0
      : nameLevel('family', familyA, c.familyReading[a] as number, familyB, c.familyReading[b] as number)
    row[Place.given] = swapped
      ? Name.swapped
      : nameLevel('given', givenA, c.givenReading[a] as number, givenB, c.givenReading[b] as number)
    row[Place.birth] = birthLevel(c.birth[a] as number, c.birth[b] as number)
    row[Place.phone] = phoneLevel(a, b)
    row[Place.email] = emailLevel(a, b)
    row[Place.address] = addressLevel(base, a, b)
    // who moves far away gets another landline
    if (row[Place.phone] === Phone.otherLandline && (row[Place.address] as number) >= Address.city) row[Place.phone] = 0
    row[Place.gender] = genderLevel(c.gender[a] as number, c.gender[b] as number, row[Place.given] as number)
    row[Place.member] = memberLevel(a, b)
    const [lineA, lineB] = [c.line[a], c.line[b]]
    row[Place.line] = lineA && lineB ? (lineA === lineB ? 1 : 2) : 0
    row[Place.postcode] = postcodeLevel(base, a, b)
    row[row.length - 1] = nameRarity(a, b, row[Place.family] as number, row[Place.given] as number)
    for (let place = 0; place < base.others.length; place++) {
      const column = base.others[place] as Int32Array
      row[Place.others + place] = otherLevel(words.others.texts, column[a] as number, column[b] as number)
    }
  }
}

function nameComparer(base: Base) {
  const names = base.words.names.texts
  const spoken = base.words.readings.texts
  const trusted = { family: new Map<number, number[]>(), given: new Map<number, number[]>() }
  const readingsOf = (side: 'family' | 'given', name: number): number[] => {
    let found = trusted[side].get(name)
    if (!found) {
      found = trustedReadings(base.readings[side] as Readings, name)
      trusted[side].set(name, found)
    }
    return found
  }
  const sounds = (a: number, b: number) =>
    (spoken[a] as string).length > 3 && isOneSlip(spoken[a] as string, spoken[b] as string)

  const onlySounds = (readA: number, readB: number): number => {
    if (readA === readB) return Name.reading
    return sounds(readA, readB) ? Name.similar : Name.unlike
  }
  const bothKanji = (a: number, b: number, possibleA: number[], possibleB: number[]): number => {
    if (base.likeKanji[a] === base.likeKanji[b]) return Name.likeKanji
    if (possibleA.some((reading) => possibleB.includes(reading))) return Name.otherKanji
    if (oneKanjiOff(names[a] as string, names[b] as string)) return Name.alike
    return possibleA.some((one) => possibleB.some((other) => sounds(one, other))) ? Name.alike : Name.different
  }

  return (side: 'family' | 'given', a: number, readA: number, b: number, readB: number): number => {
    const [scriptA, scriptB] = [base.scripts[a], base.scripts[b]]
    if (a > 0 && a === b)
      return scriptA === Script.letters ? Name.lettersSame : scriptA === Script.kana ? Name.reading : Name.same
    if (scriptA === Script.letters && scriptB === Script.letters) {
      if (readA > 0 && readA === readB) return Name.lettersReading
      return lettersLevel(names[a] as string, names[b] as string)
    }
    if (scriptA === Script.kanji && scriptB === Script.kanji) {
      return bothKanji(a, b, readA > 0 ? [readA] : readingsOf(side, a), readB > 0 ? [readB] : readingsOf(side, b))
    }
    // kana may be mistyped where kanji would not be
    if (readA > 0 && readB > 0) return onlySounds(readA, readB)
    // kanji on one side, only a sound on the other
    const [kanji, sound] = scriptA === Script.kanji ? [a, readB] : [b, readA]
    if (base.scripts[kanji] !== Script.kanji || sound === 0) return 0
    const possible = readingsOf(side, kanji)
    if (possible.includes(sound)) return Name.reading
    if (possible.length === 0) return 0
    return possible.some((reading) => sounds(reading, sound)) ? Name.similar : Name.unlike
  }
}

/** How rare a whole name is that two records share, in half powers of ten. */
function rarityComparer(base: Base, frequencies: Frequencies) {
  const nameShare = (side: 'family' | 'given', name: number) => shareOf(frequencies[side], name, base.scripts[name])
  const share = (side: 'family' | 'given', level: number, a: number, b: number): number => {
    const { columns } = base
    const column = columns[`${side}Reading`]
    const reading = (column[a] || column[b]) as number
    // other kanji whose sound only other records tell
    if (level === Name.same || level === Name.lettersSame || reading === 0)
      return nameShare(side, (columns[side][a] || columns[side][b]) as number)
    return shareOf(frequencies[`${side}Reading`], reading)
  }
  return (a: number, b: number, family: number, given: number): number => {
    if (!namesAgree(family) || !namesAgree(given)) return 0
    const logShare = Math.log10(share('family', family, a, b) * share('given', given, a, b))
    return rarityOf(logShare, kindOfNames(family, given))
  }
}

function isLike(a: string, b: string): boolean {
  return a === b || (a.length > 3 && isOneSlip(a, b)) || jaroWinkler(a, b) >= 0.9
}

/** Given names tell the gender: where they agree, that it does too is no news. */
function genderLevel(a: number, b: number, given: number): number {
  if (a === 0 || b === 0) return 0
  if (a !== b) return 2
  return namesAgree(given) || given === Name.similar || given === Name.lettersSimilar ? 0 : 1
}

/** A slip inside an address. One at the end of the name is how two people's addresses differ: hanako1, hanako2. */
function isMailSlip(a: string, b: string): boolean {
  if (!isOneSlip(a, b)) return false
  const end = Math.min(a.lastIndexOf('@'), b.lastIndexOf('@'))
  return a.slice(Math.max(0, end - 2), end) === b.slice(Math.max(0, end - 2), end) && !/\d/.test(changed(a, b))
}

function changed(a: string, b: string): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return (a[at] ?? '') + (b[at] ?? '')
}

function oneKanjiOff(a: string, b: string): boolean {
  return a.length > 1 && b.length > 1 && isOneSlip(a, b)
}

function lettersLevel(a: string, b: string): number {
  const likeness = jaroWinkler(a, b)
  if (likeness >= 0.92) return Name.lettersSimilar
  const initial = a.charCodeAt(0) === b.charCodeAt(0) && (a.length === 1 || b.length === 1)
  return likeness >= 0.8 || initial ? Name.lettersAlike : Name.lettersUnlike
}

function birthLevel(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  if (a === b) return Birth.same
  const [yearA, yearB] = [Math.floor(a / 10_000), Math.floor(b / 10_000)]
  const [restA, restB] = [a % 10_000, b % 10_000]
  if (yearA === 0 || yearB === 0) return restA === restB ? Birth.dayOnly : Birth.different
  const [monthA, dayA, monthB, dayB] = [Math.floor(restA / 100), restA % 100, Math.floor(restB / 100), restB % 100]
  if (yearA === yearB && monthA === dayB && dayA === monthB) return Birth.slip
  const equal = Number(yearA === yearB) + Number(monthA === monthB) + Number(dayA === dayB)
  if (equal === 2 && isOneSlip(String(a), String(b))) return Birth.slip
  if (equal === 2) return Birth.twoParts
  return yearA === yearB ? Birth.yearOnly : Birth.different
}

function addressLevel(base: Base, a: number, b: number): number {
  const c = base.columns
  const [blockA, blockB, townA, townB] = [c.block[a], c.block[b], c.town[a], c.town[b]] as [
    number,
    number,
    number,
    number,
  ]
  if (blockA > 0 && blockA === blockB) {
    const [roomA, roomB] = [c.room[a], c.room[b]]
    if (roomA && roomB) return roomA === roomB ? Address.room : Address.otherRoom
    return Address.house
  }
  if (!isPlaced(base, a) && !isPlaced(base, b)) return wordsLevel(base, c.words[a] as number, c.words[b] as number)
  if (townA > 0 && townA === townB) return Address.town
  const [postA, postB] = [c.postcode[a], c.postcode[b]]
  if (postA && postA === postB) return Address.town
  const [cityA, cityB] = [c.city[a], c.city[b]]
  if ((cityA && cityA === cityB) || (postA && postB && c.area[a] === c.area[b])) return Address.city
  return (cityA && cityB) || (postA && postB) ? Address.different : 0
}

/** A town or a city was recognised: the postcode says nothing more. */
function isPlaced({ columns }: Base, at: number): boolean {
  return columns.town[at] !== 0 || columns.city[at] !== 0
}

function wordsLevel({ words }: Base, a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  if (a === b) return Address.room
  const texts = words.places.texts
  const [one, other] = [texts[a] as string, texts[b] as string]
  if (wordLikeness(one, other) >= 0.7) return Address.house
  const likeness = threesInCommon(one, other)
  return likeness >= 0.7 ? Address.house : likeness >= 0.4 ? Address.town : Address.different
}

/** Where no town is known: abroad, and where the postcode is all there is. */
function postcodeLevel(base: Base, a: number, b: number): number {
  const { postcode, area } = base.columns
  const [one, other] = [postcode[a] as number, postcode[b] as number]
  if (one === 0 || other === 0 || isPlaced(base, a) || isPlaced(base, b)) return 0
  if (one === other) return 1
  const texts = base.words.places.texts
  if (isOneSlip(texts[one] as string, texts[other] as string)) return 2
  return area[a] === area[b] ? 3 : 4
}

function otherLevel(texts: string[], a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  if (a === b) return 1
  return jaroWinkler(texts[a] as string, texts[b] as string) >= 0.88 ? 2 : 3
}
