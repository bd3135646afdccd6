import { readGender } from '../../../customers/index.ts'
import { readMailbox } from '../../../platform/mail/message.ts'
import type { Definition, Field } from '../definition.ts'

export type AnswerValue = string | number | boolean | string[] | Record<string, string>

export interface AttributeType {
  key: string
  type: 'text' | 'number' | 'date' | 'boolean' | 'choice'
  choices: string[]
}

export interface SentProblem {
  /** name of the input it is about */
  name: string
  field: Field | null
  code: 'required' | 'wrong-format' | 'too-long' | 'not-a-choice' | 'out-of-range' | 'must-agree'
}

export interface Sent {
  values: Record<string, AnswerValue>
  /** by the place of the consent in the form; null: a box left empty, which says nothing */
  consents: (boolean | null)[]
  problems: SentProblem[]
}

/** Inputs of the page itself, beside its fields. */
export const pageInput = 'page'
export const fillInput = 'fill'
/** Nobody sees it; what fills it in is no person. */
export const trapInput = 'homepage'

export const nameParts = ['family', 'given'] as const
export const addressParts = ['postcode', 'prefecture', 'address1', 'address2'] as const

/** The inputs a field has on the page. */
export function inputsOf({ key, kind }: Field): string[] {
  if (kind === 'name' || kind === 'kana') return nameParts.map((part) => `f.${key}.${part}`)
  if (kind === 'address') return addressParts.map((part) => `f.${key}.${part}`)
  return [`f.${key}`]
}

export const consentInput = (place: number) => `c.${place}`

/** What was sent that no input of the page sends. */
export function unknownInputs(definition: Definition, sent: URLSearchParams): string[] {
  const known = new Set([
    pageInput,
    fillInput,
    trapInput,
    ...definition.fields.flatMap(inputsOf),
    ...definition.consents.map((_, place) => consentInput(place)),
  ])
  const many = new Set(definition.fields.filter(({ kind }) => kind === 'choices').map(({ key }) => `f.${key}`))
  const counted = Map.groupBy(sent.keys(), (name) => name)
  return [...counted]
    .filter(([name, all]) => !known.has(name) || (all.length > 1 && !many.has(name)))
    .map(([name]) => name)
}

const mostLetters: Partial<Record<Field['kind'], number>> = { text: 4000, line: 300, attribute: 300 }
const mostOfPart = 100

/** What people wrote, by the rules of the form: pure, and the only reader of what a public page sends. */
export function readSent(
  definition: Definition,
  sent: URLSearchParams,
  attributes: AttributeType[],
  today: string,
): Sent {
  const values: Sent['values'] = {}
  const problems: SentProblem[] = []
  for (const field of definition.fields) {
    const read = readField(field, sent, attributes, today)
    if (read.problem) problems.push({ name: read.at ?? (inputsOf(field)[0] as string), field, code: read.problem })
    else if (read.value !== undefined) values[field.key] = read.value
    else if (field.isRequired) problems.push({ name: inputsOf(field)[0] as string, field, code: 'required' })
  }
  const consents = definition.consents.map(({ asks, isRequired }, place) => {
    const given = sent.get(consentInput(place))
    const isGranted = given === 'yes' ? true : asks === 'choice' && given === 'no' ? false : null
    if (isRequired && isGranted !== true && (asks === 'tick' || isGranted === null)) {
      problems.push({ name: consentInput(place), field: null, code: 'must-agree' })
    }
    return isGranted
  })
  return { values, consents, problems }
}

interface Read {
  value?: AnswerValue
  problem?: SentProblem['code']
  /** the input, where a field has several */
  at?: string
}

/** One line: line breaks and what cannot be seen are no part of it. */
export function lineOf(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** Lines stay; a NUL and its like do not. */
function linesOf(text: string): string {
  return text
    .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
}

function readField(field: Field, sent: URLSearchParams, attributes: AttributeType[], today: string): Read {
  const { kind, key } = field
  if (kind === 'name' || kind === 'kana') return readParts(field, sent, nameParts, ['family'])
  if (kind === 'address') return readParts(field, sent, addressParts, ['prefecture', 'address1'])
  const raw = sent.get(`f.${key}`) ?? ''
  if (kind === 'choices') {
    const chosen = [...new Set(sent.getAll(`f.${key}`).filter(Boolean))]
    if (chosen.some((one) => !field.choices.includes(one))) return { problem: 'not-a-choice' }
    return chosen.length === 0 ? {} : { value: chosen }
  }
  const text = kind === 'text' ? linesOf(raw) : lineOf(raw)
  if (text === '') return {}
  if (text.length > (mostLetters[kind] ?? 254)) return { problem: 'too-long' }
  if (kind === 'choice') return field.choices.includes(text) ? { value: text } : { problem: 'not-a-choice' }
  if (kind === 'rating') return /^(\d|10)$/.test(text) ? { value: Number(text) } : { problem: 'out-of-range' }
  if (kind === 'email') return readMail(text)
  if (kind === 'phone') return readPhone(text)
  if (kind === 'birth') return readDay(text, today)
  if (kind === 'gender') return readGender(text) === text ? { value: text } : { problem: 'not-a-choice' }
  if (kind === 'attribute') return readAttribute(field, text, attributes)
  return { value: text }
}

function readParts(field: Field, sent: URLSearchParams, parts: readonly string[], needed: readonly string[]): Read {
  const value = Object.fromEntries(parts.map((part) => [part, lineOf(sent.get(`f.${field.key}.${part}`) ?? '')]))
  const long = parts.find((part) => (value[part] ?? '').length > mostOfPart)
  if (long) return { problem: 'too-long', at: `f.${field.key}.${long}` }
  const isEmpty = Object.values(value).every((part) => part === '')
  if (isEmpty) return {}
  const missing = field.isRequired ? needed.find((part) => value[part] === '') : undefined
  if (missing) return { problem: 'required', at: `f.${field.key}.${missing}` }
  const { postcode } = value
  if (postcode && !/^[\d-]{3,10}$/.test(postcode.normalize('NFKC').replace(/[ー−‐―〒\s]/g, '-'))) {
    return { problem: 'wrong-format', at: `f.${field.key}.postcode` }
  }
  return { value }
}

function readMail(text: string): Read {
  const value = readMailbox(text)
  return value === undefined ? { problem: 'wrong-format' } : { value }
}

function readPhone(text: string): Read {
  const plain = text.normalize('NFKC').replace(/[ー−‐―–—]/g, '-')
  const digits = plain.replace(/\D/g, '').length
  return /^\+?[\d\s()-]+$/.test(plain) && digits >= 9 && digits <= 15 ? { value: plain } : { problem: 'wrong-format' }
}

function readDay(text: string, today: string): Read {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return { problem: 'wrong-format' }
  const day = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) return { problem: 'wrong-format' }
  return text > today || text < '1900-01-01' ? { problem: 'out-of-range' } : { value: text }
}

function readAttribute({ attribute }: Field, text: string, attributes: AttributeType[]): Read {
  const found = attributes.find((one) => one.key === attribute)
  // taken away since the form was made: what was written is kept as text
  if (!found || found.type === 'text') return { value: text }
  if (found.type === 'choice') return found.choices.includes(text) ? { value: text } : { problem: 'not-a-choice' }
  if (found.type === 'boolean') return /^(yes|no)$/.test(text) ? { value: text === 'yes' } : { problem: 'not-a-choice' }
  if (found.type === 'date') return readDay(text, '2999-12-31')
  const number = Number(text.normalize('NFKC').replaceAll(',', ''))
  return Number.isFinite(number) ? { value: number } : { problem: 'wrong-format' }
}
