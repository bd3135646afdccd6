import { type CustomerFanReply, getCustomerFan } from '../../../src/analysis/fans/contract.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../format.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Notice, StateTag } from '../../ui/Badge.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { useFanWords, useSteps } from './naming.ts'

/** ファンへの道のり on a customer's record: steps done and missing, and the index they come to. */
export function FanCard({ customerId }: { customerId: number }) {
  const words = useFanWords()
  const fan = useCall(getCustomerFan, { params: { id: customerId } }).data?.fan
  // nothing is known yet, or nothing was found that could be shown
  if (!fan || (fan.steps.length === 0 && fan.fanOn === null)) return null
  return (
    <Section
      title={
        <>
          {words.card.title}
          <DefinitionPopover name={words.index} definition={{ text: words.card.definition(fan.firstDays) }} />
        </>
      }
      {...(fan.steps.length > 0 ? { note: words.card.note(fan.index) } : {})}
    >
      <Standing fan={fan} />
      <Falls fan={fan} />
      {fan.steps.length > 0 && <Bar fan={fan} />}
      <ul>
        {fan.steps.map((step) => (
          <StepRow key={step.key} step={step} />
        ))}
      </ul>
      <Source fan={fan} />
    </Section>
  )
}

function Standing({ fan }: { fan: CustomerFanReply }) {
  const words = useFanWords()
  const format = useFormat()
  if (fan.fanOn === null) return null
  return (
    <p className="mb-2">
      <StateTag tone="accent" glyph="check">
        {words.card.fan(format.day(fan.fanOn))}
      </StateTag>
    </p>
  )
}

function Falls({ fan }: { fan: CustomerFanReply }) {
  const words = useFanWords()
  const format = useFormat()
  if (fan.falls.length === 0) return null
  return (
    <div className="mb-2 flex flex-col gap-1">
      {fan.falls.includes('silent') && (
        <Notice tone="warn" glyph="clock">
          {words.card.silent(format.number(fan.rhythmDays ?? 0))}
        </Notice>
      )}
      {fan.falls.includes('rank-dropped') && <Notice tone="warn">{words.card.dropped}</Notice>}
    </div>
  )
}

/** The points of each step side by side, done ones filled. */
function Bar({ fan }: { fan: CustomerFanReply }) {
  const words = useFanWords()
  return (
    <div role="img" aria-label={words.card.bar(fan.index)} className="mb-1.5 flex h-2 gap-0.5">
      {fan.steps.map(({ key, points, isDone }) => (
        <span
          key={key}
          className={isDone ? 'bg-accent' : 'border border-rule-2 bg-sunken'}
          style={{ flexGrow: points, flexBasis: 0 }}
        />
      ))}
    </div>
  )
}

function StepRow({ step }: { step: CustomerFanReply['steps'][number] }) {
  const words = useFanWords()
  const format = useFormat()
  const steps = useSteps()
  const said = words.card
  const value = step.value === null ? '' : steps.value(step.key, step.value)
  return (
    <li className="flex items-baseline gap-2 border-t border-rule py-1.5 first:border-t-0">
      <span className="w-14 flex-none">
        <StateTag tone={step.isDone ? 'ok' : 'quiet'} glyph={step.isDone ? 'check' : 'waiting'}>
          {step.isDone ? said.done : said.missing}
        </StateTag>
      </span>
      <span className="min-w-0 flex-1">{steps.step(step)}</span>
      <span className="text-note whitespace-nowrap text-ink-2">
        {step.isDone ? value : step.openUntil ? said.openUntil(format.dayOfYear(step.openUntil)) : said.past}
      </span>
    </li>
  )
}

function Source({ fan }: { fan: CustomerFanReply }) {
  const words = useFanWords()
  const format = useFormat()
  const may = useMay()
  return (
    <p className="flex flex-wrap gap-x-4 border-t border-rule pt-1.5 text-note text-ink-2">
      {fan.isWithin && <span>{words.card.within(format.dayOfYear(fan.until))}</span>}
      {may('analysis.read') && <Link href={paths.analysis('fans')}>{words.card.toPage}</Link>}
    </p>
  )
}
