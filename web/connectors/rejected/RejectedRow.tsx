import { useQueryClient } from '@tanstack/react-query'
import { type FocusEvent, type KeyboardEvent, useState } from 'react'
import {
  correctRow,
  type RejectedRow as Item,
  listRejectedRows,
  rejectionSummary,
} from '../../../src/connectors/corrections/contract.ts'
import { type ImportKind, reasons } from '../../../src/connectors/imports/contract.ts'
import { keyOf, type ReplyOf, useAction } from '../../api.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { isComposing } from '../../ui/keys.ts'
import { TextField } from '../../ui/TextField.tsx'
import { useLanguage } from '../../words.ts'
import { useRefusalSentence } from '../naming.ts'
import { useRejectedWords } from './words.ts'

type Page = ReplyOf<typeof listRejectedRows>

interface RejectedRowProps {
  importId: number
  kind: ImportKind
  item: Item
  onSave(save: Promise<unknown>): void
  /** false: there is no row to go to */
  onMove(by: 1 | -1): boolean
  /** the same text for the rows that were rejected for the same one */
  onAlike(column: string, text: string): void
}

/** One rejected row: what it is about, its cells to correct with the reason beside each, and how far it is. */
export function RejectedRow({ importId, kind, item, onSave, onMove, onAlike }: RejectedRowProps) {
  const words = useRejectedWords()
  const sentence = useRefusalSentence()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [all, setAll] = useState(false)
  const save = useSave()
  const isOpen = item.state === 'open' || item.state === 'ready'
  const shown = cellsToShow(item, all)
  const textOf = ({ column, text, corrected }: Item['cells'][number]) => typed[column] ?? corrected ?? text

  /** keeps what was typed once the row is left */
  const keep = () => {
    const changed = item.cells.filter((cell) => textOf(cell) !== (cell.corrected ?? cell.text))
    if (changed.length === 0) return
    const cells = Object.fromEntries(
      item.cells.filter((cell) => textOf(cell) !== cell.text).map((cell) => [cell.column, textOf(cell)]),
    )
    onSave(
      save.ask({ params: { id: importId, row: item.row }, body: { cells } }).then(
        () => setTyped({}),
        () => {},
      ),
    )
  }
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) keep()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || !(event.target instanceof HTMLInputElement)) return
    if (event.key === 'Enter') {
      event.preventDefault()
      // leaving the row keeps it; at the end of the page there is nowhere to go
      if (!onMove(event.shiftKey ? -1 : 1)) keep()
    }
    if (event.key === 'Escape') setTyped({})
  }
  return (
    <tr
      data-row={item.row}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
      className="border-b border-rule align-top max-desk:grid max-desk:grid-cols-[auto_minmax(0,1fr)_auto] max-desk:gap-x-3 max-desk:py-2"
    >
      <th scope="row" className="py-2.5 pr-4 text-right font-normal whitespace-nowrap text-ink-2 max-desk:p-0">
        {item.row.toLocaleString()}
      </th>
      <td className="truncate py-2.5 pr-4 pl-3 max-desk:p-0" title={about(item, kind)}>
        {about(item, kind)}
      </td>
      <td className="py-1.5 pr-4 max-desk:col-span-3 max-desk:row-start-2 max-desk:p-0">
        <ul className="flex flex-col gap-2">
          {shown.map((cell) => (
            <Cell
              key={cell.column}
              item={item}
              cell={cell}
              text={textOf(cell)}
              isOpen={isOpen}
              isTyped={typed[cell.column] !== undefined}
              onType={(text) => setTyped({ ...typed, [cell.column]: text })}
              onAlike={onAlike}
            />
          ))}
          <WholeRowReasons item={item} />
        </ul>
        {isOpen && (all || shown.length < item.cells.length) && (
          <Button
            kind="text"
            aria-label={all ? words.fewerCells : words.otherCellsOf(item.row)}
            onPress={() => setAll(!all)}
          >
            {all ? words.fewerCells : words.otherCells}
          </Button>
        )}
        {save.error && (
          <p role="alert" className="text-small text-danger">
            {words.notKept(sentence(save.error))}
          </p>
        )}
      </td>
      <td className="py-2.5 max-desk:p-0">
        <RowState item={item} />
      </td>
    </tr>
  )
}

/** Keeps a correction; the page shows what came of it without being read again. */
function useSave() {
  const client = useQueryClient()
  return useAction(correctRow, {
    refresh: [rejectionSummary],
    onDone: (reply) =>
      client.setQueriesData<Page>(
        { queryKey: keyOf(listRejectedRows) },
        (page) => page && { ...page, items: page.items.map((each) => (each.row === reply.row ? reply : each)) },
      ),
  })
}

/** The columns with a problem and those corrected already, in the order of the file. */
function cellsToShow(item: Item, all: boolean): Item['cells'] {
  const wrong = new Set(item.problems.flatMap(({ columns }) => columns))
  return item.cells.filter(({ column, corrected }) => all || corrected !== null || wrong.has(column))
}

const telling: Record<ImportKind, string[]> = {
  orders: ['number', 'orderedAt', 'familyName', 'givenName', 'fullName', 'productName', 'lineAmount', 'total'],
  customers: ['number', 'familyName', 'givenName', 'fullName', 'companyName', 'email', 'phone'],
  products: ['productCode', 'productName', 'price'],
}

/** What tells people which row this is. */
function about({ cells }: Item, kind: ImportKind): string {
  const texts = telling[kind].flatMap((field) => {
    const cell = cells.find((each) => each.field === field)
    return cell ? [(cell.corrected ?? cell.text).trim()] : []
  })
  return texts
    .filter((text) => text !== '')
    .slice(0, 4)
    .join('　')
}

interface CellProps {
  item: Item
  cell: Item['cells'][number]
  text: string
  isOpen: boolean
  isTyped: boolean
  onType(text: string): void
  onAlike(column: string, text: string): void
}

function Cell({ item, cell, text, isOpen, isTyped, onType, onAlike }: CellProps) {
  const words = useRejectedWords()
  const language = useLanguage()
  const problem = item.problems.find(({ columns }) => columns.includes(cell.column))
  const alike = item.alike?.column === cell.column && text !== cell.text ? item.alike : null
  return (
    <li className="grid gap-x-4 gap-y-1 tablet:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <span aria-hidden className="mb-1 block truncate text-note text-ink-2">
          {cell.column}
        </span>
        {isOpen ? (
          <TextField
            label={words.correcting(cell.column, item.row)}
            hideLabel
            size="dense"
            value={text}
            onChange={onType}
            autoComplete="off"
          />
        ) : (
          <span className="break-all">{text}</span>
        )}
        {text !== cell.text && (
          <span className="mt-1 block truncate text-note text-ink-2" title={cell.text}>
            {cell.text.trim() === '' ? words.wasEmpty : words.was(cell.text)}
          </span>
        )}
      </div>
      <div className="min-w-0 text-small tablet:pt-6">
        {problem && !isTyped && (reasons[problem.code]?.[language] ?? problem.code)}
        {alike && (
          <Button kind="text" onPress={() => onAlike(alike.column, text)}>
            {words.alike(cell.text, alike.rows)}
          </Button>
        )}
      </div>
    </li>
  )
}

/** What no cell of this row can put right: another row of its order has the problem. */
function WholeRowReasons({ item }: { item: Item }) {
  const language = useLanguage()
  const whole = item.problems.filter(({ columns }) => columns.length === 0)
  return whole.map(({ code }) => (
    <li key={code} className="py-1 text-small text-ink-2">
      {reasons[code]?.[language] ?? code}
    </li>
  ))
}

function RowState({ item: { state, problems } }: { item: Item }) {
  const { states } = useRejectedWords()
  // its own cells are right: another row of the order keeps it back
  if (state === 'open' && problems.every(({ columns }) => columns.length === 0)) {
    return (
      <StateTag tone="quiet" glyph="waiting">
        {states.waiting}
      </StateTag>
    )
  }
  return <StateTag {...looks[state]}>{states[state]}</StateTag>
}

const looks = {
  open: { tone: 'warn', glyph: 'alert' },
  ready: { tone: 'accent', glyph: 'check' },
  'under-way': { tone: 'accent', glyph: 'clock' },
  taken: { tone: 'ok', glyph: 'check' },
} as const
