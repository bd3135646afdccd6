import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import {
  Button as AriaButton,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  SearchField as AriaSearchField,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Group,
  Input,
} from 'react-aria-components'
import { classes } from './classes.ts'
import { FieldHelp, FieldLabel, type FieldProps, fieldClass, inputClass } from './field.tsx'
import { useUiWords } from './words.ts'

type Own<Props> = Omit<Props, 'className' | 'style' | 'children' | keyof FieldProps>

interface TextFieldProps extends FieldProps, Own<AriaTextFieldProps> {
  placeholder?: string | undefined
}

export function TextField({ label, note, hideLabel, size, placeholder, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} className={fieldClass}>
      <FieldLabel hidden={hideLabel} required={rest.isRequired}>
        {label}
      </FieldLabel>
      <Input className={inputClass(size)} placeholder={placeholder} />
      <FieldHelp note={note} />
    </AriaTextField>
  )
}

interface TextAreaProps extends TextFieldProps {
  rows?: number
}

export function TextArea({ label, note, hideLabel, size, placeholder, rows = 4, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} className={fieldClass}>
      <FieldLabel hidden={hideLabel} required={rest.isRequired}>
        {label}
      </FieldLabel>
      <AriaTextArea
        className={classes(inputClass(size), 'h-auto py-2 leading-(--l-body)')}
        placeholder={placeholder}
        rows={rows}
      />
      <FieldHelp note={note} />
    </AriaTextField>
  )
}

interface NumberFieldProps extends FieldProps, Own<AriaNumberFieldProps> {
  /** 円, 日, 回: stands after the figure */
  unit?: string
}

/** Figures stand right, half-width and full-width digits are both taken. */
export function NumberField({ label, note, hideLabel, size, unit, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} className={fieldClass}>
      <FieldLabel hidden={hideLabel} required={rest.isRequired}>
        {label}
      </FieldLabel>
      <Group className="flex items-center gap-1.5">
        <Input className={classes(inputClass(size), 'text-right')} />
        {unit && <span className="text-small whitespace-nowrap text-ink-2">{unit}</span>}
      </Group>
      <FieldHelp note={note} />
    </AriaNumberField>
  )
}

interface SearchBoxProps {
  label: string
  /** what one may look for: 氏名・かな・電話 */
  placeholder?: string
  value: string
  /** called a moment after the last key, and at once on Enter and on clearing; never during composition */
  onSearch(text: string): void
  autoFocus?: boolean
  id?: string
  size?: 'dense' | 'normal'
}

const pause = 250

/** One box that searches as one types; a half-converted word is not searched for. */
export function SearchBox({
  label,
  placeholder,
  value,
  onSearch,
  autoFocus = false,
  id,
  size = 'dense',
}: SearchBoxProps) {
  const words = useUiWords()
  const [text, setText] = useState(value)
  const said = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const composing = useRef(false)
  useEffect(() => {
    // a change from outside (back, a view) wins over what stands here; our own echo does not
    if (value !== said.current) setText(value)
    said.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  const say = (next: string) => {
    clearTimeout(timer.current)
    if (next === said.current) return
    said.current = next
    onSearch(next)
  }
  const type = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    if (!composing.current) timer.current = setTimeout(() => say(next), pause)
  }
  return (
    <AriaSearchField
      aria-label={label}
      value={text}
      onChange={type}
      onSubmit={say}
      onClear={() => say('')}
      autoFocus={autoFocus}
      {...(id ? { id } : {})}
      className="group relative flex w-full max-w-full items-center tablet:w-78"
    >
      <Search
        aria-hidden
        size={16}
        strokeWidth={1.5}
        className="pointer-events-none absolute left-2.5 z-2 text-ink-2"
      />
      <Input
        placeholder={placeholder}
        className={classes(inputClass(size), 'pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden')}
        onCompositionStart={() => {
          composing.current = true
          clearTimeout(timer.current)
        }}
        onCompositionEnd={(event) => {
          composing.current = false
          type(event.currentTarget.value)
        }}
      />
      <AriaButton
        aria-label={words.clear}
        className="absolute right-1 z-2 grid size-6 place-items-center rounded-1 text-ink-2 group-empty:hidden hover:bg-hover"
      >
        <X aria-hidden size={14} strokeWidth={1.6} />
      </AriaButton>
    </AriaSearchField>
  )
}
