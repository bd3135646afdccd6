import { ArrowDown, ArrowUp, Pencil, X } from 'lucide-react'
import { useState } from 'react'
import { type Field, fieldKinds, onceOnly } from '../../../src/connectors/forms/contract.ts'
import { listAttributeDefinitions } from '../../../src/customers/contract.ts'
import { useCall } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, Select } from '../../ui/Choice.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { freshKey, moved } from './draft.ts'
import { useFormWords } from './words.ts'

interface QuestionsProps {
  fields: Field[]
  /** paths of what the server refused */
  wrong: string[]
  onChange(fields: Field[]): void
}

/** The questions of a form, in their order; one is open to be written at a time, and each that is wrong. */
export function Questions({ fields, wrong, onChange }: QuestionsProps) {
  const words = useFormWords()
  const [open, setOpen] = useState<string | null>(null)
  const offered = fieldKinds.filter((kind) => !onceOnly.includes(kind) || !fields.some((field) => field.kind === kind))
  const add = (kind: Field['kind']) => {
    const key = freshKey(
      kind,
      fields.map((field) => field.key),
    )
    const label = words.fieldKinds[kind]
    onChange([...fields, { key, kind, label, note: '', isRequired: false, choices: [], attribute: null }])
    setOpen(key)
  }
  return (
    <Section title={words.fields} note={words.fieldsNote}>
      <ol>
        {fields.map((field, place) => {
          const isWrong = wrong.some((path) => path.startsWith(`definition.fields.${place}.`))
          const set = (part: Partial<Field>) => onChange(fields.with(place, { ...field, ...part }))
          return (
            <li key={field.key} className="border-b border-rule py-2">
              <Head
                field={field}
                isFirst={place === 0}
                isLast={place === fields.length - 1}
                onEdit={() => setOpen(open === field.key ? null : field.key)}
                onMove={(step) => onChange(moved(fields, place, step))}
                onRemove={() => onChange(fields.toSpliced(place, 1))}
              />
              {(open === field.key || isWrong) && (
                <Question field={field} at={`definition.fields.${place}`} onChange={set} />
              )}
            </li>
          )
        })}
      </ol>
      <div className="max-w-72 pt-3">
        <Select
          label={words.addField}
          hideLabel
          placeholder={words.addField}
          choices={offered.map((id) => ({ id, label: words.fieldKinds[id] }))}
          value={null}
          onChange={add}
        />
      </div>
    </Section>
  )
}

interface HeadProps {
  field: Field
  isFirst: boolean
  isLast: boolean
  onEdit(): void
  onMove(step: -1 | 1): void
  onRemove(): void
}

function Head({ field, isFirst, isLast, onEdit, onMove, onRemove }: HeadProps) {
  const words = useFormWords()
  const { label, kind, isRequired } = field
  const icon = { 'aria-hidden': true, size: 16, strokeWidth: 1.5 } as const
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="min-w-0 flex-1 basis-48">
        <b>{label}</b>
        <span className="block text-note text-ink-2">
          {words.fieldKinds[kind]}
          {isRequired && `・${words.required}`}
        </span>
      </span>
      <span className="flex gap-1">
        <Button icon kind="quiet" aria-label={words.up(label)} isDisabled={isFirst} onPress={() => onMove(-1)}>
          <ArrowUp {...icon} />
        </Button>
        <Button icon kind="quiet" aria-label={words.down(label)} isDisabled={isLast} onPress={() => onMove(1)}>
          <ArrowDown {...icon} />
        </Button>
        <Button icon kind="quiet" aria-label={words.edit(label)} onPress={onEdit}>
          <Pencil {...icon} />
        </Button>
        <Button icon kind="quiet" aria-label={words.remove(label)} onPress={onRemove}>
          <X {...icon} />
        </Button>
      </span>
    </div>
  )
}

function Question({ field, at, onChange }: { field: Field; at: string; onChange(part: Partial<Field>): void }) {
  const words = useFormWords()
  const hasChoices = field.kind === 'choice' || field.kind === 'choices'
  return (
    <div className="flex flex-col gap-4 py-3 pl-4">
      <TextField
        label={words.label}
        name={`${at}.label`}
        value={field.label}
        onChange={(label) => onChange({ label })}
        isRequired
      />
      <TextField label={words.note} name={`${at}.note`} value={field.note} onChange={(note) => onChange({ note })} />
      {hasChoices && <Choices choices={field.choices} at={at} onChange={(choices) => onChange({ choices })} />}
      {field.kind === 'attribute' && (
        <AttributeOf value={field.attribute} at={at} onChange={(attribute) => onChange({ attribute })} />
      )}
      <Checkbox isSelected={field.isRequired} onChange={(isRequired) => onChange({ isRequired })}>
        {words.isRequired}
      </Checkbox>
    </div>
  )
}

function Choices({ choices, at, onChange }: { choices: string[]; at: string; onChange(choices: string[]): void }) {
  const words = useFormWords()
  // as typed: an empty line is a choice that is about to be written
  const [text, setText] = useState(choices.join('\n'))
  const type = (next: string) => {
    setText(next)
    onChange(
      next
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    )
  }
  return (
    <TextArea
      label={words.choices}
      note={words.choicesNote}
      name={`${at}.choices`}
      value={text}
      onChange={type}
      isRequired
    />
  )
}

interface AttributeOfProps {
  value: string | null
  at: string
  onChange(key: string): void
}

function AttributeOf({ value, at, onChange }: AttributeOfProps) {
  const words = useFormWords()
  const { data } = useCall(listAttributeDefinitions, {})
  const choices = (data?.items ?? []).map(({ key, name }) => ({ id: key, label: name }))
  return (
    <Select
      label={words.attribute}
      name={`${at}.attribute`}
      choices={choices}
      value={value}
      onChange={onChange}
      isRequired
    />
  )
}
