import { useCallback } from 'react'
import type { CurvesReply } from '../../../src/analysis/cohorts/contract.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { Link } from '../../ui/Link.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AsOf } from '../AsOf.tsx'
import type { CurvesPartProps } from './CurvesPage.tsx'
import { few } from './grid.ts'
import { seriesOf, tooltipOf } from './lines.ts'
import { firstBought, listLink, monthEnd, monthStart, ofValue } from './links.ts'
import { useValueName } from './Splits.tsx'
import { useCohortWords } from './words.ts'

type Item = CurvesReply['items'][number]

/** more lines than this are not told apart */
const mostLines = 6

function useOutlookText({ outlook }: CurvesReply): string {
  const { curves: said } = useCohortWords()
  const format = useFormat()
  const [customers, repeats, days] = [outlook.customers, outlook.repeats, outlook.days].map(format.number) as [
    string,
    string,
    string,
  ]
  if (outlook.model === null) return said.small(customers, repeats, days)
  const { test } = outlook
  const model = (outlook.model === 'nbd' ? said.nbd : said.model)(customers, repeats)
  const tried = test
    ? said.test(test.back, format.number(Math.round(test.expected)), format.number(test.actual))
    : said.untested
  return `${model}${tried}`
}

/** Cumulative amount a buyer by days since the first purchase. */
export function CurvesFrame({ curves, search, onChange }: CurvesPartProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.curves
  const outlook = useOutlookText(curves)
  const valueName = useValueName(search.dimension)
  const monthOf = (month: string) => format.month(`${month}-01`)
  const nameOf = ({ value, name, from, to }: Item) =>
    value === null ? said.cohortOf(monthOf(from), monthOf(to)) : valueName({ value, name })
  const items = curves.items.slice(0, mostLines)
  const isUnknown = curves.items.some(({ points }) => points === null)
  const definition = [
    said.definition,
    said[search.numerator],
    outlook,
    ...(isUnknown ? [said.costsUnknown] : []),
    ...(curves.items.length > mostLines ? [said.most(mostLines)] : []),
  ].join('')
  return (
    <ChartFrame
      title={said.title}
      note={`${said.note}（${said.numerators[search.numerator]}）`}
      definition={{ text: definition, asOf: <AsOf {...curves} /> }}
      fileName={`ltv_${search.numerator}_${curves.asOf}`}
      hasPicture={items.length > 0}
      asTable={search.table === 'curves'}
      onAsTable={(on) => onChange({ table: on ? 'curves' : undefined })}
      table={{
        columns: [
          said.age,
          ...curves.items.flatMap((item) =>
            [said.observed, said.expected, said.low, said.high].map((part) => `${nameOf(item)} ${part}`),
          ),
        ],
        rows: (curves.items.find(({ points }) => points)?.points ?? []).map(({ days }, place) => [
          said.days(days),
          ...curves.items.flatMap(({ points }) => {
            const point = points?.[place]
            return [point?.observed, point?.expected, point?.low, point?.high].map((value) => whole(value ?? null))
          }),
        ]),
      }}
    >
      {(onPicture) =>
        items.length === 0 ? (
          <EmptyState title={said.nothing} />
        ) : (
          <>
            <Lines items={items} nameOf={nameOf} onPicture={onPicture} />
            <Legend items={items} curves={curves} search={search} nameOf={nameOf} />
            <p className="mt-3 max-w-[60em] text-note text-ink-2">{definition}</p>
          </>
        )
      }
    </ChartFrame>
  )
}

const whole = (value: number | null) => (value === null ? null : Math.round(value))

interface LinesProps {
  items: Item[]
  nameOf(item: Item): string
  onPicture(make: () => Promise<Blob>): void
}

function Lines({ items, nameOf, onPicture }: LinesProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.curves
  const option = useCallback(
    (theme: ChartTheme) => {
      const days = (items.find(({ points }) => points)?.points ?? []).map((point) => said.days(point.days))
      const lines = items.map((item, place) => ({
        name: nameOf(item),
        color: theme.kinds[place] ?? theme.ink2,
        points: (item.points ?? []).map(({ observed, expected, low, high }) => ({
          observed: whole(observed),
          expected: whole(expected),
          low: whole(low),
          high: whole(high),
        })),
      }))
      return {
        grid: { left: 4, right: 16, top: 16, bottom: 4, containLabel: true },
        xAxis: { ...axisOf(theme), type: 'category', boundaryGap: false, data: days },
        yAxis: { ...axisOf(theme, (value: number) => format.amount(value)), type: 'value', min: 0 },
        tooltip: tooltipOf(lines, {
          say: format.money,
          expected: said.expected,
          placeOf: (place) => days[place] ?? '',
        }),
        series: seriesOf(lines, said.expected, theme),
      }
    },
    [items, nameOf, said, format],
  )
  return <Chart option={option} label={said.label} height={360} onPicture={onPicture} />
}

/** Which line is whose, with how many buyers, and the way to them. */
function Legend({ items, curves, search, nameOf }: Omit<LinesProps, 'onPicture'> & Omit<CurvesPartProps, 'onChange'>) {
  const words = useCohortWords()
  const format = useFormat()
  return (
    <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-1.5 text-small">
      {items.map((item, place) => {
        const who = [
          ...ofValue(
            search.dimension,
            item.value,
            curves.items.flatMap(({ value }) => (value ? [{ value }] : [])),
          ),
          ...firstBought(monthStart(item.from), monthEnd(item.to)),
        ]
        return (
          <li key={`${item.value} ${item.from}`} className="flex items-center gap-2 whitespace-nowrap">
            <span aria-hidden className="inline-block h-0.5 w-5" style={{ background: `var(--cat-${place + 1})` }} />
            {nameOf(item)}
            <Link href={listLink(...who)}>
              <span className={item.buyers < few ? 'text-ink-2' : undefined}>
                {item.buyers < few ? words.few(item.buyers) : `${format.number(item.buyers)}${words.people}`}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
