import { Link as AriaLink } from 'react-aria-components'
import type { FanRunReply } from '../../../src/analysis/fans/contract.ts'
import { useFormat } from '../../format.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { DefinitionPopover } from '../../ui/Figure.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/Section.tsx'
import { AsOf } from '../AsOf.tsx'
import type { FanPath } from './Definition.tsx'
import { awayLink, doneLink } from './links.ts'
import { useFanWords, useSteps } from './naming.ts'

const solid = { background: 'var(--heat-5)' }
/** as everywhere: what may still change is hatched */
const hatched = { background: 'repeating-linear-gradient(45deg, var(--heat-5) 0 2px, var(--heat-2) 2px 6px)' }

interface PathProps {
  run: FanRunReply
  path: FanPath
}

/** How many people have done how many steps; of them, those whose first days are not over. */
export function Path({ run, path }: PathProps) {
  const words = useFanWords()
  const format = useFormat()
  const said = words.path
  const all = run.steps.length
  const most = Math.max(1, ...path.done.map(({ customers }) => customers))
  const width = (count: number) => `${(100 * count) / most}%`
  const rows = path.done.toReversed()
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{
        text: said.definition(run.definition.firstDays),
        asOf: <AsOf asOf={path.learnedOn} computedAt={path.computedAt} />,
      }}
      fileName={`fans_${path.learnedOn}`}
      hasPicture={false}
      table={{
        columns: [said.all, said.customers, said.withinColumn],
        rows: rows.map(({ done, customers, within }) => [said.steps(done, all), customers, within]),
      }}
    >
      {() => (
        <>
          <ul>
            {rows.map(({ done, customers, within }) => (
              <li key={done} className="border-t border-rule first:border-t-0">
                <AriaLink
                  href={doneLink(done, false)}
                  className="group grid cursor-pointer grid-cols-[5.5rem_minmax(0,1fr)_4.5rem] items-center gap-x-3 py-1.5 outline-offset-[-2px] hover:bg-hover"
                >
                  <span className="text-small">
                    {said.steps(done, all)}
                    <span className="sr-only">{said.stepsDone}</span>
                  </span>
                  <span className="flex h-5">
                    <span style={{ ...hatched, width: width(within) }} />
                    <span style={{ ...solid, width: width(customers - within) }} />
                  </span>
                  <span className="text-right font-bold group-hover:underline">
                    {format.number(customers)}
                    <span className="sr-only">{said.opens}</span>
                  </span>
                </AriaLink>
                {within > 0 && (
                  <p className="-mt-1 pb-1.5 pl-[6.25rem] text-note">
                    <Link href={doneLink(done, true)}>{said.within(format.number(within))}</Link>
                  </p>
                )}
              </li>
            ))}
          </ul>
          <p aria-hidden className="mt-1.5 flex flex-wrap gap-x-5 text-note text-ink-2">
            <span className="inline-flex items-center gap-1.5">
              <span className="size-3" style={hatched} />
              {said.legendWithin}
            </span>
            <span className="inline-flex items-center gap-1.5">
              <span className="size-3" style={solid} />
              {said.legendPast}
            </span>
          </p>
        </>
      )}
    </ChartFrame>
  )
}

/** Who lacks a single step, by step. */
export function OneAway({ run, path }: PathProps) {
  const words = useFanWords()
  const format = useFormat()
  const steps = useSteps()
  const said = words.away
  const cell = 'h-9 border-t border-rule pl-3 text-right whitespace-nowrap'
  const number = (count: number, href: string) =>
    count === 0 ? <span className="text-off">0</span> : <Link href={href}>{format.number(count)}</Link>
  return (
    <Section title={said.title} note={said.note}>
      <table aria-label={said.title} className="w-full border-collapse">
        <thead>
          <tr className="text-note text-ink-2">
            <th scope="col" className="h-8 text-left font-normal">
              {said.step}
            </th>
            <th scope="col" className="pl-3 text-right font-normal whitespace-nowrap">
              {said.customers}
            </th>
            <th scope="col" className="pl-3 text-right font-normal">
              {said.open}
              <DefinitionPopover name={said.open} definition={{ text: said.openIs }} />
            </th>
          </tr>
        </thead>
        <tbody>
          {run.steps.map((step) => {
            const away = path.oneAway.find(({ key }) => key === step.key)
            return (
              <tr key={step.key}>
                <th scope="row" className="h-9 border-t border-rule text-left font-normal">
                  {steps.step(step)}
                </th>
                <td className={cell}>{number(away?.customers ?? 0, awayLink(step.key, false))}</td>
                <td className={cell}>{number(away?.open ?? 0, awayLink(step.key, true))}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}
