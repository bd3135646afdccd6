import type { BuyingModel, Parameters } from './models/model.ts'
import { gaussLegendre } from './numerics/quadrature.ts'

/** A discount of nothing would make what is to come infinite: this is 0.0004 % a year. */
const leastRate = 1e-8
const mostRate = 1e6
const tameRate = (rate: number): number => (rate > leastRate ? Math.min(rate, mostRate) : leastRate)

/** Interest of a year (0.1 for 10 %) as a continuous rate per day of a year of 365 days. */
export function dailyRate(discountPerYear: number): number {
  const yearly = Number.isFinite(discountPerYear) ? Math.max(0, discountPerYear) : 0
  return tameRate(Math.log1p(Math.min(yearly, 1e9)) / 365)
}

/** Purchases to come of one who is a customer at T. Times in the unit of the model's parameters (days). */
export interface Prospect {
  /** expected number within each horizon */
  purchases: number[]
  /** the same, each worth e^(-rate u) when it comes u from now */
  discounted: number[]
  /** without end, discounted */
  residual: number
}

/**
 * Opens the future under a model with parameters and a continuous discount rate per unit of its time (see `dailyRate`), given
 * that the customer is one at T. Horizons ascend. Relative error 1e-5 of what the discount takes off within a horizon,
 * 1e-11 without end. With k = 1 all this rests on (x, T) and not on when he last bought.
 */
export function openProspects(
  model: BuyingModel,
  params: Parameters,
  rate: number,
  horizons: readonly number[],
): (x: number, tx: number, T: number) => Prospect {
  const delta = tameRate(rate)
  const residual = model.openResidual(params, delta)
  return (x, tx, T) => {
    // one who bought just now is alive with the least loss of digits
    const last = model.k > 1 ? tx : x > 0 ? T : 0
    const alive = model.alive(params, x, last, T)
    const expected = (t: number) => (alive > 0 ? model.expected(params, x, last, T, t) / alive : 0)
    return { ...withinEach(expected, delta, horizons), residual: residual(x, tx, T) }
  }
}

/** By parts from the expectation E: e^(-δt) E(t) + δ ∫ e^(-δu) E(u) du over [0, t], from one horizon to the next. */
function withinEach(expected: (t: number) => number, delta: number, horizons: readonly number[]) {
  const purchases: number[] = []
  const discounted: number[] = []
  let from = 0
  let sum = 0
  for (const horizon of horizons) {
    const to = Math.max(from, horizon)
    if (to > from) sum += bentIntegral((u) => Math.exp(-delta * u) * expected(u), from, to)
    from = to
    const count = to > 0 ? expected(to) : 0
    purchases.push(count)
    discounted.push(Math.exp(-delta * to) * count + delta * sum)
  }
  return { purchases, discounted }
}

/** Nodes lie closer together towards 0, where expectations bend. */
function bentIntegral(f: (u: number) => number, from: number, to: number): number {
  const { nodes, weights } = gaussLegendre(from === 0 ? 6 : 3)
  const scale = to / 10
  const [low, high] = [Math.log1p(from / scale), Math.log1p(10)]
  const half = (high - low) / 2
  let sum = 0
  for (let index = 0; index < nodes.length; index++) {
    const u = scale * Math.expm1(low + half * (1 + (nodes[index] as number)))
    sum += (weights[index] as number) * half * (u + scale) * f(u)
  }
  return sum
}

/** DERT of one customer: P(alive) times what one alive still buys, discounted without end at `rate` per unit of time. */
export function residualPurchases(
  model: BuyingModel,
  params: Parameters,
  [x, tx, T]: readonly [x: number, tx: number, T: number],
  rate: number,
): number {
  return model.alive(params, x, tx, T) * model.openResidual(params, tameRate(rate))(x, tx, T)
}
