import {
  type AttributeDefinitionReply,
  type CustomerReply,
  genders,
  listAttributeDefinitions,
  listChanges,
  listChannels,
  listStores,
} from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { Section } from '../../ui/Section.tsx'
import { ageOn } from '../days.ts'
import { useRecordWords } from '../words.ts'
import type { FieldValue } from './edit.ts'
import { ChoiceFact, TextFact } from './Field.tsx'

interface FactsProps {
  customer: CustomerReply
  today: string
}

const orNull = (text: string) => (text === '' ? null : text)

/** Who the customer is; each field is changed by itself. */
export function Facts({ customer, today }: FactsProps) {
  const words = useRecordWords()
  const format = useFormat()
  const lastChange = useLastChanges(customer.id)
  const stores = useCall(listStores, {}, { staleTime: 60_000 }).data?.items ?? []
  const channels = useCall(listChannels, {}, { staleTime: 60_000 }).data?.items ?? []
  const fact = (field: keyof CustomerReply & string, label: string) => ({
    customer,
    field,
    label,
    value: customer[field] as FieldValue,
    lastChange: lastChange(field),
  })
  const named = ({ id, name }: { id: number; name: string }) => ({ id, label: name })
  const { birthOn } = customer
  return (
    <Section title={words.facts.title} end={<span className="text-note text-ink-2">{words.facts.hint}</span>}>
      <dl>
        <TextFact {...fact('familyName', words.facts.familyName)} />
        <TextFact {...fact('givenName', words.facts.givenName)} />
        <TextFact {...fact('familyKana', words.facts.familyKana)} />
        <TextFact {...fact('givenKana', words.facts.givenKana)} />
        <TextFact {...fact('companyName', words.facts.companyName)} />
        <TextFact {...fact('number', words.facts.number)} parse={orNull} />
        <TextFact
          {...fact('birthOn', words.facts.birthOn)}
          type="date"
          parse={orNull}
          {...(birthOn && {
            display: (
              <span>
                {format.birthday(birthOn)}{' '}
                <span className="whitespace-nowrap">{words.facts.age(ageOn(birthOn, today))}</span>
              </span>
            ),
          })}
        />
        <ChoiceFact
          {...fact('gender', words.facts.gender)}
          choices={genders.map((id) => ({ id, label: words.facts.genders[id] }))}
        />
        <ChoiceFact {...fact('storeId', words.facts.store)} choices={stores.map(named)} />
        <ChoiceFact {...fact('channelId', words.facts.channel)} choices={channels.map(named)} />
        <TextFact
          {...fact('registeredOn', words.facts.registeredOn)}
          type="date"
          parse={orNull}
          {...(customer.registeredOn && { display: format.day(customer.registeredOn) })}
        />
      </dl>
    </Section>
  )
}

/** The fields the shop itself added. */
export function Attributes({ customer }: { customer: CustomerReply }) {
  const words = useRecordWords()
  const definitions = useCall(listAttributeDefinitions, {}, { staleTime: 60_000 }).data?.items ?? []
  const lastChange = useLastChanges(customer.id)
  if (definitions.length === 0) return null
  return (
    <Section title={words.attributes.title}>
      <dl>
        {definitions.map((definition) => (
          <Attribute
            key={definition.key}
            customer={customer}
            definition={definition}
            lastChange={lastChange(`attributes.${definition.key}`)}
          />
        ))}
      </dl>
    </Section>
  )
}

interface AttributeProps {
  customer: CustomerReply
  definition: AttributeDefinitionReply
  lastChange: string | undefined
}

function Attribute({ customer, definition, lastChange }: AttributeProps) {
  const words = useRecordWords()
  const format = useFormat()
  const value = customer.attributes[definition.key] ?? null
  const fact = { customer, field: `attributes.${definition.key}`, label: definition.name, value, lastChange }
  if (definition.type === 'choice') {
    return <ChoiceFact {...fact} choices={definition.choices.map((id) => ({ id, label: id }))} />
  }
  if (definition.type === 'boolean') {
    const choices = [
      { id: true, label: words.attributes.yes },
      { id: false, label: words.attributes.no },
    ]
    return <ChoiceFact {...fact} choices={choices} />
  }
  if (definition.type === 'number') {
    const display = typeof value === 'number' ? { display: format.number(value) } : {}
    return <TextFact {...fact} {...display} type="number" parse={(text) => (text === '' ? null : Number(text))} />
  }
  const day = definition.type === 'date'
  const display = day && typeof value === 'string' ? { display: format.day(value) } : {}
  return <TextFact {...fact} {...display} type={day ? 'date' : 'text'} parse={orNull} />
}

/** Who changed a field last and when, for whoever rests on it. */
function useLastChanges(customerId: number): (field: string) => string | undefined {
  const words = useRecordWords()
  const format = useFormat()
  const changes = useCall(listChanges, { params: { customerId }, query: { subject: 'customer', limit: 50 } }).data
    ?.items
  return (field) => {
    const change = changes?.find((one) => field in one.diff)
    return (
      change && words.history.changedBy(change.staffName ?? words.history.via[change.via], format.dateTime(change.at))
    )
  }
}
