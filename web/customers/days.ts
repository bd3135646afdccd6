const millisecondsPerDay = 86_400_000
const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / millisecondsPerDay

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return number(to) - number(from)
}

export function addDays(day: string, days: number): string {
  return new Date((number(day) + days) * millisecondsPerDay).toISOString().slice(0, 10)
}

/** Completed years of age on a day. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}
