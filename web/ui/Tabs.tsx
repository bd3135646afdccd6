import type { ReactNode } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import { classes } from './classes.ts'
import { useUiWords } from './words.ts'

interface ViewTabsProps {
  label: string
  tabs: { href: string; text: ReactNode; here: boolean; count?: ReactNode; changed?: boolean }[]
  end?: ReactNode
}

/** Places within a place, each with its own address: saved views with counts, pages of the analysis, settings. */
export function ViewTabs({ label, tabs, end }: ViewTabsProps) {
  const words = useUiWords()
  return (
    <div className="no-print mt-3 flex items-end gap-5 border-b border-rule-2">
      <nav
        aria-label={label}
        className="-mb-px flex min-w-0 flex-1 gap-5 overflow-x-auto whitespace-nowrap [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <AriaLink
            key={tab.href}
            href={tab.href}
            {...(tab.here ? { 'aria-current': 'page' as const } : {})}
            className={classes(
              'flex-none cursor-pointer py-2 outline-offset-[-4px] pointer-coarse:py-3',
              tab.here ? 'font-bold text-ink shadow-[inset_0_-2px_var(--accent)]' : 'text-ink-2 hover:text-ink',
            )}
          >
            {tab.text}
            {tab.count !== undefined && <span className="ml-1.5 text-note font-normal text-ink-2">{tab.count}</span>}
            {tab.changed && (
              <span
                role="img"
                aria-label={words.changed}
                title={words.changed}
                className="ml-1.5 inline-block size-1.5 rounded-full bg-accent align-[2px]"
              />
            )}
          </AriaLink>
        ))}
      </nav>
      {end && <div className="flex-none pb-2">{end}</div>}
    </div>
  )
}
