import { CircleQuestionMark } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, Link as AriaLink } from 'react-aria-components'
import { Popover } from './Popover.tsx'
import { useUiWords } from './words.ts'

export interface Definition {
  /** what is counted, in one or two sentences */
  text: ReactNode
  period?: ReactNode
  /** when it was computed */
  asOf?: ReactNode
}

/** 「数え方」 behind a question mark: definition, period, as-of time. */
export function DefinitionPopover({ name, definition }: { name: string; definition: Definition }) {
  const words = useUiWords()
  const rows: [string, ReactNode][] = [
    [words.definition, definition.text],
    [words.period, definition.period],
    [words.asOf, definition.asOf],
  ]
  return (
    <Popover
      label={words.definitionOf(name)}
      trigger={
        <AriaButton
          aria-label={words.definitionOf(name)}
          className="relative inline-grid size-6 flex-none place-items-center rounded-1 align-middle text-ink-2 hover:text-accent"
        >
          <CircleQuestionMark aria-hidden size={14} strokeWidth={1.5} />
        </AriaButton>
      }
    >
      <p className="mb-2 font-bold">{name}</p>
      <dl className="grid grid-cols-[4.5em_minmax(0,1fr)] gap-y-1.5">
        {rows
          .filter(([, value]) => value !== undefined)
          .map(([title, value]) => (
            <div key={title} className="contents">
              <dt className="text-ink-2">{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Popover>
  )
}

interface FigureProps {
  name: string
  /** beside the name: 11/1〜11/21 */
  period?: ReactNode
  /** a value from values.tsx: <Money>, <Count>, <Percent> */
  value: ReactNode
  definition: Definition
  /** <Change> and what it is compared with */
  change?: ReactNode
  /** the list behind the figure, showing the same count */
  link?: { href: string; text: ReactNode }
}

/** One figure with what it counts; stands in a <Figures> row. */
export function Figure({ name, period, value, definition, change, link }: FigureProps) {
  return (
    <div className="min-w-0 border-rule px-4 pt-2 pb-3 not-first:border-l first:pl-0 max-tablet:odd:border-l-0 max-tablet:odd:pl-0 max-tablet:nth-[n+3]:border-t">
      <div className="flex items-center gap-1 text-note text-ink-2">
        <span className="min-w-0">
          {name}
          {period && <span className="ml-2.5 whitespace-nowrap">{period}</span>}
        </span>
        <DefinitionPopover name={name} definition={definition} />
      </div>
      <div className="text-h1 leading-[1.3] font-bold [&_.u]:text-small">{value}</div>
      {change && <div className="text-note text-ink-2">{change}</div>}
      {link && (
        <AriaLink
          href={link.href}
          className="mt-1.5 block cursor-pointer text-note text-accent underline-offset-3 hover:underline"
        >
          {link.text}
        </AriaLink>
      )}
    </div>
  )
}

export function Figures({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 tablet:grid-flow-col tablet:grid-cols-none tablet:auto-cols-fr">{children}</div>
  )
}
