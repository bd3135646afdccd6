import { type CalendarDate, parseDate } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import {
  Button as AriaButton,
  DateField as AriaDateField,
  DatePicker as AriaDatePicker,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarHeading,
  DateInput,
  DateSegment,
  Dialog,
  Group,
  Popover,
} from 'react-aria-components'
import { useFormat } from '../format.ts'
import { classes } from './classes.ts'
import { FieldHelp, FieldLabel, type FieldProps, fieldClass, inputClass } from './field.tsx'

interface DateProps extends FieldProps {
  /** `2026-11-22`; null: none */
  value: string | null
  onChange(day: string | null): void
  /** first and last day that may be chosen */
  min?: string
  max?: string
  name?: string
  isRequired?: boolean
  isDisabled?: boolean
}

const day = (text: string | null | undefined): CalendarDate | null => (text ? parseDate(text) : null)

function shared({ value, onChange, min, max, name, isRequired, isDisabled }: DateProps) {
  return {
    value: day(value),
    onChange: (next: { toString(): string } | null) => onChange(next ? next.toString() : null),
    minValue: day(min),
    maxValue: day(max),
    shouldForceLeadingZeros: true,
    ...(name ? { name } : {}),
    ...(isRequired ? { isRequired } : {}),
    ...(isDisabled ? { isDisabled } : {}),
    className: fieldClass,
  }
}

function Segments({ bare = false }: { bare?: boolean }) {
  return (
    <DateInput className={classes('flex items-center whitespace-nowrap', !bare && 'w-fit')}>
      {(segment) => (
        <DateSegment
          segment={segment}
          className="rounded-1 px-px tabular-nums outline-none focus:bg-accent focus:text-on-accent placeholder-shown:text-off focus:placeholder-shown:text-on-accent"
        />
      )}
    </DateInput>
  )
}

/** A date one knows by heart: typed, with 和暦 beside 西暦. */
export function BirthdayField(props: DateProps) {
  const format = useFormat()
  const era = props.value ? format.era(props.value) : null
  return (
    <AriaDateField {...shared(props)}>
      <FieldLabel hidden={props.hideLabel} required={props.isRequired}>
        {props.label}
      </FieldLabel>
      <span className="flex items-center gap-2.5">
        <span className={classes(inputClass(props.size), 'flex w-44 items-center')}>
          <Segments />
        </span>
        {era && <span className="text-dense whitespace-nowrap text-ink-2">{era}</span>}
      </span>
      <FieldHelp note={props.note} />
    </AriaDateField>
  )
}

/** A date one looks for: typed or picked from the month. */
export function DatePicker(props: DateProps) {
  return (
    <AriaDatePicker {...shared(props)}>
      <FieldLabel hidden={props.hideLabel} required={props.isRequired}>
        {props.label}
      </FieldLabel>
      <Group className={classes(inputClass(props.size), 'flex w-48 items-center pr-1')}>
        <Segments bare />
        <AriaButton className="ml-auto grid size-7 flex-none place-items-center rounded-1 text-ink-2 hover:bg-hover">
          <CalendarDays aria-hidden size={16} strokeWidth={1.5} />
        </AriaButton>
      </Group>
      <FieldHelp note={props.note} />
      <Popover offset={4} className="rounded-3 border border-rule-2 bg-sheet p-3 shadow-bar">
        <Dialog className="outline-none">
          <Month />
        </Dialog>
      </Popover>
    </AriaDatePicker>
  )
}

const arrow = 'grid size-8 place-items-center rounded-2 text-ink-2 hover:bg-hover disabled:opacity-40'

function Month() {
  return (
    <Calendar>
      <header className="mb-2 flex items-center">
        <AriaButton slot="previous" className={arrow}>
          <ChevronLeft aria-hidden size={16} strokeWidth={1.5} />
        </AriaButton>
        <CalendarHeading className="flex-1 text-center text-dense font-bold" />
        <AriaButton slot="next" className={arrow}>
          <ChevronRight aria-hidden size={16} strokeWidth={1.5} />
        </AriaButton>
      </header>
      <CalendarGrid className="[&_th]:h-7 [&_th]:text-center [&_th]:text-note [&_th]:text-ink-2">
        {(date) => (
          <CalendarCell
            date={date}
            className="grid size-9 cursor-pointer place-items-center rounded-2 hover:bg-hover disabled:text-off outside-month:invisible selected:bg-accent selected:font-bold selected:text-on-accent unavailable:text-off"
          />
        )}
      </CalendarGrid>
    </Calendar>
  )
}
