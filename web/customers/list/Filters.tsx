import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Condition, FieldReply, Predicate } from '../../../src/segments/contract.ts'
import { Button } from '../../ui/Button.tsx'
import { ChipButton, FilterChip } from '../../ui/Chip.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { useListWords } from '../words.ts'
import { FieldEditor } from './FieldEditor.tsx'
import { conditionText, type ListFields } from './fields.ts'

interface FiltersProps {
  fields: ListFields
  conditions: readonly Predicate[]
  onChange(conditions: Predicate[]): void
}

/** Conditions in force as chips: press one to change it, × to loosen it, ＋ for another. */
export function Filters({ fields, conditions, onChange }: FiltersProps) {
  const words = useListWords()
  const groups = grouped(conditions)
  const replace = (key: string, next: Condition[]) => {
    const others = (list: readonly Predicate[]) => list.filter((one) => !('field' in one) || one.field !== key)
    const place = conditions.findIndex((one) => 'field' in one && one.field === key)
    if (place < 0) return onChange([...conditions, ...next])
    onChange([...conditions.slice(0, place), ...next, ...others(conditions.slice(place))])
  }
  return (
    <>
      {groups.map(({ key, parts }) =>
        key === null ? (
          <FilterChip
            key={JSON.stringify(parts)}
            {...nameless(parts[0] as Predicate, fields, words)}
            onRemove={() => onChange(conditions.filter((one) => !parts.includes(one)))}
          />
        ) : (
          <FilterChip
            key={key}
            name={fields.name(key)}
            value={parts.map((one) => sentence(one, fields, words.filters.joined, words)).join(words.filters.joined)}
            onRemove={() => replace(key, [])}
            surface={(trigger) => (
              <Popover label={fields.name(key)} trigger={trigger}>
                {(close) => {
                  const field = fields.get(key)
                  return (
                    field && (
                      <FieldEditor
                        field={field}
                        fields={fields}
                        former={parts as Condition[]}
                        onApply={(next) => {
                          replace(key, next)
                          close()
                        }}
                      />
                    )
                  )
                }}
              </Popover>
            )}
          />
        ),
      )}
      <AddFilter fields={fields} used={groups.map(({ key }) => key)} onAdd={replace} />
      {conditions.length > 0 && (
        <Button kind="quiet" onPress={() => onChange([])}>
          {words.filters.clear}
        </Button>
      )}
    </>
  )
}

/** A condition without a chip of its own to change it in: as of a day, or several that belong together. */
function nameless(one: Predicate, fields: ListFields, words: ReturnType<typeof useListWords>) {
  const value = sentence(one, fields, words.filters.joined, words)
  if (!('field' in one)) return { name: words.filters.several, value }
  const day = one.at === undefined ? '' : words.filters.asOf(fields.day(one.at))
  return { name: fields.name(one.field), value: `${value}${day}` }
}

function grouped(conditions: readonly Predicate[]): { key: string | null; parts: Predicate[] }[] {
  const groups: { key: string | null; parts: Predicate[] }[] = []
  for (const one of conditions) {
    const key = 'field' in one && one.at === undefined ? one.field : null
    const same = key === null ? undefined : groups.find((group) => group.key === key)
    if (same) same.parts.push(one)
    else groups.push({ key, parts: [one] })
  }
  return groups
}

/** Any predicate in words: parts that have no chip of their own are said by their fields. */
function sentence(one: Predicate, fields: ListFields, joined: string, words: ReturnType<typeof useListWords>): string {
  if ('field' in one) return conditionText(one, fields, words)
  if ('not' in one) return words.filters.not(sentence(one.not, fields, joined, words))
  const parts = 'all' in one ? one.all : one.any
  return parts
    .map((part) => ('field' in part ? `${fields.name(part.field)} ` : '') + sentence(part, fields, joined, words))
    .join(joined)
}

const rooms = ['analysis', 'fans', 'purchases', 'customers', 'consent', 'other'] as const

interface AddFilterProps {
  fields: ListFields
  used: (string | null)[]
  onAdd(key: string, conditions: Condition[]): void
}

function AddFilter({ fields, used, onAdd }: AddFilterProps) {
  const words = useListWords()
  const [open, setOpen] = useState(false)
  const [field, setField] = useState<FieldReply | null>(null)
  const close = (next: boolean) => {
    setOpen(next)
    if (!next) setField(null)
  }
  const offered = fields.all.filter((one) => !used.includes(one.key) && isOffered(one))
  const roomOf = (one: FieldReply) =>
    one.name !== null ? 'other' : (rooms.find((room) => room === one.room) ?? 'other')
  return (
    <Popover
      label={words.filters.addLabel}
      isOpen={open}
      onOpenChange={close}
      trigger={
        <ChipButton>
          <Plus aria-hidden size={14} strokeWidth={1.6} />
          {words.filters.add}
        </ChipButton>
      }
    >
      {field ? (
        <FieldEditor
          field={field}
          fields={fields}
          former={[]}
          onApply={(next) => {
            onAdd(field.key, next)
            close(false)
          }}
        />
      ) : (
        <div className="max-h-[60vh] overflow-auto">
          {rooms.map((room) => {
            const here = offered.filter((one) => roomOf(one) === room)
            return (
              here.length > 0 && (
                <section key={room} className="mb-3 last:mb-0">
                  <h3 className="mb-1 text-note font-normal text-ink-2">{words.filters.rooms[room]}</h3>
                  <ul className="grid grid-cols-2 gap-x-4">
                    {here.map((one) => (
                      <li key={one.key}>
                        <AriaButton
                          onPress={() => setField(one)}
                          className="-mx-2 flex min-h-8 w-full cursor-pointer items-center rounded-2 px-2 text-left hover:bg-hover pointer-coarse:min-h-11"
                        >
                          {fields.name(one.key)}
                        </AriaButton>
                      </li>
                    ))}
                  </ul>
                </section>
              )
            )
          })}
        </div>
      )}
    </Popover>
  )
}

/** Fields that only code asks: the search box has its own place, past values need a day. */
function isOffered(field: FieldReply): boolean {
  const hidden = ['id', 'kana', 'number', 'email', 'phone', 'postcode', 'address']
  return !field.asOf && !field.tests.includes('matches') && field.tests.length > 0 && !hidden.includes(field.key)
}
