import { type MouseEvent, type ReactNode, useRef } from 'react'
import { Checkbox } from './Choice.tsx'
import { classes } from './classes.ts'
import { type RowKey, useRowFocus } from './row-focus.ts'
import { keepRoom } from './scroll-room.ts'
import { ErrorState, Skeleton } from './states.tsx'
import { useUiWords } from './words.ts'

export interface Column<Row> {
  key: string
  heading: ReactNode
  /** figures and dates right, their heading alike */
  align?: 'left' | 'right'
  /** the sort key sent when the heading is pressed; undefined: not sortable */
  sort?: string
  /** a CSS width; long text is cut and shown in full on hover */
  width?: string
  /** sentences: they take as many lines as they need */
  wraps?: boolean
  render(row: Row): ReactNode
  /** the full text for what may be cut */
  title?(row: Row): string
}

/** Selection is kept by the screen, which may mean “all that match” and not a list of ids. */
export interface Selection {
  has(key: RowKey): boolean
  /** of the rows on this page */
  page: 'none' | 'some' | 'all'
  set(keys: RowKey[], on: boolean): void
  labelOf(key: RowKey): string
}

export interface DataTableProps<Row> {
  /** what the rows are, for screen readers */
  label: string
  columns: Column<Row>[]
  /** undefined while loading */
  rows: Row[] | undefined
  keyOf(row: Row): RowKey
  /** the sort key of a column, falling with a minus before it */
  sort?: string
  onSort?(sort: string): void
  selection?: Selection
  /** Enter or a press on the row; the name in the row should also be a link */
  onOpen?(row: Row): void
  /** Space */
  onPeek?(row: Row): void
  density?: 'standard' | 'compact'
  error?: unknown
  onRetry?(): void
  /** shown under the heading when there are no rows: never any, or no match */
  empty?: ReactNode
  /** the rows shown are the former ones, the next are under way */
  stale?: boolean
  /** rows under the table: totals, 続きを見る */
  foot?: ReactNode
  /** the table scrolls in itself and its heading stays; the page is `fill` */
  fill?: boolean
  skeletonRows?: number
  /** rows before the first one shown, for aria-rowindex, and all there are */
  offset?: number
  total?: number
}

/** A list: a real table, its first column and heading stay, its rows are walked by keys. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, selection, density = 'standard', stale = false, fill = false, total } = props
  const words = useUiWords()
  const body = useRef<HTMLTableSectionElement>(null)
  const focus = useRowFocus({ body, rows, keyOf, selection, onOpen: props.onOpen, onPeek: props.onPeek })
  const width = columns.length + (selection ? 1 : 0)
  return (
    <div
      ref={keepRoom}
      data-scroll-restoration-id={`table-${label}`}
      className={classes(
        '-mx-4 scroll-pt-9 overflow-x-auto px-4 desk:-mx-8 desk:px-8 print:mx-0 print:overflow-visible print:px-0',
        fill && 'desk:min-h-0 desk:flex-1 desk:overflow-y-auto',
      )}
    >
      <table
        aria-label={label}
        aria-busy={rows === undefined || stale}
        aria-rowcount={total ?? -1}
        className="w-full border-separate border-spacing-0"
      >
        <thead>
          <tr>
            {selection && (
              <th scope="col" className={classes(headClass, 'w-[34px] pr-0.5')}>
                <Checkbox
                  aria-label={words.selectPage}
                  isSelected={selection.page === 'all'}
                  isIndeterminate={selection.page === 'some'}
                  isDisabled={!rows?.length}
                  onChange={(on) => selection.set((rows ?? []).map(keyOf), on)}
                />
              </th>
            )}
            {columns.map((column, index) => (
              <Heading key={column.key} column={column} first={index === 0} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={focus.onKeyDown} className={stale ? 'opacity-60' : undefined}>
          {rows === undefined && !props.error && (
            <SkeletonRows count={props.skeletonRows ?? 12} width={width} density={density} />
          )}
          {(rows ?? []).map((row, index) => (
            <BodyRow
              key={keyOf(row)}
              row={row}
              index={index + (props.offset ?? 0)}
              columns={columns}
              keyOf={keyOf}
              selection={selection}
              density={density}
              opens={props.onOpen !== undefined}
              {...focus.rowProps(row)}
            />
          ))}
        </tbody>
      </table>
      {props.error !== undefined && props.error !== null && rows === undefined && (
        <ErrorState error={props.error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} />
      )}
      {rows?.length === 0 && props.empty}
      {props.foot}
    </div>
  )
}

const headClass =
  'sticky top-0 z-10 h-[34px] border-t-2 border-b border-t-ink-rule border-b-rule-2 bg-sheet px-2.5 text-note whitespace-nowrap text-ink-2'
// the name stays in sight while the rest scrolls sideways
const nameClass = 'sticky left-0'

interface HeadingProps<Row> {
  column: Column<Row>
  first: boolean
  sort: string | undefined
  onSort: ((sort: string) => void) | undefined
}

function Heading<Row>({ column, first, sort, onSort }: HeadingProps<Row>) {
  const { sort: by } = column
  const sorted = !by ? undefined : sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : undefined
  const right = column.align === 'right'
  const falls = sorted ? sorted === 'ascending' : right
  return (
    <th
      scope="col"
      {...(sorted ? { 'aria-sort': sorted } : {})}
      style={column.width ? { width: column.width } : undefined}
      className={classes(headClass, right && 'text-right', first && `${nameClass} z-20`)}
    >
      {by && onSort ? (
        <button
          type="button"
          onClick={() => onSort(falls ? `-${by}` : by)}
          className={classes(
            'inline-flex min-h-6 items-center gap-1',
            sorted ? 'font-bold text-accent' : 'hover:text-ink',
          )}
        >
          {sorted && <span aria-hidden>{sorted === 'descending' ? '↓' : '↑'}</span>}
          {column.heading}
        </button>
      ) : (
        column.heading
      )}
    </th>
  )
}

interface BodyRowProps<Row> {
  row: Row
  index: number
  columns: Column<Row>[]
  keyOf(row: Row): RowKey
  selection: Selection | undefined
  density: 'standard' | 'compact'
  opens: boolean
  tabIndex: number
  onFocus(): void
  onClick(event: MouseEvent): void
  onToggle(on: boolean, shift: boolean): void
}

function BodyRow<Row>({
  row,
  index,
  columns,
  keyOf,
  selection,
  density,
  opens,
  onToggle,
  ...events
}: BodyRowProps<Row>) {
  const key = keyOf(row)
  const selected = selection?.has(key) ?? false
  const shift = useRef(false)
  const cell = classes(
    'border-b border-rule px-2.5 group-hover:bg-hover',
    density === 'compact' ? 'h-(--row-compact)' : 'h-(--row)',
    'pointer-coarse:h-(--row-touch)',
    selected ? 'bg-accent-quiet' : 'bg-sheet',
  )
  return (
    <tr
      {...events}
      data-row={key}
      aria-rowindex={index + 2}
      {...(selection ? { 'aria-selected': selected } : {})}
      className={classes('group', opens && 'cursor-pointer')}
    >
      {selection && (
        <td
          className={classes(cell, 'w-[34px] pr-0.5', selected && 'shadow-[inset_3px_0_var(--accent)]')}
          onPointerDownCapture={(event) => {
            shift.current = event.shiftKey
          }}
        >
          <Checkbox
            aria-label={selection.labelOf(key)}
            isSelected={selected}
            onChange={(on) => onToggle(on, shift.current)}
            excludeFromTabOrder
          />
        </td>
      )}
      {columns.map((column, place) => (
        <td
          key={column.key}
          title={column.title?.(row)}
          className={classes(
            cell,
            column.align === 'right'
              ? 'text-right whitespace-nowrap'
              : column.wraps
                ? 'min-w-52 py-1.5 whitespace-normal'
                : column.width
                  ? 'max-w-0 truncate'
                  : 'whitespace-nowrap',
            place === 0 && `${nameClass} z-5`,
          )}
        >
          {column.render(row)}
        </td>
      ))}
    </tr>
  )
}

function SkeletonRows({ count, width, density }: { count: number; width: number; density: 'standard' | 'compact' }) {
  return Array.from({ length: count }, (_, row) => (
    <tr key={row} aria-hidden>
      {Array.from({ length: width }, (_, column) => (
        <td
          key={column}
          className={classes('border-b border-rule px-2.5', density === 'compact' ? 'h-(--row-compact)' : 'h-(--row)')}
        >
          <Skeleton width={`${45 + ((row * 7 + column * 13) % 5) * 11}%`} />
        </td>
      ))}
    </tr>
  ))
}
