import { type Dimension, dimensions } from '../../../src/analysis/cohorts/contract.ts'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Select } from '../../ui/Choice.tsx'
import { useCohortWords } from './words.ts'

/** Everyone, or by something of the first purchase. */
export function DimensionChips({ dimension, onChange }: { dimension: Dimension; onChange(next: Dimension): void }) {
  const words = useCohortWords()
  return (
    <>
      <span className="text-note text-ink-2">{words.split}</span>
      {dimensions.map((one) => (
        <ToggleChip key={one} isSelected={one === dimension} onChange={() => onChange(one)}>
          {words.dimensions[one]}
        </ToggleChip>
      ))}
    </>
  )
}

export interface NamedValue {
  value: string
  name: string | null
}

/** What a value is called: by the shop, or その他 and 〜なし. */
export function useValueName(dimension: Dimension): (one: NamedValue) => string {
  const words = useCohortWords()
  return ({ value, name }) => {
    if (value === 'other') return words.other
    if (value === 'none' || value === 'all') return words.without[value === 'all' ? 'all' : dimension]
    return name ?? value.slice(3)
  }
}

interface ValueSelectProps {
  dimension: Dimension
  values: readonly NamedValue[]
  value: string | undefined
  /** what is shown without a value */
  without: string
  onChange(value: string | undefined): void
}

export function ValueSelect({ dimension, values, value, without, onChange }: ValueSelectProps) {
  const words = useCohortWords()
  const nameOf = useValueName(dimension)
  if (dimension === 'all') return null
  return (
    <span className="w-60">
      <Select
        label={words.valueOf}
        hideLabel
        size="dense"
        choices={[{ id: '', label: without }, ...values.map((one) => ({ id: one.value, label: nameOf(one) }))]}
        value={value ?? ''}
        onChange={(next) => onChange(next === '' ? undefined : next)}
      />
    </span>
  )
}

/** A choice of a few, as chips behind a word. */
export function ChipRow<Id extends string | number>({
  label,
  choices,
  value,
  onChange,
}: {
  label: string
  choices: readonly { id: Id; label: string }[]
  value: Id
  onChange(next: Id): void
}) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="text-note text-ink-2">{label}</span>
      {choices.map((choice) => (
        <ToggleChip key={choice.id} isSelected={choice.id === value} onChange={() => onChange(choice.id)}>
          {choice.label}
        </ToggleChip>
      ))}
    </span>
  )
}
