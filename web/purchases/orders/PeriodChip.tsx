import { useState } from 'react'
import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { ChipButton, FilterChip } from '../../ui/Chip.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useOrderWords } from '../words.ts'

interface PeriodChipProps {
  from: string | undefined
  to: string | undefined
  onChange(from: string | undefined, to: string | undefined): void
}

/** The days from and until which orders are shown. */
export function PeriodChip({ from, to, onChange }: PeriodChipProps) {
  const words = useOrderWords()
  const format = useFormat()
  const name = words.fields.period
  const form = (close: () => void) => (
    <PeriodForm
      from={from ?? ''}
      to={to ?? ''}
      onApply={(start, end) => {
        onChange(start || undefined, end || undefined)
        close()
      }}
    />
  )
  if (!from && !to) {
    return (
      <Popover label={name} trigger={<ChipButton name={name}>{words.all}</ChipButton>}>
        {form}
      </Popover>
    )
  }
  const value =
    from && to
      ? words.between(format.day(from), format.day(to))
      : from
        ? words.since(format.day(from))
        : words.until(format.day(to as string))
  return (
    <FilterChip
      name={name}
      value={value}
      onRemove={() => onChange(undefined, undefined)}
      surface={(trigger) => (
        <Popover label={name} trigger={trigger}>
          {form}
        </Popover>
      )}
    />
  )
}

function PeriodForm({ from, to, onApply }: { from: string; to: string; onApply(from: string, to: string): void }) {
  const words = useOrderWords()
  const [start, setStart] = useState(from)
  const [end, setEnd] = useState(to)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onApply(start, end)
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <TextField label={words.from} type="date" size="dense" value={start} onChange={setStart} autoFocus />
        <TextField label={words.to} type="date" size="dense" value={end} onChange={setEnd} />
      </div>
      <Button kind="primary" type="submit">
        {words.apply}
      </Button>
    </form>
  )
}
