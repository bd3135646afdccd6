import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import * as z from 'zod'
import { getOverview, type OverviewReply } from '../../../src/analysis/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { Link } from '../../ui/Link.tsx'
import { Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { decileLink } from '../links.ts'
import { Nothing } from '../Nothing.tsx'
import { useAnalysisWords } from '../words.ts'

const address = z.object({ table: z.enum(['deciles']).optional().catch(undefined) })

/** Ten equal groups by net sales, with the cumulative share (Pareto). */
export function DecilesPage() {
  const reply = useCall(getOverview, {}, { keep: true })
  const overview = reply.data?.overview
  return (
    <AnalysisPage here="deciles" asOf={overview && <AsOf {...overview} />}>
      <Reading of={reply} lines={8}>
        {() => (overview ? <DecileFrame overview={overview} /> : <Nothing />)}
      </Reading>
    </AnalysisPage>
  )
}

function DecileFrame({ overview }: { overview: OverviewReply }) {
  const [search, change] = useAddress(address)
  const words = useAnalysisWords()
  const format = useFormat()
  const navigate = useNavigate()
  const said = words.decileChart
  const { deciles } = overview
  const percent = (share: number | null) => (share === null ? null : Number(format.percent(share)))
  const option = useCallback(
    (theme: ChartTheme) => ({
      grid: { left: 4, right: 4, top: 28, bottom: 4, containLabel: true },
      xAxis: { ...axisOf(theme), type: 'category', data: deciles.map(({ decile }) => String(decile)) },
      yAxis: [
        { ...axisOf(theme, (value: number) => format.amount(value)), type: 'value' },
        {
          ...axisOf(theme, '{value}%'),
          type: 'value',
          min: 0,
          max: 100,
          splitLine: { show: false },
        },
      ],
      series: [
        {
          name: words.sales,
          type: 'bar',
          barCategoryGap: '24%',
          itemStyle: { color: theme.heat[4] },
          data: deciles.map(({ netSales }) => netSales),
        },
        {
          name: `${words.cumulative}（%）`,
          type: 'line',
          yAxisIndex: 1,
          symbol: 'circle',
          symbolSize: 6,
          lineStyle: { color: theme.ink, width: 1.5 },
          itemStyle: { color: theme.ink },
          data: deciles.map(({ cumulative }) => (cumulative === null ? null : Number(format.percent(cumulative)))),
        },
      ],
    }),
    [deciles, words, format],
  )
  const top = deciles.filter(({ decile }) => decile <= 2)
  const topShare = top.at(-1)?.cumulative
  return (
    <>
      <ChartFrame
        title={said.title}
        note={said.note}
        definition={{ text: said.definition, asOf: <AsOf {...overview} /> }}
        fileName={`decile_${overview.asOf}`}
        asTable={search.table === 'deciles'}
        onAsTable={(on) => change({ table: on ? 'deciles' : undefined })}
        table={{
          columns: [
            said.group,
            words.customers,
            words.sales,
            `${words.share}（%）`,
            `${words.cumulative}（%）`,
            said.least,
            said.most,
          ],
          rows: deciles.map((one) => [
            String(one.decile),
            one.customers,
            one.netSales,
            percent(one.share),
            percent(one.cumulative),
            one.least,
            one.most,
          ]),
        }}
      >
        {(onPicture) => (
          <Chart
            option={option}
            label={said.label}
            height={340}
            onPicture={onPicture}
            onPress={({ index }) => {
              const pressed = deciles[index]
              if (pressed) void navigate({ to: decileLink(pressed.decile) })
            }}
          />
        )}
      </ChartFrame>
      {topShare != null && (
        <p className="mt-3">
          {said.top(format.percent(topShare), format.number(top.reduce((sum, one) => sum + one.customers, 0)))}
        </p>
      )}
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-small">
        {deciles.map((one) => (
          <span key={one.decile} className="whitespace-nowrap">
            <span className="text-ink-2">
              {said.group}
              {one.decile}
            </span>{' '}
            <Link href={decileLink(one.decile)}>
              {format.number(one.customers)}
              {words.people}
            </Link>
          </span>
        ))}
      </p>
    </>
  )
}
