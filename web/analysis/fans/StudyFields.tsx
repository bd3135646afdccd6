import { type FanDefinition, firstDaysChoices } from '../../../src/analysis/fans/contract.ts'
import { useFormat } from '../../format.ts'
import { Select } from '../../ui/Choice.tsx'
import { Section } from '../../ui/Section.tsx'
import { NumberField } from '../../ui/TextField.tsx'
import { useFanWords } from './naming.ts'

interface StudyFieldsProps {
  draft: FanDefinition
  onChange(draft: FanDefinition): void
  /** the time to become a fan does not fit the rest */
  isTooShort: boolean
}

const shares = [0.01, 0.05, 0.1, 0.2]
const longestMonth = 31

/** The least days of an outcome that the rest of a definition allows. */
function leastOutcome({ rank, firstDays }: FanDefinition): number {
  return Math.max(60, firstDays + 1, rank ? firstDays + rank.months * longestMonth : 0)
}

/** How long the first days are, how long people have to become fans, and how much chance is accepted. */
export function StudyFields({ draft, onChange, isTooShort }: StudyFieldsProps) {
  const words = useFanWords()
  const format = useFormat()
  const said = words.editor
  return (
    <Section title={said.study}>
      <div className="flex max-w-[420px] flex-col gap-5">
        <Select
          label={said.firstDays}
          note={said.firstDaysNote}
          choices={firstDaysChoices.map((days) => ({ id: days, label: said.days(days) }))}
          value={draft.firstDays}
          onChange={(firstDays) => onChange({ ...draft, firstDays })}
        />
        <NumberField
          label={said.outcome}
          note={said.outcomeNote}
          unit={said.daysUnit}
          value={draft.outcomeDays}
          minValue={60}
          maxValue={1825}
          onChange={(outcomeDays) => !Number.isNaN(outcomeDays) && onChange({ ...draft, outcomeDays })}
        />
        {isTooShort && (
          <p role="alert" className="-mt-3 text-note text-danger">
            {said.tooShort(format.number(leastOutcome(draft)))}
          </p>
        )}
        <Select
          label={said.falseShare}
          choices={shares.map((share) => ({ id: share, label: said.percent(Math.round(share * 100)) }))}
          value={draft.falseShare}
          onChange={(falseShare) => onChange({ ...draft, falseShare })}
        />
      </div>
    </Section>
  )
}
