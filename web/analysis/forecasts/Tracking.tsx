import { useCallback } from 'react'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import type { Cut } from './Calibration.tsx'
import { legendOf } from './legend.ts'
import { useForecastWords } from './words.ts'

/** Purchase days added up: as forecast on the day, and as they came. */
export function Tracking({ cut }: { cut: Cut }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.trust
  const option = useCallback(
    (theme: ChartTheme) => {
      const points = [{ day: 0, expected: 0, actual: 0 }, ...cut.tracking]
      const line = { type: 'line', symbol: 'circle', symbolSize: 5 }
      return {
        grid: { left: 4, right: 12, top: 28, bottom: 4, containLabel: true },
        legend: legendOf(theme),
        xAxis: {
          ...axisOf(theme, (day: number) => said.dayOf(day)),
          type: 'value',
          max: cut.days,
          splitLine: { show: false },
        },
        yAxis: { ...axisOf(theme, (value: number) => format.number(value)), type: 'value', min: 0 },
        tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.number(Math.round(value)) },
        series: [
          {
            ...line,
            name: said.expected,
            lineStyle: { color: theme.heat[3], width: 2, type: 'dashed' },
            itemStyle: { color: theme.heat[3] },
            data: points.map(({ day, expected }) => [day, expected]),
          },
          {
            ...line,
            name: said.actual,
            lineStyle: { color: theme.ink, width: 2 },
            itemStyle: { color: theme.ink },
            data: points.map(({ day, actual }) => [day, actual]),
          },
        ],
      }
    },
    [cut, said, format],
  )
  return (
    <ChartFrame
      title={said.tracking}
      note={said.trackingNote}
      definition={{ text: said.trackingIs(format.day(cut.cutOn), cut.days) }}
      fileName={`tracking_${cut.cutOn}`}
      table={{
        columns: [said.day, said.expected, said.actual],
        rows: cut.tracking.map((one) => [said.dayOf(one.day), Math.round(one.expected), one.actual]),
      }}
    >
      {(onPicture) => <Chart option={option} label={said.trackingLabel} height={260} onPicture={onPicture} />}
    </ChartFrame>
  )
}
