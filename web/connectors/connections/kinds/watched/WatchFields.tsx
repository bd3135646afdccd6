import { Radio, RadioGroup, Select } from '../../../../ui/Choice.tsx'
import { NumberField, TextArea, TextField } from '../../../../ui/TextField.tsx'
import { useImportWords } from '../../../words.ts'
import type { Draft } from './draft.ts'
import { useWatchWords } from './words.ts'

export interface FieldsProps {
  draft: Draft
  onChange(part: Partial<Draft>): void
  /** secrets are kept already: they are typed only to be changed */
  isKept?: boolean
}

/** Which files, when, in which layout, and what becomes of them. */
export function WatchFields({ draft, onChange }: FieldsProps) {
  const words = useWatchWords()
  const imports = useImportWords()
  const choices = <Id extends string>(names: Record<Id, string>) =>
    (Object.entries(names) as [Id, string][]).map(([id, label]) => ({ id, label }))
  return (
    <>
      <TextField
        label={words.pattern}
        note={words.patternNote}
        name="settings.pattern"
        value={draft.pattern}
        onChange={(pattern) => onChange({ pattern })}
        isRequired
      />
      <div className="grid gap-5 tablet:grid-cols-2">
        <Select
          label={words.schedule}
          choices={[
            { id: 'every', label: words.every },
            { id: 'daily', label: words.daily },
          ]}
          value={draft.rhythm}
          onChange={(rhythm) => onChange({ rhythm })}
        />
        {draft.rhythm === 'every' ? (
          <NumberField
            label={words.every}
            unit={words.minutes}
            name="settings.schedule"
            minValue={5}
            maxValue={1440}
            value={draft.everyMinutes}
            onChange={(everyMinutes) => onChange({ everyMinutes })}
          />
        ) : (
          <TextField
            label={words.dailyAt}
            name="settings.schedule"
            type="time"
            value={draft.dailyAt}
            onChange={(dailyAt) => onChange({ dailyAt })}
            isRequired
          />
        )}
      </div>
      <Select
        label={words.layout}
        note={words.layoutNote}
        choices={[{ id: '', label: words.layoutAuto }, ...choices(imports.presets)]}
        value={draft.layout}
        onChange={(layout) => onChange({ layout })}
      />
      <div className="grid gap-5 tablet:grid-cols-2">
        <Select
          label={words.afterwards}
          choices={choices(words.afterwardsOf)}
          value={draft.afterwards}
          onChange={(afterwards) => onChange({ afterwards })}
        />
        <Select
          label={words.completeBy}
          choices={choices(words.completeByOf)}
          value={draft.completeBy}
          onChange={(completeBy) => onChange({ completeBy })}
        />
      </div>
    </>
  )
}

/** Which server, and how to sign in there. */
export function ServerFields({ draft, onChange, isKept = false }: FieldsProps) {
  const words = useWatchWords()
  const note = isKept ? words.keepSecret : undefined
  // a key learnt while trying is that of the server that was tried
  const another = isKept ? {} : { hostKey: '' }
  return (
    <>
      <div className="grid gap-5 tablet:grid-cols-[minmax(0,1fr)_120px]">
        <TextField
          label={words.host}
          note={words.hostNote}
          name="settings.host"
          value={draft.host}
          onChange={(host) => onChange({ host, ...another })}
          isRequired
        />
        <NumberField
          label={words.port}
          name="settings.port"
          minValue={1}
          maxValue={65_535}
          formatOptions={{ useGrouping: false }}
          value={draft.port}
          onChange={(port) => onChange({ port, ...another })}
        />
      </div>
      <TextField
        label={words.user}
        name="settings.user"
        autoComplete="off"
        value={draft.user}
        onChange={(user) => onChange({ user })}
        isRequired
      />
      <RadioGroup
        label={words.signInBy}
        value={draft.signInBy}
        onChange={(signInBy) => onChange({ signInBy: signInBy as Draft['signInBy'] })}
      >
        <Radio value="password">{words.byPassword}</Radio>
        <Radio value="key">{words.byKey}</Radio>
      </RadioGroup>
      {draft.signInBy === 'password' ? (
        <TextField
          label={words.password}
          note={note}
          name="secrets.password"
          type="password"
          autoComplete="off"
          value={draft.password}
          onChange={(password) => onChange({ password })}
        />
      ) : (
        <>
          <TextArea
            label={words.privateKey}
            note={note ?? words.privateKeyNote}
            name="secrets.privateKey"
            rows={5}
            value={draft.privateKey}
            onChange={(privateKey) => onChange({ privateKey })}
          />
          <TextField
            label={words.passphrase}
            name="secrets.passphrase"
            type="password"
            autoComplete="off"
            value={draft.passphrase}
            onChange={(passphrase) => onChange({ passphrase })}
          />
        </>
      )}
    </>
  )
}
