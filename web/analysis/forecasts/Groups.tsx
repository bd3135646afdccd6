import type { ReactNode } from 'react'
import type { ForecastReply } from '../../../src/analysis/forecasts/contract.ts'
import { useFormat } from '../../format.ts'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { AsOf } from '../AsOf.tsx'
import { Few } from './Few.tsx'
import { bandLink, basisLink } from './links.ts'
import { useForecastWords } from './words.ts'

type Figures = NonNullable<ForecastReply['figures']>

/** Customers by the chance that they buy nothing in the coming year, with what stands on it. */
export function ChurnBands({ forecast, bands }: { forecast: ForecastReply; bands: Figures['bands'] }) {
  const words = useForecastWords()
  const said = words.churn
  return (
    <Section
      title={
        <>
          {said.title}
          <DefinitionPopover name={said.title} definition={{ text: said.definition, asOf: <AsOf {...forecast} /> }} />
        </>
      }
      note={said.note}
    >
      <GroupTable
        label={said.label}
        head={said.band}
        rows={bands.map(({ band, ...group }) => ({
          ...group,
          key: band,
          name: said.bands[band],
          detail: said.of[band],
          href: bandLink(band),
          label: (count) => said.see(said.bands[band], count),
        }))}
      />
    </Section>
  )
}

/** What the forecast of each customer rests on. */
export function Bases({ bases }: { bases: Figures['bases'] }) {
  const words = useForecastWords()
  const said = words.bases
  return (
    <Section title={said.title}>
      <GroupTable
        label={said.label}
        head={said.basis}
        rows={bases.map(({ basis, ...group }) => ({
          ...group,
          key: basis,
          name: said.names[basis],
          detail: said.why[basis],
          href: basisLink(basis),
          label: (count) => said.see(said.names[basis], count),
        }))}
      />
    </Section>
  )
}

interface Row {
  key: string
  name: string
  detail: ReactNode
  customers: number
  value: number
  past: number
  href: string
  label(count: string): string
}

function GroupTable({ label, head, rows }: { label: string; head: string; rows: Row[] }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.churn
  const cell = 'border-t border-rule py-2 pl-4 text-right whitespace-nowrap align-top'
  const heading = 'py-1 pl-4 text-right text-note font-normal whitespace-nowrap text-ink-2'
  return (
    <div className="overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse">
        <thead>
          <tr>
            <th scope="col" className="py-1 text-left text-note font-normal text-ink-2">
              {head}
            </th>
            <th scope="col" className={heading}>
              {said.customers}
            </th>
            <th scope="col" className={heading}>
              {said.value}
            </th>
            <th scope="col" className={heading}>
              {said.past}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className="border-t border-rule py-2 text-left align-top font-normal">
                {row.name}
                <span className="block text-note text-ink-2">{row.detail}</span>
              </th>
              <td className={cell}>
                <Link href={row.href} aria-label={row.label(format.number(row.customers))}>
                  {format.number(row.customers)}
                  {words.people}
                </Link>
              </td>
              <td className={cell}>{format.money(row.value)}</td>
              <td className={`${cell} text-ink-2`}>{format.money(row.past)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Few groups={rows} />
    </div>
  )
}
