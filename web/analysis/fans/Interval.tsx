import { useFanWords, useLift } from './naming.ts'

interface Lift {
  /** null: nobody else, so that only the least is known */
  lift: number | null
  low: number
  high: number | null
}

/** A scale by ratios: from as often as the others, or less, to the widest interval; ticks are places in percent. */
export interface Scale {
  ticks: number[]
  placeOf(value: number): number
}

const steps = [0.5, 1, 2, 3, 5, 10, 20, 50]

export function scaleOf(lifts: readonly Lift[]): Scale {
  const least = Math.min(1, ...lifts.map(({ low }) => low))
  const most = Math.max(2, ...lifts.map(({ lift, low, high }) => high ?? (lift ?? low) * 3))
  const from = steps.findLast((step) => step <= least) ?? 0.5
  const to = steps.find((step) => step >= most) ?? 50
  const place = (value: number) => (100 * Math.log(value / from)) / Math.log(to / from)
  return {
    ticks: steps.filter((step) => step >= from && step <= to),
    placeOf: (value) => Math.min(100, Math.max(0, place(value))),
  }
}

export function IntervalAxis({ scale, title }: { scale: Scale; title: string }) {
  const words = useFanWords()
  return (
    <div aria-hidden className="pr-4 text-note text-ink-2">
      <p>{title}</p>
      <div className="relative h-5">
        {scale.ticks.map((tick) => (
          <span
            key={tick}
            className="absolute -translate-x-1/2 whitespace-nowrap"
            style={{ left: `${scale.placeOf(tick)}%` }}
          >
            {tick}
            {tick === scale.ticks.at(-1) && ` ${words.times}`}
          </span>
        ))}
      </div>
    </div>
  )
}

/** One figure as a dot and its interval as a line, on the scale of its neighbours; the line at 1: no difference. */
export function Interval({ lift, scale }: { lift: Lift; scale: Scale }) {
  const words = useFanWords()
  const say = useLift()
  const low = scale.placeOf(lift.low)
  const high = lift.high === null ? 100 : scale.placeOf(lift.high)
  return (
    <div className="pr-4">
      <div
        role="img"
        aria-label={
          lift.lift === null ? say.interval(lift) : words.findings.chart(say.lift(lift.lift), say.interval(lift))
        }
        className="relative h-10 bg-sunken"
      >
        {scale.ticks.map((tick) => (
          <span
            key={tick}
            className={`absolute inset-y-0 border-l ${tick === 1 ? 'border-ink-2' : 'border-rule'}`}
            style={{ left: `${scale.placeOf(tick)}%` }}
          />
        ))}
        <span
          className="absolute top-1/2 h-1.5 -translate-y-1/2 rounded-1 bg-accent-line"
          style={{ left: `${low}%`, width: `${high - low}%` }}
        />
        {lift.lift !== null && (
          <span
            className="absolute top-1/2 size-3 -translate-x-1/2 -translate-y-1/2 rounded-full bg-accent"
            style={{ left: `${scale.placeOf(lift.lift)}%` }}
          />
        )}
      </div>
    </div>
  )
}
