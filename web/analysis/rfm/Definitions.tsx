import type { ReactNode } from 'react'
import type { AnalysisRules } from '../../../src/analysis/contract.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { useAnalysisWords } from '../words.ts'

/** この画面の数え方: the rules in force, in sentences, beside the figures. */
export function Definitions({ rules }: { rules: AnalysisRules }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const said = words.definitions
  const { cpm, rfm } = rules
  const amount = format.money(cpm.amount)
  const rows: [string, ReactNode][] = [
    [said.active, said.activeIs(cpm.lapseDays)],
    [said.lapsed, said.lapsedIs(cpm.lapseDays)],
    [said.count, rules.sameDayOnce ? said.countOnce : said.countIs],
    [said.sales, said.salesIs],
    ...(rfm.mode === 'quantile' ? [[said.quantile, said.quantileIs(rfm.quantiles)] as [string, string]] : []),
    ...(rfm.oneTimeApart ? [[said.apart, said.apartIs] as [string, string]] : []),
    [said.tenure, said.tenureIs],
    [words.cpmNames.best, words.cpmRules.best(cpm.longTenureDays, amount)],
    [words.cpmNames.trend, words.cpmRules.trend(cpm.shortTenureDays, cpm.longTenureDays, amount)],
    [words.cpmNames.steady, words.cpmRules.steady(cpm.shortTenureDays, amount)],
    [words.cpmNames.early, words.cpmRules.early(cpm.shortTenureDays)],
    [words.cpmNames.first, words.cpmRules.first],
  ]
  return (
    <Section title={said.title} end={<Link href={paths.analysis('rules')}>{said.change}</Link>}>
      <dl className="grid grid-cols-[92px_minmax(0,1fr)] text-small">
        {rows.map(([term, meaning]) => (
          <div key={term} className="group contents">
            <dt className="border-t border-rule py-1 text-ink-2 group-first:border-t-0">{term}</dt>
            <dd className="border-t border-rule py-1 group-first:border-t-0">{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-note text-ink-2">{said.basis}</p>
    </Section>
  )
}
