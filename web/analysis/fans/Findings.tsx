import type { FanRunReply } from '../../../src/analysis/fans/contract.ts'
import { joinedBy } from '../../customers/name.ts'
import { useFormat } from '../../format.ts'
import { Notice } from '../../ui/Badge.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { EmptyState } from '../../ui/states.tsx'
import type { FanPath } from './Definition.tsx'
import { Interval, IntervalAxis, scaleOf } from './Interval.tsx'
import { awayLink } from './links.ts'
import { useFanWords, useLift, useSteps } from './naming.ts'

type Indicator = FanRunReply['indicators'][number]

/** Fewer fans than this on one side: a figure that may move a lot. */
const fewFans = 30

/** Where nobody else became a fan there is no ratio, only the least it can be. */
const boundOf = (table: Indicator['later']) => (table.notFans > 0 ? table : { ...table, lift: null, high: null })

/** Sentences on what held, with how often and of how many, and what did not. */
export function Findings({ run, path }: { run: FanRunReply; path: FanPath | null }) {
  const words = useFanWords()
  const said = words.findings
  const held = run.indicators.filter(({ status }) => status === 'confirmed')
  const scale = scaleOf(held.map(({ later }) => boundOf(later)))
  return (
    <Section title={said.title(run.definition.firstDays)} note={said.note}>
      {held.length === 0 ? (
        <EmptyState title={said.none}>{said.noneWhy(run.indicators.length)}</EmptyState>
      ) : (
        <>
          <Notice tone="quiet">{said.caution}</Notice>
          <div className="mt-2 grid gap-x-8 tablet:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
            <span />
            <IntervalAxis scale={scale} title={said.axis} />
          </div>
          <ol>
            {held.map((indicator) => (
              <li
                key={indicator.key}
                className="grid gap-x-8 gap-y-2 border-t border-rule py-3 first:border-t-0 tablet:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]"
              >
                <Finding indicator={indicator} run={run} path={path} />
                <Interval lift={boundOf(indicator.later)} scale={scale} />
              </li>
            ))}
          </ol>
        </>
      )}
      <Others run={run} />
    </Section>
  )
}

function Finding({ indicator, run, path }: { indicator: Indicator; run: FanRunReply; path: FanPath | null }) {
  const words = useFanWords()
  const format = useFormat()
  const steps = useSteps()
  const { lift, interval } = useLift()
  const said = words.findings
  const { later, earlier, alike } = indicator
  const points = run.steps.find(({ key }) => key === indicator.key)?.points
  const away = path?.oneAway.find(({ key }) => key === indicator.key)
  const who = steps.who(indicator, run.definition.firstDays)
  const few = Math.min(later.didFans, later.notFans) < fewFans
  const share = (fans: number, people: number) => format.percent(people === 0 ? 0 : fans / people)
  return (
    <div className="min-w-0">
      <p className="[text-wrap:pretty] [word-break:auto-phrase]">
        <b>
          {later.notFans === 0
            ? said.only(who, lift(later.low))
            : said.sentence(who, lift(later.lift), interval(later))}
        </b>
        {points !== undefined && <span className="ml-2 text-note text-ink-2">{said.points(points)}</span>}
      </p>
      <p className="mt-1 [word-break:auto-phrase] text-note text-ink-2">
        {joinedBy(
          [
            said.support(
              format.number(later.did),
              share(later.didFans, later.did),
              format.number(later.not),
              share(later.notFans, later.not),
            ),
            ...(later.notFans === 0 ? [] : [said.alike(lift(alike.lift), interval(alike))]),
            said.check(lift(earlier.lift), format.day(run.splitOn)),
            ...(few ? [said.few] : []),
          ],
          words.together,
        )}
      </p>
      {away && (
        <p className="mt-1.5 flex flex-wrap gap-x-5 gap-y-1 text-small">
          {away.customers === 0 ? (
            <span className="text-ink-2">{said.oneAwayNone}</span>
          ) : (
            <Link href={awayLink(indicator.key, false)}>{said.oneAway(format.number(away.customers))}</Link>
          )}
          {away.open > 0 && <Link href={awayLink(indicator.key, true)}>{said.open(format.number(away.open))}</Link>}
        </p>
      )}
    </div>
  )
}

/** What was tested and did not hold, or could not be tested: said, so that nobody wonders. */
function Others({ run }: { run: FanRunReply }) {
  const words = useFanWords()
  const steps = useSteps()
  const said = words.findings
  const others = run.indicators.filter(({ status }) => status !== 'confirmed')
  const { firstDays } = run.definition
  const stepOf = (key: string) => {
    const carrier = run.indicators.find((one) => one.key === key)
    return carrier ? steps.step(carrier) : key
  }
  if (others.length + run.unknown.length === 0) return null
  return (
    <details className="mt-2 border-t border-rule pt-2.5">
      <summary className="cursor-pointer text-dense text-accent">
        {said.others(others.length + run.unknown.length)}
      </summary>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 text-small">
        {others.map((one) => (
          <li key={one.key}>
            {one.carriedBy === null
              ? said.notConfirmed(steps.who(one, firstDays))
              : said.carried(steps.who(one, firstDays), stepOf(one.carriedBy))}
          </li>
        ))}
        {run.unknown.length > 0 && (
          <li>{said.unknown(run.unknown.map((key) => words.action[key]).join(words.comma))}</li>
        )}
      </ul>
    </details>
  )
}
