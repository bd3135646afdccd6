/** Lets so many through a minute, and a tenth of that at once; says after how many seconds the next one may come. */
export interface Gate {
  /** 0: come in */
  waitSeconds(perMinute: number, now: number): number
}

const share = 0.1
const fewestAtOnce = 20

/** A bucket that fills by the minute. `now` in milliseconds; a clock that goes back lets nobody in twice. */
export function openGate(): Gate {
  let left = Number.POSITIVE_INFINITY
  let at = 0
  return {
    waitSeconds(perMinute, now) {
      const room = Math.max(fewestAtOnce, perMinute * share)
      left = Math.min(room, left + (Math.max(0, now - at) * perMinute) / 60_000)
      at = Math.max(at, now)
      if (left < 1) return Math.ceil(((1 - left) * 60) / perMinute)
      left -= 1
      return 0
    },
  }
}
