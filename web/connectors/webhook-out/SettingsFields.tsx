import { type TopicName, type WebhookOutSettings, webhookTopics } from '../../../src/connectors/deliveries/contract.ts'
import { Checkbox, CheckboxGroup } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useWebhookOutWords } from './words.ts'

interface SettingsFieldsProps {
  value: WebhookOutSettings
  onChange(value: WebhookOutSettings): void
}

/** Where to, what, and how much of a person goes along. */
export function SettingsFields({ value, onChange }: SettingsFieldsProps) {
  const words = useWebhookOutWords()
  return (
    <>
      <TextField
        label={words.url}
        note={words.urlNote}
        name="settings.url"
        inputMode="url"
        value={value.url}
        onChange={(url) => onChange({ ...value, url })}
        isRequired
      />
      <CheckboxGroup
        label={words.topics}
        name="settings.topics"
        value={value.topics}
        onChange={(topics) => onChange({ ...value, topics: topics as TopicName[] })}
      >
        <div className="grid gap-x-6 tablet:grid-cols-2">
          {webhookTopics.map((topic) => (
            <Checkbox key={topic} value={topic}>
              {words.topicNames[topic]}
            </Checkbox>
          ))}
        </div>
      </CheckboxGroup>
      <Extra
        label={words.withContacts}
        note={words.withContactsNote}
        isSelected={value.withContacts}
        onChange={(withContacts) => onChange({ ...value, withContacts })}
      />
      <Extra
        label={words.withFiles}
        note={words.withFilesNote}
        isSelected={value.withFiles}
        onChange={(withFiles) => onChange({ ...value, withFiles })}
      />
    </>
  )
}

interface ExtraProps {
  label: string
  note: string
  isSelected: boolean
  onChange(isSelected: boolean): void
}

function Extra({ label, note, ...rest }: ExtraProps) {
  return (
    <div>
      <Checkbox {...rest}>{label}</Checkbox>
      <p className="pl-6 text-note text-ink-2">{note}</p>
    </div>
  )
}
