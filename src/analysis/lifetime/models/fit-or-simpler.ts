import type { Patterns } from '../patterns.ts'
import type { BuyingModel, Fit } from './model.ts'
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
  // of what the simpler model knows too, it is the one to tell
  const more = fit.warnings.filter(
    (one) =>
      !(one.parameter && one.parameter in simple.params) &&
      !simple.warnings.some((other) => other.code === one.code && other.parameter === one.parameter),
  )
  const warnings = [...simple.warnings, ...more, { code: 'simpler-model' as const, model: model.name }]
  return { model: nbd, fit: { ...simple, warnings } }
}
