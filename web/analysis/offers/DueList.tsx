import { useCallback, useMemo } from 'react'
import {
  countReplenishments,
  type DueReply,
  listReplenishments,
} from '../../../src/analysis/recommend/timing/contract.ts'
import { useCall, usePages } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { FilterChip } from '../../ui/Chip.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { More } from '../../ui/More.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Day } from '../../ui/values.tsx'
import { useLanguage } from '../../words.ts'
import type { DueSearch } from './DuePage.tsx'
import { plusDays } from './days.ts'
import { useOfferWords } from './words.ts'

interface DueListProps {
  search: DueSearch
  span: { from: string; to: string }
  today: string
  onChange(patch: Partial<DueSearch>): void
}

/** How many a day, and who they are, by day. */
export function DueList({ search, span, today, onChange }: DueListProps) {
  const words = useOfferWords()
  const format = useFormat()
  const locale = useLanguage()
  const product = search.product === undefined ? {} : { productId: search.product }
  const counts = useCall(countReplenishments, { query: { ...span, ...product } }, { keep: true })
  const asked = search.on === undefined ? span : { from: search.on, to: search.on }
  const pages = usePages(listReplenishments, { query: { ...asked, ...product, locale, limit: 50 } }, { keep: true })
  const items = pages.items as DueReply[] | undefined
  const { from, to } = span
  const days = useMemo(() => daysOf({ from, to }), [from, to])
  const countOn = useMemo(() => new Map((counts.data?.items ?? []).map(({ on, count }) => [on, count])), [counts.data])
  const total = days
    .filter((on) => search.on === undefined || on === search.on)
    .reduce((sum, on) => sum + (countOn.get(on) ?? 0), 0)
  const learned = counts.data?.learnedOn
  const option = useCallback(
    (theme: ChartTheme) => ({
      grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
      xAxis: { ...axisOf(theme), type: 'category', data: days.map((on) => format.dayOfYear(on)) },
      yAxis: { ...axisOf(theme), type: 'value', min: 0, minInterval: 1 },
      series: [
        {
          name: words.due.count,
          type: 'bar',
          barCategoryGap: '30%',
          data: days.map((on) => ({
            value: countOn.get(on) ?? 0,
            itemStyle: { color: on === search.on ? theme.accent : (theme.heat[4] ?? theme.ink2) },
          })),
        },
      ],
    }),
    [days, countOn, search.on, format, words],
  )
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <ChartFrame
        title={words.due.chart}
        note={words.due.chartNote}
        definition={{
          text: words.due.definition,
          period: format.span(format.day(span.from), format.day(span.to)),
          asOf: learned ? words.learned(format.day(learned)) : undefined,
        }}
        fileName={`due_${span.from}_${span.to}`}
        asTable={search.table === 'due'}
        onAsTable={(on) => onChange({ table: on ? 'due' : undefined })}
        table={{
          columns: [words.due.on, words.due.count],
          rows: days.map((on) => [format.dayWithWeekday(on), countOn.get(on) ?? 0]),
        }}
      >
        {(onPicture) => (
          <Chart
            option={option}
            label={words.due.chartLabel}
            height={200}
            onPicture={onPicture}
            onPress={({ index }) => onChange({ on: days[index] === search.on ? undefined : days[index] })}
          />
        )}
      </ChartFrame>
      <Section
        title={words.due.list}
        note={words.due.total(format.number(total))}
        end={
          search.on !== undefined && (
            <FilterChip
              name={words.due.on}
              value={format.dayWithWeekday(search.on)}
              onRemove={() => onChange({ on: undefined })}
            />
          )
        }
      >
        <DataTable<DueReply>
          label={words.due.list}
          columns={useColumns(today)}
          rows={items}
          keyOf={(row) => `${row.customerId}-${row.productId}`}
          stale={pages.isPlaceholderData}
          error={pages.error}
          onRetry={() => void pages.refetch()}
          total={total}
          empty={<EmptyState title={words.due.none}>{words.due.noneWhy}</EmptyState>}
          foot={<More of={pages} />}
        />
      </Section>
    </div>
  )
}

function daysOf({ from, to }: { from: string; to: string }): string[] {
  const days: string[] = []
  for (let on = from; on <= to; on = plusDays(on, 1)) days.push(on)
  return days
}

/** The longest of one's own days is at most half as much again as the shortest. */
const steadyRatio = 1.5

function useColumns(today: string): Column<DueReply>[] {
  const words = useOfferWords()
  const format = useFormat()
  const rhythm = ({ own: { gaps, shortest, longest } }: DueReply) => {
    if (shortest === null || longest === null) return words.due.notYet
    if (gaps === 1) return words.due.once(shortest)
    return longest <= shortest * steadyRatio ? words.due.steady(shortest, longest) : words.due.varied(shortest, longest)
  }
  return [
    {
      key: 'day',
      heading: words.due.day,
      render: (row) => (
        <>
          <span className={row.dueOn < today ? 'text-warn' : undefined}>
            <Day on={row.dueOn} weekday />
          </span>
          <span className="block text-note text-ink-2">
            {format.span(format.dayOfYear(row.fromOn), format.dayOfYear(row.toOn))}
          </span>
        </>
      ),
    },
    {
      key: 'customer',
      heading: words.customer,
      render: (row) => (
        <>
          <Link look="name" href={paths.customer(row.customerId)}>
            {`${row.familyName} ${row.givenName}`.trim()}
          </Link>
          {row.storeName && <span className="block text-note text-ink-2">{row.storeName}</span>}
        </>
      ),
    },
    {
      key: 'product',
      heading: words.product,
      wraps: true,
      render: (row) => (
        <>
          <Link href={paths.product(row.productId)}>{row.name}</Link>
          {row.quantity > 1 && <span className="ml-1.5 whitespace-nowrap">×{format.number(row.quantity)}</span>}
        </>
      ),
    },
    { key: 'reason', heading: words.fields.reason, wraps: true, render: (row) => row.reason.words },
    { key: 'rhythm', heading: words.due.rhythm, render: rhythm },
    {
      key: 'again',
      heading: words.due.again,
      align: 'right',
      render: (row) => `${format.percent(row.again, 0)}%`,
    },
  ]
}
