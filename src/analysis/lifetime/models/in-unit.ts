import type { BuyingModel, Fit } from './model.ts'

/**
 * A fit in days, told in units of so many days: alpha and beta become smaller by the factor, and the likelihood a density
 * of times in that unit, one for each repeat purchase.
 */
export function inUnit(model: BuyingModel, fit: Fit, days: number, repeats: number): Fit {
  const scaled = <V extends number | null>(values: Record<string, V>): Record<string, V> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value === null || !model.scales.includes(name) ? value : (((value as number) / days) as V),
      ]),
    )
  return {
    ...fit,
    params: scaled(fit.params),
    se: scaled(fit.se),
    logLikelihood: fit.logLikelihood + repeats * Math.log(days),
  }
}
