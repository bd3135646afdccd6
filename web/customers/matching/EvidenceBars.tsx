import type { ProposalReply } from '../../../src/customers/contract.ts'
import { sayEvidence } from '../../../src/customers/matching/contract.ts'
import { useFormat } from '../../format.ts'
import { Section } from '../../ui/Section.tsx'
import { useLanguage } from '../../words.ts'
import { useMatchingWords } from './words.ts'

/** What speaks for one person and what against, in words, each with a bar as long as it weighs. */
export function EvidenceBars({ evidence, chance }: Pick<ProposalReply, 'evidence' | 'chance'>) {
  const words = useMatchingWords()
  const format = useFormat()
  const language = useLanguage()
  // as many pairs as tell this chance from certainty
  const of = [100, 1000].find((many) => (1 - chance) * many >= 1) ?? 10_000
  const most = Math.max(8, ...evidence.map(({ bits }) => Math.abs(bits)))
  return (
    <Section title={words.evidence.title} note={words.evidence.note}>
      <ul>
        {evidence.map(({ code, bits }, place) => {
          const share = `${(Math.abs(bits) / most) * 100}%`
          const weight = format.decimal(Math.abs(bits))
          return (
            <li
              key={`${code} ${place}`}
              className="relative grid min-h-8 grid-cols-[minmax(0,1fr)_minmax(6rem,38%)] items-center gap-4 border-t border-rule py-1 first:border-t-0"
            >
              <span>
                {sayEvidence({ code, a: '', b: '' }, language)}
                <span className="sr-only">
                  {bits < 0 ? words.evidence.against(weight) : words.evidence.for(weight)}
                </span>
              </span>
              <span aria-hidden className="grid grid-cols-2 items-center" title={format.decimal(bits)}>
                <span className="flex h-2 justify-end border-r border-field">
                  {bits < 0 && <span className="h-2 bg-warn" style={{ width: share }} />}
                </span>
                <span className="flex h-2">
                  {bits >= 0 && <span className="h-2 bg-accent" style={{ width: share }} />}
                </span>
              </span>
            </li>
          )
        })}
      </ul>
      <p className="mt-3 border-t border-rule pt-2 text-note text-ink-2">
        {words.evidence.meaning(format.number(of), format.number(Math.min(Math.round(chance * of), of - 1)))}
      </p>
    </Section>
  )
}
