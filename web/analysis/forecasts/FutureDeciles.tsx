import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import * as z from 'zod'
import type { ForecastReply } from '../../../src/analysis/forecasts/contract.ts'
import { useAddress } from '../../address.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme } from '../../ui/chart-theme.ts'
import { Link } from '../../ui/Link.tsx'
import { AsOf } from '../AsOf.tsx'
import { Few } from './Few.tsx'
import { legendOf } from './legend.ts'
import { futureDecileLink } from './links.ts'
import { useForecastWords } from './words.ts'

type Decile = NonNullable<ForecastReply['figures']>['deciles'][number]

const address = z.object({ table: z.enum(['deciles']).optional().catch(undefined) })

/** Ten equal groups by expected value, beside what they spent in the past year. */
export function FutureDeciles({ forecast, deciles }: { forecast: ForecastReply; deciles: Decile[] }) {
  const [search, change] = useAddress(address)
  const words = useForecastWords()
  const format = useFormat()
  const navigate = useNavigate()
  const said = words.deciles
  const option = useCallback(
    (theme: ChartTheme) => ({
      grid: { left: 4, right: 4, top: 28, bottom: 4, containLabel: true },
      legend: legendOf(theme),
      xAxis: { ...axisOf(theme), type: 'category', data: deciles.map(({ decile }) => String(decile)) },
      yAxis: { ...axisOf(theme, (value: number) => format.amount(value)), type: 'value' },
      series: [
        {
          name: said.value,
          type: 'bar',
          barGap: '8%',
          barCategoryGap: '30%',
          itemStyle: { color: theme.heat[4] },
          data: deciles.map(({ value }) => value),
        },
        {
          name: said.past,
          type: 'bar',
          itemStyle: { color: theme.rule2 },
          data: deciles.map(({ past }) => past),
        },
      ],
    }),
    [deciles, said, format],
  )
  const all = deciles.reduce((sum, { value }) => sum + value, 0)
  const [top] = deciles
  const share = (part: number) => (all > 0 ? Number(format.percent(part / all)) : null)
  const rows = deciles.map((one, place) => {
    const upTo = deciles.slice(0, place + 1).reduce((sum, { value }) => sum + value, 0)
    return [String(one.decile), one.customers, one.value, one.past, share(one.value), share(upTo), one.least]
  })
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{ text: said.definition, asOf: <AsOf {...forecast} /> }}
      fileName={`LTV_decile_${forecast.asOf}`}
      asTable={search.table === 'deciles'}
      onAsTable={(on) => change({ table: on ? 'deciles' : undefined })}
      table={{
        columns: [
          said.group,
          said.customers,
          said.value,
          said.past,
          `${said.share}（%）`,
          `${said.cumulative}（%）`,
          said.least,
        ],
        rows,
      }}
    >
      {(onPicture) => (
        <>
          <Chart
            option={option}
            label={said.label}
            height={300}
            onPicture={onPicture}
            onPress={({ index }) => {
              const decile = deciles[index]?.decile
              if (decile) void navigate({ to: futureDecileLink(decile) })
            }}
          />
          {top && all > 0 && (
            <p className="mt-2">
              <Link href={futureDecileLink(top.decile)}>
                {said.top(format.number(top.customers), format.percent(top.value / all))}
              </Link>
            </p>
          )}
          <Few groups={deciles} />
        </>
      )}
    </ChartFrame>
  )
}
