/** Φ(x), the chance that a standard normal is below x. |error| < 7.5e−8 (Abramowitz & Stegun 26.2.17). */
export function below(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = density(x) * series
  return x > 0 ? 1 - tail : tail
}

export function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/** Mean of a standard normal known to lie above x: φ(x) / (1 − Φ(x)); its asymptote where the tail underflows. */
export function meanAbove(x: number): number {
  if (x > 6) return x + 1 / x
  return density(x) / (1 - below(x))
}
