import type { Parameters } from './models/model.ts'
import { type ContractModel, tamePeriods } from './models/retention.ts'
import { gaussLegendre } from './numerics/quadrature.ts'

/** A discount of nothing would let some contracts be worth infinitely much: a renewal in a million periods still counts 0.99. */
const leastRate = 1e-8
/** So many renewals are added one by one; the rest is integrated. */
const oneByOne = 400
/** Beyond this many e-folds nothing is left. */
const folds = 42

/** P(a contract that has lived through `past` periods lives through `ahead` more). */
export function survivalFrom(model: ContractModel, params: Parameters, past: number, ahead: number): number {
  return Math.exp(Math.min(0, model.logSurvival(params, past + ahead) - model.logSurvival(params, past)))
}

/** Expected number of periods lived through among the next `horizon` (a whole number of them), without discount. */
export function expectedRenewals(model: ContractModel, params: Parameters, past: number, horizon: number): number {
  return sumOver(model, params, past, 0, Math.floor(tamePeriods(horizon)))
}

/**
 * DERL, discounted expected residual lifetime (Fader & Hardie 2010, "Customer-base valuation in a contractual setting"): renewals
 * to come of a contract that has lived through `past` periods, the next counting in full and each later one less by
 * `rate` a period, continuous (ln(1 + d) for an interest of d a period). In periods; relative error 1e-10.
 */
export function discountedRenewals(model: ContractModel, params: Parameters, past: number, rate: number): number {
  const delta = Math.max(leastRate, rate)
  return sumOver(model, params, past, delta, Math.ceil(folds / delta))
}

/** Sum over t = 1 … horizon of S(past + t) / S(past) e^(-δ (t - 1)). */
function sumOver(model: ContractModel, params: Parameters, anyPast: number, delta: number, horizon: number): number {
  const past = tamePeriods(anyPast)
  const start = model.logSurvival(params, past)
  const term = (t: number) => Math.exp(Math.min(0, model.logSurvival(params, past + t) - start) - delta * (t - 1))
  let sum = 0
  for (let t = 1; t <= Math.min(horizon, oneByOne); t++) sum += term(t)
  if (horizon <= oneByOne) return sum
  // Euler and Maclaurin: the integral, half the ends, a twelfth of the difference of slopes
  const from = oneByOne + 1
  const slope = (t: number) => (term(t + 0.5) - term(t - 0.5)) / 12
  return sum + integral(term, from, horizon) + (term(from) + term(horizon)) / 2 + slope(horizon) - slope(from)
}

/** In panels of ln t, until nothing comes any more. */
function integral(f: (t: number) => number, from: number, to: number): number {
  const { nodes, weights } = gaussLegendre(16)
  const panels = Math.max(1, Math.ceil(Math.log(to / from) / 0.4))
  const half = Math.log(to / from) / panels / 2
  let sum = 0
  for (let panel = 0; panel < panels; panel++) {
    let part = 0
    for (let index = 0; index < nodes.length; index++) {
      const t = from * Math.exp(half * (2 * panel + 1 + (nodes[index] as number)))
      part += (weights[index] as number) * half * t * f(t)
    }
    sum += part
    if (part < 1e-17 * sum) break
  }
  return sum
}
