import { Checkbox, Radio, RadioGroup } from '../../../../ui/Choice.tsx'
import { TextArea } from '../../../../ui/TextField.tsx'
import { useSiteKindWords } from './words.ts'

export interface SiteDraft {
  origins: string
  isServer: boolean
  makesCustomers: boolean
}

export const newSite: SiteDraft = { origins: '', isServer: false, makesCustomers: true }

/** As they are kept; what came from elsewhere is not trusted to be whole. */
export function draftOf(settings: Record<string, unknown>): SiteDraft {
  const origins = Array.isArray(settings.origins) ? settings.origins : []
  return {
    origins: origins.join('\n'),
    isServer: settings.isServer === true,
    makesCustomers: settings.makesCustomers !== false,
  }
}

export function settingsOf({ origins, isServer, makesCustomers }: SiteDraft): Record<string, unknown> {
  return { origins: isServer ? [] : origins.split(/\s+/).filter(Boolean), isServer, makesCustomers }
}

/** A problem of one line stands at the field that holds the lines. */
export function problemsOf(problems: Record<string, string>): Record<string, string> {
  const fold = (field: string) => (field.startsWith('settings.origins') ? 'origins' : field)
  return Object.fromEntries(Object.entries(problems).map(([field, text]) => [fold(field), text]))
}

interface SiteFieldsProps {
  draft: SiteDraft
  onChange(draft: SiteDraft): void
}

/** Where it is sent from, and what becomes of people nobody knows. */
export function SiteFields({ draft, onChange }: SiteFieldsProps) {
  const words = useSiteKindWords()
  return (
    <>
      <RadioGroup
        label={words.use}
        value={draft.isServer ? 'server' : 'pages'}
        onChange={(use) => onChange({ ...draft, isServer: use === 'server' })}
      >
        <Radio value="pages" note={words.usePagesNote}>
          {words.usePages}
        </Radio>
        <Radio value="server" note={words.useServerNote}>
          {words.useServer}
        </Radio>
      </RadioGroup>
      {!draft.isServer && (
        <TextArea
          label={words.origins}
          note={words.originsNote}
          name="origins"
          rows={3}
          placeholder="https://shop.example"
          value={draft.origins}
          onChange={(origins) => onChange({ ...draft, origins })}
          isRequired
        />
      )}
      <Checkbox isSelected={draft.makesCustomers} onChange={(makesCustomers) => onChange({ ...draft, makesCustomers })}>
        {words.makesCustomers}
      </Checkbox>
    </>
  )
}
