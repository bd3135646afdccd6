import type { Rhythm } from './rhythm.ts'

const percent = (value: number) => `${value.toFixed(2)}%`

/** Dots for purchases, a dashed window for when the next would fit the person's habit, a line for today. */
export function RhythmStrip({ rhythm, words }: { rhythm: Rhythm; words: RhythmWords }) {
  const first = rhythm.dots[0]
  const last = rhythm.dots.at(-1)
  if (!first || !last) return null
  // Labels that would run into each other step aside: the last purchase leans left when today is near.
  const crowded = rhythm.today - last.at < 14
  const showFirst = last.at - first.at > (crowded ? 36 : 24)
  return (
    <svg className="mt-1 block h-[34px] w-full overflow-visible" role="img" aria-label={words.label}>
      <line x1="0" y1="11" x2="100%" y2="11" stroke="var(--rule-2)" />
      {rhythm.next && (
        <rect
          x={percent(rhythm.next.at)}
          y="3"
          width={percent(Math.max(rhythm.next.width, 0.8))}
          height="16"
          fill="var(--accent-quiet)"
          stroke="var(--accent)"
          strokeDasharray="2 2"
        />
      )}
      {rhythm.dots.map((dot) => (
        <circle key={dot.day} cx={percent(dot.at)} cy="11" r="4" fill="var(--accent)">
          <title>{words.day(dot.day)}</title>
        </circle>
      ))}
      <line
        x1={percent(rhythm.today)}
        y1="1"
        x2={percent(rhythm.today)}
        y2="21"
        stroke="var(--text)"
        strokeWidth="1.5"
      />
      <g fontSize="11" fill="var(--text-2)">
        <text x={percent(rhythm.today)} y="33" textAnchor={rhythm.today > 93 ? 'end' : 'middle'}>
          {words.today}
        </text>
        {showFirst && (
          <text x={percent(first.at)} y="33" textAnchor={first.at < 6 ? 'start' : 'middle'}>
            {words.first(first.day)}
          </text>
        )}
        <text
          x={percent(crowded ? Math.min(last.at, rhythm.today - 5) : last.at)}
          y="33"
          textAnchor={crowded ? 'end' : 'middle'}
        >
          {words.last(last.day)}
        </text>
      </g>
    </svg>
  )
}

export interface RhythmWords {
  /** the strip in one sentence, for those who do not see it */
  label: string
  today: string
  first(day: string): string
  last(day: string): string
  day(day: string): string
}
