import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import * as z from 'zod'
import { listRejectedRows, rejectionSummary } from '../../../src/connectors/corrections/contract.ts'
import {
  downloadRejections,
  getImport,
  type ImportKind,
  type ImportRow,
  listImports,
  listRejections,
  reasons,
} from '../../../src/connectors/imports/contract.ts'
import { useAddress } from '../../address.ts'
import { addressOf, keyOf, type ReplyOf, useCall } from '../../api.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Notice } from '../../ui/Badge.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { When } from '../../ui/values.tsx'
import { useLanguage } from '../../words.ts'
import { ImportState, useCountsLine } from '../ImportState.tsx'
import { isRunning, useFieldName } from '../naming.ts'
import { useImportWords } from '../words.ts'
import { RejectedRows } from './RejectedRows.tsx'
import { useRejectedWords } from './words.ts'

export type Summary = ReplyOf<typeof rejectionSummary>

const address = z.object({
  /** `field.code` */
  reason: z.string().max(130).optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
  show: z.enum(['all']).optional().catch(undefined),
})

/** The rows that were left out: why, how many, and the cells to correct; or as a file. */
export function Rejected({ row }: { row: ImportRow }) {
  const words = useImportWords()
  const own = useRejectedWords()
  const may = useMay()
  const summary = useSummary(row)
  if (row.correctsId !== null) {
    return (
      <Section title={words.rejected} note={words.rejectedCount(row.rowsRejected)}>
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2">
          {own.correctThere}
          <Link href={paths.import(row.correctsId)}>{own.original}</Link>
        </p>
      </Section>
    )
  }
  const canCorrect = may('imports.write') && summary.data?.isOpen === true
  return (
    <Section title={words.rejected} note={words.rejectedCount(row.rowsRejected)}>
      {canCorrect && summary.data ? <Correcting row={row} summary={summary.data} /> : <Reasons row={row} />}
      {summary.data && row.status === 'done' && !summary.data.isOpen && <Notice tone="quiet">{own.tooOld}</Notice>}
      {may('imports.write') && summary.data?.isOpen !== false && <Downloads id={row.id} />}
      {summary.data && summary.data.imports.length > 0 && <PastCorrections imports={summary.data.imports} />}
    </Section>
  )
}

/** How far the rows are; when an import of corrected rows ends, the rows and the import's own figures are read anew. */
function useSummary(row: ImportRow) {
  const client = useQueryClient()
  const summary = useCall(
    rejectionSummary,
    { params: { id: row.id } },
    { interval: (reply) => (reply?.imports.some(isRunning) ? 1000 : false), staleTime: 0 },
  )
  const running = summary.data?.imports.some(isRunning) ?? false
  const wasRunning = useRef(false)
  useEffect(() => {
    if (wasRunning.current && !running) {
      for (const read of [listRejectedRows, listImports, getImport]) {
        void client.invalidateQueries({ queryKey: keyOf(read) })
      }
    }
    wasRunning.current = running
  }, [client, running])
  return summary
}

function Correcting({ row, summary }: { row: ImportRow; summary: Summary }) {
  const words = useRejectedWords()
  const [{ reason, after, show }, change] = useAddress(address)
  const [field, code] = reason?.split('.') ?? []
  const turn = (cursor: string | null) => change({ after: cursor ?? undefined })
  return (
    <>
      {summary.rows.open === 0 ? (
        <Notice tone="ok" glyph="check">
          {words.nothingLeft}
        </Notice>
      ) : (
        <p className="max-w-[60em] py-1 text-ink-2">
          {words.lead}
          <span className="block text-note pointer-coarse:hidden">{words.keys}</span>
        </p>
      )}
      <div role="group" aria-label={words.reasons} className="flex flex-wrap gap-2 py-3">
        <ReasonChips
          kind={row.kind}
          summary={summary}
          withTaken={show === 'all'}
          chosen={reason}
          onChoose={(chosen) => change({ reason: chosen, after: undefined }, { replace: true })}
        />
        {summary.rows.taken > 0 && (
          <ToggleChip
            isSelected={show === 'all'}
            onChange={(on) => change({ show: on ? 'all' : undefined, after: undefined }, { replace: true })}
            count={summary.rows.taken}
          >
            {words.showTaken}
          </ToggleChip>
        )}
      </div>
      <RejectedRows
        row={row}
        summary={summary}
        query={{ show: show ?? 'open', ...(field !== undefined && code !== undefined ? { field, code } : {}) }}
        after={after}
        onTurn={turn}
      />
    </>
  )
}

interface ReasonChipsProps {
  kind: ImportKind
  summary: Summary
  /** count rows that have been taken in since, too */
  withTaken: boolean
  chosen: string | undefined
  onChoose(reason: string | undefined): void
}

function ReasonChips({ kind, summary, withTaken, chosen, onChoose }: ReasonChipsProps) {
  const words = useRejectedWords()
  const fieldName = useFieldName(kind)
  const short = useImportWords().shortReasons
  const { open, taken } = summary.rows
  return (
    <>
      <ToggleChip
        isSelected={chosen === undefined}
        onChange={() => onChoose(undefined)}
        count={withTaken ? open + taken : open}
      >
        {words.all}
      </ToggleChip>
      {summary.reasons.map(({ field, code, rows, open: left }) => {
        const key = `${field}.${code}`
        const count = withTaken ? rows : left
        const why = short[code as keyof typeof short] ?? code
        if (count === 0 && chosen !== key) return null
        return (
          <ToggleChip
            key={key}
            isSelected={chosen === key}
            onChange={(on) => onChoose(on ? key : undefined)}
            count={count}
          >
            {field === '' ? why : words.reasonOf(fieldName(field), why)}
          </ToggleChip>
        )
      })}
    </>
  )
}

/** For people who may look and not correct, and for files that are gone. */
function Reasons({ row }: { row: ImportRow }) {
  const words = useImportWords()
  const language = useLanguage()
  const fieldName = useFieldName(row.kind)
  const groups = useCall(listRejections, { params: { id: row.id } })
  return (
    <ul>
      {groups.data?.items.map((group) => (
        <li key={`${group.field} ${group.code}`} className="flex flex-wrap gap-x-4 border-b border-rule py-2">
          <b className="w-32 max-[640px]:w-full">{fieldName(group.field)}</b>
          <span className="min-w-0 flex-1">{reasons[group.code]?.[language] ?? group.code}</span>
          <span className="text-ink-2">
            {words.problemCount(group.count)}（{words.atRow(group.firstRow)}）
          </span>
        </li>
      ))}
    </ul>
  )
}

function Downloads({ id }: { id: number }) {
  const words = useImportWords()
  const locale = useLanguage()
  const href = (encoding: 'utf-8' | 'cp932') =>
    addressOf(downloadRejections, { params: { id }, query: { encoding, locale } } as never)
  return (
    <p className="flex flex-wrap items-center gap-2 py-3">
      <LinkButton href={href('utf-8')} download>
        {words.download}
      </LinkButton>
      <LinkButton href={href('cp932')} download>
        {words.downloadCp932}
      </LinkButton>
      <span className="text-note text-ink-2">{words.rejectedHelp}</span>
    </p>
  )
}

function PastCorrections({ imports }: { imports: ImportRow[] }) {
  const words = useRejectedWords()
  const line = useCountsLine()
  return (
    <div className="py-3">
      <h3 className="text-dense">{words.past}</h3>
      <ul>
        {imports.map((each) => (
          <li key={each.id} className="flex flex-wrap items-baseline gap-x-4 border-b border-rule py-1.5 text-dense">
            <Link href={paths.import(each.id)}>
              <When at={each.createdAt} />
            </Link>
            <ImportState row={each} />
            <span className="text-ink-2">{line(each)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
