import type { ReactNode } from 'react'
import type { TrustReply } from '../../../src/analysis/forecasts/contract.ts'
import { useFormat } from '../../format.ts'
import { Section } from '../../ui/Section.tsx'
import { useForecastWords } from './words.ts'

/** of parameters, as papers write them */
const usualOrder = ['r', 'alpha', 's', 'beta', 'a', 'b']

/** Models and parameters in force, for people who want to check them. */
export function Learned({ trust }: { trust: TrustReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.trust
  const { models, spend, subscriptions, second, sample } = trust
  const figure = (value: number) => String(Number(value.toPrecision(4)))
  const rows: [string, ReactNode][] = [
    ...(models.length > 0
      ? [
          [
            said.model,
            models.map((one) => (
              <span key={one.name} className="block">
                {said.part(one.label, format.percent(one.share, 0))}
                <span className="block text-note text-ink-2">
                  {Object.entries(one.params)
                    .sort(([a], [b]) => usualOrder.indexOf(a) - usualOrder.indexOf(b))
                    .map(([name, value]) => {
                      const error = one.se?.[name]
                      const shown = error == null ? figure(value) : said.se(figure(value), figure(error))
                      return `${name} = ${shown}`
                    })
                    .join('  ')}
                </span>
              </span>
            )),
          ] as [string, ReactNode],
        ]
      : []),
    ...(spend && spend.customers > 0
      ? [
          [said.spend, said.spendIs(format.money(Math.round(spend.mean)), format.number(spend.customers))] as [
            string,
            string,
          ],
        ]
      : []),
    ...(subscriptions
      ? [
          [
            said.subscriptions,
            said.subscriptionsIs(
              format.number(subscriptions.running),
              format.number(subscriptions.ended),
              subscriptions.model === 'bdw' ? 'BdW' : 'sBG',
            ),
          ] as [string, string],
        ]
      : []),
    ...(second ? [[said.second, said.secondUse[second.use]] as [string, string]] : []),
    [said.discount, said.discountIs(format.percent(trust.discountPerYear, 0))],
    [said.customers, words.basedOn(format.number(trust.customers))],
  ]
  return (
    <Section title={said.learned} note={words.asOfDay(format.day(trust.asOf))}>
      <dl className="grid max-w-[60em] grid-cols-[9em_minmax(0,1fr)] text-small">
        {rows.map(([term, meaning]) => (
          <div key={term} className="group contents">
            <dt className="border-t border-rule py-1.5 pr-3 text-ink-2 group-first:border-t-0">{term}</dt>
            <dd className="border-t border-rule py-1.5 group-first:border-t-0">{meaning}</dd>
          </div>
        ))}
      </dl>
      {sample !== null && (
        <p className="mt-2 max-w-[52em] text-note text-ink-2">{words.sampled(format.number(sample))}</p>
      )}
    </Section>
  )
}
