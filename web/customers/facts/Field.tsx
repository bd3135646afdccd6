import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { CustomerReply } from '../../../src/customers/contract.ts'
import { useMay } from '../../session.ts'
import { InlineEdit } from '../../ui/InlineEdit.tsx'
import { Menu, MenuItem } from '../../ui/Popover.tsx'
import { toast } from '../../ui/toast.ts'
import { useRecordWords } from '../words.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import { type FieldValue, useFieldSave } from './edit.ts'

interface FieldProps {
  customer: CustomerReply
  /** `birthOn`, or `attributes.skin` */
  field: string
  label: string
  value: FieldValue
  lastChange?: string | undefined
}

interface TextFieldProps extends FieldProps {
  display?: ReactNode
  type?: 'text' | 'date' | 'number'
  /** text as typed → what is stored; blank is null unless the field keeps empty text */
  parse?(text: string): FieldValue
}

/** A field of the record with its label, changed in its place. */
export function TextFact({ customer, field, label, value, display, type = 'text', parse, lastChange }: TextFieldProps) {
  const may = useMay()
  const { save, conflict, keepMine, takeTheirs, problemOf, epoch } = useFieldSave(customer, field, label)
  const stored = parse ?? ((text: string) => text)
  return (
    <FactRow label={label}>
      <InlineEdit
        key={epoch}
        label={label}
        value={value === null ? '' : String(value)}
        type={type}
        {...(display === undefined ? {} : { display })}
        {...(lastChange ? { lastChange } : {})}
        onSave={(text) => save(stored(text.trim()), value)}
        problemOf={problemOf}
        isReadOnly={!may('customers.write')}
      />
      {conflict && (
        <ConflictNotice
          conflict={conflict}
          say={(one) => String(one ?? '')}
          onKeepMine={() => void keepMine()}
          onTakeTheirs={() => void takeTheirs()}
        />
      )}
    </FactRow>
  )
}

/** A field with a few choices: pressing it opens them, choosing saves. */
export function ChoiceFact<Id extends string | number | boolean>(
  props: FieldProps & { choices: readonly { id: Id; label: string }[] },
) {
  const { customer, field, label, value, choices, lastChange } = props
  const words = useRecordWords()
  const may = useMay()
  const { save, conflict, keepMine, takeTheirs, problemOf } = useFieldSave(customer, field, label)
  const labelOf = (one: FieldValue) => choices.find(({ id }) => id === one)?.label ?? (one === null ? '' : String(one))
  const choose = (next: FieldValue) => {
    if (next === value) return
    save(next, value).catch((error: unknown) => toast.failed(problemOf(error)))
  }
  if (!may('customers.write')) {
    return (
      <FactRow label={label}>
        <span className="py-1">{labelOf(value)}</span>
      </FactRow>
    )
  }
  return (
    <FactRow label={label}>
      <span title={lastChange}>
        <Menu
          label={label}
          trigger={
            <AriaButton
              aria-label={`${words.edit.of(label)} ${labelOf(value) || words.facts.empty}`}
              className="group -mx-1.5 inline-flex min-h-7 cursor-pointer items-center gap-1 rounded-2 px-1.5 text-left hover:bg-hover"
            >
              {labelOf(value) || <span className="text-off">{words.facts.empty}</span>}
              <ChevronDown
                aria-hidden
                size={14}
                strokeWidth={1.5}
                className="text-ink-2 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
              />
            </AriaButton>
          }
        >
          {choices.map((choice) => (
            <MenuItem key={String(choice.id)} onAction={() => choose(choice.id)}>
              {choice.label}
            </MenuItem>
          ))}
          <MenuItem onAction={() => choose(null)}>{words.facts.none}</MenuItem>
        </Menu>
      </span>
      {conflict && (
        <ConflictNotice
          conflict={conflict}
          say={labelOf}
          onKeepMine={() => void keepMine()}
          onTakeTheirs={() => void takeTheirs()}
        />
      )}
    </FactRow>
  )
}

export function FactRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[92px_minmax(0,1fr)]">
      <dt className="py-1 text-ink-2">{label}</dt>
      <dd className="flex min-h-8 min-w-0 flex-col justify-center">{children}</dd>
    </div>
  )
}
