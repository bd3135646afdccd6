import type { ReactNode } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import { paths } from '../paths.ts'
import { classes } from '../ui/classes.ts'
import { Page } from '../ui/Page.tsx'
import { ViewTabs } from '../ui/Tabs.tsx'
import { useAnalysisWords } from './words.ts'

/** The pages of the analysis by the question they answer, in the order of the tabs. */
const analysisGroups = {
  ranks: ['rfm', 'migration', 'cpm', 'deciles'],
  repeat: ['f2', 'cohorts', 'repeat', 'curves'],
  future: ['lifetime', 'trust'],
  fans: ['fans'],
  recommend: ['offers', 'affinity', 'due'],
  sales: ['channels'],
  discoveries: ['discoveries'],
} as const
type Group = keyof typeof analysisGroups
type AnalysisPageName = (typeof analysisGroups)[Group][number]

/** The frame of every page of the analysis: its title, the tabs, and what the figures are of. */
export function AnalysisPage({
  here,
  conditions,
  asOf,
  children,
}: {
  here: AnalysisPageName
  /** chips over the figures */
  conditions?: ReactNode
  /** as-of time and totals, at the right */
  asOf?: ReactNode
  children: ReactNode
}) {
  const words = useAnalysisWords()
  const groups = Object.entries(analysisGroups) as [Group, readonly AnalysisPageName[]][]
  const mine = groups.find(([, pages]) => pages.includes(here))?.[1] ?? []
  return (
    <Page title={words.title}>
      <ViewTabs
        label={words.tabs}
        tabs={groups.map(([group, pages]) => ({
          href: paths.analysis(pages[0]),
          text: words.groups[group],
          here: pages.includes(here),
        }))}
      />
      {mine.length > 1 && <PagesOfGroup pages={mine} here={here} />}
      <div className="flex min-h-12 flex-wrap items-center gap-2 py-3">
        {conditions}
        {asOf && <span className="ml-auto text-note text-ink-2">{asOf}</span>}
      </div>
      {children}
    </Page>
  )
}

function PagesOfGroup({ pages, here }: { pages: readonly AnalysisPageName[]; here: AnalysisPageName }) {
  const words = useAnalysisWords()
  return (
    <nav
      aria-label={words.pagesOfGroup}
      className="no-print flex gap-1 overflow-x-auto pt-3 whitespace-nowrap [scrollbar-width:none]"
    >
      {pages.map((name) => (
        <AriaLink
          key={name}
          href={paths.analysis(name)}
          {...(name === here ? { 'aria-current': 'page' as const } : {})}
          className={classes(
            'flex-none cursor-pointer rounded-2 px-2.5 py-1 text-small outline-offset-[-2px] pointer-coarse:py-3',
            name === here ? 'bg-accent-quiet font-bold text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {words[name]}
        </AriaLink>
      ))}
    </nav>
  )
}
