import { useCallback, useMemo } from 'react'
import { cpmClasses, type getCpmMonths } from '../../../src/analysis/contract.ts'
import type { ReplyOf } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame, type ChartTable } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme, hatch } from '../../ui/chart-theme.ts'
import { Loading } from '../../ui/states.tsx'
import { useAnalysisWords } from '../words.ts'

type Month = ReplyOf<typeof getCpmMonths>['items'][number]

interface CpmFrameProps {
  /** undefined while loading */
  months: Month[] | undefined
  lapseDays: number
  asTable: boolean
  onAsTable(on: boolean): void
}

const countOf = (month: Month, cell: string) => month.cpm.find((one) => one.cell === cell)?.customers ?? 0
const lapsedOf = (month: Month) => month.lapsed.reduce((sum, count) => sum + count, 0)
const activeOf = (month: Month) => cpmClasses.reduce((sum, name) => sum + countOf(month, `${name}-active`), 0)

/** Active customers by stage at each month end, those who lapsed below the axis; the running month is hatched. */
export function CpmFrame({ months, lapseDays, asTable, onAsTable }: CpmFrameProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const said = words.cpmChart
  const rows = useMemo(() => months ?? [], [months])
  const last = rows.at(-1)
  const table: ChartTable = {
    columns: [words.month, ...cpmClasses.map((name) => words.cpmNames[name]), said.activeTotal, said.lapsed],
    rows: rows.map((month) => [
      month.isComplete ? format.month(month.asOf) : `${format.month(month.asOf)}（${words.collecting}）`,
      ...cpmClasses.map((name) => countOf(month, `${name}-active`)),
      activeOf(month),
      lapsedOf(month),
    ]),
  }
  const option = useCallback(
    (theme: ChartTheme) => {
      const hatched = (month: Month, color: string) => (month.isComplete ? { color } : hatch(color, theme))
      return {
        ...emptyGrid,
        xAxis: {
          ...axisOf(theme),
          type: 'category',
          data: rows.map(({ asOf }) => said.month(Number(asOf.slice(5, 7)))),
        },
        yAxis: { ...axisOf(theme, (value: number) => format.number(value)), type: 'value' },
        series: [
          ...cpmClasses.map((name, index) => ({
            name: words.cpmNames[name],
            type: 'bar',
            stack: 'cpm',
            barCategoryGap: '28%',
            data: rows.map((month) => ({
              value: countOf(month, `${name}-active`),
              itemStyle: {
                ...hatched(month, theme.heat[index + 1] ?? theme.ink2),
                borderColor: theme.sheet,
                borderWidth: 0.5,
              },
            })),
          })),
          {
            name: said.lapsed,
            type: 'bar',
            stack: 'cpm',
            data: rows.map((month) => ({
              value: -lapsedOf(month),
              itemStyle: hatched(month, theme.kinds[7] ?? theme.ink2),
            })),
          },
        ],
      }
    },
    [rows, words, format, said],
  )
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{ text: said.definition(lapseDays) }}
      fileName={`CPM_${last?.asOf ?? ''}`}
      table={table}
      asTable={asTable}
      onAsTable={onAsTable}
    >
      {(onPicture) =>
        months === undefined ? (
          <Loading lines={5} />
        ) : (
          <div className="flex flex-wrap gap-4">
            <div className="min-w-0 flex-1 basis-80">
              <Chart option={option} label={said.label} height={240} onPicture={onPicture} />
            </div>
            {last && <CpmLegend month={last} />}
          </div>
        )
      }
    </ChartFrame>
  )
}

const emptyGrid = { grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true } }

/** Names beside the bars with the newest figures, best on top as in the bar. */
function CpmLegend({ month }: { month: Month }) {
  const words = useAnalysisWords()
  const format = useFormat()
  return (
    <div className="w-full tablet:w-32 tablet:pt-4">
      <ul className="text-note">
        {cpmClasses.toReversed().map((name) => (
          <li key={name} className="flex items-center gap-1.5 py-0.5">
            <i className="size-[9px] flex-none" style={{ background: `var(--heat-${cpmClasses.indexOf(name) + 2})` }} />
            <span className="text-ink-2">{words.cpmNames[name]}</span>
            <span className="ml-auto">{format.number(countOf(month, `${name}-active`))}</span>
          </li>
        ))}
        <li className="mt-1 flex items-center gap-1.5 border-t border-rule pt-1">
          <i className="size-[9px] flex-none bg-(--cat-8)" />
          <span className="text-ink-2">{words.cpmChart.lapsed}</span>
          <span className="ml-auto">{format.number(lapsedOf(month))}</span>
        </li>
      </ul>
      {!month.isComplete && (
        <p className="mt-2 text-note text-ink-2">{words.cpmChart.unfinished(format.month(month.asOf))}</p>
      )}
    </div>
  )
}
