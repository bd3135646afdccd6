import { Check, ChevronDown, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxGroupProps as AriaCheckboxGroupProps,
  type CheckboxProps as AriaCheckboxProps,
  ComboBox as AriaComboBox,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  Select as AriaSelect,
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  SelectValue,
} from 'react-aria-components'
import { classes } from './classes.ts'
import { FieldHelp, FieldLabel, type FieldProps, fieldClass, inputClass } from './field.tsx'
import { FloatingList, itemClass } from './Popover.tsx'
import { useUiWords } from './words.ts'

export interface Choice<Id extends string | number = string> {
  id: Id
  label: string
  /** a smaller line or word beside the label */
  note?: string
}

interface SelectProps<Id extends string | number> extends FieldProps {
  choices: readonly Choice<Id>[]
  value: Id | null
  onChange(value: Id): void
  placeholder?: string
  name?: string
  isRequired?: boolean
  isDisabled?: boolean
}

/** One of a few. */
export function Select<Id extends string | number>(props: SelectProps<Id>) {
  const { label, note, hideLabel, size = 'normal', choices, value, onChange, placeholder, ...rest } = props
  const words = useUiWords()
  return (
    <AriaSelect
      {...rest}
      placeholder={placeholder ?? words.choose}
      selectedKey={value}
      onSelectionChange={(key) => key !== null && onChange(key as Id)}
      className={fieldClass}
    >
      <FieldLabel hidden={hideLabel} required={rest.isRequired}>
        {label}
      </FieldLabel>
      <AriaButton className={classes(inputClass(size), 'flex items-center gap-2 text-left')}>
        <SelectValue className="min-w-0 flex-1 truncate placeholder-shown:text-off" />
        <ChevronDown aria-hidden size={16} strokeWidth={1.5} className="flex-none text-ink-2" />
      </AriaButton>
      <FieldHelp note={note} />
      <FloatingList>
        <ListBox items={choices} className="max-h-80 overflow-auto p-1 outline-none">
          {(choice) => <ChoiceItem choice={choice} />}
        </ListBox>
      </FloatingList>
    </AriaSelect>
  )
}

function ChoiceItem({ choice }: { choice: Choice<string | number> }) {
  return (
    <ListBoxItem id={choice.id} textValue={choice.label} className={itemClass}>
      {({ isSelected }) => (
        <>
          <span className="min-w-0 flex-1">
            {choice.label}
            {choice.note && <span className="ml-2.5 text-note text-ink-2">{choice.note}</span>}
          </span>
          {isSelected && <Check aria-hidden size={16} strokeWidth={1.8} className="flex-none text-accent" />}
        </>
      )}
    </ListBoxItem>
  )
}

interface ComboBoxProps<Id extends string | number> extends FieldProps {
  choices: readonly Choice<Id>[]
  value: Id | null
  onChange(value: Id | null): void
  /** given: the choices come from a search and are not filtered here */
  onSearch?(text: string): void
  placeholder?: string
  name?: string
  isRequired?: boolean
  isDisabled?: boolean
}

/** One of many, found by typing; filters while composing, and Enter that confirms a conversion picks nothing. */
export function ComboBox<Id extends string | number>(props: ComboBoxProps<Id>) {
  const { label, note, hideLabel, size, choices, value, onChange, onSearch, placeholder, ...rest } = props
  const words = useUiWords()
  return (
    <AriaComboBox
      {...rest}
      {...(onSearch
        ? { items: choices, onInputChange: onSearch, allowsEmptyCollection: true }
        : { defaultItems: choices })}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as Id | null)}
      menuTrigger="focus"
      className={fieldClass}
    >
      <FieldLabel hidden={hideLabel} required={rest.isRequired}>
        {label}
      </FieldLabel>
      <Group className="relative flex items-center">
        <Input className={classes(inputClass(size), 'pr-9')} placeholder={placeholder} />
        <AriaButton className="absolute right-1 z-2 grid size-7 place-items-center rounded-1 text-ink-2 hover:bg-hover">
          <ChevronDown aria-hidden size={16} strokeWidth={1.5} />
        </AriaButton>
      </Group>
      <FieldHelp note={note} />
      <FloatingList>
        <ListBox<Choice<Id>>
          className="max-h-80 overflow-auto p-1 outline-none"
          renderEmptyState={() => <p className="px-2 py-1.5 text-ink-2">{words.noChoice}</p>}
        >
          {(choice) => <ChoiceItem choice={choice} />}
        </ListBox>
      </FloatingList>
    </AriaComboBox>
  )
}

/** The square of a tick; also drawn in table heads. */
function Tick({ on, some = false }: { on: boolean; some?: boolean }) {
  return (
    <span
      className={classes(
        'grid size-4 flex-none place-items-center rounded-1 border-[1.5px]',
        on
          ? 'border-accent bg-accent text-on-accent'
          : some
            ? 'border-accent bg-sheet text-accent'
            : 'border-field bg-sheet',
      )}
    >
      {some ? (
        <Minus aria-hidden size={12} strokeWidth={2.6} />
      ) : on ? (
        <Check aria-hidden size={12} strokeWidth={3} />
      ) : null}
    </span>
  )
}

interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  children?: ReactNode
}

/** Without children give it an aria-label. */
export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...rest}
      className="relative inline-flex min-h-6 min-w-6 cursor-pointer items-center gap-2 disabled:cursor-default disabled:text-off pointer-coarse:min-h-11"
    >
      {({ isSelected, isIndeterminate, isFocusVisible }) => (
        <>
          <span className={classes('rounded-1', isFocusVisible && 'shadow-(--focus)')}>
            <Tick on={isSelected} some={isIndeterminate} />
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  )
}

interface GroupProps extends FieldProps {
  children: ReactNode
}

export function CheckboxGroup({
  label,
  note,
  hideLabel,
  children,
  ...rest
}: GroupProps & Omit<AriaCheckboxGroupProps, 'children' | 'className' | 'style'>) {
  return (
    <AriaCheckboxGroup {...rest} className={fieldClass}>
      <FieldLabel hidden={hideLabel}>{label}</FieldLabel>
      <div className="flex flex-col gap-1">{children}</div>
      <FieldHelp note={note} />
    </AriaCheckboxGroup>
  )
}

export function RadioGroup({
  label,
  note,
  hideLabel,
  children,
  ...rest
}: GroupProps & Omit<AriaRadioGroupProps, 'children' | 'className' | 'style'>) {
  return (
    <AriaRadioGroup {...rest} className={fieldClass}>
      <FieldLabel hidden={hideLabel}>{label}</FieldLabel>
      <div className="flex flex-col gap-1 group-horizontal:flex-row">{children}</div>
      <FieldHelp note={note} />
    </AriaRadioGroup>
  )
}

export function Radio({ value, children, note }: { value: string; children: ReactNode; note?: ReactNode }) {
  return (
    <AriaRadio
      value={value}
      className="relative inline-flex min-h-6 cursor-pointer items-start gap-2 py-0.5 disabled:cursor-default disabled:text-off pointer-coarse:min-h-11"
    >
      {({ isSelected, isFocusVisible }) => (
        <>
          <span
            className={classes(
              'mt-[0.15em] grid size-4 flex-none place-items-center rounded-full border-[1.5px] bg-sheet',
              isSelected ? 'border-accent' : 'border-field',
              isFocusVisible && 'shadow-(--focus)',
            )}
          >
            {isSelected && <span className="size-2 rounded-full bg-accent" />}
          </span>
          <span>
            {children}
            {note && <span className="block text-note text-ink-2">{note}</span>}
          </span>
        </>
      )}
    </AriaRadio>
  )
}

/** Takes effect at once; a choice that is saved later is a checkbox. */
export function Switch({
  children,
  ...rest
}: Omit<AriaSwitchProps, 'className' | 'style' | 'children'> & { children: ReactNode }) {
  return (
    <AriaSwitch
      {...rest}
      className="relative inline-flex min-h-6 cursor-pointer items-center gap-2.5 disabled:cursor-default disabled:text-off pointer-coarse:min-h-11"
    >
      {({ isSelected, isFocusVisible }) => (
        <>
          <span
            className={classes(
              'flex h-5 w-9 flex-none items-center rounded-full border p-[3px]',
              isSelected ? 'justify-end border-accent bg-accent' : 'border-field bg-sheet',
              isFocusVisible && 'shadow-(--focus)',
            )}
          >
            <span className={classes('size-3 rounded-full', isSelected ? 'bg-on-accent' : 'bg-field')} />
          </span>
          {children}
        </>
      )}
    </AriaSwitch>
  )
}
