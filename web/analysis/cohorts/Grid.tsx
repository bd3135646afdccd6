import { useRef } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import type { CohortReply } from '../../../src/analysis/cohorts/contract.ts'
import { useFormat } from '../../format.ts'
import { classes } from '../../ui/classes.ts'
import { Link } from '../../ui/Link.tsx'
import { heatLimits, heatStep } from '../rfm/heat.ts'
import { walkCells } from '../walk-cells.ts'
import { useAnalysisWords } from '../words.ts'
import { few, type GridCell, isColoured, type Metric, mostOf } from './grid.ts'
import { useCohortWords } from './words.ts'

export interface GridRow {
  key: string
  /** 2026/03, or the name of a value */
  name: string
  cohort: CohortReply
  cells: GridCell[]
  /** the buyers of the row; of one age */
  href(age?: number): string
}

interface GridProps {
  rows: GridRow[]
  metric: Metric
  ageDays: number
  /** rows are values of a dimension, not periods */
  byValue: boolean
}

/** over the colour of a cell whose figure can still change */
const hatched =
  'bg-[image:repeating-linear-gradient(-45deg,color-mix(in_srgb,var(--sheet)_42%,transparent)_0_1.5px,transparent_1.5px_7px)]'

/** shares are small numbers: the scale is made in tenths of a percent */
const scaleOf = (metric: Metric) => (metric === 'rate' ? 1000 : 1)

/** Cohorts by age: each cell tells its figure and leads to who bought then. Arrow keys move. */
export function Grid({ rows, metric, ageDays, byValue }: GridProps) {
  const words = useCohortWords()
  const table = useRef<HTMLTableElement>(null)
  const ages = Math.max(0, ...rows.map(({ cells }) => cells.length))
  const scale = scaleOf(metric)
  const limits = heatLimits(mostOf(rows) * scale)
  const ageOf = (age: number) => words.grid.age(age * ageDays, age * ageDays + ageDays - 1)
  const widths = { rate: 'min-w-16', count: 'min-w-14', sales: 'min-w-22', profit: 'min-w-22', each: 'min-w-16' }
  return (
    <>
      <div className="relative -mx-4 overflow-x-auto px-4 pb-1 desk:-mx-8 desk:px-8 print:mx-0 print:overflow-visible print:px-0">
        <table
          ref={table}
          aria-label={words.grid.title}
          onKeyDown={(event) => walkCells(event, table.current)}
          className="border-separate border-spacing-[2px]"
        >
          <thead>
            <tr className="text-note text-ink-2">
              <th scope="col" className="sticky left-0 z-1 bg-sheet pr-3 text-left font-bold whitespace-nowrap">
                {words.grid.cohort}
              </th>
              <th scope="col" className="pr-2 text-right font-bold whitespace-nowrap">
                {words.grid.buyers}
              </th>
              {Array.from({ length: ages }, (_, age) => (
                <th key={age} scope="col" className={`px-1.5 pb-1 text-right whitespace-nowrap ${widths[metric]}`}>
                  <span aria-hidden>{words.grid.ageShort(age * ageDays)}</span>
                  <span className="sr-only">{ageOf(age)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th
                  scope="row"
                  className="sticky left-0 z-1 max-w-56 truncate bg-sheet pr-3 text-left text-small font-normal whitespace-nowrap"
                  title={row.name}
                >
                  {row.name}
                </th>
                <td className="pr-2 text-right text-small whitespace-nowrap">
                  <Link href={row.href()}>
                    <Buyers count={row.cohort.buyers} />
                  </Link>
                </td>
                {row.cells.map((cell) =>
                  cell.value === null ? (
                    <td key={cell.age}>
                      <span className="sr-only">{cell.state === 'ahead' ? words.grid.ahead : words.grid.unknown}</span>
                    </td>
                  ) : (
                    <Cell
                      key={cell.age}
                      cell={cell}
                      value={cell.value}
                      metric={metric}
                      isFew={cell.base < few}
                      step={isColoured(cell) ? heatStep(cell.value * scale, limits) : null}
                      href={row.href(cell.age)}
                      name={(byValue ? words.grid.cellOf : words.grid.cell)(row.name, ageOf(cell.age))}
                    />
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend limits={limits} metric={metric} />
    </>
  )
}

function Buyers({ count }: { count: number }) {
  const words = useCohortWords()
  const format = useFormat()
  return (
    <span className={count < few ? 'text-ink-2' : undefined}>
      {format.number(count)}
      <span className="u">{words.people}</span>
    </span>
  )
}

/** A figure of the grid as text. */
export function useCellText(): (value: number, metric: Metric) => string {
  const format = useFormat()
  return (value, metric) => {
    if (metric === 'rate') return `${format.percent(value)}%`
    return metric === 'count' ? format.number(value) : format.amount(Math.round(value))
  }
}

interface CellProps {
  cell: GridCell
  value: number
  metric: Metric
  isFew: boolean
  /** null: without colour */
  step: number | null
  href: string
  name: string
}

function Cell({ cell, value, metric, isFew, step, href, name }: CellProps) {
  const words = useCohortWords()
  const format = useFormat()
  const textOf = useCellText()
  const look =
    isFew || step === null
      ? { color: isFew ? 'var(--text-2)' : 'var(--text)', background: 'var(--sunken)' }
      : { background: `var(--heat-${step})`, color: `var(--heat-${step}-on)` }
  return (
    <td className="h-8 p-0 text-right text-note whitespace-nowrap" style={look}>
      <AriaLink
        href={href}
        data-cell
        data-state={cell.state}
        className={classes(
          'flex h-full cursor-pointer items-center justify-end px-1.5 text-inherit hover:shadow-[inset_0_0_0_2px_var(--text)] pointer-coarse:h-11',
          cell.state === 'unfinished' && hatched,
        )}
      >
        <span className="sr-only">
          {name}
          {metric !== 'count' && `${format.number(cell.people)}${words.grid.thenPeople}`}
        </span>
        {textOf(value, metric)}
        <span className="sr-only">
          {metric === 'count' && words.people}
          {cell.state === 'unfinished' && words.grid.unfinished}
          {words.grid.opens}
        </span>
      </AriaLink>
    </td>
  )
}

function Legend({ limits, metric }: { limits: number[]; metric: Metric }) {
  const words = useCohortWords()
  const textOf = useCellText()
  const { legendFrom } = useAnalysisWords().heat
  const scale = scaleOf(metric)
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-note text-ink-2">
      <span className="flex items-center gap-2 whitespace-nowrap">
        {words.grid.legend}
        <span className="flex">
          {[0, ...limits].map((limit) => {
            const step = heatStep(limit, limits)
            return (
              <i
                key={limit}
                className="min-w-12 px-1 text-center text-tiny leading-[18px] not-italic"
                style={{ background: `var(--heat-${step})`, color: `var(--heat-${step}-on)` }}
              >
                {legendFrom(textOf(limit / scale, metric))}
              </i>
            )
          })}
        </span>
      </span>
      <span className="flex items-center gap-2 whitespace-nowrap">
        <span aria-hidden className="inline-flex h-[18px] w-8" style={{ background: 'var(--heat-4)' }}>
          <span className={classes('flex-1', hatched)} />
        </span>
        {words.collecting}
      </span>
      <span>{words.fewNote}</span>
    </div>
  )
}
