import type { AnalysisRules } from '../../../src/analysis/contract.ts'
import { useFormat } from '../../format.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox, Radio, RadioGroup } from '../../ui/Choice.tsx'
import { Section } from '../../ui/Section.tsx'
import { useAnalysisWords } from '../words.ts'
import { AmountField } from './AmountField.tsx'
import { CountField } from './CountField.tsx'
import { type faultsOf, withMode, withPreset } from './draft.ts'

interface RfmSectionProps {
  draft: AnalysisRules
  onChange(draft: AnalysisRules): void
  faults: ReturnType<typeof faultsOf>
}

/** How R, F and M are cut into classes. */
export function RfmSection({ draft, onChange, faults }: RfmSectionProps) {
  const words = useAnalysisWords()
  const { rfm } = draft
  return (
    <Section title={words.rules.rfm} note={words.rules.rfmNote}>
      <div className="flex flex-col gap-5">
        <RadioGroup
          label={words.rules.mode}
          value={rfm.mode}
          onChange={(mode) => onChange(withMode(draft, mode as 'fixed' | 'quantile', rfm.quantiles))}
        >
          <Radio value="fixed" note={words.rules.fixedNote}>
            {words.rules.fixed}
          </Radio>
          <Radio value="quantile" note={words.rules.quantileNote}>
            {words.rules.quantile}
          </Radio>
        </RadioGroup>
        {rfm.mode === 'fixed' ? (
          <Cuts draft={draft} onChange={onChange} faults={faults} />
        ) : (
          <RadioGroup
            label={words.rules.classes}
            value={String(rfm.quantiles)}
            onChange={(count) => onChange(withMode(draft, 'quantile', count === '3' ? 3 : 5))}
          >
            <Radio value="3">{words.rules.three}</Radio>
            <Radio value="5">{words.rules.five}</Radio>
          </RadioGroup>
        )}
        <div className="flex flex-col gap-1">
          <Checkbox
            isSelected={rfm.oneTimeApart}
            onChange={(oneTimeApart) => onChange({ ...draft, rfm: { ...rfm, oneTimeApart } })}
          >
            {words.rules.apart}
          </Checkbox>
          <Checkbox isSelected={draft.sameDayOnce} onChange={(sameDayOnce) => onChange({ ...draft, sameDayOnce })}>
            {words.rules.sameDay}
          </Checkbox>
        </div>
      </div>
    </Section>
  )
}

const changed = (cuts: number[], index: number, value: number) =>
  cuts.map((cut, place) => (place === index ? value : cut))

function Cuts({ draft, onChange, faults }: RfmSectionProps) {
  const words = useAnalysisWords()
  const { currency } = useFormat()
  const { rfm } = draft
  const set = (patch: Partial<AnalysisRules['rfm']>) => onChange({ ...draft, rfm: { ...rfm, ...patch } })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-ink-2">{words.rules.presets}</span>
        <Button onPress={() => onChange(withPreset(draft, 'repeat', currency))}>{words.rules.repeat}</Button>
        <Button onPress={() => onChange(withPreset(draft, 'ad-hoc', currency))}>{words.rules.adHoc}</Button>
      </div>
      <CutGroup title={words.rules.recency} fault={faults.recency && words.rules.ascending}>
        {rfm.recencyDays.map((cut, index) => (
          <CountField
            key={index}
            label={words.rules.upTo(`R${5 - index}`)}
            unit={words.days}
            value={cut}
            least={0}
            onChange={(value) => set({ recencyDays: changed(rfm.recencyDays, index, value) })}
          />
        ))}
      </CutGroup>
      <CutGroup title={words.rules.frequency} fault={faults.frequency && words.rules.ascending}>
        {rfm.purchases.map((cut, index) => (
          <CountField
            key={index}
            label={words.rules.from(`F${index + 2}`)}
            unit={words.times}
            value={cut}
            least={2}
            onChange={(value) => set({ purchases: changed(rfm.purchases, index, value) })}
          />
        ))}
      </CutGroup>
      <CutGroup title={words.rules.monetary} fault={faults.monetary && words.rules.ascending}>
        {rfm.amounts.map((cut, index) => (
          <AmountField
            key={index}
            label={words.rules.amountUpTo(`M${index + 1}`)}
            value={cut}
            onChange={(value) => set({ amounts: changed(rfm.amounts, index, value) })}
          />
        ))}
      </CutGroup>
    </>
  )
}

function CutGroup({ title, fault, children }: { title: string; fault: string | undefined; children: React.ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-bold">{title}</legend>
      <div className="grid max-w-[640px] grid-cols-2 gap-3 tablet:grid-cols-4">{children}</div>
      {fault && (
        <p role="alert" className="mt-1 text-small text-danger">
          {fault}
        </p>
      )}
    </fieldset>
  )
}
