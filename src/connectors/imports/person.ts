import { addressKey, emailKey, isMarketplaceEmail, nameKeys, phoneKey, splitAddress } from '../../customers/index.ts'
import type { DateOrder } from '../../platform/written-day.ts'
import { parseDay } from '../normalise/date.ts'
import type { ValueProblem } from '../normalise/parsed.ts'
import {
  parseCode,
  parseEmail,
  parseGender,
  parsePhone,
  parsePostcode,
  plainText,
  splitName,
} from '../normalise/text.ts'
import { type Field, joinedWith } from './field.ts'
import { type Mapping, mappedPlaces, placesOf } from './mapping.ts'

/** The facts about a person that a row of a file gives. */
export interface Person {
  familyName: string
  givenName: string
  familyKana: string
  givenKana: string
  companyName: string
  email: string
  phone: string
  postcode: string
  prefecture: string
  address1: string
  address2: string
  birthOn: string | null
  gender: string | null
}

export interface CellProblem {
  field: Field
  code: ValueProblem
  value: string
}

/** Reads one field of a row; several columns of a field are joined, or the first filled one is taken. */
export type CellReader = (cells: string[]) => string

export function cellReader(mapping: Mapping, names: string[], field: Field): CellReader | undefined {
  const places = placesOf(mapping, names, field)
  const glue = joinedWith[field]
  if (places.length === 0) return undefined
  const [first] = places as [number]
  if (places.length === 1) return (cells) => plainText(cells[first] ?? '')
  return (cells) => {
    const filled = places.map((place) => plainText(cells[place] ?? '')).filter((text) => text !== '')
    if (glue === undefined || (field === 'phone' && filled.some(isWholePhone))) return filled[0] ?? ''
    return filled.join(glue)
  }
}

/** Files put together of several exports carry their header in the middle too. */
export function headerAgain(mapping: Mapping, names: string[]): (cells: string[]) => boolean {
  const mapped = mappedPlaces(mapping, names).slice(0, 3)
  return (cells) => mapped.every((place) => cells[place]?.trim() === names[place])
}

/** Two columns may hold a number's parts, or a number each. */
function isWholePhone(text: string): boolean {
  return text.replace(/\D/g, '').length >= 9
}

/** What people write into a field they have nothing to put in. */
const nothing = /^(なし|無し|無|ナシ|不明|未登録|未設定|-|ー|n\/a|none|null)$/i

export function personReader(
  mapping: Mapping,
  names: string[],
): (cells: string[], report: (problem: CellProblem) => void) => Person {
  const read = (field: Field) => {
    const reader = cellReader(mapping, names, field)
    return (cells: string[]) => {
      const text = reader ? reader(cells) : ''
      return text !== '' && nothing.test(text) ? '' : text
    }
  }
  const [fullName, familyName, givenName] = [read('fullName'), read('familyName'), read('givenName')]
  const [fullKana, familyKana, givenKana] = [read('fullKana'), read('familyKana'), read('givenKana')]
  const [companyName, email, phone] = [read('companyName'), read('email'), read('phone')]
  const [postcode, prefecture, address1, address2] = [
    read('postcode'),
    read('prefecture'),
    read('address1'),
    read('address2'),
  ]
  const [birthOn, gender] = [read('birthOn'), read('gender')]
  const order: DateOrder = mapping.options.dateOrder
  return (cells, report) => {
    const [familyOfFull, givenOfFull] = splitName(fullName(cells))
    const [familyKanaOfFull, givenKanaOfFull] = splitName(fullKana(cells))
    const street = address1(cells)
    const [prefectureOfStreet, rest] = prefecture(cells) === '' ? splitAddress(street) : ['', street]
    const emailText = email(cells)
    const emailParsed = parseEmail(emailText)
    if (emailParsed.problem) report({ field: 'email', code: emailParsed.problem, value: emailText })
    const phoneText = phone(cells)
    const phoneParsed = parsePhone(phoneText)
    if (phoneParsed.problem) report({ field: 'phone', code: phoneParsed.problem, value: phoneText })
    const birthText = birthOn(cells)
    const birthParsed = parseDay(birthText, order)
    if (birthParsed.problem) report({ field: 'birthOn', code: birthParsed.problem, value: birthText })
    const genderText = gender(cells)
    const genderParsed = parseGender(genderText)
    if (genderParsed.problem) report({ field: 'gender', code: genderParsed.problem, value: genderText })
    return {
      familyName: familyName(cells) || familyOfFull,
      givenName: givenName(cells) || givenOfFull,
      familyKana: familyKana(cells) || familyKanaOfFull,
      givenKana: givenKana(cells) || givenKanaOfFull,
      companyName: companyName(cells),
      email: emailParsed.value ?? '',
      // the number as written; its key is computed where it is stored
      phone: phoneParsed.value ? phoneText : '',
      postcode: parsePostcode(postcode(cells)),
      prefecture: prefecture(cells) || prefectureOfStreet,
      address1: rest,
      address2: address2(cells),
      birthOn: birthParsed.value ?? null,
      gender: genderParsed.value ?? null,
    }
  }
}

/** The member number of the source; without one, the e-mail address. Never the name, never a marketplace's stand-in. */
export function customerKey(number: string, email: string): string {
  const code = parseCode(number)
  if (code.value) return code.value
  return email === '' || isMarketplaceEmail(email) ? '' : `mailto:${emailKey(email)}`
}

/** What search compares, computed once when the person is staged. */
export function personKeys(person: Person) {
  return {
    ...nameKeys(person),
    emailKey: person.email === '' ? '' : emailKey(person.email),
    phoneKey: person.phone === '' ? '' : parsePhone(person.phone).value || phoneKey(person.phone),
    addressKey: addressKey(addressLine(person)),
  }
}

export function addressLine(person: Person): string {
  return `${person.prefecture}${person.address1}${person.address2 === '' ? '' : ` ${person.address2}`}`
}
