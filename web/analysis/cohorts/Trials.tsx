import { windows } from '../../../src/analysis/cohorts/contract.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AsOf } from '../AsOf.tsx'
import { cell, FigureTable, People } from './FigureTable.tsx'
import { few } from './grid.ts'
import { daysBefore, listLink, monthEnd, monthStart } from './links.ts'
import type { RepeatPartProps } from './RepeatPage.tsx'
import { ChipRow } from './Splits.tsx'
import { useCohortWords } from './words.ts'

type Trial = RepeatPartProps['repeat']['trials'][number]

/** 引上率: of those who began with a trial, who went on to something else. */
export function Trials({ repeat, search, onChange }: RepeatPartProps) {
  const words = useCohortWords()
  const said = words.trials
  const place = (windows as readonly number[]).indexOf(search.window)
  const rows = repeat.trials.map((trial) => ({ trial, own: trial.windows[place] as Trial['windows'][number] }))
  const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1000) / 10)
  const nameOf = (trial: Trial) => trial.name ?? String(trial.productId)
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{ text: said.definition(search.window), asOf: <AsOf {...repeat} /> }}
      fileName={`trials_${search.window}_${repeat.asOf}`}
      hasPicture={false}
      asTable={search.table === 'trials'}
      onAsTable={(on) => onChange({ table: on ? 'trials' : undefined })}
      table={{
        columns: [
          said.product,
          said.starters,
          said.ripe,
          said.converted,
          `${said.rate}（%）`,
          said.subscribed,
          `${said.subscribedRate}（%）`,
        ],
        rows: rows.map(({ trial, own }) => [
          nameOf(trial),
          trial.starters,
          own.ripe,
          own.converted,
          percent(own.converted, own.ripe),
          own.subscribed,
          percent(own.subscribed, own.ripe),
        ]),
      }}
    >
      {() =>
        rows.length === 0 ? (
          <EmptyState title={said.none}>{said.noneWhy}</EmptyState>
        ) : (
          <>
            <div className="pb-3">
              <ChipRow
                label={said.window}
                choices={windows.map((days) => ({ id: days, label: words.steps.within(days) }))}
                value={search.window as (typeof windows)[number]}
                onChange={(days) => onChange({ window: days })}
              />
            </div>
            <TrialsTable rows={rows} repeat={repeat} search={search} nameOf={nameOf} />
            <p className="mt-3 max-w-[60em] text-note text-ink-2">{said.definition(search.window)}</p>
          </>
        )
      }
    </ChartFrame>
  )
}

interface TrialsTableProps extends Pick<RepeatPartProps, 'repeat' | 'search'> {
  rows: { trial: Trial; own: Trial['windows'][number] }[]
  nameOf(trial: Trial): string
}

function TrialsTable({ rows, repeat, search, nameOf }: TrialsTableProps) {
  const words = useCohortWords()
  const format = useFormat()
  const said = words.trials
  const { asOf } = repeat
  const from = monthStart(search.from)
  const to = monthEnd(search.to)
  const inTime = from ? [{ field: 'trialOn', from, ...(to ? { to } : {}) }] : to ? [{ field: 'trialOn', to }] : []
  const ripe = { field: 'trialOn', to: daysBefore(asOf, search.window) }
  const share = (part: number, whole: number) => (whole === 0 ? '-' : `${format.percent(part / whole)}%`)
  return (
    <FigureTable
      label={said.title}
      of={said.product}
      figures={[said.starters, said.ripe, said.converted, said.rate, said.subscribed, said.subscribedRate]}
    >
      {rows.map(({ trial, own }) => {
        const who = [{ field: 'trialProduct', in: [trial.productId] }, ...inTime]
        const after = (field: string) => ({ field, at: asOf, to: search.window })
        return (
          <tr key={trial.productId} className={own.ripe < few ? 'text-ink-2' : undefined}>
            <th scope="row" className={`${cell} max-w-80 truncate pl-0 text-left font-normal`}>
              {nameOf(trial)}
            </th>
            <td className={`${cell} text-right`}>
              <People count={trial.starters} href={listLink(...who, { field: 'trialOn', to: asOf })} />
            </td>
            <td className={`${cell} text-right`}>
              <People count={own.ripe} href={listLink(...who, ripe)} />
            </td>
            <td className={`${cell} text-right`}>
              <People count={own.converted} href={listLink(...who, ripe, after('regularAfterTrial'))} />
            </td>
            <td className={`${cell} text-right font-bold`}>{share(own.converted, own.ripe)}</td>
            <td className={`${cell} text-right`}>
              <People count={own.subscribed} href={listLink(...who, ripe, after('subscriptionAfterTrial'))} />
            </td>
            <td className={`${cell} text-right`}>{share(own.subscribed, own.ripe)}</td>
          </tr>
        )
      })}
    </FigureTable>
  )
}
