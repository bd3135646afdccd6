import { type ReactNode, useEffect } from 'react'
import { classes } from './classes.ts'

interface PageProps {
  /** a noun: 顧客, 注文; also the document's title */
  title: string
  /** beside the title: kana, a count, the date */
  aside?: ReactNode
  /** right of the title, three at most, the primary one last */
  actions?: ReactNode
  /** above the title: where this record was come from */
  crumb?: ReactNode
  /** the page keeps to the window's height and its table scrolls inside */
  fill?: boolean
  /** another heading than the title's text, where a name carries kana and rank */
  heading?: ReactNode
  children: ReactNode
}

/** A screen: its heading line and what stands under it. */
export function Page({ title, aside, actions, crumb, fill = false, heading, children }: PageProps) {
  useTitle(title)
  return (
    <div
      className={classes(
        'flex min-w-0 flex-col',
        fill && 'desk:-mb-8 desk:h-[calc(100%+2rem)] desk:min-h-0 print:mb-0 print:h-auto',
      )}
    >
      {crumb && <div className="mb-2 -mt-1.5 flex items-center gap-4 text-small text-ink-2">{crumb}</div>}
      <header className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1">
        {heading ?? <h1>{title}</h1>}
        {aside && <div className="text-ink-2">{aside}</div>}
        {actions && <div className="no-print ml-auto flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** Sets 「画面名｜Tokui」. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title}｜Tokui`
  }, [title])
}
