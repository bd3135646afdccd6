import { getForecast, getTrust, type SmallReply } from '../../../src/analysis/forecasts/contract.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Unlearned } from '../Unlearned.tsx'
import { useForecastWords } from './words.ts'

/** No night has passed yet. */
export function NotYet() {
  const { none } = useForecastWords()
  const refresh = [getForecast, getTrust]
  return <Unlearned title={none.title} why={none.why} learn={none.learn} learning={none.learning} refresh={refresh} />
}

/** Too few purchases for models: how few, how many are needed, and the rule of thumb. */
export function TooSmall({ small }: { small: SmallReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.small
  const { needed, thumb } = small
  const rows = [
    { name: said.customers, now: small.customers, needed: needed.customers, unit: said.unitPeople },
    { name: said.repeats, now: small.repeats, needed: needed.repeats, unit: said.unitTimes },
    { name: said.days, now: small.days, needed: needed.days, unit: said.unitDays },
  ]
  const cell = 'border-b border-rule py-1.5 pl-6 text-right whitespace-nowrap'
  return (
    <>
      <EmptyState title={said.title}>{said.why}</EmptyState>
      <table aria-label={said.item} className="mb-8 w-full max-w-[36em]">
        <thead className="text-note text-ink-2">
          <tr>
            <th scope="col" className="border-b border-rule py-1.5 text-left font-normal">
              {said.item}
            </th>
            <th scope="col" className={`${cell} font-normal`}>
              {said.now}
            </th>
            <th scope="col" className={`${cell} font-normal`}>
              {said.needed}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" className="border-b border-rule py-1.5 text-left font-normal">
                {row.name}
              </th>
              <td className={row.now < row.needed ? `${cell} font-bold` : cell}>{row.unit(format.number(row.now))}</td>
              <td className={`${cell} text-ink-2`}>{row.unit(format.number(row.needed))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Section title={said.thumbTitle}>
        {small.customers > 0 && (
          <p className="max-w-[44em]">
            {said.thumb(format.number(thumb.purchases), format.number(thumb.low), format.number(thumb.high))}
          </p>
        )}
        <p className="mt-2 max-w-[44em]">
          {said.ranks} <Link href={paths.analysis()}>{said.toRanks}</Link>
        </p>
      </Section>
    </>
  )
}
