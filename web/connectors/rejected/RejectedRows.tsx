import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useRef } from 'react'
import {
  correctAlike,
  listRejectedRows,
  rejectionSummary,
  takeCorrectedIn,
} from '../../../src/connectors/corrections/contract.ts'
import { type ImportRow, listImports } from '../../../src/connectors/imports/contract.ts'
import { useAction, useCall } from '../../api.ts'
import { paths } from '../../paths.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { isRunning, useRefusalSentence } from '../naming.ts'
import type { Summary } from './Rejected.tsx'
import { RejectedRow } from './RejectedRow.tsx'
import { useRejectedWords } from './words.ts'

const pageSize = 50

interface RejectedRowsProps {
  row: ImportRow
  summary: Summary
  query: { show: 'open' | 'all'; field?: string; code?: string }
  after: string | undefined
  onTurn(cursor: string | null): void
}

/** A page of rejected rows, their cells to correct, and the button that takes the corrected ones in. */
export function RejectedRows({ row, summary, query, after, onTurn }: RejectedRowsProps) {
  const words = useRejectedWords()
  const asked = {
    params: { id: row.id },
    query: { ...query, limit: pageSize, ...(after ? { cursor: after } : {}) },
  }
  const page = useCall(listRejectedRows, asked, { keep: true, staleTime: 0 })
  const table = useRef<HTMLTableSectionElement>(null)
  const saves = useRef(new Set<Promise<unknown>>())
  const fill = useAction(correctAlike, {
    refresh: [listRejectedRows, rejectionSummary],
    onDone: ({ rows }) => toast.done(words.filled(rows)),
  })
  if (page.error && !page.data) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />
  if (!page.data) return <Loading lines={6} />
  const { items, before, total, next, previous } = page.data
  /** from one row to the first cell of the one after or before it */
  const move = (from: number, by: 1 | -1) => {
    const there = table.current?.querySelector(`[data-row="${items[from + by]?.row}"] input`)
    if (!(there instanceof HTMLInputElement)) return false
    there.focus()
    return true
  }
  const keep = (save: Promise<unknown>) => {
    saves.current.add(save)
    void save.finally(() => saves.current.delete(save))
  }
  return (
    <>
      {items.length === 0 && summary.rows.open > 0 && <EmptyState title={words.noMatch} />}
      {items.length > 0 && (
        <table aria-label={words.cells} aria-busy={page.isPlaceholderData} className="w-full table-fixed">
          <Heads />
          <tbody ref={table} className={page.isPlaceholderData ? 'opacity-60' : undefined}>
            {items.map((item, index) => (
              <RejectedRow
                // what was filled in from another row is shown, what is being typed here is not lost
                key={item.row}
                importId={row.id}
                kind={row.kind}
                item={item}
                onSave={keep}
                onMove={(by) => move(index, by)}
                onAlike={(column, text) => fill.run({ params: { id: row.id, row: item.row }, body: { column, text } })}
              />
            ))}
          </tbody>
        </table>
      )}
      {(next || previous) && (
        <p className="flex items-center justify-end gap-1 py-2">
          <span className="mr-2">{words.range(before + 1, before + items.length, total)}</span>
          <Button kind="quiet" icon aria-label={words.previous} isDisabled={!previous} onPress={() => onTurn(previous)}>
            <ChevronLeft aria-hidden size={16} strokeWidth={1.5} />
          </Button>
          <Button kind="quiet" icon aria-label={words.next} isDisabled={!next} onPress={() => next && onTurn(next)}>
            <ChevronRight aria-hidden size={16} strokeWidth={1.5} />
          </Button>
        </p>
      )}
      <TakeIn id={row.id} summary={summary} settled={() => Promise.allSettled(saves.current)} />
    </>
  )
}

function Heads() {
  const words = useRejectedWords()
  const head = 'border-b border-rule-2 py-2 pr-4 text-left text-note font-normal text-ink-2'
  return (
    <thead className="max-desk:sr-only">
      <tr>
        <th scope="col" className={`${head} w-14 text-right`}>
          {words.row}
        </th>
        <th scope="col" className={`${head} w-[26%] pl-3`}>
          {words.content}
        </th>
        <th scope="col" aria-label={words.cellsAndReason} className={head}>
          <span className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-4">
            <span>{words.cells}</span>
            <span>{words.reason}</span>
          </span>
        </th>
        <th scope="col" className={`${head} w-32`}>
          {words.state}
        </th>
      </tr>
    </thead>
  )
}

interface TakeInProps {
  id: number
  summary: Summary
  /** what was typed last is kept before the rows go */
  settled(): Promise<unknown>
}

function TakeIn({ id, summary, settled }: TakeInProps) {
  const words = useRejectedWords()
  const sentence = useRefusalSentence()
  const take = useAction(takeCorrectedIn, { refresh: [rejectionSummary, listRejectedRows, listImports] })
  const [last] = summary.imports
  const running = last && isRunning(last)
  if (summary.rows.ready === 0 && !last) return null
  return (
    <div className="sticky bottom-15 z-2 flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 border-t border-rule bg-sheet py-3 desk:-bottom-8 desk:pb-8">
      {running ? (
        <div className="min-w-60 flex-1">
          <Progress label={words.taking} share={last.progress} detail={words.taking} />
        </div>
      ) : (
        summary.rows.ready > 0 && (
          <>
            <Button
              kind="primary"
              size="normal"
              isPending={take.pending}
              onPress={() => void settled().then(() => take.run({ params: { id } }))}
            >
              {words.take(summary.rows.ready)}
            </Button>
            <span className="text-note text-ink-2">{words.takeNote}</span>
          </>
        )
      )}
      <div role="status" className="min-w-0">
        {take.error && <span className="text-small text-danger">{sentence(take.error)}</span>}
        {take.done && last && !running && <Done last={last} />}
      </div>
    </div>
  )
}

function Done({ last }: { last: ImportRow }) {
  const words = useRejectedWords()
  return (
    <Notice
      tone={last.rowsRejected > 0 || last.status !== 'done' ? 'warn' : 'ok'}
      glyph={last.rowsRejected > 0 ? 'alert' : 'check'}
      action={<Link href={paths.import(last.id)}>{words.seeTaken}</Link>}
    >
      {last.rowsRejected > 0 ? words.takenSome(last.rowsRejected) : words.takenAll}
    </Notice>
  )
}
