import {
  getImport,
  type ImportRow,
  interruptImport,
  listImports,
  startImport,
  undoImport,
} from '../../src/connectors/imports/contract.ts'
import { useAction } from '../api.ts'
import { useFormat } from '../format.ts'
import { paths } from '../paths.ts'
import { useMay } from '../session.ts'
import { Notice } from '../ui/Badge.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Progress } from '../ui/Progress.tsx'
import { Section } from '../ui/Section.tsx'
import { isRunning, useUnreadable } from './naming.ts'
import { Rejected } from './rejected/Rejected.tsx'
import { useRejectedWords } from './rejected/words.ts'
import { useImportWords } from './words.ts'

/** The import under way or ended: how far it is, what it did, what was left out, and the way back. */
export function Outcome({ row }: { row: ImportRow }) {
  return (
    <div className="flex flex-col gap-8">
      <div className="flex max-w-[960px] flex-col gap-8">
        {isRunning(row) ? <UnderWay row={row} /> : <Ended row={row} />}
        <Counts row={row} />
      </div>
      {row.rowsRejected > 0 && <Rejected row={row} />}
      {row.undoableUntil && <Undo row={row} until={row.undoableUntil} />}
    </div>
  )
}

function UnderWay({ row }: { row: ImportRow }) {
  const words = useImportWords()
  const may = useMay()
  const format = useFormat()
  const interrupt = useAction(interruptImport, { refresh: [getImport, listImports] })
  const detail = [words.rowsRead(row.rowsRead), row.secondsLeft === null ? '' : words.left(row.secondsLeft)]
  return (
    <Section title={words.progress} note={words.leaveFreely}>
      <div className="flex flex-wrap items-center gap-4 py-2">
        <div className="min-w-60 flex-1">
          <Progress
            label={words.statuses[row.status]}
            share={row.status === 'undoing' || row.status === 'queued' ? undefined : row.progress}
            detail={format.beside(detail)}
          />
        </div>
        {may('imports.write') && row.status !== 'undoing' && (
          <Button onPress={() => interrupt.run({ params: { id: row.id } })}>{words.interrupt}</Button>
        )}
      </div>
    </Section>
  )
}

function Ended({ row }: { row: ImportRow }) {
  const words = useImportWords()
  const corrections = useRejectedWords()
  const may = useMay()
  const unreadable = useUnreadable()
  const resume = useAction(startImport, { refresh: [getImport, listImports] })
  const { undone } = row.counts
  const again = may('imports.write') && (
    <Button onPress={() => resume.run({ params: { id: row.id } })}>{words.resume}</Button>
  )
  return (
    <div className="flex flex-col gap-3">
      {row.status === 'failed' && (
        <Notice tone="danger" action={again}>
          {unreadable(row.problem ?? {}) ?? words.failed}
        </Notice>
      )}
      {row.status === 'cancelled' && (
        <Notice tone="warn" action={again}>
          {words.interrupted}
        </Notice>
      )}
      {undone && row.status === 'undone' && (
        <Notice tone="quiet" glyph="check">
          {words.undoneCounts(undone.removed, undone.restored)}
          {undone.kept > 0 && words.keptCounts(undone.kept)}
        </Notice>
      )}
      <p className="flex gap-2">
        {row.status === 'done' && (
          <LinkButton kind="primary" size="normal" href={paths.customers()}>
            {words.seeCustomers}
          </LinkButton>
        )}
        {row.correctsId === null ? (
          <LinkButton size="normal" href={paths.imports()}>
            {words.again}
          </LinkButton>
        ) : (
          <LinkButton size="normal" href={paths.import(row.correctsId)}>
            {corrections.original}
          </LinkButton>
        )}
      </p>
    </div>
  )
}

function Counts({ row }: { row: ImportRow }) {
  const words = useImportWords()
  const format = useFormat()
  const { orders, customers, products } = row.counts
  const rows = [
    { name: words.customers, ...customers, shown: row.kind !== 'products' },
    { name: words.orders, ...orders, shown: row.kind === 'orders' },
    { name: words.products, ...products, shown: row.kind !== 'customers' },
  ].filter((each) => each.shown)
  const head = 'border-b border-rule py-2 text-dense font-normal text-ink-2'
  const cell = 'border-b border-rule py-2'
  return (
    <Section title={words.result} note={orders.guests > 0 && `${words.guests} ${format.number(orders.guests)}`}>
      <table className="w-full max-w-[560px]">
        <thead>
          <tr>
            <th className={`${head} text-left`} scope="col">
              <span className="sr-only">{words.kind}</span>
            </th>
            {[words.added, words.updated, words.unchanged].map((name) => (
              <th key={name} className={`${head} text-right`} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.name}>
              <th className={`${cell} text-left font-normal`} scope="row">
                {each.name}
              </th>
              <td className={`${cell} text-right`}>{format.number(each.added)}</td>
              <td className={`${cell} text-right`}>{format.number(each.updated)}</td>
              <td className={`${cell} text-right`}>{format.number(each.unchanged)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function Undo({ row, until }: { row: ImportRow; until: string }) {
  const words = useImportWords()
  const format = useFormat()
  const corrections = useRejectedWords()
  const may = useMay()
  const undo = useAction(undoImport, { refresh: [getImport, listImports] })
  if (!may('imports.write')) return null
  return (
    <Section title={words.undo} note={words.undoUntil(format.dateTime(until))}>
      <div className="flex flex-wrap items-center gap-3 py-2">
        <Button isDisabled={undo.pending} onPress={() => undo.run({ params: { id: row.id } })}>
          {words.undo}
        </Button>
        <span className="text-note text-ink-2">
          {words.undoNote}
          {row.rowsRejected > 0 && row.correctsId === null && corrections.undoToo}
        </span>
      </div>
    </Section>
  )
}
