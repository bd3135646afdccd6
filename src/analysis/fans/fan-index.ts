import type { Findings, Indicator } from './indicators.ts'
import { isDone } from './study.ts'

/** One step on the way to being a fan, and what it adds to the index. */
export interface Step {
  key: string
  kind: Indicator['kind']
  threshold: number
  /** of 100 in all; in proportion to the logarithm of the lift among people alike in the other steps */
  points: number
}

/** Confirmed indicators as steps whose points add up to 100; none when nothing was confirmed. */
export function stepsOf({ indicators }: Findings): Step[] {
  const confirmed = indicators.filter(({ status }) => status === 'confirmed')
  const weights = confirmed.map(({ alike }) => Math.log(Math.max(alike.lift, 1.01)))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let given = 0
  let exact = 0
  return confirmed.map(({ key, kind, threshold }, index) => {
    // rounded so that the points of all steps are 100
    exact += (100 * (weights[index] as number)) / whole
    const points = Math.round(exact) - given
    given += points
    return { key, kind, threshold, points }
  })
}

export interface Progress {
  /** 0 … 100: the points of the steps done */
  index: number
  done: string[]
  missing: string[]
}

/** How far a customer is: `valueOf` gives what an action came to, NaN when it was never done. */
export function progressOf(steps: readonly Step[], valueOf: (key: string) => number): Progress {
  const progress: Progress = { index: 0, done: [], missing: [] }
  for (const { key, kind, threshold, points } of steps) {
    if (isDone(kind, valueOf(key), threshold)) {
      progress.index += points
      progress.done.push(key)
    } else progress.missing.push(key)
  }
  return progress
}
