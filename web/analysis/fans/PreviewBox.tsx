import type { ReactNode } from 'react'
import { type FanDefinition, type FanPreviewReply, previewFanDefinition } from '../../../src/analysis/fans/contract.ts'
import { call } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Section } from '../../ui/Section.tsx'
import { usePreview } from '../use-preview.ts'
import { useFanWords } from './naming.ts'

interface PreviewBoxProps {
  draft: FanDefinition
  /** false: the draft has faults and cannot be counted */
  isWhole: boolean
  /** the buttons */
  children: ReactNode
}

/** How many fans a draft gives, counted a moment after the last change. */
export function PreviewBox({ draft, isWhole, children }: PreviewBoxProps) {
  const words = useFanWords()
  const said = words.editor
  const { preview, isCounting } = usePreview(previewFanDefinition.path, draft, isWhole, (definition, signal) =>
    call(previewFanDefinition, { body: { definition } }, { signal }),
  )
  return (
    <Section title={said.preview}>
      <div aria-live="polite" aria-busy={isCounting} className={isCounting ? 'opacity-60' : undefined}>
        {!preview ? <p className="text-ink-2">{said.counting}</p> : <Counts draft={draft} preview={preview} />}
      </div>
      <div className="mt-4 flex gap-2">{children}</div>
    </Section>
  )
}

function Counts({ draft, preview }: { draft: FanDefinition; preview: FanPreviewReply }) {
  const words = useFanWords()
  const format = useFormat()
  const said = words.editor
  const { tooSmall } = preview
  const rows: [string, number, 'sub' | 'sum' | null][] = [
    [said.buyers, preview.buyers, null],
    [said.tooRecent, preview.tooRecent, 'sub'],
    [said.untold, preview.untold, 'sub'],
    [said.known, preview.known, 'sum'],
    [said.fans, preview.fans, 'sum'],
  ]
  if (draft.rank) rows.push([said.byRank, preview.ways.rank, 'sub'])
  if (draft.attribute) rows.push([said.byAttribute, preview.ways.attribute, 'sub'])
  if (draft.events.length > 0) rows.push([said.byEvents, preview.ways.events, 'sub'])
  return (
    <>
      {tooSmall ? (
        <StateTag tone="warn" glyph="alert">
          {said.tooSmall}
        </StateTag>
      ) : (
        <StateTag tone="ok" glyph="check">
          {said.enough}
        </StateTag>
      )}
      <dl className="mt-2">
        {rows.map(([name, count, look]) => (
          <div key={name} className="flex min-h-8 items-center border-t border-rule">
            <dt className={look === 'sub' ? 'pl-4 text-ink-2' : undefined}>{name}</dt>
            <dd className={`ml-auto ${look === 'sum' ? 'font-bold' : ''}`}>
              {format.number(count)}
              <span className="u">{words.people}</span>
            </dd>
          </div>
        ))}
      </dl>
      {tooSmall && (
        <p className="mt-2 text-note text-ink-2">
          {words.small.need(format.number(tooSmall.buyers), format.number(tooSmall.fans))}
        </p>
      )}
    </>
  )
}
