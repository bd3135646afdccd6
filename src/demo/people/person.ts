import { surnames } from '../../customers/index.ts'
import { between, type Chance, draw, fillUrn, happens, pick, type Urn } from '../chance.ts'
import type { Address } from '../places/addresses.ts'
import { drawLandline, drawMobile } from '../places/phones.ts'
import { femaleNames, maleNames } from './given-names.ts'
import { romaji } from './romaji.ts'

/** A human being, of whom the shop may keep several records. */
export interface Person {
  id: number
  female: boolean
  surname: Name
  given: Name
  birthYear: number
  /** `1968-04-09` */
  birthOn: string
  address: Address
  mobile: string
  landline: string
  email: string
}

export interface Name {
  text: string
  kana: string
}

interface GivenName extends Name {
  peak: number
  weight: number
}

const surnameUrn = fillUrn(
  readTable(surnames).map(([text = '', kana = '', weight]) => ({ text, kana, weight: Number(weight) })),
  (name) => name.weight,
)
const female = readGivenNames(femaleNames)
const male = readGivenNames(maleNames)

function readTable(table: string): string[][] {
  return table
    .trim()
    .split(/\s+/)
    .map((entry) => entry.split(':'))
}

function readGivenNames(table: string): GivenName[] {
  return readTable(table).map(([text = '', kana = '', peak, weight]) => ({
    text,
    kana,
    peak: Number(peak),
    weight: Number(weight),
  }))
}

const generations = new Map<string, Urn<GivenName>>()

/** The names given around a birth year; five-year steps are fine enough and quick to draw from. */
function namesOf(isFemale: boolean, birthYear: number): Urn<GivenName> {
  const middle = Math.min(2005, Math.max(1928, Math.round(birthYear / 5) * 5))
  const key = `${isFemale ? 'f' : 'm'}${middle}`
  const known = generations.get(key)
  if (known) return known
  const urn = fillUrn(
    isFemale ? female : male,
    (name) => name.weight * Math.exp(-(((middle - name.peak) / 9) ** 2)) + 1e-4,
  )
  generations.set(key, urn)
  return urn
}

export interface PersonWishes {
  surname?: Name
  given?: Name
  female?: boolean
  birthYear?: number
  birthOn?: string
  mobile?: string
  landline?: string
}

/** Draws a person living at an address; what the wishes say is kept (families, twins, namesakes). */
export function drawPerson(
  chance: Chance,
  id: number,
  year: number,
  address: Address,
  wishes: PersonWishes = {},
): Person {
  const isFemale = wishes.female ?? happens(chance, 0.84)
  const birthYear = wishes.birthYear ?? year - drawAge(chance)
  const surname = wishes.surname ?? draw(chance, surnameUrn)
  const given = wishes.given ?? draw(chance, namesOf(isFemale, birthYear))
  const birthOn = wishes.birthOn ?? drawBirthday(chance, birthYear)
  return {
    id,
    female: isFemale,
    surname,
    given,
    birthYear,
    birthOn,
    address,
    mobile: wishes.mobile ?? drawMobile(chance),
    landline: wishes.landline ?? drawLandline(chance, address.prefecture),
    email: drawEmail(chance, surname, given, birthOn, id),
  }
}

/** Buyers of skin care and supplements: most between 35 and 65, from 19 to 86. */
function drawAge(chance: Chance): number {
  const middle = (chance.next() + chance.next() + chance.next()) / 3
  return 19 + Math.floor(middle * 68)
}

function drawBirthday(chance: Chance, year: number): string {
  const month = between(chance, 1, 12)
  const day = between(chance, 1, new Date(Date.UTC(year, month, 0)).getUTCDate())
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

// Domains set aside for examples: no mail can ever reach anybody.
const mailDomains = [
  'example.jp',
  'example.com',
  'mail.example.jp',
  'example.ne.jp',
  'example.net',
  'keitai.example.jp',
  'example.org',
]

/** Addresses differ between people: the person's number ends the local part. */
export function drawEmail(chance: Chance, surname: Name, given: Name, birthOn: string, id: number): string {
  const family = romaji(surname.kana)
  const first = romaji(given.kana)
  const tail = id.toString(36)
  const local = pick(chance, [
    `${first}.${family}.${tail}`,
    `${family}.${first}${tail}`,
    `${first}${birthOn.slice(5, 7)}${birthOn.slice(8)}.${tail}`,
    `${family}_${first.slice(0, 1)}${tail}`,
    `${first}-${family.slice(0, 3)}${tail}`,
  ])
  return `${local}@${pick(chance, mailDomains)}`
}
