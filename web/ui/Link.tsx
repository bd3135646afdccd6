import type { ReactNode } from 'react'
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components'
import { classes } from './classes.ts'

interface LinkProps extends Omit<AriaLinkProps, 'className' | 'style' | 'children'> {
  children: ReactNode
  /** `name`: a record's name, in ink and bold; `plain`: takes the colour around it */
  look?: 'text' | 'name' | 'plain'
}

const looks = { text: 'text-accent', name: 'text-ink font-bold', plain: 'text-inherit' }

/** A link inside the app or out of it. Give it an address from `paths`. */
export function Link({ look = 'text', ...rest }: LinkProps) {
  return <AriaLink {...rest} className={classes('cursor-pointer underline-offset-3 hover:underline', looks[look])} />
}
