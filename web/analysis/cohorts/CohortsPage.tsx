import * as z from 'zod'
import {
  ageCount,
  type CohortReply,
  type CohortsReply,
  dimensions,
  getCohorts,
  grains,
} from '../../../src/analysis/cohorts/contract.ts'
import { useAddress } from '../../address.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { AsOf } from '../AsOf.tsx'
import { CountedPage } from './CountedPage.tsx'
import { Grid, type GridRow } from './Grid.tsx'
import { cellsOf, type Metric, metrics } from './grid.ts'
import { atAge, firstBought, listLink, ofValue } from './links.ts'
import { ChipRow, DimensionChips, useValueName, ValueSelect } from './Splits.tsx'
import { useCohortWords } from './words.ts'

const address = z.object({
  asOf: z.iso.date().optional().catch(undefined),
  grain: z.enum(grains).catch('month'),
  metric: z.enum(metrics).catch('rate'),
  dimension: z.enum(dimensions).catch('all'),
  value: z.string().max(200).optional().catch(undefined),
  /** rows of periods, the latest */
  rows: z.coerce.number().int().min(1).max(60).optional().catch(undefined),
  ages: z.coerce.number().int().min(1).max(26).optional().catch(undefined),
  table: z.enum(['cohorts']).optional().catch(undefined),
})
type Address = z.output<typeof address>

/** rows and ages on offer; the first is usual */
const sizes = {
  month: { rows: [13, 25, 60], ages: [13, ageCount.month] },
  week: { rows: [13, 26, 53], ages: [13, ageCount.week] },
} as const

/** First-time buyers of each month or week and what they bought since, or of each value of a dimension. */
export function CohortsPage() {
  const [search, change] = useAddress(address)
  const { grain, dimension, value, asOf } = search
  const byValue = dimension !== 'all' && value === undefined
  const rows = search.rows ?? sizes[grain].rows[0]
  const reply = useCall(
    getCohorts,
    { query: { grain, dimension, value, asOf, latest: rows, rows: byValue ? 'values' : 'periods' } },
    { keep: true },
  )
  return (
    <CountedPage
      here="cohorts"
      asOf={asOf}
      onAsOf={(day) => change({ asOf: day })}
      reply={reply}
      counted={reply.data?.cohorts}
    >
      {(cohorts) => <Explorer cohorts={cohorts} search={search} byValue={byValue} onChange={change} />}
    </CountedPage>
  )
}

interface ExplorerProps {
  cohorts: CohortsReply
  search: Address
  byValue: boolean
  onChange(patch: Partial<Address>): void
}

function Conditions({ cohorts, search, onChange }: Omit<ExplorerProps, 'byValue'>) {
  const words = useCohortWords()
  const { grain, metric } = search
  const { rows, ages } = sizes[grain]
  const latest = grain === 'month' ? words.grid.latestMonths : words.grid.latestWeeks
  const names = {
    rate: words.grid.rate,
    count: words.grid.count,
    sales: words.grid.sales,
    profit: words.grid.profit,
    each: words.grid.each,
  }
  return (
    <div className="no-print flex flex-col gap-2 pb-4">
      <span className="flex flex-wrap items-center gap-2">
        <DimensionChips
          dimension={search.dimension}
          onChange={(dimension) => onChange({ dimension, value: undefined })}
        />
        <ValueSelect
          dimension={search.dimension}
          values={cohorts.values}
          value={search.value}
          without={words.eachValue}
          onChange={(value) => onChange({ value })}
        />
      </span>
      <span className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <ChipRow<Metric>
          label={words.grid.metric}
          choices={metrics.map((id) => ({ id, label: names[id] }))}
          value={metric}
          onChange={(next) => onChange({ metric: next })}
        />
        <ChipRow
          label={words.grid.unit}
          choices={grains.map((id) => ({ id, label: words[id] }))}
          value={grain}
          onChange={(next) => onChange({ grain: next, rows: undefined, ages: undefined })}
        />
        <ChipRow
          label={words.grid.rows}
          choices={rows.map((id) => ({ id, label: latest(id) }))}
          value={search.rows ?? rows[0]}
          onChange={(next) => onChange({ rows: next === rows[0] ? undefined : next })}
        />
        <ChipRow
          label={words.grid.columns}
          choices={ages.map((id) => ({ id, label: words.grid.monthsOn(id * cohorts.ageDays) }))}
          value={search.ages ?? ages[0]}
          onChange={(next) => onChange({ ages: next === ages[0] ? undefined : next })}
        />
      </span>
    </div>
  )
}

/** The rows of the grid, with the way to who is behind each cell. */
function useRows({ cohorts, search, byValue }: Omit<ExplorerProps, 'onChange'>): GridRow[] {
  const words = useCohortWords()
  const format = useFormat()
  const nameOf = useValueName(search.dimension)
  const { grain, dimension, metric } = search
  const ages = search.ages ?? sizes[grain].ages[0]
  const periodName = (startsOn: string) =>
    grain === 'month' ? format.month(startsOn) : words.weekOf(format.day(startsOn))
  return cohorts.items.map((cohort: CohortReply) => {
    const value = byValue ? cohort.value : search.value
    const who = ofValue(dimension, value, cohorts.values)
    const first = (age?: number) => {
      const end = byValue && age !== undefined ? cohorts.until[age] : cohort.endsOn
      return firstBought(cohort.startsOn ?? cohorts.from, end && end < cohorts.asOf ? end : cohorts.asOf)
    }
    const bought = (age: number) =>
      atAge(cohorts.asOf, age * cohorts.ageDays, age * cohorts.ageDays + cohorts.ageDays - 1)
    return {
      key: cohort.startsOn ?? cohort.value ?? '',
      name: cohort.startsOn ? periodName(cohort.startsOn) : nameOf({ value: cohort.value ?? '', name: cohort.name }),
      cohort,
      cells: cellsOf(cohort, metric, ages),
      href: (age) => listLink(...who, ...first(age), ...(age === undefined ? [] : [bought(age)])),
    }
  })
}

function Explorer(props: ExplorerProps) {
  const { cohorts, search, byValue, onChange } = props
  const words = useCohortWords()
  const rows = useRows(props)
  const said = words.grid
  const ages = Math.max(0, ...rows.map(({ cells }) => cells.length))
  const definition = [
    said.definition(cohorts.ageDays),
    byValue ? said.valuesNote : said.definitionMore,
    ...(search.metric === 'profit' ? [said.profitNote] : []),
    ...(search.grain === 'week' ? [said.weekNote] : []),
    ...(cohorts.sameDayOnce ? [said.sameDay] : []),
    ...(cohorts.others > 0 ? [words.othersNote(cohorts.others)] : []),
  ].join('')
  const exact = (value: number | null) =>
    value === null ? null : search.metric === 'rate' ? Math.round(value * 1000) / 10 : Math.round(value)
  return (
    <>
      <Conditions {...props} />
      <ChartFrame
        title={said.title}
        note={said.note}
        definition={{ text: definition, asOf: <AsOf {...cohorts} /> }}
        fileName={`cohorts_${search.grain}_${search.metric}_${cohorts.asOf}`}
        hasPicture={false}
        asTable={search.table === 'cohorts'}
        onAsTable={(on) => onChange({ table: on ? 'cohorts' : undefined })}
        table={{
          columns: [
            said.cohort,
            said.buyers,
            said.complete,
            ...Array.from({ length: ages }, (_, age) =>
              said.age(age * cohorts.ageDays, (age + 1) * cohorts.ageDays - 1),
            ),
          ],
          rows: rows.map(({ name, cohort, cells }) => [
            name,
            cohort.buyers,
            cohort.complete,
            ...cells.map(({ value }) => exact(value)),
          ]),
        }}
      >
        {() => (
          <>
            <Grid rows={rows} metric={search.metric} ageDays={cohorts.ageDays} byValue={byValue} />
            <p className="mt-3 max-w-[60em] text-note text-ink-2">{definition}</p>
          </>
        )}
      </ChartFrame>
    </>
  )
}
