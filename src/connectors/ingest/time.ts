/** Nothing that is sent here happened before: an earlier clock is a wrong one. */
const earliest = Date.parse('2000-01-01T00:00:00Z')
/** An event is made before it is sent, or within the blink of a clock being set. */
const tolerance = 60_000

/**
 * When an event happened: its own time, moved by as much as the sender's clock was off when it sent (what it then said
 * the time was, against ours). A time that cannot be read, in the future or before 2000 becomes the time of arrival;
 * a `sentAt` before the event itself is not believed.
 */
export function happenedAt(own: number | null, sent: number | null, received: number): number {
  if (own === null) return received
  const isBelieved = sent !== null && own <= sent + tolerance
  const at = isBelieved ? own + (received - sent) : own
  return at < earliest ? received : Math.min(at, received)
}

/** ISO 8601, in UTC when it names no zone, or a number of milliseconds or seconds since 1970; null: not a time. */
export function readInstant(value: unknown): number | null {
  if (typeof value === 'number') {
    const milliseconds = Math.abs(value) < 1e11 ? value * 1000 : value
    return Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15 ? Math.round(milliseconds) : null
  }
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return null
  const isLocal = /\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value) && !/[+-]\d\d:\d\d$/.test(value)
  const milliseconds = Date.parse(isLocal ? `${value}Z` : value)
  return Number.isNaN(milliseconds) ? null : milliseconds
}
