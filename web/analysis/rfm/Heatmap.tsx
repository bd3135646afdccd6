import { useRef } from 'react'
import { Link as AriaLink } from 'react-aria-components'
import type { OverviewReply } from '../../../src/analysis/contract.ts'
import { useFormat } from '../../format.ts'
import { Link } from '../../ui/Link.tsx'
import { cellLink } from '../links.ts'
import { walkCells } from '../walk-cells.ts'
import { useAnalysisWords } from '../words.ts'
import { type GridCell, gridOf } from './grid.ts'
import { heatLimits, heatStep } from './heat.ts'
import { frequencyLabels, recencyLabels } from './levels.ts'

export type Shade = 'customers' | 'netSales'

interface HeatmapProps {
  overview: OverviewReply
  /** classes of M; none: all */
  m: number[]
  shade: Shade
}

/** The R×F grid: each cell tells share, customers and net sales and leads to its customers. Arrow keys move. */
export function Heatmap({ overview, m, shade }: HeatmapProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const grid = gridOf(overview, m)
  const limits = heatLimits(grid.most[shade])
  const rows = recencyLabels(overview.rules.rfm, words.heat)
  const columns = frequencyLabels(overview.rules.rfm, words.heat)
  const table = useRef<HTMLTableElement>(null)
  const nameOf = (cell: GridCell) =>
    words.heat.cell(
      cell.r === null ? words.total : `R${cell.r} ${rows[cell.r - 1]}`,
      cell.f === null ? words.total : `F${cell.f} ${columns[cell.f - 1]}`,
    )
  return (
    <div className="relative -mx-4 overflow-x-auto px-4 tablet:mx-0 tablet:px-0">
      <table
        ref={table}
        onKeyDown={(event) => walkCells(event, table.current)}
        aria-label={words.heat.title}
        className="w-full min-w-[720px] table-fixed border-separate border-spacing-[2px]"
      >
        <thead>
          <tr>
            <th className="w-[104px] px-0.5 pb-1 text-left text-note text-ink-2">{words.heat.corner}</th>
            {columns.map((label, index) => (
              <th key={label} scope="col" className="px-1.5 pb-1 text-right text-note whitespace-nowrap text-ink-2">
                {label}　F{index + 1}
              </th>
            ))}
            <th scope="col" className="w-[118px] px-1.5 pb-1 text-right text-note text-ink-2">
              {words.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row) => {
            const r = row[0]?.r ?? null
            return (
              <tr key={String(r)}>
                <th scope="row" className="px-0.5 text-left align-middle text-small font-normal text-ink">
                  {r === null ? words.total : rows[r - 1]}
                  {r !== null && <small className="block text-note text-ink-2">R{r}</small>}
                </th>
                {row.map((cell) => (
                  <Cell
                    key={String(cell.f)}
                    cell={cell}
                    share={shareOf(cell, overview)}
                    step={cell.r === null || cell.f === null ? null : heatStep(cell[shade], limits)}
                    href={cellLink(cell.r, cell.f, m)}
                    name={nameOf(cell)}
                  />
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      <Legend limits={limits} shade={shade} />
      {grid.oneTime && (
        <p className="mt-2 text-small">
          {words.heat.oneTime}{' '}
          <Link href={cellLink(0, 0, [])}>
            {format.number(grid.oneTime.customers)}
            {words.people}
          </Link>
          <span className="ml-3 text-ink-2">{format.money(grid.oneTime.netSales)}</span>
        </p>
      )}
    </div>
  )
}

const shareOf = (cell: GridCell, overview: OverviewReply) =>
  overview.customers === 0 ? 0 : cell.customers / overview.customers

interface CellProps {
  cell: GridCell
  share: number
  /** null: a total, without shade */
  step: number | null
  href: string
  /** which cell it is; the figures follow as they stand */
  name: string
}

function Cell({ cell, share, step, href, name }: CellProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const tint = step === null ? {} : { background: `var(--heat-${step})`, color: `var(--heat-${step}-on)` }
  return (
    <td className="h-[50px] p-0 text-right text-note leading-[1.35] whitespace-nowrap" style={tint}>
      <AriaLink
        href={href}
        data-cell
        className="block h-full cursor-pointer px-[7px] py-[5px] text-inherit hover:shadow-[inset_0_0_0_2px_var(--text)]"
      >
        <span className="sr-only">{name}</span>
        <span className="flex items-baseline justify-between">
          <span className={step === null ? 'text-ink-2' : undefined}>
            {format.percent(share)}%<span className="sr-only">{words.heat.comma}</span>
          </span>
          <b className="text-dense">
            {format.number(cell.customers)}
            <span className="sr-only">{words.heat.thenSales}</span>
          </b>
        </span>
        {format.amount(cell.netSales)}
        <span className="sr-only">{words.heat.opens}</span>
      </AriaLink>
    </td>
  )
}

function Legend({ limits, shade }: { limits: number[]; shade: Shade }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const yen =
    shade === 'netSales' && format.currency === 'JPY' && format.locale === 'ja-JP' && (limits[0] ?? 0) >= 10_000
  const show = (limit: number) =>
    yen
      ? format.number(Math.round(limit / 1000) / 10)
      : shade === 'netSales'
        ? format.amount(limit)
        : format.number(limit)
  return (
    <div className="mt-2 flex items-center gap-2.5 text-note whitespace-nowrap text-ink-2">
      <span>{shade === 'netSales' ? words.heat.bySales : words.heat.byCustomers}</span>
      <span className="flex">
        {[null, ...limits].map((limit, index) => {
          const step = heatStep(limit ?? 0, limits)
          return (
            <i
              key={String(limit)}
              className="min-w-12 px-1 text-center text-tiny leading-[18px] not-italic first:shadow-[inset_0_0_0_1px_var(--rule-2)]"
              style={{ background: `var(--heat-${step})`, color: `var(--heat-${step}-on)` }}
            >
              {limit === null
                ? words.heat.legendBelow(show(limits[0] ?? 0))
                : words.heat.legendFrom(show(limits[index - 1] as number))}
            </i>
          )
        })}
      </span>
      <span>{shade === 'customers' ? words.heat.unitPeople : yen ? words.heat.myriad : ''}</span>
    </div>
  )
}
