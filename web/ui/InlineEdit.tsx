import { Check } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { classes } from './classes.ts'
import { inputClass } from './field.tsx'
import { isComposing } from './keys.ts'
import { useUiWords } from './words.ts'

interface InlineEditProps {
  label: string
  value: string
  /** how it is shown when not edited; blank text is said as 「未入力」 to screen readers */
  display?: ReactNode
  /** resolves when the server has it; a rejection keeps the typed text and shows its sentence */
  onSave(value: string): Promise<void>
  /** turns a rejection into a sentence */
  problemOf(error: unknown): string
  multiline?: boolean
  inputMode?: 'text' | 'email' | 'tel' | 'numeric'
  type?: 'text' | 'date' | 'number'
  /** who changed it last and when, on hover */
  lastChange?: string
  isReadOnly?: boolean
}

type State = 'shown' | 'edited' | 'saving' | 'saved'

/** One field of a record, changed in its place: Enter saves, Esc gives back, leaving saves too. */
export function InlineEdit(props: InlineEditProps) {
  const { label, value, display, onSave, problemOf, multiline = false, lastChange } = props
  const words = useUiWords()
  const [state, setState] = useState<State>('shown')
  const [text, setText] = useState(value)
  const [problem, setProblem] = useState<string | null>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const returnFocus = useRef(false)
  useEffect(() => {
    if (returnFocus.current && (state === 'saved' || state === 'shown')) {
      returnFocus.current = false
      opener.current?.focus()
    }
    if (state !== 'saved') return
    const timer = setTimeout(() => setState('shown'), 2500)
    return () => clearTimeout(timer)
  }, [state])

  const leave = () => {
    setProblem(null)
    setState('shown')
  }
  const save = async () => {
    if (state === 'saving') return
    if (text === value) return leave()
    setState('saving')
    try {
      await onSave(text)
      setProblem(null)
      setState('saved')
    } catch (error) {
      setProblem(problemOf(error))
      setState('edited')
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    const enter = event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)
    if (!enter && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    returnFocus.current = true
    if (enter) void save()
    else leave()
  }

  if (props.isReadOnly) return <span className="py-1">{display ?? value}</span>
  if (state === 'edited' || state === 'saving') {
    const Field = multiline ? 'textarea' : 'input'
    return (
      <span className="block">
        <Field
          aria-label={label}
          aria-invalid={problem !== null}
          autoFocus
          inputMode={props.inputMode}
          {...(multiline ? {} : { type: props.type ?? 'text' })}
          value={text}
          readOnly={state === 'saving'}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => void save()}
          className={classes(inputClass('dense'), multiline && 'h-auto min-h-20 py-1.5', problem && 'border-danger')}
        />
        {problem && (
          <span role="alert" className="mt-1 block text-note text-danger">
            {problem}
          </span>
        )}
      </span>
    )
  }
  return (
    <button
      ref={opener}
      type="button"
      title={lastChange}
      onClick={() => {
        setText(value)
        setState('edited')
      }}
      className="group -mx-1.5 inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-2 px-1.5 text-left hover:bg-hover"
    >
      <span className="sr-only">{words.editOf(label)}</span>
      <span className="min-w-0">{display ?? (value || <span className="text-off">{words.blank}</span>)}</span>
      {state === 'saved' && (
        <span role="status" className="flex items-center gap-1 text-note text-ok">
          <Check aria-hidden size={14} strokeWidth={1.8} />
          {words.saved}
        </span>
      )}
    </button>
  )
}
