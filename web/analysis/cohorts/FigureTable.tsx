import { type ReactNode, useRef } from 'react'
import { useFormat } from '../../format.ts'
import { Link } from '../../ui/Link.tsx'
import { walkCells } from '../walk-cells.ts'
import { useCohortWords } from './words.ts'

const head = 'px-2.5 pb-1.5 text-note font-bold whitespace-nowrap text-ink-2'
/** of every cell in the rows */
export const cell = 'h-9 border-t border-rule px-2.5 whitespace-nowrap'

interface FigureTableProps {
  label: string
  /** what the rows are of */
  of: string
  figures: readonly string[]
  /** arrow keys go from cell to cell */
  walks?: boolean
  /** rows */
  children: ReactNode
}

/** What is counted, line by line: names at the left, figures at the right. */
export function FigureTable({ label, of, figures, walks = false, children }: FigureTableProps) {
  const table = useRef<HTMLTableElement>(null)
  return (
    <div className="relative -mx-4 overflow-x-auto px-4 pb-1 desk:-mx-8 desk:px-8">
      <table
        ref={table}
        aria-label={label}
        {...(walks ? { onKeyDown: (event) => walkCells(event, table.current) } : {})}
        className="w-full border-separate border-spacing-0"
      >
        <thead>
          <tr>
            <th scope="col" className={`${head} pl-0 text-left`}>
              {of}
            </th>
            {figures.map((name) => (
              <th key={name} scope="col" className={`${head} text-right`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** So many people; the link opens their list. */
export function People({ count, href }: { count: number; href: string }) {
  const words = useCohortWords()
  const format = useFormat()
  return (
    <Link href={href}>
      {format.number(count)}
      <span className="u">{words.people}</span>
    </Link>
  )
}
