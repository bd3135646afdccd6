import { type FanRunReply, listFanRuns } from '../../../src/analysis/fans/contract.ts'
import { useCall } from '../../api.ts'
import { joinedBy } from '../../customers/name.ts'
import { useFormat } from '../../format.ts'
import { Section } from '../../ui/Section.tsx'
import { useFanWords, useLift, useSteps } from './naming.ts'

/** No black box: what was counted, the test, every number it rests on, and what former runs found. */
export function Method({ run }: { run: FanRunReply }) {
  const words = useFanWords()
  const format = useFormat()
  const said = words.method
  const { definition, counts } = run
  return (
    <Section title={said.title} note={said.took(format.number(run.milliseconds))}>
      <div className="flex max-w-[52em] flex-col gap-2 [word-break:auto-phrase]">
        {!run.tooSmall && (
          <p>{said.study(format.number(counts.known), format.number(counts.fans), format.day(run.splitOn))}</p>
        )}
        <p>{said.counted(definition.firstDays)}</p>
        {!run.tooSmall && (
          <p>
            {joinedBy(
              [said.test(run.indicators.length, format.number(definition.falseShare * 100)), said.lift, said.carried],
              words.together,
            )}
          </p>
        )}
      </div>
      {run.indicators.length > 0 && (
        <details className="mt-3 border-t border-rule pt-2.5">
          <summary className="cursor-pointer text-dense text-accent">{said.tableTitle}</summary>
          <Tested run={run} />
        </details>
      )}
      <Runs />
    </Section>
  )
}

function Tested({ run }: { run: FanRunReply }) {
  const words = useFanWords()
  const format = useFormat()
  const steps = useSteps()
  const { lift, interval } = useLift()
  const said = words.method
  const head = 'h-8 px-2.5 text-note font-normal whitespace-nowrap text-ink-2'
  const cell = 'h-9 border-t border-rule px-2.5 whitespace-nowrap'
  const figure = `${cell} text-right`
  const chance = (value: number) => (value < 0.0001 ? said.under('0.0001') : format.decimal(value, 4))
  return (
    <div className="overflow-x-auto">
      <table aria-label={said.tableTitle} className="w-full border-collapse text-small">
        <thead>
          <tr>
            <th scope="col" className={`${head} pl-0 text-left`}>
              {said.action}
            </th>
            <th scope="col" className={`${head} text-left`}>
              {said.counts}
            </th>
            {[said.did, said.didFans, said.not, said.notFans, said.lift2, said.chance, said.falseShare].map(
              (title, column) => (
                <th key={column} scope="col" className={`${head} text-right`}>
                  {title}
                </th>
              ),
            )}
            <th scope="col" className={`${head} text-left`}>
              {said.status}
            </th>
          </tr>
        </thead>
        <tbody>
          {run.indicators.map((one) => (
            <tr key={one.key}>
              <th scope="row" className={`${cell} pl-0 text-left font-normal`}>
                {steps.step(one)}
              </th>
              <td className={`${cell} text-left text-ink-2`}>{words.action[one.key]}</td>
              <td className={figure}>{format.number(one.later.did)}</td>
              <td className={figure}>{format.number(one.later.didFans)}</td>
              <td className={figure}>{format.number(one.later.not)}</td>
              <td className={figure}>{format.number(one.later.notFans)}</td>
              <td className={figure}>
                {one.later.notFans === 0 ? (
                  interval({ ...one.later, high: null })
                ) : (
                  <>
                    {lift(one.later.lift)} <span className="text-ink-2">({interval(one.later)})</span>
                  </>
                )}
              </td>
              <td className={figure}>{chance(one.chance)}</td>
              <td className={figure}>{chance(one.falseShare)}</td>
              <td className={`${cell} text-left`}>{said.statuses[one.status]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What former searches came to, so that a finding which comes and goes is seen. */
function Runs() {
  const words = useFanWords()
  const format = useFormat()
  const steps = useSteps()
  const said = words.method
  const runs = useCall(listFanRuns, {}).data?.items ?? []
  if (runs.length < 2) return null
  return (
    <details className="mt-3 border-t border-rule pt-2.5">
      <summary className="cursor-pointer text-dense text-accent">{said.runs}</summary>
      <ul className="mt-2 flex flex-col gap-1 text-small">
        {runs.slice(0, 31).map((run) => (
          <li key={run.id}>
            {said.runOf(format.dateTime(run.computedAt), format.number(run.known), format.number(run.fans))}
            <span className="ml-3 text-ink-2">{run.steps.map(steps.step).join(words.comma) || said.noSteps}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
