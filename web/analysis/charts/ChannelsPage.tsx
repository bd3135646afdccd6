import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import * as z from 'zod'
import { getChannelSales } from '../../../src/analysis/contract.ts'
import { useAddress } from '../../address.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme, hatch } from '../../ui/chart-theme.ts'
import { Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { channelLink } from '../links.ts'
import { Nothing } from '../Nothing.tsx'
import { useAnalysisWords } from '../words.ts'

type Sales = NonNullable<ReplyOf<typeof getChannelSales>['sales']>

const address = z.object({ table: z.enum(['channels']).optional().catch(undefined) })

/** Net sales by month and channel. */
export function ChannelsPage() {
  const reply = useCall(getChannelSales, { query: { months: 25 } }, { keep: true })
  const sales = reply.data?.sales
  return (
    <AnalysisPage here="channels" asOf={sales && <AsOf {...sales} />}>
      <Reading of={reply} lines={8}>
        {() => (sales ? <ChannelFrame sales={sales} /> : <Nothing />)}
      </Reading>
    </AnalysisPage>
  )
}

const channelsOf = (sales: Sales, noChannel: string): { id: number | null; name: string }[] => [
  ...sales.channels,
  ...(sales.items.some(({ channelId }) => channelId === null) ? [{ id: null, name: noChannel }] : []),
]

const cellOf = (sales: Sales, month: string, channelId: number | null) =>
  sales.items.find((item) => item.month === month && item.channelId === channelId)

function ChannelFrame({ sales }: { sales: Sales }) {
  const [search, change] = useAddress(address)
  const words = useAnalysisWords()
  const format = useFormat()
  const navigate = useNavigate()
  const said = words.channelChart
  const channels = useMemo(() => channelsOf(sales, words.noChannel), [sales, words.noChannel])
  const latest = sales.months.at(-1)
  const option = useCallback(
    (theme: ChartTheme) => ({
      grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
      xAxis: { ...axisOf(theme), type: 'category', data: sales.months.map((month) => format.month(`${month}-01`)) },
      yAxis: { ...axisOf(theme, (value: number) => format.amount(value)), type: 'value' },
      series: channels.map((channel, index) => {
        const color = theme.kinds[index % theme.kinds.length] ?? theme.ink2
        return {
          name: channel.name,
          type: 'bar',
          stack: 'sales',
          barCategoryGap: '28%',
          data: sales.months.map((month) => ({
            value: cellOf(sales, month, channel.id)?.netSales ?? 0,
            itemStyle: month === sales.asOf.slice(0, 7) ? hatch(color, theme) : { color },
          })),
        }
      }),
    }),
    [sales, channels, format],
  )
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{ text: said.definition, asOf: <AsOf {...sales} /> }}
      fileName={`channels_${sales.asOf}`}
      asTable={search.table === 'channels'}
      onAsTable={(on) => change({ table: on ? 'channels' : undefined })}
      table={{
        columns: [words.month, ...channels.flatMap(({ name }) => [name, `${name}（${said.orders}）`]), words.total],
        rows: sales.months.map((month) => [
          month === sales.asOf.slice(0, 7)
            ? `${format.month(`${month}-01`)}（${words.collecting}）`
            : format.month(`${month}-01`),
          ...channels.flatMap(({ id }) => [
            cellOf(sales, month, id)?.netSales ?? 0,
            cellOf(sales, month, id)?.orders ?? 0,
          ]),
          channels.reduce((sum, { id }) => sum + (cellOf(sales, month, id)?.netSales ?? 0), 0),
        ]),
      }}
    >
      {(onPicture) => (
        <>
          <Chart
            option={option}
            label={said.label}
            height={340}
            onPicture={onPicture}
            onPress={({ index, series }) => {
              const [month, channel] = [sales.months[index], channels.find(({ name }) => name === series)]
              if (month && channel?.id) void navigate({ to: channelLink(month, channel.id) })
            }}
          />
          <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-small">
            {channels.map(({ id, name }, index) => (
              <li key={String(id)} className="flex items-center gap-1.5">
                <i className="size-[9px]" style={{ background: `var(--cat-${(index % 8) + 1})` }} />
                {name}
                {latest && <span className="text-ink-2">{format.money(cellOf(sales, latest, id)?.netSales ?? 0)}</span>}
              </li>
            ))}
            {latest && (
              <li className="text-note text-ink-2">{words.cpmChart.unfinished(format.month(`${latest}-01`))}</li>
            )}
          </ul>
        </>
      )}
    </ChartFrame>
  )
}
