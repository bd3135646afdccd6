const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How long after a failed try the next one comes: what Standard Webhooks recommends, three days in all. */
const waits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

/** An endpoint that has answered nothing well for so long is switched off. */
export const longestFailure = 75 * hour

/** An endpoint that fails is asked again at this pace, with one message; the others wait until it answers. */
const longestPause = 30 * minute

export const mostTries = waits.length + 1

/** When to try again after the try number `tries`; null: not any more. Up to a tenth later, so that not all come at once. */
export function nextTry(tries: number, now: Date, chance: number, retryAfter: Date | null): Date | null {
  const wait = waits[tries - 1]
  if (wait === undefined) return null
  const own = now.getTime() + wait * (1 + chance / 10)
  return new Date(Math.max(own, retryAfter?.getTime() ?? 0))
}

/** Until when nothing is sent to an endpoint that has failed so many times in a row. */
export function pauseAfter(failures: number, now: Date, retryAfter: Date | null): Date {
  const wait = Math.min(waits[Math.min(failures, waits.length) - 1] ?? 0, longestPause)
  return new Date(Math.max(now.getTime() + wait, retryAfter?.getTime() ?? 0))
}

/** Retry-After, in seconds or as a date; longer than a day is not believed. */
export function readRetryAfter(value: string | undefined, now: Date): Date | null {
  if (value === undefined) return null
  const at = /^\d{1,9}$/.test(value) ? now.getTime() + Number(value) * second : Date.parse(value)
  if (Number.isNaN(at) || at <= now.getTime()) return null
  return new Date(Math.min(at, now.getTime() + 24 * hour))
}

/** What an answer means: taken; refused for good, so that the endpoint is switched off; or to be tried again. */
export function verdictOf(status: number): 'delivered' | 'gone' | 'failed' {
  if (status >= 200 && status < 300) return 'delivered'
  return status === 410 ? 'gone' : 'failed'
}
