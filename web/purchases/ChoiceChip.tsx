import { ChipButton, FilterChip } from '../ui/Chip.tsx'
import { Menu, MenuItem } from '../ui/Popover.tsx'
import { useOrderWords } from './words.ts'

interface ChoiceChipProps<Id extends string | number> {
  name: string
  choices: readonly { id: Id; name: string }[]
  value: Id | undefined
  onChange(value: Id | undefined): void
}

/** One condition with a few values: a plain chip while all are shown, a filter chip once one is chosen. */
export function ChoiceChip<Id extends string | number>({ name, choices, value, onChange }: ChoiceChipProps<Id>) {
  const words = useOrderWords()
  const items = choices.map((choice) => (
    <MenuItem key={choice.id} onAction={() => onChange(choice.id)}>
      {choice.name}
    </MenuItem>
  ))
  if (value === undefined) {
    return (
      <Menu label={name} trigger={<ChipButton name={name}>{words.all}</ChipButton>}>
        {items}
      </Menu>
    )
  }
  return (
    <FilterChip
      name={name}
      value={choices.find(({ id: one }) => one === value)?.name ?? value}
      onRemove={() => onChange(undefined)}
      surface={(trigger) => (
        <Menu label={name} trigger={trigger}>
          {items}
        </Menu>
      )}
    />
  )
}
