import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { classes } from '../ui/classes.ts'

interface TextButtonProps extends Omit<ButtonProps, 'className' | 'style' | 'children'> {
  children: ReactNode
  /** how the list is shown is said in small grey words, actions in the accent */
  quiet?: boolean
}

/** An action among words: at the end of a heading, beside a count. */
export function TextButton({ quiet = false, ...rest }: TextButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={classes(
        'relative inline-flex min-h-6 cursor-pointer items-center gap-1 rounded-1 whitespace-nowrap underline-offset-3 hover:underline',
        'pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5',
        quiet ? 'text-note text-ink-2 hover:text-ink' : 'text-accent',
      )}
    />
  )
}
