import { type ReactNode, useEffect } from 'react'
import * as z from 'zod'
import {
  getCpmMonths,
  getMigration,
  getOverview,
  listAnalysisDays,
  type OverviewReply,
} from '../../../src/analysis/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { ChartFrame, type ChartTable } from '../../ui/ChartFrame.tsx'
import { ToggleChip } from '../../ui/Chip.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { ErrorState, Loading, Reading } from '../../ui/states.tsx'
import { AnalysisPage } from '../AnalysisPage.tsx'
import { AsOf } from '../AsOf.tsx'
import { CpmFrame } from '../charts/CpmFrame.tsx'
import { Nothing } from '../Nothing.tsx'
import { useAnalysisWords } from '../words.ts'
import { Definitions } from './Definitions.tsx'
import { gridOf } from './grid.ts'
import { Heatmap, type Shade } from './Heatmap.tsx'
import { type HeatPicture, heatPicture } from './heat-picture.ts'
import { frequencyLabels, monetaryLabels, recencyLabels } from './levels.ts'
import { MovesMatrix, MovesSummary } from './Moves.tsx'

const address = z.object({
  shade: z.enum(['customers', 'netSales']).catch('netSales'),
  money: z.coerce.number().int().min(1).max(5).optional().catch(undefined),
  table: z.enum(['rfm', 'cpm']).optional().catch(undefined),
})

/** The table of all customers by recency and frequency, where ranks moved, and how the active ones are made up. */
export function RfmPage() {
  const [search, change] = useAddress(address)
  const reply = useCall(getOverview, {}, { keep: true })
  const overview = reply.data?.overview
  return (
    <AnalysisPage
      here="rfm"
      conditions={overview && <Conditions overview={overview} search={search} onChange={change} />}
      asOf={overview && <AsOf {...overview} />}
    >
      <Reading of={reply} lines={8}>
        {() => (overview ? <Sections overview={overview} search={search} onChange={change} /> : <Nothing />)}
      </Reading>
    </AnalysisPage>
  )
}

interface PartProps {
  overview: OverviewReply
  search: z.output<typeof address>
  onChange(patch: Partial<z.output<typeof address>>): void
}

function Conditions({ overview, search, onChange }: PartProps) {
  const words = useAnalysisWords()
  const format = useFormat()
  const money = monetaryLabels(overview.rules.rfm, words.heat, format)
  return (
    <>
      <span className="text-note text-ink-2">{words.heat.shade}</span>
      {(['netSales', 'customers'] as const satisfies Shade[]).map((shade) => (
        <ToggleChip key={shade} isSelected={search.shade === shade} onChange={() => onChange({ shade })}>
          {shade === 'netSales' ? words.heat.bySales : words.heat.byCustomers}
        </ToggleChip>
      ))}
      <span className="ml-3 text-note text-ink-2">{words.heat.money}</span>
      <ToggleChip isSelected={search.money === undefined} onChange={() => onChange({ money: undefined })}>
        {words.heat.anyMoney}
      </ToggleChip>
      {money.map((label, index) => (
        <ToggleChip
          key={label}
          isSelected={search.money === index + 1}
          onChange={(on) => onChange({ money: on ? index + 1 : undefined })}
        >
          {label}
        </ToggleChip>
      ))}
    </>
  )
}

function Sections({ overview, search, onChange }: PartProps) {
  const cpm = useCall(getCpmMonths, { query: { months: 13 } }, { keep: true })
  const chosen = search.money === undefined ? [] : [search.money]
  return (
    <div className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,716px)_minmax(0,1fr)]">
      <HeatFrame overview={overview} m={chosen} search={search} onChange={onChange} />
      <RecentMoves />
      <CpmFrame
        months={cpm.data?.items}
        lapseDays={overview.rules.cpm.lapseDays}
        asTable={search.table === 'cpm'}
        onAsTable={(on) => onChange({ table: on ? 'cpm' : undefined })}
      />
      <Definitions rules={overview.rules} />
    </div>
  )
}

function HeatFrame({ overview, m, search, onChange }: PartProps & { m: number[] }) {
  const words = useAnalysisWords()
  const format = useFormat()
  const rows = recencyLabels(overview.rules.rfm, words.heat)
  const columns = frequencyLabels(overview.rules.rfm, words.heat)
  const grid = gridOf(overview, m)
  const name = (label: string | undefined, kind: string, level: number | null) =>
    level === null ? words.total : `${label}（${kind}${level}）`
  const picture = { grid, rows, columns, shade: search.shade, format, total: words.total }
  const table: ChartTable = {
    columns: [words.heat.corner, words.definitions.count, words.customers, `${words.share}（%）`, words.sales],
    rows: grid.rows
      .flat()
      .map((cell) => [
        `${name(rows[(cell.r ?? 1) - 1], 'R', cell.r)} × ${name(columns[(cell.f ?? 1) - 1], 'F', cell.f)}`,
        cell.f === null ? words.total : (columns[cell.f - 1] ?? null),
        cell.customers,
        overview.customers === 0 ? null : Number(format.percent(cell.customers / overview.customers)),
        cell.netSales,
      ]),
  }
  return (
    <ChartFrame
      title={words.heat.title}
      note={words.heat.note}
      definition={{ text: words.heat.definition, asOf: <AsOf {...overview} /> }}
      fileName={`RFM_${overview.asOf}`}
      table={table}
      asTable={search.table === 'rfm'}
      onAsTable={(on) => onChange({ table: on ? 'rfm' : undefined })}
    >
      {(onPicture) => (
        <DrawnHeatmap picture={picture} onPicture={onPicture}>
          <Heatmap overview={overview} m={m} shade={search.shade} />
        </DrawnHeatmap>
      )}
    </ChartFrame>
  )
}

interface DrawnHeatmapProps {
  picture: HeatPicture
  onPicture(make: () => Promise<Blob>): void
  children: ReactNode
}

/** The grid is a table on the page; its picture is drawn when asked for. */
function DrawnHeatmap({ picture, onPicture, children }: DrawnHeatmapProps) {
  useEffect(() => onPicture(() => heatPicture(picture)), [picture, onPicture])
  return children
}

/** Moves of about a quarter, until today. */
function RecentMoves() {
  const words = useAnalysisWords()
  const days = useCall(listAnalysisDays, {}).data?.items ?? []
  const today = days.find(({ isCurrent }) => isCurrent)?.asOf
  const from = days.filter(({ hasHistory, asOf }) => hasHistory && today !== undefined && asOf < today).at(-3)?.asOf
  const reply = useCall(getMigration, { query: { from: from ?? '' } }, { enabled: from !== undefined })
  return (
    <Section
      title={words.moves.title}
      note={words.moves.note}
      end={<Link href={paths.analysis('migration', { from, view: 'flow' })}>{words.moves.more}</Link>}
    >
      {reply.data ? (
        <>
          <MovesMatrix migration={reply.data} />
          <MovesSummary migration={reply.data} />
        </>
      ) : reply.isError ? (
        <ErrorState error={reply.error} onRetry={() => void reply.refetch()} />
      ) : from === undefined ? (
        <p className="text-ink-2">{words.moves.noneWhy}</p>
      ) : (
        <Loading lines={5} />
      )}
    </Section>
  )
}
