import { readAddress } from '../normalise/address.ts'
import { readBirth } from '../normalise/birth.ts'
import { readEmail } from '../normalise/email.ts'
import { readGender } from '../normalise/gender.ts'
import { nameKeysOf, type Surnames } from '../normalise/name.ts'
import { readPhones } from '../normalise/phone.ts'
import { isBlankLike, plain } from '../normalise/plain.ts'

/** What a source says of one person, as it was written there. Fields nobody filled are left out. */
export interface SourceRecord {
  source?: string
  memberNo?: string
  familyName?: string
  givenName?: string
  familyKana?: string
  givenKana?: string
  fullName?: string
  postcode?: string
  prefecture?: string
  address1?: string
  address2?: string
  phone?: string
  mobile?: string
  email?: string
  birthDate?: string
  gender?: string
  lineId?: string
  /** further columns of the base, in its order: compared as they are */
  others?: readonly string[]
}

/** The same record as keys; '' and 0 where nothing is known. */
export interface RecordKeys {
  source: string
  member: string
  line: string
  family: string
  given: string
  familyReading: string
  givenReading: string
  firm: boolean
  /** year, month and day as eight digits; zeros for the parts that are not known */
  birth: number
  mobile: string
  landline: string
  email: string
  local: string
  city: string
  town: string
  block: string
  room: string
  postcode: string
  words: string
  gender: 0 | 1 | 2
  others: string[]
}

/** Only one cell holds the name and nothing parts it: better read once the base's surnames are known. */
export function isUnparted(record: SourceRecord): boolean {
  return (record.familyName ?? '') === '' && (record.givenName ?? '') === '' && (record.fullName ?? '') !== ''
}

export function keysOf(record: SourceRecord, surnames: Surnames): RecordKeys {
  const name = nameKeysOf(
    {
      family: record.familyName ?? '',
      given: record.givenName ?? '',
      familyKana: record.familyKana ?? '',
      givenKana: record.givenKana ?? '',
      full: record.fullName ?? '',
    },
    surnames,
  )
  const place = readAddress({
    postcode: record.postcode ?? '',
    prefecture: record.prefecture ?? '',
    address1: record.address1 ?? '',
    address2: record.address2 ?? '',
  })
  const town = place.town === '' ? '' : `${place.city}|${place.town}`
  return {
    source: plain(record.source ?? ''),
    member: code(record.memberNo),
    line: code(record.lineId),
    ...name,
    birth: birthKey(record.birthDate),
    ...phonesOf(record),
    ...mailboxOf(record.email),
    city: place.city || place.prefecture,
    town,
    block: town !== '' && place.block !== '' ? `${town}|${place.block}` : '',
    room: place.room,
    postcode: place.postcode,
    words: place.words,
    gender: genderKey(record.gender),
    others: (record.others ?? []).map((text) => (isBlankLike(text) ? '' : plain(text).toLowerCase())),
  }
}

function code(text = ''): string {
  return isBlankLike(text) || /^0+$/.test(text) ? '' : plain(text).replace(/\s/g, '').toUpperCase()
}

function birthKey(text = ''): number {
  const birth = readBirth(text)
  return birth ? birth.year * 10_000 + birth.month * 100 + birth.day : 0
}

/** A mobile number is a person's; every other kind is a household's. Free and local numbers are nobody's. */
function phonesOf(record: SourceRecord): { mobile: string; landline: string } {
  const phones = [...readPhones(record.mobile ?? ''), ...readPhones(record.phone ?? '')]
  const first = (kinds: string) => phones.find(({ kind }) => kinds.includes(kind))?.number ?? ''
  return { mobile: first('mobile'), landline: first('landline ip abroad') }
}

function mailboxOf(text = ''): { email: string; local: string } {
  const email = readEmail(text)
  if (!email || email.kind !== 'personal') return { email: '', local: '' }
  return { email: email.key, local: email.local.length >= 6 ? email.local : '' }
}

function genderKey(text = ''): 0 | 1 | 2 {
  const gender = readGender(text)
  return gender === 'female' ? 1 : gender === 'male' ? 2 : 0
}
