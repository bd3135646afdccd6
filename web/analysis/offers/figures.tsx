import type { CompanionReply } from '../../../src/analysis/recommend/contract.ts'
import type { Formats } from '../../format.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { None } from '../../ui/values.tsx'
import type { useOfferWords } from './words.ts'

type PairFigures = NonNullable<CompanionReply['figures']>

/** fewer baskets or buyers than this make a share of little weight */
const few = 30

/** Counts, share, times likelier and its interval: how strongly two products hang together. */
export function figureColumns<Row>(
  words: ReturnType<typeof useOfferWords>,
  format: Formats,
  kind: 'together' | 'next',
  figuresOf: (row: Row) => PairFigures | null,
): Column<Row>[] {
  const said = words.affinity
  const column = (key: string, heading: string, show: (figures: PairFigures) => React.ReactNode): Column<Row> => ({
    key,
    heading,
    align: 'right',
    render: (row) => {
      const figures = figuresOf(row)
      return figures === null ? <None /> : show(figures)
    },
  })
  return [
    column('counts', said.counts[kind], ({ support, tries }) => (
      <span title={tries < few ? words.few(tries) : undefined}>
        {said.of(format.number(support), format.number(tries))}
        {tries < few && <span className="ml-1 text-note text-warn">*</span>}
      </span>
    )),
    column('share', said.share, ({ share }) => `${format.percent(share)}%`),
    column('times', said.times, ({ about }) => <b>{said.timesUnit(format.decimal(about))}</b>),
    column('interval', words.lasting.interval, ({ lift, most }) =>
      said.interval(format.decimal(lift), format.decimal(most)),
    ),
  ]
}
