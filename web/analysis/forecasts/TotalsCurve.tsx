import { useCallback } from 'react'
import * as z from 'zod'
import type { ForecastReply } from '../../../src/analysis/forecasts/contract.ts'
import { useAddress } from '../../address.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { AsOf } from '../AsOf.tsx'
import type { Total } from './Totals.tsx'
import { useForecastWords } from './words.ts'

const address = z.object({ table: z.enum(['totals']).optional().catch(undefined) })
const monthsOf = (days: number) => Math.round(days / (365 / 12))

/** How what is expected adds up over two years, in its band. */
export function TotalsCurve({ forecast, totals }: { forecast: ForecastReply; totals: Total[] }) {
  const [search, change] = useAddress(address)
  const words = useForecastWords()
  const format = useFormat()
  const said = words.totals
  const nameOf = (days: number) => words.months[days] ?? ''
  const option = useCallback(
    (theme: ChartTheme) => {
      const points = [{ days: 0, value: 0, low: 0, high: 0 }, ...totals]
      const at = (value: (one: (typeof points)[number]) => number) =>
        points.map((one) => [monthsOf(one.days), value(one)])
      const band = { type: 'line', symbol: 'none', stack: 'band', lineStyle: { opacity: 0 }, silent: true }
      return {
        grid: { left: 4, right: 16, top: 12, bottom: 4, containLabel: true },
        tooltip: { show: false },
        xAxis: {
          ...axisOf(theme, (months: number) => words.monthTick(months)),
          type: 'value',
          max: 24,
          interval: 6,
          splitLine: { show: false },
        },
        yAxis: { ...axisOf(theme, (value: number) => format.amount(value)), type: 'value' },
        series: [
          { ...band, data: at(({ low }) => low), areaStyle: { opacity: 0 } },
          { ...band, data: at(({ low, high }) => high - low), areaStyle: { color: theme.heat[2], opacity: 0.7 } },
          {
            name: said.expected,
            type: 'line',
            symbol: 'circle',
            symbolSize: 7,
            lineStyle: { color: theme.accent, width: 2, type: 'dashed' },
            itemStyle: { color: theme.accent },
            data: at(({ value }) => value),
          },
        ],
      }
    },
    [totals, words, said, format],
  )
  return (
    <ChartFrame
      title={said.chart}
      note={said.chartNote}
      definition={{ text: said.definition, asOf: <AsOf {...forecast} /> }}
      fileName={`LTV_${forecast.asOf}`}
      asTable={search.table === 'totals'}
      onAsTable={(on) => change({ table: on ? 'totals' : undefined })}
      table={{
        columns: [said.ahead, said.expected, said.low, said.high, said.subscriptions, said.purchases],
        rows: totals.map((one) => [nameOf(one.days), one.value, one.low, one.high, one.subscriptions, one.purchases]),
      }}
    >
      {(onPicture) => <Chart option={option} label={said.chartLabel} height={300} onPicture={onPicture} />}
    </ChartFrame>
  )
}
