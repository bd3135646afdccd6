import { logGamma } from './log-gamma.ts'

/**
 * Regularised incomplete beta function I_z(a, b) for a, b > 0 and 0 ≤ z ≤ 1, with small values to full relative accuracy
 * (continued fraction DLMF 8.17.22 after Lentz, on the side where it converges fast). P(N ≥ n) of a negative binomial with
 * shape s and success z is I_z(n, s).
 */
export function regularisedBeta(a: number, b: number, z: number): number {
  if (z <= 0) return 0
  if (z >= 1) return 1
  const front = Math.exp(a * Math.log(z) + b * Math.log1p(-z) + logGamma(a + b) - logGamma(a) - logGamma(b))
  const value = z < (a + 1) / (a + b + 2) ? (front / a) * fraction(a, b, z) : 1 - (front / b) * fraction(b, a, 1 - z)
  return Math.min(1, Math.max(0, value))
}

const tiny = 1e-300
const mostSteps = 100_000

function fraction(a: number, b: number, z: number): number {
  let upper = 1
  let lower = 1 / (1 - ((a + b) * z) / (a + 1) || tiny)
  let value = lower
  for (let m = 1; m < mostSteps; m++) {
    const even = (m * (b - m) * z) / ((a + 2 * m - 1) * (a + 2 * m))
    lower = 1 / (1 + even * lower || tiny)
    upper = 1 + even / upper || tiny
    value *= lower * upper
    const odd = (-(a + m) * (a + b + m) * z) / ((a + 2 * m) * (a + 2 * m + 1))
    lower = 1 / (1 + odd * lower || tiny)
    upper = 1 + odd / upper || tiny
    const change = lower * upper
    value *= change
    if (Math.abs(change - 1) < 3e-16) break
  }
  return value
}
