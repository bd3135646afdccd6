import type { AnalysisRules } from '../../../src/analysis/contract.ts'
import { Section } from '../../ui/Section.tsx'
import { useAnalysisWords } from '../words.ts'
import { AmountField } from './AmountField.tsx'
import { CountField } from './CountField.tsx'

interface CpmSectionProps {
  draft: AnalysisRules
  onChange(draft: AnalysisRules): void
  fault: string | undefined
}

/** The four cuts of CPM. */
export function CpmSection({ draft, onChange, fault }: CpmSectionProps) {
  const words = useAnalysisWords()
  const { cpm } = draft
  const set = (patch: Partial<AnalysisRules['cpm']>) => onChange({ ...draft, cpm: { ...cpm, ...patch } })
  return (
    <Section title={words.rules.cpm}>
      <div className="grid max-w-[640px] gap-4 tablet:grid-cols-2">
        <CountField
          label={words.rules.short}
          unit={words.days}
          least={1}
          value={cpm.shortTenureDays}
          onChange={(shortTenureDays) => set({ shortTenureDays })}
        />
        <CountField
          label={words.rules.long}
          unit={words.days}
          least={1}
          value={cpm.longTenureDays}
          onChange={(longTenureDays) => set({ longTenureDays })}
        />
        <AmountField
          label={words.rules.amount}
          value={cpm.amount}
          onChange={(amount) => set({ amount: Math.max(1, amount) })}
        />
        <CountField
          label={words.rules.lapse}
          unit={words.days}
          least={1}
          value={cpm.lapseDays}
          onChange={(lapseDays) => set({ lapseDays })}
        />
      </div>
      {fault && (
        <p role="alert" className="mt-1 text-small text-danger">
          {words.rules.ascending}
        </p>
      )}
    </Section>
  )
}
