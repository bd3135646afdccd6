import { useFormat } from '../format.ts'
import { useLanguage } from '../words.ts'
import { classes } from './classes.ts'
import { useUiWords } from './words.ts'

/** A figure and its small, light unit: 412 人. */
export function Count({ value, unit, className }: { value: number; unit?: string; className?: string }) {
  const format = useFormat()
  return (
    <span className={classes('whitespace-nowrap', className)}>
      {format.number(value)}
      {unit && <span className="u">{unit}</span>}
    </span>
  )
}

/** An amount in the currency's smallest unit: 8,640 円, in English ¥8,640. */
export function Money({ amount, className }: { amount: number; className?: string }) {
  const format = useFormat()
  const yen = useLanguage() === 'ja' && format.currency === 'JPY'
  return (
    <span className={classes('whitespace-nowrap', className)}>
      {yen ? format.amount(amount) : format.money(amount)}
      {yen && <span className="u">円</span>}
    </span>
  )
}

/** A share between 0 and 1, one decimal: 31.2 %. */
export function Percent({ share, className }: { share: number; className?: string }) {
  const format = useFormat()
  return (
    <span className={classes('whitespace-nowrap', className)}>
      {format.percent(share)}
      <span className="u">%</span>
    </span>
  )
}

/** A calendar day, `2026-11-22`. */
export function Day({ on, weekday = false }: { on: string; weekday?: boolean }) {
  const format = useFormat()
  return <time dateTime={on}>{weekday ? format.dayWithWeekday(on) : format.day(on)}</time>
}

/** An instant: the date and time, or with `relative` 「3時間前」 and the date on hover. */
export function When({
  at,
  relative,
  show = 'dateTime',
}: {
  at: string
  relative?: Date
  show?: 'dateTime' | 'date' | 'time'
}) {
  const format = useFormat()
  return (
    <time dateTime={at} title={relative ? format.dateTime(at) : undefined}>
      {relative ? format.ago(at, relative) : format[show](at)}
    </time>
  )
}

/** Not applicable: a grey hyphen. Empty that someone could fill stays blank. */
export function None() {
  return <span className="text-off">-</span>
}

/** A change: the triangle is its direction, blue is better and orange worse, never red and green. */
export function Change({
  text,
  direction,
  better,
}: {
  text: string
  direction: 'up' | 'down' | 'same'
  better: boolean | null
}) {
  const words = useUiWords()
  if (direction === 'same') return <span className="text-ink-2">{words.unchanged}</span>
  return (
    <span className={classes('whitespace-nowrap', better === null ? 'text-ink-2' : better ? 'text-up' : 'text-down')}>
      <i
        role="img"
        aria-label={direction === 'up' ? words.up : words.down}
        className={classes(
          'mr-[3px] inline-block h-[7px] w-2 bg-current [clip-path:polygon(50%_0,100%_100%,0_100%)]',
          direction === 'down' && 'rotate-180',
        )}
      />
      {text}
    </span>
  )
}
