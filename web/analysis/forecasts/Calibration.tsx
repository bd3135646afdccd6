import { useCallback } from 'react'
import type { TrustReply } from '../../../src/analysis/forecasts/contract.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { Few } from './Few.tsx'
import { legendOf } from './legend.ts'
import { useForecastWords } from './words.ts'

export type Cut = TrustReply['cuts'][number]

/** Ten groups by what was expected of them, and what they did. */
export function Calibration({ cut }: { cut: Cut }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.trust
  const option = useCallback(
    (theme: ChartTheme) => ({
      grid: { left: 4, right: 4, top: 28, bottom: 4, containLabel: true },
      legend: legendOf(theme),
      xAxis: { ...axisOf(theme), type: 'category', data: cut.deciles.map((_, place) => String(place + 1)) },
      yAxis: { ...axisOf(theme), type: 'value', min: 0 },
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.decimal(value, 2) },
      series: [
        {
          name: said.expected,
          type: 'bar',
          barGap: '8%',
          barCategoryGap: '30%',
          itemStyle: { color: theme.heat[3] },
          data: cut.deciles.map(({ expected }) => expected),
        },
        {
          name: said.actual,
          type: 'bar',
          itemStyle: { color: theme.heat[6] },
          data: cut.deciles.map(({ actual }) => actual),
        },
      ],
    }),
    [cut, said, format],
  )
  const rounded = (value: number) => Math.round(value * 1000) / 1000
  const percent = (share: number) => Number(format.percent(share))
  return (
    <ChartFrame
      title={said.calibration}
      note={said.calibrationNote}
      definition={{ text: said.calibrationIs(format.day(cut.cutOn), cut.days, format.number(cut.customers)) }}
      fileName={`calibration_${cut.cutOn}`}
      table={{
        columns: [
          said.group,
          said.customers,
          said.expected,
          said.actual,
          `${said.boughtExpected}（%）`,
          `${said.bought}（%）`,
        ],
        rows: cut.deciles.map((one, place) => [
          String(place + 1),
          one.customers,
          rounded(one.expected),
          rounded(one.actual),
          percent(one.buys),
          percent(one.bought),
        ]),
      }}
    >
      {(onPicture) => (
        <>
          <Chart option={option} label={said.calibrationLabel} height={260} onPicture={onPicture} />
          <Few groups={cut.deciles} />
        </>
      )}
    </ChartFrame>
  )
}
