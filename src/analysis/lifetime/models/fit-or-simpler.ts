import type { Patterns } from '../patterns.ts'
import type { BuyingModel, Fit, Warning } from './model.ts'
import { nbd } from './nbd.ts'

/** Half the 95 % point of χ² with one degree of freedom: what a parameter more must gain in ln L to be worth having. */
const worthwhile = 1.92

/**
 * The model asked for, or NBD where the data do not identify it and it explains them no better: a shop whose customers
 * show no sign of leaving tells nothing about how they leave. The warnings say what happened.
 */
export function fitOrSimpler(model: BuyingModel, patterns: Patterns): { model: BuyingModel; fit: Fit } {
  const fit = model.fit(patterns)
  if (fit.identified || model.name === 'nbd') return { model, fit }
  const simple = nbd.fit(patterns)
  if (fit.logLikelihood - simple.logLikelihood > worthwhile) return { model, fit }
  const same = (one: Warning, other: Warning) => one.code === other.code && one.parameter === other.parameter
  const more = fit.warnings.filter((one) => !simple.warnings.some((other) => same(one, other)))
  const warnings = [...simple.warnings, ...more, { code: 'simpler-model' as const, model: model.name }]
  return { model: nbd, fit: { ...simple, warnings } }
}
