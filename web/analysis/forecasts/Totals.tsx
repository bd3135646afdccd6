import type { ForecastReply } from '../../../src/analysis/forecasts/contract.ts'
import { useFormat } from '../../format.ts'
import { DefinitionPopover, Figure, Figures } from '../../ui/Figure.tsx'
import { Section } from '../../ui/Section.tsx'
import { Money } from '../../ui/values.tsx'
import { AsOf } from '../AsOf.tsx'
import { useForecastWords } from './words.ts'

export type Total = NonNullable<ForecastReply['figures']>['totals'][number]

/** Expected net sales in 3, 6, 12 and 24 months, each with its interval. */
export function Totals({ forecast, totals }: { forecast: ForecastReply; totals: Total[] }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.totals
  const definition = { text: said.definition, asOf: <AsOf {...forecast} /> }
  return (
    <Section
      title={
        <>
          {said.title}
          <DefinitionPopover name={said.title} definition={definition} />
        </>
      }
      note={said.note}
    >
      <Figures>
        {totals.map((one) => (
          <Figure
            key={one.days}
            name={words.monthsAhead(words.months[one.days] ?? '')}
            value={<Money amount={one.value} />}
            definition={{ ...definition, period: said.period(one.days) }}
            change={
              <>
                <span className="block">{words.interval(format.money(one.low), format.money(one.high))}</span>
                {one.subscriptions > 0 && (
                  <span className="block">{words.ofSubscriptions(format.money(one.subscriptions))}</span>
                )}
              </>
            }
          />
        ))}
      </Figures>
    </Section>
  )
}
