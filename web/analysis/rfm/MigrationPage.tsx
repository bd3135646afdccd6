import { useCallback } from 'react'
import * as z from 'zod'
import { getMigration, listAnalysisDays, type MigrationReply } from '../../../src/analysis/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Select } from '../../ui/Choice.tsx'
import { Chart } from '../../ui/chart.tsx'
import type { ChartTheme } from '../../ui/chart-theme.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { useAnalysisWords } from '../words.ts'
import { MovesMatrix, MovesSummary } from './Moves.tsx'

const day = z.iso.date().optional().catch(undefined)
const address = z.object({
  from: day,
  to: day,
  view: z.enum(['matrix', 'flow']).catch('matrix'),
  table: z.enum(['moves']).optional().catch(undefined),
})

/** Moves between ranks of any two kept days: the matrix first, the flow as its second form. */
export function MigrationPage() {
  const [search, change] = useAddress(address)
  const words = useAnalysisWords()
  const days = useCall(listAnalysisDays, {})
  const today = days.data?.items.find(({ isCurrent }) => isCurrent)?.asOf
  const kept =
    days.data?.items.filter(({ hasHistory, asOf }) => hasHistory && asOf !== today).map(({ asOf }) => asOf) ?? []
  const from = search.from ?? kept.at(-3) ?? kept[0]
  const query = { from: from ?? '', ...(search.to && search.to !== today ? { to: search.to } : {}) }
  const reply = useCall(getMigration, { query }, { enabled: from !== undefined, keep: true })
  return (
    <AnalysisPage
      here="migration"
      asOf={reply.data && <AsOf asOf={reply.data.to} computedAt={reply.data.computedAt} />}
      conditions={
        from !== undefined && (
          <DayPickers
            kept={kept}
            today={today}
            from={from}
            to={search.to ?? today}
            view={search.view}
            onChange={change}
          />
        )
      }
    >
      {days.isPending || (from !== undefined && reply.isPending) ? (
        <Loading lines={8} />
      ) : from === undefined ? (
        <EmptyState title={words.moves.none}>{words.moves.noneWhy}</EmptyState>
      ) : reply.isError ? (
        <ErrorState error={reply.error} onRetry={() => void reply.refetch()} />
      ) : reply.data ? (
        <MovesFrame
          migration={reply.data}
          view={search.view}
          asTable={search.table === 'moves'}
          onAsTable={(on) => change({ table: on ? 'moves' : undefined })}
        />
      ) : null}
    </AnalysisPage>
  )
}

interface DayPickersProps {
  kept: string[]
  today: string | undefined
  from: string
  to: string | undefined
  view: 'matrix' | 'flow'
  onChange(patch: { from?: string; to?: string | undefined; view?: 'matrix' | 'flow' }): void
}

function DayPickers({ kept, today, from, to, view, onChange }: DayPickersProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const choice = (asOf: string) => ({
    id: asOf,
    label: asOf === today ? words.moves.today(format.day(asOf)) : words.moves.monthEnd(format.month(asOf)),
  })
  const later = [...kept.filter((asOf) => asOf > from), ...(today ? [today] : [])]
  return (
    <>
      <Select
        label={words.moves.from}
        hideLabel
        size="dense"
        choices={kept.toReversed().map(choice)}
        value={from}
        onChange={(next) => onChange({ from: next, ...(to && to <= next ? { to: undefined } : {}) })}
      />
      <span className="text-ink-2">→</span>
      <Select
        label={words.moves.to}
        hideLabel
        size="dense"
        choices={later.toReversed().map(choice)}
        value={to ?? null}
        onChange={(next) => onChange({ to: next === today ? undefined : next })}
      />
      <span className="ml-2 flex gap-2">
        {(['matrix', 'flow'] as const).map((one) => (
          <ToggleChip key={one} isSelected={view === one} onChange={() => onChange({ view: one })}>
            {one === 'matrix' ? words.moves.asMatrix : words.moves.asFlow}
          </ToggleChip>
        ))}
      </span>
    </>
  )
}

interface MovesFrameProps {
  migration: MigrationReply
  view: 'matrix' | 'flow'
  asTable: boolean
  onAsTable(on: boolean): void
}

function MovesFrame({ migration, view, asTable, onAsTable }: MovesFrameProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const said = words.moves
  const { ranks } = migration
  return (
    <div className="max-w-[960px]">
      <ChartFrame
        title={said.title}
        note={view === 'matrix' ? said.note : said.flow}
        definition={{ text: said.definition }}
        fileName={`moves_${migration.from}_${migration.to}`}
        asTable={asTable}
        onAsTable={onAsTable}
        hasPicture={view === 'flow'}
        table={{
          columns: [
            `${format.day(migration.from)} → ${format.day(migration.to)}`,
            ...ranks.map(({ label }) => label),
            said.gone,
            words.total,
          ],
          rows: [
            ...ranks.map((rank, row) => [
              rank.label,
              ...(migration.matrix[row] ?? []),
              migration.gone[row] ?? 0,
              migration.fromTotals[row] ?? 0,
            ]),
            [said.newcomers, ...migration.newcomers, null, migration.newcomers.reduce((sum, one) => sum + one, 0)],
            [words.total, ...migration.toTotals, null, migration.toTotals.reduce((sum, one) => sum + one, 0)],
          ],
        }}
      >
        {(onPicture) =>
          view === 'matrix' ? (
            <MovesMatrix migration={migration} />
          ) : (
            <Flow migration={migration} onPicture={onPicture} />
          )
        }
      </ChartFrame>
      <MovesSummary migration={migration} />
    </div>
  )
}

function Flow({ migration, onPicture }: { migration: MigrationReply; onPicture(make: () => Promise<Blob>): void }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const { ranks } = migration
  const option = useCallback(
    (theme: ChartTheme) => {
      const shade = (place: number) => theme.heat[Math.max(1, 6 - place)] ?? theme.ink2
      const before = (index: number) => `${ranks[index]?.label} `
      const links = ranks.flatMap((_, row) =>
        ranks.map((to, column) => ({
          source: before(row),
          target: to.label,
          value: migration.matrix[row]?.[column] ?? 0,
          row,
          column,
        })),
      )
      const fresh = migration.newcomers.map((value, column) => ({
        source: words.moves.newcomers,
        target: ranks[column]?.label ?? '',
        value,
        row: column,
        column,
      }))
      return {
        tooltip: {
          trigger: 'item',
          formatter: (mark: { name: string; value: number }) =>
            `${mark.name}　${format.number(mark.value)}${words.people}`,
        },
        series: [
          {
            type: 'sankey',
            left: 4,
            right: 96,
            top: 12,
            bottom: 12,
            nodeWidth: 12,
            nodeGap: 14,
            layoutIterations: 0,
            draggable: false,
            label: { color: theme.ink, fontSize: 12 },
            data: [
              ...ranks.map((_, index) => ({ name: before(index), depth: 0, itemStyle: { color: shade(index) } })),
              { name: words.moves.newcomers, depth: 0, itemStyle: { color: theme.rule2 } },
              ...ranks.map((rank, index) => ({ name: rank.label, depth: 1, itemStyle: { color: shade(index) } })),
            ],
            links: [...links, ...fresh]
              .filter(({ value }) => value > 0)
              .map(({ row, column, ...link }) => ({
                ...link,
                lineStyle: { color: column < row ? theme.up : column > row ? theme.down : theme.rule2, opacity: 0.35 },
              })),
          },
        ],
      }
    },
    [migration, ranks, words, format],
  )
  return <Chart option={option} label={words.moves.flow} height={460} onPicture={onPicture} />
}
