/** A stretch of the shop's past that is forecast as if it were to come: from `back` days before the cut, for `horizon` days. */
export interface Window {
  back: number
  horizon: number
}

/** an origin needs this much of a log to learn from: two months, or a third of what there is up to four months */
const learnFrom = (days: number): number => Math.max(60, Math.min(120, Math.floor(days * 0.35)))
/** a shorter stretch says nothing */
const shortest = 21
/** origins further back than this many horizons speak of another shop */
const furthest = 4

/**
 * Where a log of `days` days is tried out before it forecasts the next `horizon`: up to the cut from one horizon back (or as
 * far as history allows), and from three, two and one quarter of that; whole horizons before it where there are any, and
 * the half just before, so that what one stretch taught can be tried on a later one. Oldest first; none when history is
 * too short to spare any.
 */
export function windowsBefore(days: number, horizon: number): Window[] {
  const span = days - learnFrom(days)
  if (span < shortest) return []
  const far = Math.min(span, horizon)
  const windows: Window[] = []
  for (let times = furthest; times >= 2; times--) {
    if (span >= times * horizon) windows.push({ back: times * horizon, horizon })
  }
  if (span >= horizon * 1.25 && span < horizon * 2) windows.push({ back: span, horizon })
  for (const share of [1, 0.75, 0.5, 0.25]) {
    const back = Math.floor(far * share)
    if (back >= shortest) windows.push({ back, horizon: back })
    if (share === 1 && far >= 2 * shortest) windows.push({ back, horizon: back - Math.floor(far / 2) })
  }
  return windows
}

/** Windows that end at the cut or are whole: what speaks of the forecast itself. */
export const speaks = ({ back, horizon }: Window, whole: number): boolean => back === horizon || horizon === whole
