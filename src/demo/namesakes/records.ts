import type { matching } from '../../customers/index.ts'
import { between, type Chance, createChance, happens, pick } from '../chance.ts'
import { drawEmail, drawPerson, type Person } from '../people/person.ts'
import { type Address, drawAddress } from '../places/addresses.ts'
import { drawLandline, drawMobile } from '../places/phones.ts'
import { drawHome } from './homes.ts'
import {
  writeBirth,
  writeBlock,
  writeEmail,
  writeKana,
  writeKanji,
  writePhone,
  writeRomaji,
  writeSurname,
} from './spelling.ts'

/**
 * Records of a shop that has asked the same people again and again: store cards, a web shop, orders by phone. Every one
 * tells the truth about who it is, so that matching can be judged. Households come one by one, each from chance of its
 * own: a million records need no more memory than one.
 */
export interface TrueRecord {
  record: matching.SourceRecord
  person: number
  household: number
}

export function* recordsWithTruth(wishes: { records: number; seed: number; year?: number }): Generator<TrueRecord> {
  const { records, seed, year = 2026 } = wishes
  let person = 0
  let made = 0
  // somebody's name, to be given to a stranger elsewhere
  let namesake: Person | undefined
  for (let household = 0; made < records; household++) {
    const chance = createChance(seed, household + 1)
    const people = drawHome(chance, year, () => ++person)
    if (namesake && happens(chance, 0.03))
      people.splice(0, people.length, strangerLike(chance, namesake, ++person, year))
    if (happens(chance, 0.2)) namesake = people[0]
    for (const one of people) {
      for (const record of recordsOf(chance, one)) {
        if (made++ >= records) return
        yield { record, person: one.id, household }
      }
    }
  }
}

/** Same name, another home; sometimes the same town or birth year, hardly ever the same birthday. */
function strangerLike(chance: Chance, person: Person, id: number, year: number): Person {
  const address = drawAddress(chance, happens(chance, 0.3) ? person.address.prefecture : undefined)
  return drawPerson(chance, id, year, address, {
    surname: person.surname,
    given: person.given,
    female: person.female,
    ...(happens(chance, 0.2) && { birthYear: person.birthYear }),
    ...(happens(chance, 0.03) && { birthOn: person.birthOn }),
  })
}

type Source = '店舗' | 'EC' | '電話'

function recordsOf(chance: Chance, first: Person): matching.SourceRecord[] {
  const roll = chance.next()
  const count = roll < 0.52 ? 1 : roll < 0.83 ? 2 : roll < 0.95 ? 3 : 4
  const records: matching.SourceRecord[] = []
  let person = first
  const line = happens(chance, 0.15) ? `U${first.id.toString(16).padStart(8, '0')}` : ''
  const member = happens(chance, 0.3) ? String(10_000_000 + first.id) : ''
  for (let at = 0; at < count; at++) {
    if (at > 0) person = laterLife(chance, person)
    const source: Source = pick(chance, ['店舗', 'EC', 'EC', '電話'] as const)
    records.push(write[source](chance, person, { line, member }))
  }
  return records
}

/** What may have changed since the last record: home, number, mailbox, surname. */
function laterLife(chance: Chance, person: Person): Person {
  let later = person
  if (happens(chance, 0.1)) {
    const address = drawAddress(chance, happens(chance, 0.6) ? later.address.prefecture : undefined)
    later = { ...later, address, landline: drawLandline(chance, address.prefecture) }
  }
  if (happens(chance, 0.07)) later = { ...later, mobile: drawMobile(chance) }
  if (happens(chance, 0.1))
    later = { ...later, email: drawEmail(chance, later.surname, later.given, later.birthOn, later.id + 7_000_000) }
  if (later.female && later.birthYear > 1960 && happens(chance, 0.05)) {
    later = { ...later, surname: drawPerson(chance, later.id, 2026, later.address).surname }
  }
  return later
}

interface Ids {
  line: string
  member: string
}

const write: Record<Source, (chance: Chance, person: Person, ids: Ids) => matching.SourceRecord> = {
  店舗(chance, person, { line, member }) {
    return {
      source: '店舗',
      ...storeName(chance, person),
      ...(member !== '' && happens(chance, 0.6) && { memberNo: member }),
      ...(line !== '' && happens(chance, 0.4) && { lineId: line }),
      ...phones(chance, person, 0.55),
      ...(happens(chance, 0.5) && address(chance, person.address)),
      ...(happens(chance, 0.6) && {
        birthDate: happens(chance, 0.1)
          ? person.birthOn.slice(5).replace('-', '/')
          : writeBirth(chance, person.birthOn),
      }),
      ...(happens(chance, 0.25) && { email: writeEmail(chance, person.email) }),
      ...gender(chance, person, 0.7),
    }
  },
  EC(chance, person, { line, member }) {
    const romaji = happens(chance, 0.04)
    return {
      source: 'EC',
      familyName: romaji ? writeRomaji(chance, person.surname.kana) : writeSurname(chance, person.surname.text),
      givenName: romaji ? writeRomaji(chance, person.given.kana) : writeKanji(chance, person.given.text),
      ...(!romaji &&
        happens(chance, 0.85) && {
          familyKana: writeKana(chance, person.surname.kana),
          givenKana: writeKana(chance, person.given.kana),
        }),
      ...(member !== '' && happens(chance, 0.2) && { memberNo: member }),
      ...(line !== '' && happens(chance, 0.5) && { lineId: line }),
      email: happens(chance, 0.02)
        ? pick(chance, ['なし', 'info@example.jp', 'noreply@example.jp'])
        : writeEmail(chance, person.email),
      ...phones(chance, person, 0.8),
      ...address(chance, person.address),
      ...(happens(chance, 0.5) && {
        birthDate: happens(chance, 0.01) ? '1900-01-01' : writeBirth(chance, person.birthOn),
      }),
      ...gender(chance, person, 0.6),
    }
  },
  電話(chance, person) {
    const kana = happens(chance, 0.35)
    const joint = happens(chance, 0.4) ? '' : pick(chance, [' ', '　'])
    const name = kana
      ? `${writeKana(chance, person.surname.kana)}${joint === '' ? ' ' : joint}${writeKana(chance, person.given.kana)}`
      : `${writeSurname(chance, person.surname.text)}${joint}${writeKanji(chance, person.given.text)}`
    return {
      source: '電話',
      fullName: happens(chance, 0.15) ? `${name} 様` : name,
      ...phones(chance, person, 0.45),
      ...(happens(chance, 0.9) && address(chance, person.address)),
      ...(happens(chance, 0.25) && { birthDate: writeBirth(chance, person.birthOn) }),
    }
  },
}

function storeName(chance: Chance, person: Person): matching.SourceRecord {
  const kana = { familyKana: writeKana(chance, person.surname.kana), givenKana: writeKana(chance, person.given.kana) }
  if (happens(chance, 0.3)) return kana
  const kanji = {
    familyName: writeSurname(chance, person.surname.text),
    givenName: writeKanji(chance, person.given.text),
  }
  return happens(chance, 0.5) ? { ...kanji, ...kana } : kanji
}

function phones(chance: Chance, person: Person, mobileShare: number): matching.SourceRecord {
  const roll = chance.next()
  // clerks type the shop's own number, or anything, to get past a form
  if (roll < 0.01) return { phone: pick(chance, ['03-5555-0100', '0120-000-111', '000-0000-0000', '090-0000-0000']) }
  if (roll < 0.08) return {}
  const mobile = happens(chance, mobileShare)
  if (!mobile) return { phone: writePhone(chance, person.landline) }
  const both = happens(chance, 0.15) && { phone: writePhone(chance, person.landline) }
  return happens(chance, 0.5)
    ? { phone: writePhone(chance, person.mobile) }
    : { mobile: writePhone(chance, person.mobile), ...both }
}

function address(chance: Chance, home: Address): matching.SourceRecord {
  const prefecture = happens(chance, 0.15) ? '' : home.prefecture.name
  const postcode = happens(chance, 0.2) ? home.postcode.replace('-', '') : home.postcode
  const block = writeBlock(chance, home.address2)
  const oneCell = happens(chance, 0.3)
  return {
    ...(happens(chance, 0.85) && { postcode }),
    ...(prefecture !== '' && !oneCell && { prefecture }),
    address1: oneCell ? `${prefecture}${home.address1}${block}` : home.address1,
    ...(!oneCell && { address2: block }),
  }
}

function gender(chance: Chance, person: Person, share: number): matching.SourceRecord {
  if (!happens(chance, share)) return between(chance, 0, 9) === 0 ? { gender: '不明' } : {}
  return { gender: person.female ? pick(chance, ['女性', '女', 'F', '2']) : pick(chance, ['男性', '男', 'M', '1']) }
}
