import type { Field, StoredDefinition } from '../definition.ts'
import type { AnswerValue } from '../page/sent.ts'

export interface Person {
  profile: {
    familyName?: string
    givenName?: string
    familyKana?: string
    givenKana?: string
    birthOn?: string
    gender?: string
  }
  email: string | null
  phone: string | null
  address: { postcode: string | null; prefecture: string; address1: string; address2: string } | null
  /** by the key of the attribute */
  attributes: Record<string, string | number | boolean>
}

/** What an answer says of the person who gave it. */
export function personIn({ fields }: StoredDefinition, answers: Record<string, AnswerValue>): Person {
  const person: Person = { profile: {}, email: null, phone: null, address: null, attributes: {} }
  for (const field of fields) {
    const value = answers[field.key]
    if (value !== undefined) tell(person, field, value)
  }
  return person
}

function tell(person: Person, { kind, attribute }: Field, value: AnswerValue): void {
  const parts = value as Record<string, string>
  const { profile } = person
  if (kind === 'name') Object.assign(profile, { familyName: parts.family, givenName: parts.given })
  else if (kind === 'kana') Object.assign(profile, { familyKana: parts.family, givenKana: parts.given })
  else if (kind === 'birth') profile.birthOn = String(value)
  else if (kind === 'gender') profile.gender = String(value)
  else if (kind === 'email') person.email = String(value)
  else if (kind === 'phone') person.phone = String(value)
  else if (kind === 'address') person.address = addressIn(parts)
  else if (kind === 'attribute' && attribute !== null) person.attributes[attribute] = value as string | number | boolean
}

function addressIn({
  postcode = '',
  prefecture = '',
  address1 = '',
  address2 = '',
}: Record<string, string>): Person['address'] {
  return prefecture + address1 + address2 === '' ? null : { postcode: postcode || null, prefecture, address1, address2 }
}

/** Who answered without saying who they are has no record to go to. */
export function isAnonymous({ email, phone, profile }: Person, kind: string): boolean {
  const isNamed = Boolean(profile.familyName || profile.givenName)
  return email === null && phone === null && (kind === 'survey' || !isNamed)
}
