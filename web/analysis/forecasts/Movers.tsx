import type { ForecastReply } from '../../../src/analysis/forecasts/contract.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { Change } from '../../ui/values.tsx'
import { moversLink } from './links.ts'
import { useForecastWords } from './words.ts'

type MoversReply = NonNullable<ForecastReply['figures']>['movers']
type Mover = MoversReply['fewer']['top'][number]

/** Who is expected to spend much less, or more, than in the past year. */
export function Movers({ movers }: { movers: MoversReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.movers
  return (
    <Section
      title={
        <>
          {said.title}
          <DefinitionPopover name={said.title} definition={{ text: said.definition }} />
        </>
      }
      note={said.note(format.day(movers.oldOn), format.money(movers.least))}
    >
      <div className="grid gap-x-10 gap-y-6 wide:grid-cols-2">
        <Side side="fewer" movers={movers} />
        <Side side="more" movers={movers} />
      </div>
    </Section>
  )
}

function Side({ side, movers }: { side: 'fewer' | 'more'; movers: MoversReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.movers
  const moved = movers[side]
  const columns: Column<Mover>[] = [
    {
      key: 'name',
      heading: said.name,
      render: (one) => (
        <Link href={paths.customer(one.customerId)}>
          {[one.familyName, one.givenName].filter(Boolean).join(' ') || said.unnamed}
        </Link>
      ),
    },
    { key: 'past', heading: said.past, align: 'right', render: ({ past }) => format.money(past) },
    { key: 'value', heading: said.value, align: 'right', render: ({ value }) => format.money(value) },
    {
      key: 'change',
      heading: said.change,
      align: 'right',
      render: ({ past, value }) => (
        <Change
          text={format.money(Math.abs(value - past))}
          direction={side === 'more' ? 'up' : 'down'}
          better={side === 'more'}
        />
      ),
    },
  ]
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline gap-x-4 pb-1">
        <h3>{said[side]}</h3>
        {moved.customers > 0 && <Link href={moversLink(side, movers)}>{said.all(format.number(moved.customers))}</Link>}
        <span className="text-note text-ink-2">
          {moved.customers > 0 && said.sums(format.money(moved.past), format.money(moved.value))}
        </span>
      </div>
      <DataTable
        label={said.label[side]}
        columns={columns}
        rows={moved.top}
        keyOf={({ customerId }) => customerId}
        density="compact"
        empty={<p className="py-4 text-ink-2">{said.nobody}</p>}
      />
    </div>
  )
}
