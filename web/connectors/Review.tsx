import { useNavigate } from '@tanstack/react-router'
import type * as z from 'zod'
import {
  changeImportMapping,
  discardImport,
  getImport,
  listImports,
  previewImport,
  startImport,
} from '../../src/connectors/imports/contract.ts'
import { type ReplyOf, useAction, useCall } from '../api.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { ErrorState, Loading } from '../ui/states.tsx'
import { Columns } from './Columns.tsx'
import { FileFacts } from './FileFacts.tsx'
import { Findings } from './Findings.tsx'
import { useFieldName, useRefusalSentence } from './naming.ts'
import { ReadingOptions } from './ReadingOptions.tsx'
import { useImportWords } from './words.ts'

export type ReviewedImport = ReplyOf<typeof getImport>
export type Preview = ReplyOf<typeof previewImport>
export type MappingChange = z.input<(typeof changeImportMapping)['body']>

/** Before anything is written: what the file is, what its columns mean, what cannot be read, what would come in. */
export function Review({ row }: { row: ReviewedImport }) {
  const may = useMay()
  const params = { id: row.id }
  const preview = useCall(previewImport, { params }, { keep: true, staleTime: 0 })
  const change = useAction(changeImportMapping, { refresh: [getImport, previewImport, listImports] })
  const sentence = useRefusalSentence()
  const { format: read } = row
  const format =
    read.type === 'text'
      ? { encoding: read.encoding, delimiter: read.delimiter, headerRow: read.headerRow }
      : { sheet: read.sheet, headerRow: read.headerRow }
  /** what stands now, with a part changed; the mapping is suggested anew when the way of reading changes */
  const put = (part: Partial<MappingChange>) =>
    change.run({
      params,
      body: { kind: row.kind, source: row.source.code, format, mapping: row.mapping, ...part } as MappingChange,
    })
  if (preview.error) {
    return (
      <div className="flex max-w-[960px] flex-col gap-6">
        <Notice tone="danger">{sentence(preview.error)}</Notice>
        <FileFacts row={row} rawRows={[]} onChange={put} />
        <Discard id={row.id} />
      </div>
    )
  }
  if (!preview.data) return <Loading lines={6} />
  return (
    <div className="flex flex-col gap-8" aria-busy={change.pending || preview.isFetching}>
      {change.error && <ErrorState error={change.error} />}
      <FileFacts row={row} rawRows={preview.data.rawRows} onChange={put} />
      <Columns row={row} preview={preview.data} onChange={(mapping) => put({ mapping })} />
      <ReadingOptions row={row} preview={preview.data} onChange={(mapping) => put({ mapping })} />
      <Findings row={row} preview={preview.data} />
      {may('imports.write') && <Start row={row} preview={preview.data} isReading={change.pending} />}
    </div>
  )
}

function Start({ row, preview, isReading }: { row: ReviewedImport; preview: Preview; isReading: boolean }) {
  const words = useImportWords()
  const fieldName = useFieldName(row.kind)
  const sentence = useRefusalSentence()
  const start = useAction(startImport, { refresh: [getImport, listImports] })
  const missing = preview.missing.map(({ names }) => words.needed(names.map(fieldName).join(words.or)))
  return (
    <div className="sticky bottom-15 z-2 flex flex-wrap items-center gap-3 border-t border-rule bg-sheet py-3 desk:-bottom-8 desk:pb-8">
      <Button
        kind="primary"
        size="normal"
        isDisabled={missing.length > 0 || isReading || start.pending}
        onPress={() => start.run({ params: { id: row.id } })}
      >
        {words.start}
      </Button>
      <Discard id={row.id} />
      <div role="status" className="min-w-0 text-small">
        {missing.length > 0 && <span className="text-danger">{missing.join(' ')}</span>}
        {isReading && <span className="text-ink-2">{words.updateView}</span>}
        {start.error && <span className="text-danger">{`${words.startFailed}${sentence(start.error)}`}</span>}
      </div>
    </div>
  )
}

function Discard({ id }: { id: number }) {
  const words = useImportWords()
  const navigate = useNavigate()
  const discard = useAction(discardImport, {
    refresh: [listImports],
    onDone: () => void navigate({ to: paths.imports() }),
  })
  return (
    <span>
      <Button size="normal" onPress={() => discard.run({ params: { id } })}>
        {words.discard}
      </Button>
    </span>
  )
}
