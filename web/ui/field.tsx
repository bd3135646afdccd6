import { AlertTriangle } from 'lucide-react'
import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import { useProblems } from '../problems.ts'
import { classes } from './classes.ts'
import { useUiWords } from './words.ts'

/** What every field has: a label, perhaps a note, and its own error. */
export interface FieldProps {
  label: string
  note?: ReactNode
  /** the label is for screen readers only, where a heading or a column already says it */
  hideLabel?: boolean | undefined
  size?: FieldSize | undefined
}
/** dense 32 px in tools and rows; normal 40 px in forms */
export type FieldSize = 'dense' | 'normal'

export const inputClass = (size: FieldSize = 'normal') =>
  classes(
    'w-full min-w-0 rounded-2 border border-field bg-sheet text-ink disabled:border-rule-2 disabled:bg-sunken disabled:text-off',
    'invalid:border-danger read-only:bg-sunken',
    size === 'dense' ? 'h-8 px-2.5 text-dense pointer-coarse:h-11' : 'h-10 px-3 text-body',
  )

export const fieldClass = 'flex min-w-0 flex-col gap-1.5'

export function FieldLabel({
  children,
  hidden,
  required,
}: {
  children: ReactNode
  hidden?: boolean | undefined
  required?: boolean | undefined
}) {
  const words = useUiWords()
  return (
    <Label className={hidden ? 'sr-only' : 'flex items-baseline gap-2 text-dense font-bold'}>
      {children}
      {required && (
        <span aria-hidden className="text-note font-normal text-danger">
          {words.required}
        </span>
      )}
    </Label>
  )
}

export function FieldHelp({ note }: { note?: ReactNode }) {
  const { nativeSentence } = useProblems()
  return (
    <>
      {note && (
        <Text slot="description" className="text-note text-ink-2">
          {note}
        </Text>
      )}
      <FieldError className="flex items-start gap-1.5 text-small text-danger">
        {({ validationErrors, validationDetails }) => (
          <>
            <AlertTriangle aria-hidden size={14} strokeWidth={1.6} className="mt-[0.2em] flex-none" />
            <span>{nativeSentence(validationDetails) ?? validationErrors.join(' ')}</span>
          </>
        )}
      </FieldError>
    </>
  )
}
