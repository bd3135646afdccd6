import type { FanRunReply } from '../../../src/analysis/fans/contract.ts'
import { ChartFrame } from '../../ui/ChartFrame.tsx'
import { AsOf } from '../AsOf.tsx'
import { useFanWords, useLift, useSteps } from './naming.ts'

/** darkest first, the last for all others */
const shades = [7, 6, 5, 4, 3]

/** The fan index, every component with its points. */
export function Composite({ run }: { run: FanRunReply }) {
  const words = useFanWords()
  const steps = useSteps()
  const { lift } = useLift()
  const said = words.composite
  const alikeOf = (key: string) => run.indicators.find((one) => one.key === key)?.alike.lift ?? 1
  const parts = run.steps.map((step) => said.part(steps.step(step), step.points))
  return (
    <ChartFrame
      title={said.title}
      note={said.note}
      definition={{ text: said.definition, asOf: <AsOf asOf={run.learnedOn} computedAt={run.computedAt} /> }}
      fileName={`fan_index_${run.learnedOn}`}
      hasPicture={false}
      table={{
        columns: [said.stepColumn, said.pointsColumn, said.liftColumn],
        rows: run.steps.map((step) => [steps.step(step), step.points, lift(alikeOf(step.key))]),
      }}
    >
      {() => (
        <div role="img" aria-label={said.label(parts.join(words.comma))} className="flex gap-px max-tablet:flex-col">
          {run.steps.map((step, index) => {
            const shade = shades[Math.min(index, shades.length - 1)]
            const tint = { background: `var(--heat-${shade})`, color: `var(--heat-${shade}-on)` }
            return (
              <div
                key={step.key}
                className="min-w-0 px-2.5 py-2 text-small"
                style={{ ...tint, flexGrow: step.points, flexBasis: 0 }}
              >
                <span className="block [word-break:auto-phrase]">{steps.step(step)}</span>
                <b className="text-h2">{step.points}</b>
              </div>
            )
          })}
        </div>
      )}
    </ChartFrame>
  )
}
