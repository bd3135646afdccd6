import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps, Link as AriaLink } from 'react-aria-components'
import { classes } from './classes.ts'

/** One primary a surface; danger only in the dialog that asks. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'text' | 'danger'
/** dense in tools and rows, normal in forms, touch on phones and for store staff */
export type ButtonSize = 'dense' | 'normal' | 'touch'

interface Looks {
  kind?: ButtonKind | undefined
  size?: ButtonSize | undefined
  /** a square around one icon; needs an aria-label */
  icon?: boolean | undefined
}

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-accent border-accent text-on-accent font-bold hover:bg-accent-strong hover:border-accent-strong',
  secondary: 'bg-sheet border-rule-2 text-ink hover:bg-hover hover:border-field',
  quiet: 'bg-transparent border-transparent text-ink-2 hover:bg-hover hover:text-ink',
  // in a heading line, where a link would stand beside it
  text: 'bg-transparent border-transparent px-0 text-accent underline-offset-3 hover:underline',
  danger: 'bg-danger border-danger text-sheet font-bold hover:brightness-90',
}

const sizes: Record<ButtonSize, string> = {
  // the hit area reaches 44 px where fingers press
  dense:
    'h-8 text-dense pointer-coarse:after:absolute pointer-coarse:after:-inset-y-1.5 pointer-coarse:after:inset-x-0',
  normal: 'h-10 text-dense',
  touch: 'h-12 text-body',
}
const paddings: Record<ButtonSize, string> = { dense: 'px-3', normal: 'px-4', touch: 'px-5' }
const squares: Record<ButtonSize, string> = { dense: 'w-8', normal: 'w-10', touch: 'w-12' }

export function buttonClass({ kind = 'secondary', size = 'dense', icon = false }: Looks): string {
  return classes(
    'relative inline-flex shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-2 border leading-none whitespace-nowrap',
    'disabled:cursor-default disabled:opacity-50 pending:opacity-70 pressed:brightness-95',
    kinds[kind],
    sizes[size],
    icon ? squares[size] : kind !== 'text' && paddings[size],
  )
}

export interface ButtonProps extends Looks, Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  children: ReactNode
}

export function Button({ kind, size, icon, ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={buttonClass({ kind, size, icon })} />
}

interface LinkButtonProps extends Looks {
  href: string
  children: ReactNode
  /** saves the answer as a file instead of going there */
  download?: boolean
  'aria-label'?: string
}

/** Looks like a button, goes somewhere. */
export function LinkButton({ kind, size, icon, ...rest }: LinkButtonProps) {
  return <AriaLink {...rest} className={buttonClass({ kind, size, icon })} />
}
