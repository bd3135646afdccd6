import { X } from 'lucide-react'
import type { Asking } from '../../../src/connectors/forms/contract.ts'
import { consentChannels, consentPurposes } from '../../../src/consent/contract.ts'
import { useConsentWords } from '../../consent/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, Select } from '../../ui/Choice.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { useFormWords } from './words.ts'

/** What people are asked to agree to, each by a channel for a purpose, in words that are kept. */
export function Consents({ consents, onChange }: { consents: Asking[]; onChange(consents: Asking[]): void }) {
  const words = useFormWords()
  const add = () =>
    onChange([...consents, { channel: 'mail', purpose: 'promotion', body: '', asks: 'tick', isRequired: false }])
  return (
    <Section title={words.consents} note={words.consentsNote}>
      <ol>
        {consents.map((consent, place) => (
          // consents have no name of their own: their place is what tells them apart
          // biome-ignore lint/suspicious/noArrayIndexKey: they are only added at the end and taken away
          <li key={place} className="border-b border-rule py-3">
            <Consent
              consent={consent}
              place={place}
              onChange={(part) => onChange(consents.with(place, { ...consent, ...part }))}
              onRemove={() => onChange(consents.toSpliced(place, 1))}
            />
          </li>
        ))}
      </ol>
      <div className="pt-3">
        <Button onPress={add}>{words.addConsent}</Button>
      </div>
    </Section>
  )
}

interface ConsentProps {
  consent: Asking
  place: number
  onChange(part: Partial<Asking>): void
  onRemove(): void
}

function Consent({ consent, place, onChange, onRemove }: ConsentProps) {
  const words = useFormWords()
  const { channels, purposes } = useConsentWords()
  const name = words.consent(place + 1)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center">
        <b className="flex-1">{name}</b>
        <Button icon kind="quiet" aria-label={words.remove(name)} onPress={onRemove}>
          <X aria-hidden size={16} strokeWidth={1.5} />
        </Button>
      </div>
      <TextArea
        label={words.body}
        name={`definition.consents.${place}.body`}
        rows={2}
        value={consent.body}
        onChange={(body) => onChange({ body })}
        isRequired
      />
      <div className="grid gap-4 tablet:grid-cols-2">
        <Select
          label={words.channel}
          choices={consentChannels.map((id) => ({ id, label: channels[id] }))}
          value={consent.channel}
          onChange={(channel) => onChange({ channel })}
        />
        <Select
          label={words.purpose}
          choices={consentPurposes.map((id) => ({ id, label: purposes[id] }))}
          value={consent.purpose}
          onChange={(purpose) => onChange({ purpose })}
        />
      </div>
      <Select
        label={words.asks}
        choices={[
          { id: 'tick', label: words.asksTick },
          { id: 'choice', label: words.asksChoice },
        ]}
        value={consent.asks}
        onChange={(asks) => onChange({ asks })}
      />
      <Checkbox isSelected={consent.isRequired} onChange={(isRequired) => onChange({ isRequired })}>
        {words.mustAgree}
      </Checkbox>
    </div>
  )
}
