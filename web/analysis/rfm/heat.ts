/** Where the seven steps of a heat scale begin: six round limits for the whole grid, the first step is below them all. */
export function heatLimits(most: number): number[] {
  const limits = [0.12, 0.2, 0.32, 0.48, 0.7, 0.9].map((share) => rounded(most * share))
  // a handful of customers leaves fewer steps than seven
  return [...new Set(limits)].filter((limit) => limit > 0)
}

/** Two figures that count: 1,746,000 → 1,700,000. */
function rounded(value: number): number {
  if (value < 10) return Math.ceil(value)
  const digit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.round(value / digit) * digit
}

/** The step, 1 … 7, of a value. */
export function heatStep(value: number, limits: number[]): number {
  let reached = 0
  for (const limit of limits) if (value >= limit) reached++
  return 1 + Math.round((reached * 6) / Math.max(limits.length, 1))
}
