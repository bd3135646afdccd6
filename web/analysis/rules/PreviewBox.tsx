import type { ReactNode } from 'react'
import { type AnalysisRules, type PreviewReply, previewAnalysisRules } from '../../../src/analysis/contract.ts'
import { call } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { RankBadge } from '../../ui/Badge.tsx'
import { Section } from '../../ui/Section.tsx'
import { usePreview } from '../use-preview.ts'
import { useAnalysisWords } from '../words.ts'

interface PreviewBoxProps {
  draft: AnalysisRules
  isChanged: boolean
  /** false: the draft has faults and cannot be counted */
  isWhole: boolean
  /** the buttons */
  children: ReactNode
}

/** How many customers a draft would move, counted a moment after the last change. */
export function PreviewBox({ draft, isChanged, isWhole, children }: PreviewBoxProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const isWanted = isChanged && isWhole
  const { preview, isCounting } = usePreview(previewAnalysisRules.path, draft, isWanted, (rules, signal) =>
    call(previewAnalysisRules, { body: { rules } }, { signal }),
  )
  return (
    <Section title={words.rules.preview}>
      <div aria-live="polite">
        {!isChanged ? (
          <p className="text-ink-2">{words.rules.unchanged}</p>
        ) : preview === null ? (
          <p className="text-ink-2">{isWhole ? words.rules.counting : words.rules.unsaved}</p>
        ) : (
          <p aria-busy={isCounting} className={isCounting ? 'opacity-60' : undefined}>
            {preview.moving === 0
              ? words.rules.nobody
              : words.rules.moving(format.number(preview.moving), format.number(preview.customers))}
          </p>
        )}
      </div>
      {preview && isChanged && <RankCounts draft={draft} preview={preview} />}
      <div className="mt-4 flex gap-2">{children}</div>
    </Section>
  )
}

function RankCounts({ draft, preview }: { draft: AnalysisRules; preview: PreviewReply }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const cell = 'h-8 border-t border-rule text-right'
  const label = (key: string) => draft.ranks.list.find((rank) => rank.key === key)?.label ?? key
  return (
    <table className="mt-3 w-full border-collapse">
      <thead>
        <tr className="text-note text-ink-2">
          <th className="text-left font-normal">{words.rank}</th>
          <th className="text-right font-normal">{words.rules.before}</th>
          <th className="text-right font-normal">{words.rules.after}</th>
          <th className="text-right font-normal">{words.rules.difference}</th>
        </tr>
      </thead>
      <tbody>
        {preview.ranks.map(({ key, before, after }) => (
          <tr key={key}>
            <th scope="row" className="h-8 border-t border-rule text-left font-normal">
              <RankBadge rank={key} name={label(key)} />
            </th>
            <td className={cell}>{format.number(before)}</td>
            <td className={`${cell} font-bold`}>{format.number(after)}</td>
            <td className={`${cell} text-ink-2`}>
              {after > before && '+'}
              {format.number(after - before)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
