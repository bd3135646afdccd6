import { splitAddress } from '../../customers/index.ts'
import type { Person } from '../imports/person.ts'
import { parseDay } from '../normalise/date.ts'
import { parseEmail, parseGender, parsePhone, parsePostcode, splitName } from '../normalise/text.ts'
import type { Json } from './clean.ts'

type Traits = { [key: string]: Json }

const longest = 200

/** What the traits of `identify` say of a person, by the names the protocol reserves and their Japanese readings. */
export function readPerson(traits: Traits): Person | null {
  const text = (...names: string[]) => names.map((name) => plain(traits[name])).find((one) => one !== '') ?? ''
  const [family, given] = splitName(text('name', 'fullName', 'full_name'))
  const [familyKana, givenKana] = splitName(text('nameKana', 'name_kana'))
  const phone = text('phone', 'phoneNumber', 'phone_number')
  const person: Person = {
    familyName: text('lastName', 'last_name', 'familyName') || family,
    givenName: text('firstName', 'first_name', 'givenName') || given,
    familyKana: text('lastNameKana', 'last_name_kana', 'familyKana') || familyKana,
    givenKana: text('firstNameKana', 'first_name_kana', 'givenKana') || givenKana,
    companyName: plain(group(traits.company).name) || plain(traits.company),
    email: parseEmail(text('email')).value ?? '',
    phone: parsePhone(phone).value ? phone : '',
    ...addressOf(traits.address),
    birthOn: parseDay(text('birthday', 'birthDate', 'birth_date').slice(0, 10)).value ?? null,
    gender: parseGender(text('gender')).value ?? null,
  }
  return Object.values(person).some((value) => value !== '' && value !== null) ? person : null
}

/** Traits that are no contact data or names, which stand in the record: they stay with the event. */
export function otherTraits(traits: Traits): Traits {
  return Object.fromEntries(Object.entries(traits).filter(([name]) => !personal.test(name)))
}

const personal =
  /^(name|full_?name|first_?name|last_?name|family_?name|given_?name|name_?kana|(first|last)_?name_?kana|(family|given)_?kana|e?-?mail|phone(_?number)?|address|company|birth(day|_?date)|gender|username|avatar)$/i

function addressOf(value: Json | undefined): Pick<Person, 'postcode' | 'prefecture' | 'address1' | 'address2'> {
  const address = group(value)
  const line = plain(value)
  const street = line || `${plain(address.city)}${plain(address.street)}`
  const [found, rest] = splitAddress(street)
  return {
    postcode: parsePostcode(plain(address.postalCode) || plain(address.postal_code) || plain(address.zip)),
    prefecture: plain(address.state) || plain(address.prefecture) || found,
    address1: plain(address.state) ? street : rest,
    address2: plain(address.street2) || plain(address.building),
  }
}

function group(value: Json | undefined): Traits {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function plain(value: Json | undefined): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.trim().slice(0, longest) : ''
}
