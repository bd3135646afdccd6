import type { ReactNode } from 'react'
import { getOutlook, type OutlookReply } from '../../../src/analysis/forecasts/contract.ts'
import { type ReplyOf, useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { StateTag } from '../../ui/Badge.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Section } from '../../ui/Section.tsx'
import { Money, None, Percent } from '../../ui/values.tsx'
import { useForecastWords } from './words.ts'

type Run = NonNullable<ReplyOf<typeof getOutlook>['run']>

const year = 365
/** from this churn risk on a day of the next purchase would mislead */
const hardly = 0.95
const tones = {
  low: { tone: 'ok', glyph: 'check' },
  middle: { tone: 'warn', glyph: 'clock' },
  high: { tone: 'danger', glyph: 'alert' },
} as const

/** これから: what is expected of one customer. Nothing for those who never bought. */
export function OutlookCard({ customerId, hasBought }: { customerId: number; hasBought: boolean }) {
  const words = useForecastWords()
  const format = useFormat()
  const reply = useCall(getOutlook, { params: { id: customerId } }).data
  if (!reply || !hasBought) return null
  const { run, outlook } = reply
  const said = words.card
  return (
    <Section
      title={
        <>
          {said.title}
          <DefinitionPopover
            name={said.title}
            definition={{ text: said.definition, ...(run ? { asOf: words.asOfDay(format.day(run.asOf)) } : {}) }}
          />
        </>
      }
      end={outlook && run && <span className="text-note text-ink-2">{words.asOfDay(format.day(run.asOf))}</span>}
    >
      {run && outlook ? (
        <Outlook run={run} outlook={outlook} />
      ) : (
        <p className="pb-1 text-small text-ink-2">
          {run?.small ? said.small(format.number(run.small.customers), format.number(run.small.repeats)) : said.waits}
        </p>
      )}
    </Section>
  )
}

function Outlook({ run, outlook }: { run: Run; outlook: OutlookReply }) {
  const words = useForecastWords()
  const format = useFormat()
  const said = words.card
  const percent = (share: number) => format.percent(share, 0)
  const ahead = outlook.ahead.find(({ days }) => days === year)
  const { tone, glyph } = tones[outlook.churnBand]
  const aliveWord = said.aliveWords.find(([least]) => outlook.alive >= least)?.[1]
  const isDelivery = outlook.basis === 'subscription'
  const days =
    outlook.nextFrom === outlook.nextTo
      ? format.day(outlook.nextFrom)
      : words.range(format.day(outlook.nextFrom), format.day(outlook.nextTo))
  return (
    <dl>
      {ahead && (
        <Row
          term={said.expected}
          value={
            <b>
              <Money amount={ahead.value} />
            </b>
          }
          detail={ahead.high === 0 ? said.mostly : words.interval(format.money(ahead.low), format.money(ahead.high))}
        />
      )}
      <Row term={said.alive} value={<Percent share={outlook.alive} />} detail={aliveWord} />
      {outlook.churn > hardly ? (
        <Row term={said.next} value={<None />} detail={said.notSoon} />
      ) : (
        <Row
          term={isDelivery ? said.nextDelivery : said.next}
          value={<span className="whitespace-nowrap">{days}</span>}
          detail={
            <>
              {!isDelivery && <span className="block">{said.nextIf}</span>}
              <span className="block">{said.soon(percent(outlook.buys30), percent(outlook.buys90))}</span>
            </>
          }
        />
      )}
      <Row
        term={said.churn}
        value={
          <StateTag tone={tone} glyph={glyph}>
            {words.churn.bands[outlook.churnBand]}
          </StateTag>
        }
        detail={said.churnOf(percent(outlook.churn))}
      />
      <Row
        term={said.residual}
        value={<Money amount={outlook.residual} />}
        detail={said.residualIs(format.percent(run.discountPerYear, 0))}
      />
      <Row term={said.basis} value={words.bases.names[outlook.basis]} detail={words.bases.why[outlook.basis]} />
    </dl>
  )
}

function Row({ term, value, detail }: { term: string; value: ReactNode; detail: ReactNode }) {
  return (
    <div className="grid grid-cols-[8.5em_minmax(0,1fr)] gap-x-2 border-t border-rule py-1.5 first:border-t-0">
      <dt className="text-ink-2">{term}</dt>
      <dd className="min-w-0">
        {value}
        <span className="block text-note text-ink-2">{detail}</span>
      </dd>
    </div>
  )
}
