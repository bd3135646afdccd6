/** Business days are plain dates in the company's zone; instants are UTC. Nothing here reads the clock. */

/** The calendar day (`2026-11-22`) of an instant in a time zone. */
export function dayOf(at: Date, timeZone: string): string {
  return formatter(timeZone).format(at)
}

const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone)
  if (!found) {
    // sv-SE writes ISO dates
    found = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formatters.set(timeZone, found)
  }
  return found
}

const millisecondsPerDay = 86_400_000

/** Days since 1970-01-01 of a calendar day; the whole-number form that computations use. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / millisecondsPerDay
}

export function dayFromNumber(number: number): string {
  return new Date(number * millisecondsPerDay).toISOString().slice(0, 10)
}

export function addDays(day: string, days: number): string {
  return dayFromNumber(dayNumber(day) + days)
}

/** The last day of the month that holds `day`. */
export function monthEnd(day: string): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/** The last days of the `count` months before the month that holds `day`, oldest first. */
export function pastMonthEnds(day: string, count: number): string[] {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - 1 - (count - 1 - index), 0)).toISOString().slice(0, 10),
  )
}
