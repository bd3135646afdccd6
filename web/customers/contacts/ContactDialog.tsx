import { useState } from 'react'
import {
  addContactPoint,
  type ContactPointReply,
  changeContactPoint,
  contactKinds,
} from '../../../src/customers/contract.ts'
import { ProblemError, useAction } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { useProblems } from '../../problems.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Checkbox, Select } from '../../ui/Choice.tsx'
import { FormDialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useRefreshCustomer } from '../facts/edit.ts'
import { useRecordWords } from '../words.ts'

type Kind = ContactPointReply['kind']
type Text = Record<'value' | 'label' | 'postcode' | 'prefecture' | 'address1' | 'address2', string>
type Part = keyof Text

interface Difference {
  field: string
  theirs: unknown
  by: string | null
  at: string | null
}

interface ContactDialogProps {
  customerId: number
  /** null: a new one */
  point: ContactPointReply | null
  onClose(): void
}

/** Adds a way to reach a customer or changes one; when someone else changed it first, says what and keeps the text. */
export function ContactDialog({ customerId, point, onClose }: ContactDialogProps) {
  const words = useRecordWords()
  const { sentence, byField } = useProblems()
  const refresh = useRefreshCustomer()
  const done = () => {
    void refresh()
    onClose()
  }
  const add = useAction(addContactPoint, { onDone: done })
  const change = useAction(changeContactPoint, {
    onDone: done,
    onFailed: (problem) => setVersion(Number(problem.detail.version ?? version)),
  })
  const [version, setVersion] = useState(point?.version ?? 0)
  const [kind, setKind] = useState<Kind>(point?.kind ?? 'phone')
  const [primary, setPrimary] = useState(point?.isPrimary ?? false)
  const [text, setText] = useState(() => textOf(point))
  const input = (part: Part, label: string) => ({
    label,
    name: part,
    value: text[part],
    onChange: (value: string) => setText((former) => ({ ...former, [part]: value })),
  })
  const submit = () => {
    const parts: Part[] = kind === 'address' ? ['postcode', 'prefecture', 'address1', 'address2'] : ['value']
    const fields = Object.fromEntries([...parts, 'label' as const].map((part) => [part, text[part].trim()]))
    if (!point)
      return add.run({ params: { customerId }, body: { kind, ...fields, ...(primary ? { isPrimary: true } : {}) } })
    const promoted = primary && !point.isPrimary ? { isPrimary: true } : {}
    change.run({ params: { customerId, id: point.id }, body: { version, change: { ...fields, ...promoted } } })
  }
  const error = add.error ?? change.error
  return (
    <FormDialog
      title={point ? words.contacts.edit : words.contacts.add}
      isOpen
      onClose={onClose}
      width="narrow"
      isDismissable={false}
      action={words.edit.save}
      pending={add.pending || change.pending}
      problems={byField(error)}
      problem={
        error &&
        (error.code === 'conflict' ? <Differences error={error} /> : <Notice tone="danger">{sentence(error)}</Notice>)
      }
      onSubmit={submit}
    >
      {!point && (
        <Select<Kind>
          label={words.contacts.kind}
          choices={contactKinds.map((id) => ({ id, label: words.contacts.kinds[id] }))}
          value={kind}
          onChange={setKind}
        />
      )}
      {kind === 'address' ? (
        <>
          <div className="grid grid-cols-2 gap-4">
            <TextField {...input('postcode', words.contacts.postcode)} inputMode="numeric" autoFocus />
            <TextField {...input('prefecture', words.contacts.prefecture)} />
          </div>
          <TextField {...input('address1', words.contacts.address1)} />
          <TextField {...input('address2', words.contacts.address2)} />
        </>
      ) : (
        <TextField
          {...input('value', words.contacts.values[kind])}
          type={kind === 'email' ? 'email' : kind === 'phone' ? 'tel' : 'text'}
          isRequired
          autoFocus
        />
      )}
      <TextField {...input('label', words.contacts.label)} />
      {!point?.isPrimary && (
        <Checkbox isSelected={primary} onChange={setPrimary}>
          {words.contacts.makePrimary}
        </Checkbox>
      )}
    </FormDialog>
  )
}

function textOf(point: ContactPointReply | null): Text {
  return {
    value: point?.kind === 'address' ? '' : (point?.value ?? ''),
    label: point?.label ?? '',
    postcode: point?.postcode ?? '',
    prefecture: point?.prefecture ?? '',
    address1: point?.address1 ?? '',
    address2: point?.address2 ?? '',
  }
}

/** What others wrote meanwhile; saving once more keeps what stands in the fields. */
function Differences({ error }: { error: ProblemError }) {
  const words = useRecordWords()
  const format = useFormat()
  const fields = (error.detail.fields ?? []) as Difference[]
  return (
    <Notice tone="warn">
      {fields.map((one) => (
        <span key={one.field} className="block">
          {one.by && one.at && `${words.edit.conflictBy(one.by, format.dateTime(one.at))} `}
          {words.edit.theirs} <b>{String(one.theirs ?? words.edit.emptyValue)}</b>
        </span>
      ))}
      <span className="block">{words.edit.saveAgain}</span>
    </Notice>
  )
}
