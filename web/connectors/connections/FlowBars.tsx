import type { Flow } from '../../../src/connectors/flow/contract.ts'
import { useFormat } from '../../format.ts'
import { classes } from '../../ui/classes.ts'
import { useConnectionWords } from './words.ts'

interface BarsProps {
  flow: Flow
  of: 'hours' | 'days'
  tall?: boolean
}

/** What came hour by hour or day by day, the newest at the right; the dark foot of a bar is what failed. */
export function FlowBars({ flow, of, tall = false }: BarsProps) {
  const words = useConnectionWords()
  const format = useFormat()
  const { received, failed } = of === 'hours' ? flow.day : flow.month
  const bars =
    of === 'hours'
      ? flow.hours.map((one) => ({ ...one, text: words.hourBar(format.time(one.at), one.received) }))
      : flow.days.map((one) => ({ ...one, text: words.dayBar(format.dayOfYear(one.on), one.received) }))
  const most = Math.max(1, ...bars.map((bar) => Math.max(bar.received, bar.failed)))
  const height = (value: number) => (value === 0 ? '0' : `max(2px, ${((value / most) * 100).toFixed(1)}%)`)
  return (
    <div
      role="img"
      aria-label={words.barsLabel(words[of], received, failed)}
      className={classes('flex w-full items-end gap-px border-b border-rule-2', tall ? 'h-20' : 'h-8')}
    >
      {bars.map((bar, index) => (
        <span key={index} title={bar.text} className="relative flex h-full min-w-0 flex-1 items-end">
          <span className="w-full bg-accent-line" style={{ height: height(bar.received) }} />
          {bar.failed > 0 && (
            <span className="absolute inset-x-0 bottom-0 bg-danger" style={{ height: height(bar.failed) }} />
          )}
        </span>
      ))}
    </div>
  )
}
