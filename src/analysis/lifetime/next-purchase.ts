import type { BuyingModel, Parameters } from './models/model.ts'

/** Days within which a next purchase is looked for: ten years. */
export const latestNext = 3653

export interface NextWindow {
  from: number
  middle: number
  to: number
}

/**
 * When the next purchase comes, in days from the end of the observation, if it comes within ten years: a quarter of such
 * purchases fall before `from`, half before `middle`, a quarter after `to`. P(next within t) by the closed forms of
 * ltv.md §8.4 where the model has them, otherwise by bisection of `buysWithin`, to a hundredth of a day.
 */
export function windowOfNext(model: BuyingModel, params: Parameters, x: number, tx: number, T: number): NextWindow {
  const total = model.buysWithin(params, x, tx, T, latestNext)
  const day = (share: number): number => {
    if (model.wait) {
      const alive = model.alive(params, x, tx, T)
      return Math.min(model.wait(params, x, tx, T, alive > 0 ? share * Math.min(1, total / alive) : share), latestNext)
    }
    return bisect((t) => model.buysWithin(params, x, tx, T, t) < share * total)
  }
  return { from: day(0.25), middle: day(0.5), to: day(0.75) }
}

function bisect(isBefore: (t: number) => boolean): number {
  let low = 0
  let high = latestNext
  while (high - low > 0.01) {
    const middle = (low + high) / 2
    if (isBefore(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
