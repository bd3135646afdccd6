import { type FormEvent, type ReactNode, useState } from 'react'
import type { Condition, FieldReply } from '../../../src/segments/contract.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, CheckboxGroup, Radio, RadioGroup } from '../../ui/Choice.tsx'
import { Form } from '../../ui/Dialog.tsx'
import { NumberField, TextField } from '../../ui/TextField.tsx'
import { useListWords } from '../words.ts'
import type { ListFields } from './fields.ts'

interface EditorProps {
  field: FieldReply
  fields: ListFields
  /** the conditions on this field in force */
  former: readonly Condition[]
  onApply(conditions: Condition[]): void
}

/** The form of one condition, by what kind of value the field holds. */
export function FieldEditor(props: EditorProps) {
  const { field, fields } = props
  if (fields.choices(field).length > 0) return <ChoiceEditor {...props} />
  if (field.type === 'choice' || field.type === 'reference') return <ChoiceEditor {...props} />
  if (field.type === 'flag') return <FlagEditor {...props} />
  if (field.type === 'day') return <DayEditor {...props} />
  if (field.type === 'text') return <TextEditor {...props} />
  return <NumberEditor {...props} />
}

function EditorForm({ onSubmit, children }: { onSubmit(): void; children: ReactNode }) {
  const words = useListWords()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Form onSubmit={submit}>
      <div className="flex max-h-[46vh] min-w-56 flex-col gap-3 overflow-auto p-0.5">{children}</div>
      <Button kind="primary" type="submit">
        {words.filters.apply}
      </Button>
    </Form>
  )
}

function ChoiceEditor({ field, fields, former, onApply }: EditorProps) {
  const chosen = former.flatMap((one) => ('in' in one ? one.in : []))
  const [values, setValues] = useState(chosen.map(String))
  const choices = fields.choices(field)
  const apply = () => {
    const picked = choices.filter(({ id }) => values.includes(String(id))).map(({ id }) => id)
    onApply(picked.length > 0 ? [{ field: field.key, in: picked }] : [])
  }
  return (
    <EditorForm onSubmit={apply}>
      <CheckboxGroup label={fields.name(field.key)} value={values} onChange={setValues}>
        {choices.map(({ id, label }) => (
          <Checkbox key={id} value={String(id)}>
            {label}
          </Checkbox>
        ))}
      </CheckboxGroup>
    </EditorForm>
  )
}

function FlagEditor({ field, fields, former, onApply }: EditorProps) {
  const words = useListWords()
  const set = former.find((one) => 'is' in one)
  const [value, setValue] = useState(set && 'is' in set && !set.is ? 'no' : 'yes')
  return (
    <EditorForm onSubmit={() => onApply([{ field: field.key, is: value === 'yes' }])}>
      <RadioGroup label={fields.name(field.key)} value={value} onChange={setValue}>
        <Radio value="yes">{words.filters.yes}</Radio>
        <Radio value="no">{words.filters.no}</Radio>
      </RadioGroup>
    </EditorForm>
  )
}

function TextEditor({ field, fields, former, onApply }: EditorProps) {
  const words = useListWords()
  const inside = !field.tests.includes('startsWith') && field.tests.includes('contains')
  const exact = !inside && !field.tests.includes('startsWith')
  const set = former.flatMap((one) =>
    'startsWith' in one ? [one.startsWith] : 'contains' in one ? [one.contains] : 'in' in one ? one.in.map(String) : [],
  )
  const [text, setText] = useState(set[0] ?? '')
  const key = field.key
  const apply = () => {
    const word = text.trim()
    if (word === '') return onApply([])
    onApply([
      exact ? { field: key, in: [word] } : inside ? { field: key, contains: word } : { field: key, startsWith: word },
    ])
  }
  return (
    <EditorForm onSubmit={apply}>
      <TextField
        label={fields.name(key)}
        note={exact || inside ? undefined : words.filters.text}
        value={text}
        onChange={setText}
        size="dense"
        autoFocus
      />
    </EditorForm>
  )
}

function NumberEditor({ field, fields, former, onApply }: EditorProps) {
  const words = useListWords()
  const bounds = former.find((one) => 'from' in one || 'to' in one)
  const listed = former.find((one) => 'in' in one)
  const single = listed && 'in' in listed ? Number(listed.in[0]) : Number.NaN
  const start = bounds && 'from' in bounds ? Number(bounds.from) : single
  const end = bounds && 'to' in bounds ? Number(bounds.to ?? Number.NaN) : single
  const [from, setFrom] = useState(start)
  const [to, setTo] = useState(end)
  const apply = () => {
    const low = Number.isNaN(from) ? undefined : from
    const high = Number.isNaN(to) ? undefined : to
    if (low !== undefined) onApply([{ field: field.key, from: low, ...(high === undefined ? {} : { to: high }) }])
    else onApply(high === undefined ? [] : [{ field: field.key, to: high }])
  }
  return (
    <EditorForm onSubmit={apply}>
      <p className="font-bold">{fields.name(field.key)}</p>
      <div className="grid grid-cols-2 gap-3">
        <NumberField label={words.filters.from} size="dense" value={from} onChange={setFrom} autoFocus />
        <NumberField label={words.filters.to} size="dense" value={to} onChange={setTo} />
      </div>
    </EditorForm>
  )
}

function DayEditor({ field, fields, former, onApply }: EditorProps) {
  const words = useListWords()
  const key = field.key
  const older = former.find((one) => 'olderThanDays' in one)
  const within = former.find((one) => 'withinDays' in one)
  const span = former.find((one) => 'from' in one || 'to' in one)
  const relative = field.tests.includes('withinDays') || field.tests.includes('olderThanDays')
  const [way, setWay] = useState(span || !relative ? 'date' : 'days')
  const [withinDays, setWithin] = useState(within && 'withinDays' in within ? within.withinDays : Number.NaN)
  const [olderDays, setOlder] = useState(older && 'olderThanDays' in older ? older.olderThanDays : Number.NaN)
  const [from, setFrom] = useState(span && 'from' in span ? String(span.from) : '')
  const [to, setTo] = useState(span && 'to' in span ? String(span.to ?? '') : '')
  const apply = () => {
    if (way === 'days') {
      const long = Number.isNaN(olderDays) ? [] : [{ field: key, olderThanDays: olderDays }]
      const lately = Number.isNaN(withinDays) ? [] : [{ field: key, withinDays }]
      return onApply([...long, ...lately])
    }
    if (from) onApply([{ field: key, from, ...(to ? { to } : {}) }])
    else onApply(to ? [{ field: key, to }] : [])
  }
  return (
    <EditorForm onSubmit={apply}>
      {relative && (
        <RadioGroup label={fields.name(key)} value={way} onChange={setWay} orientation="horizontal">
          <Radio value="days">{words.filters.byDays}</Radio>
          <Radio value="date">{words.filters.byDate}</Radio>
        </RadioGroup>
      )}
      {way === 'days' ? (
        <>
          <NumberField
            label={fields.name(key)}
            hideLabel
            unit={words.filters.within}
            size="dense"
            minValue={0}
            value={withinDays}
            onChange={setWithin}
            autoFocus
          />
          <NumberField
            label={fields.name(key)}
            hideLabel
            unit={words.filters.olderThan}
            size="dense"
            minValue={0}
            value={olderDays}
            onChange={setOlder}
          />
        </>
      ) : (
        <div className="grid grid-cols-2 gap-3">
          <TextField label={words.filters.fromDay} type="date" size="dense" value={from} onChange={setFrom} />
          <TextField label={words.filters.toDay} type="date" size="dense" value={to} onChange={setTo} />
        </div>
      )}
    </EditorForm>
  )
}
