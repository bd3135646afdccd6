import { type ReactNode, useId } from 'react'

interface SectionProps {
  title: ReactNode
  /** a small remark beside the heading: what is counted, a definition */
  note?: ReactNode
  /** at the right end: a link, an as-of time */
  end?: ReactNode
  children: ReactNode
}

/** What others do with cards: a 2 px ink rule opens it, 1 px rules part its rows. */
export function Section({ title, note, end, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="min-w-0">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-t-2 border-ink-rule py-2.5">
        <h2 id={id}>{title}</h2>
        {note && <span className="text-note text-ink-2">{note}</span>}
        {end && <span className="-my-1.5 ml-auto text-dense">{end}</span>}
      </header>
      {children}
    </section>
  )
}
