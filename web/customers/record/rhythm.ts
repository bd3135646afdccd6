import { addDays, daysBetween } from '../days.ts'

/** What the strip draws: places are percentages of its width, days are calendar days of the company. */
export interface Rhythm {
  dots: { day: string; at: number }[]
  today: number
  /** when the next purchase would fit this person's own habit; null before the third purchase day */
  next: { from: string; to: string; at: number; width: number } | null
  /** days past the end of the window; 0 when not past it */
  overdueDays: number
  /** median of the days between purchases; null before the second purchase day */
  usualDays: number | null
}

/** Older purchases are left off: beyond a dozen the dots run into one line and say nothing. */
const shown = 12
const margin = 3

/**
 * The rhythm of one customer's purchases. The window runs from the lower to the upper quartile of the person's own
 * intervals (linear interpolation), counted from the last purchase, and is at least a week wide.
 */
export function rhythmOf(purchaseDays: readonly string[], today: string): Rhythm | null {
  const days = [...new Set(purchaseDays)].toSorted()
  const last = days.at(-1)
  if (last === undefined) return null
  const gaps = days
    .slice(1)
    .map((day, index) => daysBetween(days[index] as string, day))
    .toSorted((a, b) => a - b)
  const window = gaps.length >= 2 ? windowAfter(last, gaps) : null
  const visible = days.slice(-shown)
  const start = visible[0] as string
  const end = [today, last, window?.to ?? today].toSorted().at(-1) as string
  const span = Math.max(daysBetween(start, end), 30)
  const at = (day: string) => margin + (daysBetween(start, day) / span) * (100 - 2 * margin)
  return {
    dots: visible.map((day) => ({ day, at: at(day) })),
    today: at(today),
    next: window && { ...window, at: at(window.from), width: at(window.to) - at(window.from) },
    overdueDays: window ? Math.max(0, daysBetween(window.to, today)) : 0,
    usualDays: gaps.length > 0 ? Math.round(quantile(gaps, 0.5)) : null,
  }
}

function windowAfter(last: string, gaps: number[]): { from: string; to: string } {
  const middle = quantile(gaps, 0.5)
  const early = Math.min(quantile(gaps, 0.25), middle - 3)
  const late = Math.max(quantile(gaps, 0.75), middle + 3)
  return { from: addDays(last, Math.max(1, Math.round(early))), to: addDays(last, Math.max(2, Math.round(late))) }
}

function quantile(sorted: number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] as number
  const above = sorted[Math.ceil(place)] as number
  return below + (above - below) * (place - Math.floor(place))
}
