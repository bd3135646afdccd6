import type { TrustReply } from '../../../src/analysis/forecasts/contract.ts'
import { useFormat } from '../../format.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Section } from '../../ui/Section.tsx'
import { None } from '../../ui/values.tsx'
import type { Cut } from './Calibration.tsx'
import { useForecastWords } from './words.ts'

/** Each day the forecast was tried on: what it said of the total, and what came. */
export function Cuts({ trust }: { trust: TrustReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.trust
  const shipped = ({ models }: Cut) => models.find(({ name }) => name === 'shipped')
  const columns: Column<Cut>[] = [
    { key: 'cut', heading: said.cut, render: ({ cutOn }) => format.day(cutOn) },
    { key: 'days', heading: said.day, align: 'right', render: ({ days }) => said.dayOf(days) },
    { key: 'customers', heading: said.customers, align: 'right', render: (one) => format.number(one.customers) },
    {
      key: 'forecast',
      heading: said.forecast,
      align: 'right',
      render: (one) => format.number(Math.round(shipped(one)?.total ?? 0)),
    },
    {
      key: 'width',
      heading: said.width,
      align: 'right',
      render: ({ low, high }) => words.range(format.number(Math.round(low)), format.number(Math.round(high))),
    },
    { key: 'actual', heading: said.actual, align: 'right', render: ({ actual }) => format.number(actual) },
    {
      key: 'off',
      heading: said.off,
      align: 'right',
      render: (one) => {
        const bias = shipped(one)?.bias
        return bias == null ? <None /> : `${bias > 0 ? '+' : ''}${format.percent(bias)}%`
      },
    },
    {
      key: 'inside',
      heading: '',
      render: ({ isInside }) => (
        <StateTag tone={isInside ? 'ok' : 'warn'} glyph={isInside ? 'check' : 'alert'}>
          {isInside ? said.isInside : said.isOutside}
        </StateTag>
      ),
    },
  ]
  return (
    <Section
      title={
        <>
          {said.cuts}
          <DefinitionPopover name={said.cuts} definition={{ text: said.cutsIs }} />
        </>
      }
      note={said.cutsNote}
    >
      <DataTable label={said.cuts} columns={columns} rows={trust.cuts} keyOf={({ cutOn }) => cutOn} density="compact" />
    </Section>
  )
}
