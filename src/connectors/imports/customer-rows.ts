import { parseDay } from '../normalise/date.ts'
import { parseCode, parseConsent } from '../normalise/text.ts'
import type { Field } from './field.ts'
import { attributePlaces, type Mapping } from './mapping.ts'
import type { RowProblem } from './order-rows.ts'
import { cellReader, customerKey, headerAgain, type Person, personReader } from './person.ts'

export interface CustomerRow {
  row: number
  /** by which the source knows the customer */
  key: string
  number: string
  person: Person
  registeredOn: string | null
  store: string
  channel: string
  note: string
  tags: string
  /** channel → whether the person agreed, where the file says */
  consents: Record<string, boolean>
  /** column → text, for columns kept as custom attributes */
  attributes: Record<string, string>
}

export interface CustomerRowsOutput {
  customer(row: CustomerRow): void
  problem(problem: RowProblem): void
}

const consentFields = {
  mailConsent: 'mail',
  smsConsent: 'sms',
  phoneConsent: 'phone',
  postConsent: 'post',
} as const satisfies Partial<Record<Field, string>>

/** Turns the rows of a customer file into customers: a row with a cell that cannot be read is refused as a whole. */
export function customerRows(mapping: Mapping, names: string[], output: CustomerRowsOutput) {
  const reader = (field: Field) => cellReader(mapping, names, field) ?? (() => '')
  const [number, registeredOn, store] = [reader('number'), reader('registeredOn'), reader('store')]
  const [channel, note, tags] = [reader('channel'), reader('note'), reader('tags')]
  const consentReaders = (Object.keys(consentFields) as (keyof typeof consentFields)[]).map(
    (field) => [field, reader(field)] as const,
  )
  const person = personReader(mapping, names)
  const kept = attributePlaces(mapping, names)
  const isHeaderAgain = headerAgain(mapping, names)
  return {
    take(cells: string[], row: number): void {
      if (isHeaderAgain(cells)) return
      let refused = false
      const refuse = (problem: Omit<RowProblem, 'row' | 'cells'>) => {
        output.problem({ row, ...problem, cells })
        refused = true
      }
      if (cells.some((cell) => cell.includes('\ufffd'))) refuse({ field: '', code: 'unreadable-characters', value: '' })
      const numberText = number(cells)
      const code = parseCode(numberText)
      if (code.problem) refuse({ field: 'number', code: code.problem, value: numberText })
      const facts = person(cells, refuse)
      const key = customerKey(numberText, facts.email)
      if (key === '') refuse({ field: 'number', code: 'missing', value: '' })
      const dayText = registeredOn(cells)
      const day = parseDay(dayText, mapping.options.dateOrder)
      if (day.problem) refuse({ field: 'registeredOn', code: day.problem, value: dayText })
      const consents: Record<string, boolean> = {}
      for (const [field, read] of consentReaders) {
        const text = read(cells)
        const consent = parseConsent(text)
        if (consent.problem) refuse({ field, code: consent.problem, value: text })
        else if (consent.value !== null) consents[consentFields[field]] = consent.value
      }
      if (refused) return
      const attributes: Record<string, string> = {}
      for (const [place, name] of kept) {
        const text = (cells[place] ?? '').trim()
        if (text !== '') attributes[name] = text.slice(0, 1000)
      }
      output.customer({
        row,
        key,
        number: code.value ?? '',
        person: facts,
        registeredOn: day.value ?? null,
        store: store(cells) || mapping.options.store,
        channel: channel(cells) || mapping.options.channel,
        note: note(cells).slice(0, 10_000),
        tags: tags(cells),
        consents,
        attributes,
      })
    },
    end(): void {},
  }
}
