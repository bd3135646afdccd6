import { useCallback } from 'react'
import * as z from 'zod'
import type { TrustReply } from '../../../src/analysis/forecasts/contract.ts'
import { useAddress } from '../../address.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { AsOf } from '../AsOf.tsx'
import { useForecastWords } from './words.ts'

const address = z.object({ table: z.enum(['rivals']).optional().catch(undefined) })

/** Every other way to forecast, tried on the same days, beside the one in use. */
export function Rivals({ trust }: { trust: TrustReply }) {
  const [search, change] = useAddress(address)
  const words = useForecastWords()
  const format = useFormat()
  const said = words.trust
  const { means } = trust
  const option = useCallback(
    (theme: ChartTheme) => ({
      grid: { left: 4, right: 48, top: 4, bottom: 4, containLabel: true },
      tooltip: { show: false },
      xAxis: {
        ...axisOf(theme, (share: number) => `${format.percent(share, 0)}%`),
        type: 'value',
        min: 0,
        splitNumber: 3,
      },
      yAxis: {
        ...axisOf(theme),
        type: 'category',
        inverse: true,
        data: means.map(({ label }) => label),
        axisLabel: { color: theme.ink, fontSize: 12, width: 190, overflow: 'break' },
      },
      series: [
        {
          type: 'bar',
          barCategoryGap: '36%',
          label: {
            show: true,
            position: 'right',
            color: theme.ink,
            formatter: ({ value }: { value: number }) => `${format.percent(value)}%`,
          },
          data: means.map(({ name, bias }) => ({
            value: bias,
            itemStyle: { color: name === 'shipped' ? theme.heat[5] : theme.rule2 },
          })),
        },
      ],
    }),
    [means, format],
  )
  return (
    <ChartFrame
      title={said.rivals}
      note={said.rivalsNote}
      definition={{ text: said.rivalsIs, asOf: <AsOf {...trust} /> }}
      fileName={`rivals_${trust.asOf}`}
      asTable={search.table === 'rivals'}
      onAsTable={(on) => change({ table: on ? 'rivals' : undefined })}
      table={{
        columns: [said.method, `${said.bias}（%）`, said.mae, `${said.auc}（%）`, said.brier],
        rows: means.map((one) => [
          one.label,
          Number(format.percent(one.bias)),
          Math.round(one.mae * 1000) / 1000,
          one.auc === null ? null : Number(format.percent(one.auc)),
          Math.round(one.brier * 10_000) / 10_000,
        ]),
      }}
    >
      {(onPicture) => (
        <Chart option={option} label={said.rivalsLabel} height={34 * means.length + 24} onPicture={onPicture} />
      )}
    </ChartFrame>
  )
}
