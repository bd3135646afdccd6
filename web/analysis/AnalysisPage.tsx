import type { ReactNode } from 'react'
import { paths } from '../paths.ts'
import { Page } from '../ui/Page.tsx'
import { ViewTabs } from '../ui/Tabs.tsx'
import { useAnalysisWords } from './words.ts'

export const analysisPages = ['rfm', 'migration', 'cpm', 'deciles', 'channels', 'f2'] as const
export type AnalysisPageName = (typeof analysisPages)[number]

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
  return (
    <Page title={words.title}>
      <ViewTabs
        label={words.tabs}
        tabs={analysisPages.map((name) => ({ href: paths.analysis(name), text: words[name], here: name === here }))}
      />
      <div className="flex min-h-12 flex-wrap items-center gap-2 py-3">
        {conditions}
        {asOf && <span className="ml-auto text-note text-ink-2">{asOf}</span>}
      </div>
      {children}
    </Page>
  )
}
