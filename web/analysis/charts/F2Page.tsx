import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import * as z from 'zod'
import { f2Windows, getF2 } from '../../../src/analysis/contract.ts'
import { useAddress } from '../../address.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Chart } from '../../ui/chart.tsx'
import { axisOf, type ChartTheme, hatch } from '../../ui/chart-theme.ts'
import { Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { cohortLink } from '../links.ts'
import { Nothing } from '../Nothing.tsx'
import { useAnalysisWords } from '../words.ts'

type F2 = NonNullable<ReplyOf<typeof getF2>['f2']>

const address = z.object({
  window: z.coerce
    .number()
    .refine((value) => (f2Windows as readonly number[]).includes(value))
    .catch(90),
  table: z.enum(['f2']).optional().catch(undefined),
})

/** below this many first-time buyers a rate says little */
const few = 30

/** Share of first-time buyers who bought again, by month of the first purchase. */
export function F2Page() {
  const [search, change] = useAddress(address)
  const words = useAnalysisWords()
  const reply = useCall(getF2, { query: { window: search.window, months: 25 } }, { keep: true })
  const f2 = reply.data?.f2
  return (
    <AnalysisPage
      here="f2"
      asOf={f2 && <AsOf {...f2} />}
      conditions={
        <>
          <span className="text-note text-ink-2">{words.f2Chart.window}</span>
          {f2Windows.map((window) => (
            <ToggleChip key={window} isSelected={search.window === window} onChange={() => change({ window })}>
              {words.f2Chart.within(window)}
            </ToggleChip>
          ))}
        </>
      }
    >
      <Reading of={reply} lines={8}>
        {() =>
          f2 ? (
            <F2Frame
              f2={f2}
              asTable={search.table === 'f2'}
              onAsTable={(on) => change({ table: on ? 'f2' : undefined })}
            />
          ) : (
            <Nothing />
          )
        }
      </Reading>
    </AnalysisPage>
  )
}

function F2Frame({ f2, asTable, onAsTable }: { f2: F2; asTable: boolean; onAsTable(on: boolean): void }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const navigate = useNavigate()
  const said = words.f2Chart
  const percent = (rate: number | null) => (rate === null ? null : Number(format.percent(rate)))
  const option = useCallback(
    (theme: ChartTheme) => ({
      grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
      xAxis: { ...axisOf(theme), type: 'category', data: f2.items.map(({ month }) => format.month(`${month}-01`)) },
      yAxis: { ...axisOf(theme, '{value}%'), type: 'value', min: 0 },
      series: [
        {
          name: `${said.rate}（%）`,
          type: 'bar',
          barCategoryGap: '36%',
          data: f2.items.map(({ rate, complete, buyers }) => {
            const color = (buyers < few ? theme.rule2 : theme.heat[4]) ?? theme.ink2
            return {
              value: rate === null ? null : Number(format.percent(rate)),
              itemStyle: complete ? { color } : hatch(color, theme),
            }
          }),
        },
      ],
    }),
    [f2, said, format],
  )
  return (
    <ChartFrame
      title={said.title}
      note={said.note(f2.window)}
      definition={{ text: said.definition(f2.window), asOf: <AsOf {...f2} /> }}
      fileName={`F2_${f2.window}_${f2.asOf}`}
      asTable={asTable}
      onAsTable={onAsTable}
      table={{
        columns: [words.month, said.buyers, said.second, `${said.rate}（%）`, said.state],
        rows: f2.items.map((cohort) => [
          format.month(`${cohort.month}-01`),
          cohort.buyers < few ? said.few(cohort.buyers) : cohort.buyers,
          cohort.second,
          percent(cohort.rate),
          cohort.complete ? said.done : words.collecting,
        ]),
      }}
    >
      {(onPicture) => (
        <>
          <Chart
            option={option}
            label={said.label}
            height={320}
            onPicture={onPicture}
            onPress={({ index }) => {
              const cohort = f2.items[index]
              if (cohort) void navigate({ to: cohortLink(cohort.month) })
            }}
          />
          <p className="mt-2 max-w-[52em] text-note text-ink-2">{said.definition(f2.window)}</p>
        </>
      )}
    </ChartFrame>
  )
}
