import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Choice.tsx'
import { monthBefore } from './links.ts'
import { useCohortWords } from './words.ts'

interface MonthsProps {
  asOf: string
  from: string | undefined
  to: string | undefined
  /** the period that holds while none is chosen; left out: any time */
  usual?: { from: string; to: string }
  onChange(patch: { from?: string | undefined; to?: string | undefined }): void
}

const offered = 60

/** Months of the first purchase, open at both ends. */
export function Months({ asOf, from, to, usual, onChange }: MonthsProps) {
  const words = useCohortWords()
  const format = useFormat()
  const months = Array.from({ length: offered }, (_, back) => monthBefore(asOf, back))
  const choices = [
    ...(usual ? [] : [{ id: '', label: words.anyTime }]),
    ...months.map((month) => ({ id: month, label: format.month(`${month}-01`) })),
  ]
  const pick = (name: 'from' | 'to') => (month: string) => onChange({ [name]: month === '' ? undefined : month })
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="text-note text-ink-2">{words.firstPeriod}</span>
      <span className="w-28">
        <Select
          label={words.from}
          hideLabel
          size="dense"
          choices={choices}
          value={from ?? usual?.from ?? ''}
          onChange={pick('from')}
        />
      </span>
      <span aria-hidden>–</span>
      <span className="w-28">
        <Select
          label={words.to}
          hideLabel
          size="dense"
          choices={choices}
          value={to ?? usual?.to ?? ''}
          onChange={pick('to')}
        />
      </span>
      {usual && (from !== undefined || to !== undefined) && (
        <Button kind="text" onPress={() => onChange({ from: undefined, to: undefined })}>
          {words.usual}
        </Button>
      )}
    </span>
  )
}
